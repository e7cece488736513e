"""The public address: its name, its certificate, whether pages and sockets get through, and whether the clock is right.

Only the configured address is contacted, and redirects are not followed.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import math
import socket
import ssl
import time
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urlsplit

import aiohttp

from server.config import Config
from server.doctor.finding import Finding

CERTIFICATE_DAYS = 14
URGENT_DAYS = 3
SKEW_SECONDS = 5
"""Beyond this doors open visibly late; beyond SKEW_BAD one-time codes are refused."""
SKEW_BAD = 30
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_VERIFY = {
    10: "期限が切れています",
    18: "自分で署名した証明書です",
    19: "知られていない認証局の証明書です",
    20: "知られていない認証局の証明書か、中間証明書がありません",
    62: "ほかの名前の証明書です",
    64: "ほかのアドレスの証明書です",
}
"""OpenSSL's verification codes that people meet."""


def _https(config: Config) -> SplitResult | None:
    parts = urlsplit(config.public_url or "")
    return parts if parts.scheme == "https" and parts.hostname else None


def _browser() -> aiohttp.ClientSession:
    """Trusts what this system trusts at this moment (aiohttp's own context is made once, at import)."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=ssl.create_default_context()))


async def setting(config: Config) -> list[Finding]:
    """Is the address that links begin with one that browsers can use?"""
    name = "公開アドレス"
    if not config.public_url:
        words = "ENGAWA_PUBLIC_URL がありません。この機械の中でだけ試せます。"
        return [Finding(name, "warn", words, "本番では ENGAWA_PUBLIC_URL=https://(名前) を決めてください。")]
    parts = urlsplit(config.public_url)
    if parts.hostname is None or parts.scheme not in ("http", "https"):
        todo = "https://engawa.example.jp のような形にしてください。"
        return [Finding(name, "bad", "ENGAWA_PUBLIC_URL がアドレスの形になっていません。", todo)]
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        words = "公開アドレスが http:// です。ブラウザは HTTPS のページにしかマイクを使わせません。"
        return [Finding(name, "bad", words, "証明書を用意して、https:// のアドレスにしてください。")]
    if parts.path.strip("/") or parts.query or parts.fragment:
        words = "公開アドレスに名前より後ろの部分があります。Engawa は名前のすぐ下で動きます。"
        return [Finding(name, "bad", words, f"{parts.scheme}://{parts.netloc} だけにしてください。")]
    return [Finding(name, "good", f"{config.public_url} です。")]


async def name(config: Config) -> list[Finding]:
    """Does the name lead to an address, and to one that homes can reach?"""
    parts = _https(config)
    if parts is None or parts.hostname is None:
        return []
    try:
        rows = await asyncio.get_running_loop().getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except OSError:
        words = f"{parts.hostname} という名前からアドレスが分かりません。"
        return [Finding("名前", "bad", words, "DNS に、このサーバーのアドレスを登録してください。")]
    addresses = list(dict.fromkeys(str(row[4][0]) for row in rows))
    words = f"{parts.hostname} は {'、'.join(addresses)} です。"
    if not any(ipaddress.ip_address(address.partition("%")[0]).is_global for address in addresses):
        todo = "家からも入る会なら、外から届くアドレスを DNS に登録してください。庁内だけの試しなら、このままで構いません。"
        return [Finding("名前", "warn", words + "外からは届かないアドレスです。", todo)]
    return [Finding("名前", "good", words)]


async def certificate(config: Config) -> list[Finding]:
    """Would a browser accept the certificate, and for how many days still?"""
    parts = _https(config)
    if parts is None or parts.hostname is None:
        return []
    try:
        _, writer = await asyncio.open_connection(parts.hostname, parts.port or 443, ssl=ssl.create_default_context())
    except ssl.SSLCertVerificationError as error:
        why = _VERIFY.get(error.verify_code, error.verify_message)
        todo = "リバースプロキシの証明書を、この名前の、期限内のものに取りかえてください。"
        return [Finding("証明書", "bad", f"ブラウザに受け入れられません。{why}。", todo)]
    except (OSError, ssl.SSLError):
        words = f"{parts.hostname} の {parts.port or 443} 番に HTTPS でつながりません。"
        return [
            Finding(
                "証明書",
                "bad",
                words,
                "リバースプロキシが動いているか、ファイアウォールで TCP 443 が開いているか見てください。",
            )
        ]
    found = writer.get_extra_info("peercert")
    writer.close()
    with contextlib.suppress(OSError, ssl.SSLError):
        await writer.wait_closed()
    days = math.floor((ssl.cert_time_to_seconds(str(found["notAfter"])) - time.time()) / 86_400)
    if days > CERTIFICATE_DAYS:
        return [Finding("証明書", "good", f"有効です。期限まで {days} 日あります。")]
    todo = "証明書を新しくしてください。自動で新しくなるはずなら、その記録を見てください。"
    return [Finding("証明書", "bad" if days <= URGENT_DAYS else "warn", f"期限まで {days} 日です。", todo)]


async def way_in(config: Config) -> list[Finding]:
    """Do a page and a WebSocket of this server get through the proxy?"""
    parts = _https(config)
    if parts is None or parts.hostname is None:
        return []
    base = f"https://{parts.netloc}"
    async with _browser() as http:
        try:
            async with http.get(f"{base}/api/health", allow_redirects=False) as response:
                status, body = response.status, await response.content.read(200)
        except aiohttp.ClientError:
            words = f"{base} から答えがありません。"
            todo = "プロキシとファイアウォールを見てください。中からだけ届かない網なら、外の機械で試してください。"
            return [Finding("外からの道", "bad", words, todo)]
        if status != 200 or b'"ok"' not in body:
            words = f"{base} は答えますが、Engawa の答えではありません(状態 {status})。"
            todo = f"Engawa が動いているか、プロキシの行き先が {config.port} 番か見てください。"
            return [Finding("外からの道", "bad", words, todo)]
        socket_url = f"{base}/socket.io/?EIO=4&transport=websocket"
        try:
            async with http.ws_connect(socket_url, origin=base) as wire:
                await wire.receive(timeout=5)
        except (aiohttp.ClientError, TimeoutError):
            words = "ページは届きますが、WebSocket が通りません。部屋に入れません。"
            todo = "プロキシが Upgrade、Connection、Host を渡しているか見てください(docs/operations.md の HTTPS)。"
            return [Finding("外からの道", "bad", words, todo)]
    return [Finding("外からの道", "good", "公開アドレスから、ページと WebSocket が届きます。")]


async def proxy(config: Config) -> list[Finding]:
    """Do rate limits see people, or only the proxy? And can the proxy be walked around?"""
    name = "リバースプロキシ"
    if _https(config) is None:
        return []
    if not config.trusted_proxy:
        words = "ENGAWA_TRUSTED_PROXY がないので、すべての人がひとりに見え、入る回数の制限をみんなで分けあいます。"
        return [Finding(name, "warn", words, "X-Forwarded-For を書きかえるプロキシのうしろなら、true にしてください。")]
    if config.host not in _LOOPBACK:
        words = f"プロキシを信じる設定ですが、{config.host}:{config.port} はプロキシを通らずに届くかもしれません。"
        todo = f"ENGAWA_HOST=127.0.0.1 にするか、{config.port} 番をファイアウォールで閉じてください。"
        return [Finding(name, "warn", words, todo)]
    return [Finding(name, "good", "プロキシだけが Engawa に届きます。")]


async def clock(config: Config) -> list[Finding]:
    """How far is this machine's clock from the Date of our own public address? Silent where that is not reached."""
    parts = _https(config)
    if parts is None:
        return []
    try:
        async with (
            _browser() as http,
            http.get(f"https://{parts.netloc}/api/health", allow_redirects=False) as response,
        ):
            told = parsedate_to_datetime(response.headers["Date"]).timestamp()
    except (aiohttp.ClientError, KeyError, ValueError):
        return []
    skew = round(abs(time.time() - told - 0.5))  # the header has whole seconds: half of one on average
    if skew <= SKEW_SECONDS:
        return [Finding("時計のずれ", "good", "公開アドレスの時計と合っています。")]
    todo = "時刻合わせ(chrony や systemd-timesyncd)を、両方の機械で動かしてください。"
    words = f"公開アドレスの時計と {skew} 秒ちがいます。"
    return [Finding("時計のずれ", "bad" if skew > SKEW_BAD else "warn", words, todo)]
