"""The office's tables. Times are milliseconds since 1970 UTC, days are texts such as 2026-04-19, ids are random texts.

Nothing here tells who took part: reservations have no names, mail addresses and slides are sealed and deleted at the
session's end, staff notes are sealed and deleted after some days."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from moderation import text
from server.office.rules.typed import UNNAMED

metadata = MetaData()


def _id(name: str = "id") -> Column[str]:
    return Column(name, String(40), primary_key=True)


class Words(TypeDecorator[str]):
    """One line that people wrote. It is read as it is shown, whatever an older version let in.

    The models count its characters as people do, PostgreSQL would count code points. `length` is what SQLite was told once,
    and never looks at.
    """

    impl = Text
    cache_ok = True

    def __init__(self, length: int, *, unnamed: str = "") -> None:
        """`unnamed` stands for what holds nothing to see."""
        super().__init__()
        self.length = length
        self.unnamed = unnamed

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return String(self.length) if dialect.name == "sqlite" else Text()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else text.line(value) or self.unnamed


def _name(name: str, *, nullable: bool = False, default: str | None = None) -> Column[str]:
    return Column(name, Words(80, unnamed=UNNAMED), nullable=nullable, default=default)


def _refers(name: str, to: str, *, nullable: bool = False, primary_key: bool = False) -> Column[str]:
    return Column(name, String(40), ForeignKey(to), nullable=nullable and not primary_key, primary_key=primary_key)


def _index(name: str, column: str, *, told: str) -> Index:
    """Of those rows alone, few of many, in which a column holds something."""
    some = sql(f"{told} IS NOT NULL")
    return Index(name, column, sqlite_where=some, postgresql_where=some)


organisations = Table(
    "organisations",
    metadata,
    _id(),
    Column("slug", String(32), nullable=False, unique=True),
    Column("settings", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)
staff = Table(
    "staff",
    metadata,
    _id(),
    Column("mail", String(254), nullable=False, unique=True),
    _name("name"),
    Column("password", String(200), nullable=False),
    Column("totp", LargeBinary),
    Column("totp_confirmed", Boolean, nullable=False, default=False),
    Column("totp_step", BigInteger, nullable=False, default=0),
    Column("operator", Boolean, nullable=False, default=False),
    Column("feed", String(64), unique=True),
    Column("created_at", BigInteger, nullable=False),
)
NO_OVERRIDE = "{}"
"""The body of a session that is as its series says, as nearly all are."""
memberships = Table(
    "memberships",
    metadata,
    _refers("staff", "staff.id", primary_key=True),
    _refers("organisation", "organisations.id", primary_key=True),
    Column("role", String(20), nullable=False),
    Index("memberships_organisation", "organisation"),
)
staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    _refers("staff", "staff.id"),
    Column("about", String(120), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index("staff_sessions_staff", "staff"),
)
invitations = Table(
    "invitations",
    metadata,
    _id(),
    Column("secret", String(64), nullable=False, unique=True),
    _refers("organisation", "organisations.id", nullable=True),
    Column("role", String(20), nullable=False),
    Column("mail", String(254)),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)
sign_ins = Table(
    "sign_ins",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    _refers("staff", "staff.id", nullable=True),
    Column("mail", String(254), nullable=False),
    Column("address", String(64), nullable=False),
    Column("outcome", String(24), nullable=False),
    Index("sign_ins_at", "at"),
    Index("sign_ins_staff", "staff", "at"),
)
venues = Table(
    "venues",
    metadata,
    _id(),
    _refers("organisation", "organisations.id"),
    Column("body", Text, nullable=False),
    Column("archived_at", BigInteger),
    Index("venues_organisation", "organisation"),
)
crew = Table(
    "crew",
    metadata,
    _id(),
    _refers("organisation", "organisations.id"),
    _name("name"),
    Column("archived_at", BigInteger),
    Index("crew_organisation", "organisation"),
)
programmes = Table(
    "programmes",
    metadata,
    _id(),
    _refers("organisation", "organisations.id"),
    Column("slug", String(32), nullable=False),
    Column("body", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("archived_at", BigInteger),
    UniqueConstraint("organisation", "slug", name="programmes_slug"),
)
former_organisations = Table(
    "former_organisations",
    metadata,
    Column("slug", String(32), primary_key=True),
    Column("organisation", String(40), ForeignKey("organisations.id", ondelete="CASCADE"), nullable=False),
)
"""Slugs of before, and whose they were (`server.office.base.former`)."""
former_programmes = Table(
    "former_programmes",
    metadata,
    Column("organisation", String(40), ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True),
    Column("slug", String(32), primary_key=True),
    Column("programme", String(40), ForeignKey("programmes.id", ondelete="CASCADE"), nullable=False),
)
series = Table(
    "series",
    metadata,
    _id(),
    _refers("organisation", "organisations.id"),
    _refers("programme", "programmes.id"),
    Column("body", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("planned_until", String(10), nullable=False),
    Column("archived_at", BigInteger),
    Index("series_organisation", "organisation"),
)
series_versions = Table(
    "series_versions",
    metadata,
    _refers("series", "series.id", primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("body", Text, nullable=False),
    Column("what", Words(200), nullable=False),
    Column("at", BigInteger, nullable=False),
    _refers("staff", "staff.id", nullable=True),
    Column("undoes", Integer),
)
shares = Table(
    "shares",
    metadata,
    _id(),
    _refers("series", "series.id"),
    Column("secret", String(64), unique=True),
    _refers("organisation", "organisations.id", nullable=True),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("accepted_at", BigInteger),
    Index("shares_series", "series"),
    Index("shares_organisation", "organisation"),
)
passes = Table(
    "passes",
    metadata,
    _id(),
    _refers("series", "series.id"),
    Column("code", String(64), nullable=False, unique=True),
    Column("number", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
    Index("passes_series", "series"),
)
sessions = Table(
    "sessions",
    metadata,
    _id(),
    Column("settings", Text),
    Column("early_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    # What the office planned; empty for sessions made on the command line.
    _refers("organisation", "organisations.id", nullable=True),
    _refers("programme", "programmes.id", nullable=True),
    _refers("series", "series.id", nullable=True),
    Column("rule", String(12), nullable=False, default=""),
    Column("original", String(10), nullable=False, default=""),
    Column("room_number", Integer, nullable=False, default=0),
    _name("title", default=""),
    _name("room", nullable=True),
    Column("day", String(10), nullable=False, default=""),
    Column("starts_at", BigInteger),
    Column("ends_at", BigInteger),
    Column("until_at", BigInteger),
    Column("form", String(10), nullable=False, default="hybrid"),
    _name("venue", nullable=True),
    Column("status", String(12), nullable=False, default="planned"),
    Column("moved", Boolean, nullable=False, default=False),
    Column("note", Words(200), nullable=False, default=""),
    Column("body", Text, nullable=False, default=NO_OVERRIDE),
    Column("unbounded", Boolean, nullable=False, default=False),
    Index("sessions_open", "ended_at", "early_at"),
    Index("sessions_calendar", "organisation", "day"),
    Index("sessions_series", "series", "day"),
    Index("sessions_identity", "series", "rule", "original", "room_number", unique=True),
)
links = Table(
    "links",
    metadata,
    _id(),
    Column("session", String(40), ForeignKey("sessions.id"), nullable=False, index=True),
    Column("role", String(20), nullable=False),
    Column("code", String(12), unique=True),
    Column("expires_at", BigInteger),
    Column("revoked_at", BigInteger),
    _refers("organisation", "organisations.id", nullable=True),
    Column("duty", String(40)),
    Column("reservation", String(40)),
    Column("starts_at", BigInteger),
    _index("links_duty", "duty", told="duty"),
    _index("links_reservation", "reservation", told="reservation"),
)
duties = Table(
    "duties",
    metadata,
    _id(),
    _refers("session", "sessions.id"),
    _refers("crew", "crew.id"),
    Column("task", String(12), nullable=False),
    UniqueConstraint("session", "crew", name="duties_once"),
    Index("duties_crew", "crew"),
)
reservations = Table(
    "reservations",
    metadata,
    _id(),
    _refers("session", "sessions.id"),
    _refers("organisation", "organisations.id"),
    Column("code", String(64), nullable=False, unique=True),
    Column("number", Integer, nullable=False),
    Column("way", String(10), nullable=False),
    Column("state", String(12), nullable=False),
    Column("mail", LargeBinary),
    Column("language", String(10), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("came_at", BigInteger),
    Column("told", String(12), nullable=False, default=""),
    Column("reminded_at", BigInteger),
    Column("browser", String(64)),
    UniqueConstraint("session", "number", name="reservations_number"),
    # A hall of five hundred is counted without reading its rows, and few of a year's reservations have an address.
    Index("reservations_states", "session", "state", "organisation"),
    _index("reservations_mail", "session", told="mail"),
)
counts = Table(
    "counts",
    metadata,
    _refers("session", "sessions.id", primary_key=True),
    _refers("organisation", "organisations.id", primary_key=True),
    *(
        Column(name, Integer, nullable=False, default=0)
        for name in (
            "total", "online", "hall", "listeners", "spoke", "wrote", "reacted", "first_time", "peak",
            "kept", "missed", "hall_added", "hall_listeners_added", "first_time_added", "glad", "calm", "tired",
        )
    ),
    Column("updated_at", BigInteger, nullable=False),
    Index("counts_organisation", "organisation"),
)  # fmt: skip
staff_notes = Table(
    "staff_notes",
    metadata,
    _id(),
    # Its row may be gone before the note is.
    Column("session", String(40), nullable=False),
    Column("note", String(64), nullable=False),
    Column("organisation", String(40), ForeignKey("organisations.id", ondelete="CASCADE"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("read_at", BigInteger),
    Column("told_at", BigInteger),
    UniqueConstraint("session", "note", name="staff_notes_once"),
    Index("staff_notes_organisation", "organisation", "at"),
)
look_backs = Table(
    "look_backs",
    metadata,
    # Its session and programme may be gone before it is.
    Column("session", String(40), primary_key=True),
    Column("organisation", String(40), ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True),
    Column("programme", String(40), nullable=False),
    Column("starts_at", BigInteger, nullable=False),
    Column("until_at", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("look_backs_programme", "organisation", "programme", "starts_at"),
    Index("look_backs_until", "until_at"),
)
minutes = Table(
    "minutes",
    metadata,
    _id(),
    # Its session and programme may be gone before it is.
    Column("session", String(40), nullable=False),
    # As the room calls it, so that handed out twice it is here once.
    Column("note", String(80), nullable=False),
    Column("organisation", String(40), ForeignKey("organisations.id", ondelete="CASCADE"), nullable=False),
    Column("programme", String(40), nullable=False),
    Column("starts_at", BigInteger, nullable=False),
    Column("until_at", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    UniqueConstraint("session", "note", name="minutes_once"),
    Index("minutes_programme", "organisation", "programme", "starts_at"),
    Index("minutes_until", "until_at"),
)
told_changes = Table(
    "told_changes",
    metadata,
    # The decided line's own.
    Column("id", String(80), primary_key=True),
    Column("organisation", String(40), ForeignKey("organisations.id", ondelete="CASCADE"), nullable=False),
    Column("programme", String(40), nullable=False),
    Column("starts_at", BigInteger, nullable=False),
    Column("until_at", BigInteger, nullable=False),
    # In the clear: a page that all may read shows it.
    Column("text", Text, nullable=False),
    Column("became", String(20), nullable=False),
    Column("word", Text, nullable=False),
    Index("told_changes_programme", "organisation", "programme", "starts_at"),
    Index("told_changes_until", "until_at"),
)
decks = Table(
    "decks",
    metadata,
    _id(),
    Column("session", String(40), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("title", LargeBinary, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Index("decks_session", "session"),
)
deck_pages = Table(
    "deck_pages",
    metadata,
    Column("deck", String(40), ForeignKey("decks.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("picture", LargeBinary, nullable=False),
    Column("text", LargeBinary, nullable=False),
)
sent_themes = Table(
    "sent_themes",
    metadata,
    _id(),
    Column("session", String(40), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True),
    # Nothing of who sent it, and no more of when than the day.
    Column("day", String(10), nullable=False),
    Column("left_out", Boolean, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
asked = Table(
    "asked",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("answer", LargeBinary),
    Index("asked_at", "at"),
)
