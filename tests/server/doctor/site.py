"""What the doctor is shown: a trusted authority, a site at an address, a configuration."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from server.config import Config
from server.doctor import Finding
from tests.bots.server import free_port

LIFETIME = 90


def made_config(tmp_path: Path, **changes: object) -> Config:
    values: dict[str, object] = {
        "data_dir": tmp_path / "data",
        "host": "127.0.0.1",
        "port": free_port(),
        "https_port": 0,
        "voice_host": "127.0.0.1",
        "voice_port": free_port(socket.SOCK_DGRAM),
        "voice_addresses": ("127.0.0.1",),
        "web_dir": tmp_path / "web",
    }
    return Config.model_validate({**values, **changes})


async def one(asked: Awaitable[list[Finding]]) -> Finding:
    (finding,) = await asked
    return finding


class Authority:
    """A certificate authority that this test's process trusts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        now = datetime.now(UTC)
        self.certificate = folder / "authority.pem"
        made = (
            self._builder(now - timedelta(days=400), now + timedelta(days=400))
            .subject_name(self._name)
            .public_key(self._key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        self.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))

    def _builder(self, begins: datetime, ends: datetime) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .issuer_name(self._name)
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(ends)
        )

    def context(self, days: float, name: str = "localhost") -> ssl.SSLContext:
        """A server's context with a certificate that lasts so many days from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        names: list[x509.GeneralName] = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        now = datetime.now(UTC)
        made = (
            self._builder(now - timedelta(days=30), now + timedelta(days=days, minutes=1))
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .public_key(key.public_key())
            .add_extension(x509.SubjectAlternativeName(names if name == "localhost" else names[:1]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        file = self._folder / f"{name}-{days}.pem"
        private = serialization.PrivateFormat.PKCS8
        file.write_bytes(
            made.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption())
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


@asynccontextmanager
async def site(
    context: ssl.SSLContext | None = None,
    *,
    port: int = 0,
    socket_passes: bool = True,
    ahead: timedelta = timedelta(0),
    health: object = {"ok": True},
    voice: bool = True,
) -> AsyncIterator[int]:
    """What stands at an address: a proxy with Engawa behind it, as far as the doctor looks."""

    async def stamp(_: web.Request, response: web.StreamResponse) -> None:
        response.headers["Date"] = format_datetime(datetime.now(UTC) + ahead, usegmt=True)

    async def answer(_: web.Request) -> web.Response:
        return web.json_response(health)

    async def ready(_: web.Request) -> web.Response:
        return web.json_response({"ok": voice, "rooms": 1, "voice": voice}, status=200 if voice else 503)

    async def wire(request: web.Request) -> web.StreamResponse:
        if not socket_passes:
            return web.Response(status=400)
        opened = web.WebSocketResponse()
        await opened.prepare(request)
        await opened.send_str("0{}")
        return opened

    app = web.Application()
    app.on_response_prepare.append(stamp)
    app.router.add_get("/api/health", answer)
    app.router.add_get("/api/ready", ready)
    app.router.add_get("/socket.io/", wire)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, ssl_context=context).start()
    try:
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def at(tmp_path: Path, port: int, **changes: object) -> Config:
    return made_config(tmp_path, public_url=f"https://localhost:{port}", **changes)
