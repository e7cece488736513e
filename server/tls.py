"""A throw-away certificate, so that a phone on the same network may use its microphone (browsers want HTTPS for that)."""

from __future__ import annotations

import ipaddress
import os
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAYS = 30


def throw_away_context(data_dir: Path, addresses: list[str]) -> ssl.SSLContext:
    """A server context with a certificate for these addresses and localhost; made anew when it is old or they changed."""
    folder = data_dir / "tls"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    cert, key = folder / "throw-away.pem", folder / "throw-away.key"
    if not _fits(cert, addresses) or not key.exists():
        _make(cert, key, addresses)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context


def _names(addresses: list[str]) -> list[x509.GeneralName]:
    ips = [ipaddress.ip_address(address) for address in [*addresses, "127.0.0.1"]]
    return [x509.DNSName("localhost"), *(x509.IPAddress(ip) for ip in dict.fromkeys(ips))]


def _fits(cert: Path, addresses: list[str]) -> bool:
    try:
        loaded = x509.load_pem_x509_certificate(cert.read_bytes())
        names = loaded.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    fresh = loaded.not_valid_after_utc > datetime.now(UTC) + timedelta(days=2)
    return fresh and set(names) == set(_names(addresses))


def _make(cert: Path, key: Path, addresses: list[str]) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Engawa (throw-away)")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName(_names(addresses)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )
    handle = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(
            private.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
