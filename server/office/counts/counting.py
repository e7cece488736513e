"""Counts: how many came, by session, month, year and programme. Numbers only; there are no names anywhere to leak."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from moderation.normal import nfkc
from rooms.tally import Numbers
from server.office.base import models
from server.office.base.common import at
from server.office.base.refusals import OfficeCode, OfficeRefused, Wrong
from server.office.base.tables import counts, links, reservations, sessions
from server.office.base.versions import version_of
from server.office.rules.suppression import suppress
from server.office.sessions.planned import Planned, planned_between, session_of
from server.office.staff.organisations import organisation_settings

COLUMNS = ("total", "online", "hall", "listeners", "spoke", "wrote", "reacted", "first_time", "peak", "kept", "missed")
SUMS = {"total": ("online", "hall")}
HEADINGS = {
    "total": "延べ人数",
    "online": "オンライン",
    "hall": "会場",
    "listeners": "聞くだけ(リスナー席)",
    "spoke": "声",
    "wrote": "文字",
    "reacted": "スタンプ",
    "first_time": "はじめて",
    "peak": "同時の最多",
    "kept": "予約して来た",
    "missed": "予約して来なかった",
}
_FORMULA = frozenset("=+-@−‐‑‒–—|%")
"""What a formula begins with, and signs that are taken for a minus."""
_CONTROL = frozenset("\t\r\n\x00")
_FIRST_COLUMN = {"month": "月", "year": "年度", "programme": "プログラム", "session": "会"}


def _write(connection: Connection, session: str, organisation: str, values: Mapping[str, Any], now: int) -> None:
    where = (counts.c.session == session, counts.c.organisation == organisation)
    given = {**values, "updated_at": now}
    if not connection.execute(update(counts).where(*where).values(**given)).rowcount:
        connection.execute(insert(counts), {"session": session, "organisation": organisation, **given})


def keep_tally(connection: Connection, session: str, totals: Mapping[str, Numbers], now: int) -> None:
    """Write down what a room has counted so far, in place of what was written before. Only for sessions of the office."""
    row = connection.execute(select(sessions.c.organisation).where(sessions.c.id == session)).first()
    if row is None or row.organisation is None:
        return
    merged: dict[str, dict[str, int]] = {}
    for origin, found in totals.items():
        own = merged.setdefault(origin or row.organisation, dict.fromkeys(asdict(Numbers()), 0))
        for name, value in asdict(found).items():
            own[name] += value
    for organisation, values in merged.items():
        _write(connection, session, organisation, values, now)


def numbers(connection: Connection, session: str, organisation: str) -> tuple[int, int]:
    """(kept, missed) of the reservations made with one organisation, so far; `settle` writes them down at the end."""
    rows = connection.execute(
        select(reservations.c.came_at.is_not(None).label("came"), func.count().label("number"))
        .where(
            reservations.c.session == session,
            reservations.c.organisation == organisation,
            reservations.c.state == str(models.ReservationState.BOOKED),
        )
        .group_by(reservations.c.came_at.is_not(None))
    )
    counted = {bool(row.came): row.number for row in rows}
    return counted.get(True, 0), counted.get(False, 0)


def settle(connection: Connection, session: str, now: int) -> None:
    """At the end of a session: which reservations were kept. `now` in ms; nothing for sessions that no office planned."""
    row = connection.execute(select(sessions).where(sessions.c.id == session)).first()
    if row is None or row.organisation is None:
        return
    known = connection.execute(select(counts.c.organisation).where(counts.c.session == session)).scalars()
    for organisation in {row.organisation, *known}:
        kept, missed = numbers(connection, session, organisation)
        _write(connection, session, organisation, {"kept": kept, "missed": missed}, now)


def _tally(row: Row[Any] | None) -> models.Tally:
    """Counted by the room, plus what staff added by hand."""
    if row is None:
        return models.Tally()
    found = {name: getattr(row, name) for name in COLUMNS}
    found["total"] += row.hall_added
    found["hall"] += row.hall_added
    found["listeners"] += row.hall_listeners_added
    found["first_time"] += row.first_time_added
    return models.Tally(**found)


HOW_LEAST = 3
"""Of fewer who said how it was, nothing is shown."""


def _how(row: Row[Any] | None, *, over: bool) -> models.HowItWas | None:
    """While it goes on, each number that grows would tell who has just tapped."""
    if row is None or not over or row.glad + row.calm + row.tired < HOW_LEAST:
        return None
    return models.HowItWas(glad=row.glad, calm=row.calm, tired=row.tired)


def _row(connection: Connection, session: str, organisation: str) -> Row[Any] | None:
    where = (counts.c.session == session, counts.c.organisation == organisation)
    return connection.execute(select(counts).where(*where)).first()


def show_counts(connection: Connection, organisation: str, wanted: str) -> models.SessionCounts:
    """Numbers of one session and one organisation, as they are now. Refused: not_found."""
    planned = session_of(connection, organisation, wanted)
    row = _row(connection, wanted, organisation)
    added = models.CountsBody()
    if row is not None:
        added = models.CountsBody(
            hall_added=row.hall_added,
            hall_listeners_added=row.hall_listeners_added,
            first_time_added=row.first_time_added,
        )
    tally = _tally(row)
    if planned.row.ended_at is None:
        kept, missed = numbers(connection, wanted, organisation)
        tally = tally.model_copy(update={"kept": kept, "missed": missed if planned.row.status == "planned" else 0})
    return models.SessionCounts(
        session=wanted,
        title=planned.row.title,
        start=at(planned.row.starts_at, planned.zone),
        tally=tally,
        added=added,
        how=_how(row, over=planned.row.ended_at is not None),
        version=version_of(added),
    )


def add_counts(
    connection: Connection, organisation: str, wanted: str, body: models.CountsBody, now: int
) -> models.SessionCounts:
    """People in the hall without a device, as staff counted them, in place of what was said before.

    Refused: not_found, invalid (more listeners than people in the hall).
    """
    session_of(connection, organisation, wanted)
    if body.hall_listeners_added > body.hall_added:
        wrong = Wrong("hall_listeners_added", "more_than_hall", "会場の人数より多くはなりません")
        raise OfficeRefused(OfficeCode.INVALID, wrong)
    _write(connection, wanted, organisation, body.model_dump(), now)
    return show_counts(connection, organisation, wanted)


def forget_who_came(connection: Connection, which: ColumnElement[bool]) -> None:
    """After counting: no address, no browser, no time of coming, no link of a reservation or a member's pass is kept."""
    over = select(sessions.c.id).where(which)
    mine = reservations.c.session.in_(over)
    connection.execute(update(reservations).where(mine).values(mail=None, came_at=None, browser=None))
    personal = (links.c.session.in_(over), links.c.reservation.is_not(None))
    connection.execute(delete(links).where(*personal))


# -- tables --------------------------------------------------------------------------------------------------------


def _fiscal(day: date) -> int:
    """The Japanese fiscal year: from April."""
    return day.year - (day.month < 4)


def _key(planned: Planned, by: str) -> tuple[str, str]:
    day = date.fromisoformat(planned.row.day)
    match by:
        case "month":
            return f"{day:%Y-%m}", f"{day.year}年{day.month}月"
        case "year":
            return str(_fiscal(day)), f"{_fiscal(day)}年度"
        case "programme":
            return str(planned.row.programme), planned.programme.name
        case _:
            return (
                f"{planned.row.starts_at:015}-{planned.row.id}",
                f"{day.year}年{day.month}月{day.day}日 {planned.row.title}",
            )


class _Sum:
    """A row of the table while it is added up."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.sessions = 0
        self.cancelled = 0
        self.cells = dict.fromkeys(COLUMNS, 0)

    def add(self, planned: Planned, tally: models.Tally) -> None:
        if planned.row.status == "cancelled":
            self.cancelled += 1
            return
        self.sessions += 1
        for name in COLUMNS:
            value = getattr(tally, name)
            self.cells[name] = max(self.cells[name], value) if name == "peak" else self.cells[name] + value


def counts_table(connection: Connection, organisation: str, asked: models.CountsAsked, now: int) -> models.CountsTable:
    """Sessions that have begun by `now` (ms), by month, fiscal year, programme or one by one; days are those of the session.

    Refused: invalid (the last day is before the first), span_too_long.
    """
    if asked.last < asked.first:
        raise OfficeRefused(OfficeCode.INVALID, Wrong("last", "last_before_first", "終わりの日が始まりより前です"))
    planned = planned_between(connection, organisation, asked.first, asked.last, counted=True)
    span = (sessions.c.day >= asked.first.isoformat(), sessions.c.day <= asked.last.isoformat())
    counted = {
        row.session: row
        for row in connection.execute(
            select(counts).join(sessions, sessions.c.id == counts.c.session).where(
                counts.c.organisation == organisation, *span
            )
        )
    }  # fmt: skip
    sums: dict[str, _Sum] = {}
    whole = _Sum("合計")
    for each in planned:
        if each.row.starts_at > now:
            continue
        key, label = _key(each, asked.by)
        tally = _tally(counted.get(each.row.id))
        sums.setdefault(key, _Sum(label)).add(each, tally)
        whole.add(each, tally)
    keys = sorted(sums, key=(lambda key: (sums[key].label, key)) if asked.by == "programme" else None)
    rows: list[Mapping[str, int | None]] = [dict(sums[key].cells) for key in keys]
    total: Mapping[str, int | None] = dict(whole.cells)
    if asked.published:
        limit = organisation_settings(connection, organisation).small_numbers
        rows, total = suppress(rows, total, limit, SUMS)  # type: ignore[assignment]
    return models.CountsTable(
        by=asked.by,
        first=asked.first,
        last=asked.last,
        rows=tuple(_counts_row(key, sums[key], cells) for key, cells in zip(keys, rows, strict=True)),
        total=_counts_row("total", whole, total),
        published=asked.published,
    )


def _counts_row(key: str, found: _Sum, cells: Mapping[str, int | None]) -> models.CountsRow:
    return models.CountsRow(
        key=key, label=found.label, sessions=found.sessions, cancelled=found.cancelled, tally=dict(cells)
    )


def harmless(text: str) -> str:
    """A text as no spreadsheet takes it for a formula: also one that begins with its full-width twin, which Japanese Excel
    reads alike, or with a blank or an unseen sign before it."""
    plain = nfkc(text)
    seen = "".join(each for each in plain if unicodedata.category(each)[0] not in "ZC")
    return f"'{text}" if seen[:1] in _FORMULA or text[:1] in _CONTROL else text


def counts_csv(table: models.CountsTable) -> bytes:
    """UTF-8 with BOM, so that Excel reads the Japanese; CRLF; a number too small to publish is *.

    A name that begins like a formula is given an apostrophe (`harmless`): spreadsheets would run it.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_FIRST_COLUMN[table.by], "回数", "中止", *(HEADINGS[name] for name in COLUMNS)])
    for row in (*table.rows, table.total):
        cells = ["*" if (value := row.tally[name]) is None else value for name in COLUMNS]
        writer.writerow([harmless(row.label), row.sessions, row.cancelled, *cells])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
