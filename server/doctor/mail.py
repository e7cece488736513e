"""The mail server: is it there, is the way encrypted, does it know us? No message is sent.

The address is read as `server.office.papers.mails.MailServer` reads it: the scheme alone says how the way is encrypted.
"""

from __future__ import annotations

import contextlib
import ssl
from urllib.parse import unquote, urlsplit

import aiosmtplib

from server.doctor.finding import Finding

NAME = "メール"
SECONDS = 8.0
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


async def server(url: str | None, sender: str | None) -> list[Finding]:
    """Connect, greet, encrypt, log in, and say goodbye."""
    if not url:
        return [Finding(NAME, "good", "メールは使わない設定です。招待はリンクや紙で渡します。")]
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if host is None or parts.scheme not in _PORTS:
        todo = "smtp+starttls://利用者:パスワード@サーバー:587 のような形にしてください。記号は %40 のように書きます。"
        return [Finding(NAME, "bad", "ENGAWA_SMTP_URL がアドレスの形になっていません。", todo)]
    if not sender:
        return [Finding(NAME, "bad", "差出人のアドレスがありません。", "ENGAWA_MAIL_FROM を決めてください。")]
    if parts.scheme == "smtp" and host not in _LOOPBACK:
        words = f"{host} まで暗号化しない設定です。招待もパスワードも、途中で読まれるおそれがあります。"
        return [Finding(NAME, "bad", words, "ENGAWA_SMTP_URL を smtp+starttls:// か smtps:// にしてください。")]
    client = aiosmtplib.SMTP(
        hostname=host,
        port=port or _PORTS[parts.scheme],
        use_tls=parts.scheme == "smtps",
        start_tls=False,
        timeout=SECONDS,
    )
    try:
        return [await _talk(client, parts.scheme, unquote(parts.username or ""), unquote(parts.password or ""))]
    finally:
        with contextlib.suppress(aiosmtplib.SMTPException, OSError):
            await client.quit()
        client.close()


async def _talk(client: aiosmtplib.SMTP, scheme: str, user: str, password: str) -> Finding:
    host = client.hostname
    try:
        await client.connect()
        await client.ehlo()
        if scheme == "smtp+starttls":
            if not client.supports_extension("starttls"):
                todo = "ポートが合っているか見てください。STARTTLS か smtps:// を使えるサーバーが要ります。"
                return Finding(NAME, "bad", f"{host} は暗号化(STARTTLS)できません。", todo)
            await client.starttls()
            await client.ehlo()
        if user:
            await client.login(user, password)
    except aiosmtplib.SMTPAuthenticationError:
        todo = "ENGAWA_SMTP_URL の利用者とパスワードを見てください。"
        return Finding(NAME, "bad", f"{host} は、この利用者とパスワードを受け入れません。", todo)
    except (ssl.SSLError, aiosmtplib.SMTPException, OSError) as error:
        if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
            todo = "サーバーの名前と証明書を見てください。"
            return Finding(NAME, "bad", f"{host} の証明書を受け入れられません。", todo)
        if isinstance(error, (aiosmtplib.SMTPConnectError, aiosmtplib.SMTPTimeoutError, OSError)):
            todo = "名前とポート、外へのファイアウォールを見てください。"
            return Finding(NAME, "bad", f"{host} につながりません。", todo)
        todo = "サーバーが AUTH を使えるか、送ってよい機械として登録されているか見てください。"
        return Finding(NAME, "bad", f"{host} が話の途中でことわりました({type(error).__name__})。", todo)
    return Finding(
        NAME, "good", f"{host} に{'' if scheme == 'smtp' else '暗号化して'}つながります。メールは送っていません。"
    )
