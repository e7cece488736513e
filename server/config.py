"""Settings, from the environment (ENGAWA_*). Every default works on one machine with nothing configured.

docs/settings.md is made from this class: `python -m server.config`.
"""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from redis.asyncio.connection import parse_url

from moderation import typed
from server.sessions import MOST_STAY_MS


class Config(BaseSettings):
    """What an operator may decide."""

    model_config = SettingsConfigDict(env_prefix="ENGAWA_", extra="ignore", frozen=True, hide_input_in_errors=True)

    data_dir: Path = Field(Path("data"), description="Folder of the databases and keys.")
    host: str = Field("0.0.0.0", description="Address that HTTP and HTTPS listen on.")  # noqa: S104
    port: int = Field(8080, ge=0, le=65535, description="Port of plain HTTP; put a reverse proxy before it.")
    https_port: int = Field(
        8443, ge=0, le=65535, description="Port of HTTPS with a throw-away certificate, for trying phones; 0 is off."
    )
    public_url: str | None = Field(
        None,
        description="What links begin with, such as https://engawa.example.jp; default: what was asked for, if local.",
    )
    voice_host: str = Field("0.0.0.0", description="Address that the voice port listens on.")  # noqa: S104
    voice_port: int = Field(40_000, ge=0, le=65535, description="The one UDP port of voice; open it in the firewall.")
    voice_addresses: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Addresses told to browsers for voice, with commas; default: this machine's own."
    )
    web_dir: Path | None = Field(
        None, description="Folder of the built web client; default: the one beside the server."
    )
    page_title: str = Field("ひととき", description="Title of the browser's tab: neutral, since others may see it.")
    trusted_proxy: bool = Field(
        False, description="Believe X-Forwarded-For (for rates) and X-Forwarded-Proto of the reverse proxy."
    )
    office_url: SecretStr | None = Field(
        None, description="Database of the office, such as postgresql://user:password@host/engawa; default: SQLite."
    )
    redis_url: SecretStr | None = Field(
        None,
        description="Redis for what is said in rooms, such as redis://user:password@localhost:6379/0; default: SQLite.",
    )
    smtp_url: SecretStr | None = Field(
        None, description="Mail server for reminders, such as smtp+starttls://user:password@mail.example.jp:587."
    )
    mail_from: str | None = Field(
        None, description="Sender of reminders, such as engawa@example.jp or 縁側市 <engawa@example.jp>."
    )
    unattended_minutes: int = Field(
        5,
        ge=0,
        le=1440,
        description="Minutes without connected staff after which newcomers wait on the veranda of an open room; 0: never.",
    )
    stay_minutes: int = Field(
        60,
        ge=0,
        le=MOST_STAY_MS // 60_000,
        description="Minutes for which a room may go on past its planned end while staff are there; 0: it ends as planned.",
    )
    content: Path | None = Field(
        None,
        description="Folder of a town's own content (docs/content.md), over the ready-made; read again when it changes.",
    )
    log_level: str = Field("info", description="debug, info, warning or error.")

    @field_validator("voice_addresses", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("content", mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        """An empty setting names no folder, and not the one that somebody happened to start in."""
        return None if value == "" else value

    @field_validator("redis_url")
    @classmethod
    def _readable(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            try:
                parse_url(value.get_secret_value())
            except ValueError:  # its own words may hold a part of the password
                words = "must begin with redis://, rediss:// or unix://; signs in a password as %40 for @, %2F for /"
                raise ValueError(words) from None
        return value

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        words = (
            "must be as smtp+starttls://user:password@mail.example.jp:587; signs in a password as %40 for @, %2F for /"
        )
        try:
            parts = urlsplit(value.get_secret_value() if value else "")
            whole = bool(parts.hostname) and parts.scheme in ("smtp", "smtp+starttls", "smtps") and parts.port != 0
        except ValueError:  # its own words may hold a part of the password
            raise ValueError(words) from None
        if value and value.get_secret_value() and not whole:
            raise ValueError(words)
        return value

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, value: str | None) -> str | None:
        """As a header can hold it: a sender that none can would lose every mail."""
        if not value or not value.strip():
            return None
        name, address = typed.sender(value)
        try:
            plain = validate_email(address, check_deliverability=False, allow_smtputf8=False).ascii_email
        except EmailNotValidError:
            raise ValueError(
                "must be a mail address, such as engawa@example.jp or 縁側市 <engawa@example.jp>"
            ) from None
        return f"{name} <{plain}>" if name else plain

    @property
    def web_root(self) -> Path:
        return self.web_dir or Path(__file__).resolve().parent.parent / "web_client" / "dist"

    @property
    def advertised(self) -> tuple[str, ...]:
        """Addresses for voice candidates: those configured, or this machine's own on the LAN and loopback."""
        if self.voice_addresses:
            return self.voice_addresses
        lan = lan_address()
        return ("127.0.0.1",) if lan is None else (lan, "127.0.0.1")


def lan_address() -> str | None:
    """This machine's own address towards other networks; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: the kernel only chooses a route
            address = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if address.startswith(("127.", "0.")) else address


def describe() -> str:
    """The settings as a Markdown table."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in Config.model_fields.items():
        default = "" if field.default in (None, ()) else f"`{field.default}`"
        rows.append(f"| `ENGAWA_{name.upper()}` | {default} | {field.description} |")
    return "# Settings\n\nMade from `server/config.py` by `python -m server.config`.\n\n" + "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(describe())
