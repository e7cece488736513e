"""What `engawa doctor` sees on a machine that is well and on one that is not: real sockets, certificates, mail servers."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import os
import socket
import ssl
import stat
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from server.config import Config
from server.doctor import Finding, address, examine, machine, mail, ports, records, render
from server.doctor.finding import look
from server.office.base.database import migrate, open_engine
from tests.bots.server import ServerProcess, free_port
from tests.server.test_cli import engawa

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


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
    return made


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


@pytest.mark.parametrize(
    ("url", "state"),
    [
        (None, "warn"),
        ("https://engawa.example.jp", "good"),
        ("http://localhost:8080", "good"),
        ("http://engawa.example.jp", "bad"),
        ("engawa.example.jp", "bad"),
        ("https://engawa.example.jp/ibasho", "bad"),
    ],
)
async def test_the_public_address_must_be_one_that_gives_a_microphone(
    tmp_path: Path, url: str | None, state: str
) -> None:
    finding = await one(address.setting(made_config(tmp_path, public_url=url)))
    assert finding.state == state
    assert bool(finding.todo) == (state != "good")


async def test_a_name_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    gone = await one(address.name(made_config(tmp_path, public_url="https://nothing.invalid")))
    assert gone.state == "bad"
    near = await one(address.name(made_config(tmp_path, public_url="https://localhost")))
    assert near.state == "warn"
    assert "127.0.0.1" in near.words
    assert (await one(address.name(made_config(tmp_path, public_url="https://9.9.9.9")))).state == "good"


@pytest.mark.parametrize(("days", "state"), [(LIFETIME, "good"), (9, "warn"), (2, "bad")])
async def test_a_certificate_is_read_by_its_days(tmp_path: Path, authority: Authority, days: int, state: str) -> None:
    async with site(authority.context(days)) as port:
        finding = await one(address.certificate(at(tmp_path, port)))
    assert finding.state == state
    assert f"{days} 日" in finding.words


async def test_a_certificate_that_browsers_refuse_is_bad(
    tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with site(authority.context(-1)) as port:
        assert "期限" in (await one(address.certificate(at(tmp_path, port)))).words
    async with site(authority.context(LIFETIME, "other.example.jp")) as port:
        assert "ほかの名前" in (await one(address.certificate(at(tmp_path, port)))).words
    monkeypatch.delenv("SSL_CERT_FILE")
    async with site(authority.context(LIFETIME)) as port:
        stranger = await one(address.certificate(at(tmp_path, port)))
    assert stranger.state == "bad"
    assert "認証局" in stranger.words
    assert (await one(address.certificate(at(tmp_path, free_port())))).state == "bad"


async def test_pages_and_sockets_must_get_through(tmp_path: Path, authority: Authority) -> None:
    context = authority.context(LIFETIME)
    async with site(context) as port:
        assert (await one(address.way_in(at(tmp_path, port)))).state == "good"
    async with site(context, socket_passes=False) as port:
        assert "WebSocket" in (await one(address.way_in(at(tmp_path, port)))).words
    async with site(context, health="a page of somebody else") as port:
        assert "Engawa の答えではありません" in (await one(address.way_in(at(tmp_path, port)))).words
    assert (await one(address.way_in(at(tmp_path, free_port())))).state == "bad"


@pytest.mark.parametrize(("seconds", "state"), [(0, "good"), (12, "warn"), (-90, "bad")])
async def test_the_clock_is_compared_with_the_own_address(
    tmp_path: Path, authority: Authority, seconds: int, state: str
) -> None:
    async with site(authority.context(LIFETIME), ahead=timedelta(seconds=seconds)) as port:
        assert (await one(address.clock(at(tmp_path, port)))).state == state


async def test_nothing_is_contacted_where_nothing_is_configured(tmp_path: Path) -> None:
    config = made_config(tmp_path)
    for check in (address.name, address.certificate, address.way_in, address.clock, address.proxy):
        assert await check(config) == []
    assert await address.clock(at(tmp_path, free_port())) == []


@pytest.mark.parametrize(
    ("trusted", "host", "state"),
    [(True, "127.0.0.1", "good"), (True, "0.0.0.0", "warn"), (False, "127.0.0.1", "warn")],
)
async def test_a_proxy_must_be_known_and_not_walked_around(
    tmp_path: Path, trusted: bool, host: str, state: str
) -> None:
    config = made_config(tmp_path, public_url="https://engawa.example.jp", trusted_proxy=trusted, host=host)
    assert (await one(address.proxy(config))).state == state


async def test_a_port_is_free_ours_or_taken(tmp_path: Path) -> None:
    config = made_config(tmp_path)
    free = await one(ports.http(config))
    assert free.state == "good"
    assert "動いていません" in free.words
    async with site(port=config.port):
        ours = await one(ports.http(config))
    assert ours.state == "good"
    assert "動いています" in ours.words
    async with site(port=config.port, voice=False):
        ill = await one(ports.http(config))
    assert ill.state == "bad"
    assert "voice" in ill.words
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", config.port))
        taken.listen()
        assert "ほかのプログラム" in (await one(ports.http(config))).words


async def test_the_trial_port_is_for_trials(tmp_path: Path, authority: Authority) -> None:
    assert (await one(ports.trial_https(made_config(tmp_path)))).state == "good"
    trial = made_config(tmp_path, https_port=free_port())
    assert (await one(ports.trial_https(trial))).state == "good"
    async with site(authority.context(LIFETIME), port=trial.https_port):
        assert (await one(ports.trial_https(trial))).state == "good"
    public = made_config(tmp_path, https_port=free_port(), public_url="https://engawa.example.jp")
    assert (await one(ports.trial_https(public))).state == "warn"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", trial.https_port))
        assert (await one(ports.trial_https(trial))).state == "bad"


async def test_the_voice_port_is_free_ours_or_taken(tmp_path: Path) -> None:
    config = made_config(tmp_path)
    free = await one(ports.voice(config))
    assert free.state == "good"
    assert f"UDP {config.voice_port}" in free.todo  # the firewall cannot be seen from here
    async with site(port=config.port):
        assert (await one(ports.voice(config))).state == "warn"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", config.voice_port))
        assert (await one(ports.voice(config))).state == "bad"
        async with site(port=config.port):
            assert (await one(ports.voice(config))).state == "good"


async def test_a_running_server_is_recognised(tmp_path: Path, server: ServerProcess) -> None:
    config = made_config(tmp_path, port=server.port, voice_port=server.voice_port)
    for check in (ports.http, ports.voice):
        finding = await one(check(config))
        assert finding.state == "good"
        assert "Engawa" in finding.words


@pytest.mark.parametrize(
    ("told", "public", "state"),
    [
        (("9.9.9.9", "192.168.1.2"), True, "good"),
        (("192.168.1.2",), True, "warn"),
        (("192.168.1.2",), False, "good"),
        (("voice.example.jp",), True, "bad"),
    ],
)
async def test_browsers_are_told_addresses_that_they_can_reach(
    tmp_path: Path, told: tuple[str, ...], public: bool, state: str
) -> None:
    url = "https://engawa.example.jp" if public else None
    config = made_config(tmp_path, voice_addresses=told, public_url=url)
    assert (await one(ports.voice_addresses(config))).state == state


async def test_the_data_folder_is_writable_and_closed(tmp_path: Path) -> None:
    assert (await one(machine.folder(tmp_path / "not" / "yet"))).state == "good"
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    assert (await one(machine.folder(data))).state == "good"
    assert list(data.iterdir()) == []
    data.chmod(0o755)
    assert (await one(machine.folder(data))).state == "warn"
    file = tmp_path / "file"
    file.write_text("no folder")
    assert (await one(machine.folder(file))).state == "bad"


async def test_a_folder_that_cannot_be_written_is_bad(tmp_path: Path) -> None:
    """The administrator may write everywhere, except where the system itself does not allow it."""
    data = Path("/proc/self") if os.geteuid() == 0 else tmp_path / "data"
    if os.geteuid() != 0:
        data.mkdir(mode=0o500)
    assert (await one(machine.folder(data))).state == "bad"
    assert (await one(machine.folder(data / "below"))).state == "bad"


async def test_keys_are_for_the_server_alone(tmp_path: Path) -> None:
    assert (await one(machine.keys(tmp_path))).state == "good"
    (tmp_path / "keys").mkdir()
    for name in ("server.key", "keys/room"):
        (tmp_path / name).write_bytes(b"0")
        (tmp_path / name).chmod(0o600)
    assert (await one(machine.keys(tmp_path))).state == "good"
    (tmp_path / "keys" / "room").chmod(0o640)
    loose = await one(machine.keys(tmp_path))
    assert loose.state == "bad"
    assert "keys/room" in loose.words


@pytest.mark.parametrize(("left", "state"), [(5 * 1024**3, "good"), (600 * 1024**2, "warn"), (1024**2, "bad")])
async def test_a_disk_that_fills_is_told_in_time(tmp_path: Path, left: int, state: str) -> None:
    assert (await one(machine.disk(tmp_path / "not yet", lambda _: left))).state == state
    assert (await machine.disk(tmp_path))[0].words


@pytest.mark.parametrize(("told", "state"), [("yes", "good"), ("no", "warn"), ("", "warn")])
async def test_the_systems_word_on_its_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, state: str
) -> None:
    command = tmp_path / "timedatectl"
    command.write_text(f"#!/bin/sh\necho {told}\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (await one(machine.synchronised())).state == state
    command.unlink()
    assert (await one(machine.synchronised())).state == "warn"


async def test_pages_and_fonts_are_built(tmp_path: Path) -> None:
    assert (await one(machine.web_client(tmp_path))).state == "bad"
    assert (await one(machine.fonts(tmp_path))).state == "warn"
    for folder in ("assets", "fonts"):
        (tmp_path / folder).mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>")
    (tmp_path / "assets" / "a.js").write_text("")
    assert (await one(machine.web_client(tmp_path))).state == "good"
    (tmp_path / "fonts" / "a.ttf").write_bytes(b"OTTO is not for PDFs")
    assert (await one(machine.fonts(tmp_path))).state == "warn"
    (tmp_path / "fonts" / "b.ttf").write_bytes(b"\x00\x01\x00\x00rest")
    assert (await one(machine.fonts(tmp_path))).state == "good"


@pytest.mark.parametrize(("limit", "state"), [(16_384, "good"), (-1, "good"), (512, "warn"), (64, "bad")])
async def test_the_limit_of_open_files(limit: int, state: str) -> None:
    assert (await one(machine.open_files(limit))).state == state


USER, PASSWORD = "engawa@example.jp", "p@ss:word"
WAY_IN = "engawa%40example.jp:p%40ss%3Aword"


@contextmanager
def mail_server(context: ssl.SSLContext | None = None, *, implicit: bool = False) -> Iterator[tuple[int, list[bytes]]]:
    """A real SMTP server that knows one account; the list holds messages that arrive."""
    arrived: list[bytes] = []

    class Keep(Sink):
        async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:
            arrived.append(repr(envelope).encode())
            return "250 OK"

    def know(_server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=good, handled=False)

    made = Controller(
        Keep(),
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=know,
        auth_require_tls=not implicit,
        tls_context=None if implicit else context,
        require_starttls=context is not None and not implicit,
        ssl_context=context if implicit else None,
    )
    made.start()
    try:
        yield int(made.port), arrived
    finally:
        made.stop()


async def test_a_mail_server_is_greeted_and_nothing_is_sent(authority: Authority) -> None:
    context = authority.context(LIFETIME)
    with mail_server(context) as (port, arrived):
        good = await one(mail.server(f"smtp+starttls://{WAY_IN}@localhost:{port}", USER))
        assert good.state == "good", good
        assert "暗号化" in good.words
        wrong = await one(mail.server(f"smtp+starttls://engawa%40example.jp:other@localhost:{port}", USER))
        assert wrong.state == "bad"
        assert "other" not in wrong.words + wrong.todo
        assert "パスワード" in wrong.words
        assert (await one(mail.server(f"smtp+starttls://localhost:{port}", None))).state == "bad"
    assert arrived == []
    with mail_server(context, implicit=True) as (port, _):
        assert (await one(mail.server(f"smtps://{WAY_IN}@localhost:{port}", USER))).state == "good"


async def test_a_mail_server_that_cannot_be_trusted_or_reached(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server() as (port, _):
        assert (await one(mail.server(f"smtp://127.0.0.1:{port}", USER))).state == "good"  # never leaves the machine
        without = await one(mail.server(f"smtp+starttls://{WAY_IN}@127.0.0.1:{port}", USER))
        assert without.state == "bad"
        assert "STARTTLS" in without.words
        # The same machine by a name that does not say so.
        monkeypatch.setattr(mail, "_LOOPBACK", set())
        assert "暗号化しない" in (await one(mail.server(f"smtp://{WAY_IN}@127.0.0.1:{port}", USER))).words
    assert "つながりません" in (await one(mail.server(f"smtp+starttls://localhost:{free_port()}", USER))).words
    monkeypatch.delenv("SSL_CERT_FILE")
    with mail_server(authority.context(LIFETIME)) as (port, _):
        assert "証明書" in (await one(mail.server(f"smtp+starttls://{WAY_IN}@localhost:{port}", USER))).words


async def test_mail_settings_are_read_carefully() -> None:
    assert (await one(mail.server(None, None))).state == "good"
    for url in ("mail.example.jp", "http://mail.example.jp", "smtp://mail.example.jp:x", "smtp://"):
        assert (await one(mail.server(url, USER))).state == "bad", url


async def test_a_database_that_does_not_answer_is_told_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENGAWA_OFFICE_URL", f"postgresql://engawa:hidden-words@127.0.0.1:{free_port()}/engawa")
    gone = await records.office(made_config(tmp_path))
    assert gone.state == "bad"
    assert "ENGAWA_OFFICE_URL" in gone.todo
    assert "hidden" not in gone.words + gone.todo


async def test_the_database_is_only_looked_at(tmp_path: Path) -> None:
    config = made_config(tmp_path)
    assert (await records.office(config)).state == "good"
    assert not config.data_dir.exists()
    config.data_dir.mkdir()
    engine = open_engine(f"sqlite+pysqlite:///{config.data_dir / 'office.db'}")
    migrate(engine, "0001")
    assert (await records.office(config)).state == "warn"
    migrate(engine)
    engine.dispose()
    assert (await records.office(config)).state == "good"
    (config.data_dir / "office.db").write_bytes(b"not a database " * 300)
    for rest in ("office.db-wal", "office.db-shm"):
        (config.data_dir / rest).unlink(missing_ok=True)
    assert (await records.office(config)).state == "bad"


async def test_a_check_that_hangs_or_breaks_is_a_finding() -> None:
    async def hangs() -> list[Finding]:
        await asyncio.Event().wait()
        return []

    async def breaks() -> list[Finding]:
        raise RuntimeError("password in here")

    assert (await one(look("a", hangs, 0.05))).state == "warn"
    broken = await one(look("b", breaks))
    assert broken.state == "warn"
    assert "password" not in broken.words


async def test_everything_is_looked_at_and_shown(tmp_path: Path) -> None:
    async def database() -> Finding:
        return Finding("データベース", "bad", "ひらけません。", "見てください。")

    def unreachable() -> Awaitable[Finding]:
        raise RuntimeError

    findings = await examine(made_config(tmp_path), database)
    assert {finding.name for finding in findings} >= {
        "公開アドレス",
        "声のポート",
        "鍵のファイル",
        "データベース",
        "メール",
        "画面",
    }
    assert all(finding.todo for finding in findings if finding.state == "bad")
    shown = render(findings)
    assert "× データベース: ひらけません。\n    → 見てください。" in shown
    broken: Callable[[], Awaitable[Finding]] = unreachable
    assert any(
        row.name == "データベース" and row.state == "warn" for row in await examine(made_config(tmp_path), broken)
    )


def test_the_command_tells_and_answers_with_its_code(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    bad = engawa(data, "doctor", "--json", ENGAWA_WEB_DIR=str(tmp_path / "nothing"))
    assert bad.returncode == 1
    told = {row["name"]: row for row in json.loads(bad.stdout)}
    assert told["画面"]["state"] == "bad"
    web_root = tmp_path / "web"
    (web_root / "assets").mkdir(parents=True)
    (web_root / "assets" / "a.js").write_text("")
    (web_root / "index.html").write_text("")
    good = engawa(data, "doctor", ENGAWA_WEB_DIR=str(web_root))
    assert good.returncode == 0, good.stdout
    assert "○ データベース" in good.stdout
    assert "× なおす 0" in good.stdout
    assert [path.name for path in data.iterdir()] == []
    wrong = engawa(data, "doctor", ENGAWA_PORT="secret-words")
    assert wrong.returncode == 1
    assert "ENGAWA_PORT" in wrong.stderr
    assert "secret-words" not in wrong.stderr


def test_the_servers_own_files_pass(tmp_path: Path) -> None:
    """What the server makes is as closed as the doctor asks."""
    made = engawa(tmp_path, "session", "new", "--json")
    assert made.returncode == 0, made.stderr
    assert stat.S_IMODE((tmp_path / "server.key").stat().st_mode) == 0o600
