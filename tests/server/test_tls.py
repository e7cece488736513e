"""The throw-away certificate: for the addresses it is asked for, kept while it fits, made anew when it does not."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from server import tls
from server.tls import throw_away_context

PHONE = "192.0.2.7"


def certificate(folder: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / "tls" / "throw-away.pem").read_bytes())


def names(folder: Path) -> set[str]:
    alternative = certificate(folder).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in alternative}


def test_it_is_for_these_addresses_and_this_machine(tmp_path: Path) -> None:
    context = throw_away_context(tmp_path, [PHONE])
    assert context.protocol is ssl.PROTOCOL_TLS_SERVER
    assert names(tmp_path) == {"localhost", "127.0.0.1", PHONE}


def test_the_key_is_for_the_server_alone(tmp_path: Path) -> None:
    throw_away_context(tmp_path, [])
    key = tmp_path / "tls" / "throw-away.key"
    assert key.stat().st_mode & 0o077 == 0
    assert key.parent.stat().st_mode & 0o077 == 0


def test_it_is_kept_while_it_fits(tmp_path: Path) -> None:
    throw_away_context(tmp_path, [PHONE])
    first = certificate(tmp_path).serial_number
    throw_away_context(tmp_path, [PHONE])
    assert certificate(tmp_path).serial_number == first


def test_another_address_makes_it_anew(tmp_path: Path) -> None:
    throw_away_context(tmp_path, [PHONE])
    first = certificate(tmp_path).serial_number
    throw_away_context(tmp_path, ["192.0.2.8"])
    assert certificate(tmp_path).serial_number != first
    assert names(tmp_path) == {"localhost", "127.0.0.1", "192.0.2.8"}


def test_one_that_is_nearly_over_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls, "DAYS", 1)
    throw_away_context(tmp_path, [PHONE])
    monkeypatch.undo()
    throw_away_context(tmp_path, [PHONE])
    assert certificate(tmp_path).not_valid_after_utc > datetime.now(UTC) + timedelta(days=20)


@pytest.mark.parametrize("spoil", ["cert", "key"])
def test_what_is_broken_or_gone_is_made_anew(tmp_path: Path, spoil: str) -> None:
    throw_away_context(tmp_path, [PHONE])
    if spoil == "cert":
        (tmp_path / "tls" / "throw-away.pem").write_bytes(b"no certificate")
    else:
        (tmp_path / "tls" / "throw-away.key").unlink()
    throw_away_context(tmp_path, [PHONE])
    assert names(tmp_path) == {"localhost", "127.0.0.1", PHONE}
