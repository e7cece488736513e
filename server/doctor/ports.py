"""Ports and addresses of this machine: free, held by this server, or held by another program?"""

from __future__ import annotations

import errno
import ipaddress
import socket
from typing import Any

import aiohttp

from server.config import Config
from server.doctor.finding import Finding

_EVERY = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104  not to listen on, but to recognise


async def _ready(config: Config, *, scheme: str = "http", port: int | None = None) -> dict[str, Any] | None:
    """What a server that runs here says of itself; None where no Engawa answers."""
    host = _EVERY.get(config.host, config.host)
    url = f"{scheme}://{f'[{host}]' if ':' in host else host}:{port or config.port}/api/ready"
    try:
        # The trial certificate is nobody's; nothing but this machine is asked.
        async with (
            aiohttp.ClientSession() as http,
            http.get(url, ssl=False, timeout=aiohttp.ClientTimeout(3)) as response,
        ):
            found = await response.json(content_type=None)
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
        return None
    return found if isinstance(found, dict) and "ok" in found else None


def _bound(host: str, port: int, kind: socket.SocketKind) -> int:
    """0 if the port can be had, otherwise the error's number."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, kind) as probe:
        if kind == socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself does
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.errno or errno.EIO
    return 0


def _refused(name: str, what: str, number: int, variable: str) -> Finding:
    """Why a port cannot be had, in words."""
    if number == errno.EADDRINUSE:
        return Finding(
            name,
            "bad",
            f"{what} は、ほかのプログラムが使っています。",
            f"それを止めるか、{variable} を変えてください。",
        )
    if number in (errno.EACCES, errno.EPERM):
        todo = f"{variable} を 1024 以上にしてください。"
        return Finding(name, "bad", f"{what} を使う許しがありません。", todo)
    return Finding(
        name, "bad", f"{what} を開けません。", "ENGAWA_HOST と ENGAWA_VOICE_HOST が、この機械のアドレスか見てください。"
    )


async def http(config: Config) -> list[Finding]:
    """The port that the reverse proxy speaks to."""
    name, what = "HTTP のポート", f"TCP {config.port}"
    running = await _ready(config)
    if running is not None:
        if running["ok"]:
            return [Finding(name, "good", f"{what} で Engawa が動いています。")]
        failing = "、".join(str(key) for key, value in running.items() if value is False and key != "ok")
        words = f"{what} で Engawa が動いていますが、新しい人を受けられません({failing})。"
        return [Finding(name, "bad", words, "Engawa の記録(journalctl -u engawa)を見て、なければ再起動してください。")]
    number = _bound(config.host, config.port, socket.SOCK_STREAM)
    if number:
        return [_refused(name, what, number, "ENGAWA_PORT")]
    return [Finding(name, "good", f"{what} はあいています。Engawa は動いていません。")]


async def trial_https(config: Config) -> list[Finding]:
    """The port with the throw-away certificate: for trials, not for a public server."""
    name, what = "ためし用 HTTPS", f"TCP {config.https_port}"
    if not config.https_port:
        return [Finding(name, "good", "切ってあります。")]
    if await _ready(config, scheme="https", port=config.https_port) is None:
        number = _bound(config.host, config.https_port, socket.SOCK_STREAM)
        if number:
            return [_refused(name, what, number, "ENGAWA_HTTPS_PORT")]
    if (config.public_url or "").startswith("https://"):
        todo = "本番では ENGAWA_HTTPS_PORT=0 にしてください。"
        return [Finding(name, "warn", f"{what} で、ためし用の証明書も使う設定です。", todo)]
    return [Finding(name, "good", f"{what} を、ためし用の証明書で使えます。")]


async def voice(config: Config) -> list[Finding]:
    """The one UDP port. Whether the firewall lets it through cannot be seen from here."""
    name, what = "声のポート", f"UDP {config.voice_port}"
    hint = f"外からの {what} を、ファイアウォールとルーターで開けてください(ここからはたしかめられません)。"
    running = await _ready(config)
    number = _bound(config.voice_host, config.voice_port, socket.SOCK_DGRAM)
    if running is not None and running.get("voice"):
        if number == errno.EADDRINUSE:
            return [Finding(name, "good", f"{what} を Engawa が使っています。", hint)]
        todo = "Engawa を動かしているのと同じ設定(ENGAWA_VOICE_PORT など)で、もう一度たしかめてください。"
        return [Finding(name, "warn", f"Engawa は動いていますが、{what} はあいています。", todo)]
    if number:
        return [_refused(name, what, number, "ENGAWA_VOICE_PORT")]
    return [Finding(name, "good", f"{what} はあいています。", hint)]


async def voice_addresses(config: Config) -> list[Finding]:
    """Are browsers told an address at which they can reach the voice port?"""
    name = "声のアドレス"
    public = private = False
    for text in config.advertised:
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            todo = "名前ではなく、IP アドレスを書いてください。"
            return [Finding(name, "bad", f"ENGAWA_VOICE_ADDRESSES の「{text}」は IP アドレスではありません。", todo)]
        public |= address.is_global
        private |= not address.is_global
    told = f"ブラウザに {'、'.join(config.advertised)} を伝えます。"
    if public:
        return [Finding(name, "good", told)]
    if (config.public_url or "").startswith("https://"):
        todo = "ENGAWA_VOICE_ADDRESSES に、外から届くアドレスを書いてください。庁内だけの会なら、このままで構いません。"
        return [Finding(name, "warn", told + "どれも外からは届かず、家の人は文字だけになります。", todo)]
    return [Finding(name, "good", told + "同じネットワークの中で使えます。")]
