"""The mail server and the database as the doctor sees them: greeted and looked at, and no more."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult, LoginPassword

from server.doctor import mail, records
from server.office.base.database import migrate, open_engine
from tests.bots.server import free_port
from tests.server.doctor.site import LIFETIME, Authority, made_config, one

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
