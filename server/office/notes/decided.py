"""What users' meetings decided: handed out by the room when staff keep it, sealed, shown at the next session of its
programme with what became of each line, and gone on its day. With it the suggestions that the office may
read, as their authors said.

It belongs to the organisation whose programme it is: another of a shared series never learns of it. It is in no backup. What
staff tick for the public page (こう変えました) is copied into the clear, and stands there for a year, or until they take it
down.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import structlog
from sqlalchemy import Connection, Row, delete, insert, select, update

from rooms.notes import Minutes
from server.office.base import models
from server.office.base.common import DAY_MS, Safe, at, new_id
from server.office.base.refusals import not_found
from server.office.base.tables import minutes, sessions, told_changes
from server.office.base.versions import version_of
from server.office.notes.looking_back import until_of
from server.office.sessions.planned import Planned, session_of, with_plans

TOLD_DAYS = 366
MOST_TOLD = 20
"""On a page: the newest."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    became: models.Became | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    lines: tuple[_Line, ...]
    suggestions: tuple[str, ...]


def keep(connection: Connection, safe: Safe, session: str, handed: Sequence[Minutes], now: int) -> None:
    """Write down what a room hands out; what is there already stays as it is. Of a session without a programme there is no
    next one that could show it, and it is dropped. `now` is in ms since 1970, here and below."""
    if not handed:
        return
    rows = connection.execute(select(sessions).where(sessions.c.id == session)).all()
    planned = next(iter(with_plans(connection, rows, None)), None)
    if planned is None or planned.row.organisation is None:
        log.warning("minutes_dropped", room=session)
        return
    known = set(connection.execute(select(minutes.c.note).where(minutes.c.session == session)).scalars())
    for each in handed:
        if each.id in known:
            continue
        known.add(each.id)
        kept = _Kept(tuple(_Line(text) for text in each.lines), each.suggestions)
        row = {
            "id": new_id(),
            "session": session,
            "note": each.id,
            "organisation": planned.row.organisation,
            "programme": planned.row.programme,
            "starts_at": planned.row.starts_at,
            "until_at": until_of(connection, planned.row.organisation, planned, now),
            "sealed": _sealed(kept, safe),
        }
        connection.execute(insert(minutes), row)


def _sealed(kept: _Kept, safe: Safe) -> bytes:
    return safe.seal(json.dumps(asdict(kept), ensure_ascii=False))


def _opened(row: Row[Any], safe: Safe) -> _Kept:
    """Empty where it was sealed with another key."""
    opened = safe.open(row.sealed)
    if opened is None:
        return _Kept((), ())
    read = json.loads(opened)
    return _Kept(tuple(_Line(**line) for line in read["lines"]), tuple(read["suggestions"]))


def show(connection: Connection, safe: Safe, organisation: str, wanted: str, now: int) -> models.DecidedShown:
    """What was decided at a session and at the one before it, for its staff. Refused: not_found."""
    planned = session_of(connection, organisation, wanted)
    told = _told(connection, organisation, planned.row.programme, now)
    public = {row.id for row in told}
    own = connection.execute(select(minutes).where(*_of(organisation, now), minutes.c.session == wanted)).all()
    return models.DecidedShown(
        session=wanted,
        kept=_shown(own, safe, planned, public),
        before=_shown(_before(connection, organisation, planned, now), safe, planned, public),
        told=tuple(
            models.ToldChange(
                id=row.id, text=row.text, became=row.became, word=row.word, until=at(row.until_at, planned.zone)
            )
            for row in told
        ),
    )


def _of(organisation: str, now: int) -> tuple[Any, ...]:
    return minutes.c.organisation == organisation, minutes.c.until_at > now


def _before(connection: Connection, organisation: str, planned: Planned, now: int) -> Sequence[Row[Any]]:
    """All of the last session of the programme that has any."""
    earlier = (minutes.c.programme == planned.row.programme, minutes.c.starts_at < planned.row.starts_at)
    query = (
        select(minutes).where(*_of(organisation, now), *earlier).order_by(minutes.c.starts_at.desc(), minutes.c.note)
    )
    rows = connection.execute(query).all()
    return [row for row in rows if row.session == rows[0].session]


def _shown(rows: Sequence[Row[Any]], safe: Safe, planned: Planned, public: set[str]) -> models.Decided | None:
    if not rows:
        return None
    kept = [(row.id, _opened(row, safe)) for row in sorted(rows, key=lambda row: str(row.note))]
    return models.Decided(
        session=rows[0].session,
        start=at(rows[0].starts_at, planned.zone),
        until=at(min(row.until_at for row in rows), planned.zone),
        lines=tuple(
            _line(_id(row, number), line, public) for row, each in kept for number, line in enumerate(each.lines)
        ),
        suggestions=tuple(text for _, each in kept for text in each.suggestions),
    )


def _id(row: str, number: int) -> str:
    return f"{row}-{number}"


def _line(line_id: str, line: _Line, public: set[str]) -> models.DecidedLine:
    told = line_id in public
    version = version_of([line.became, line.word, told])
    return models.DecidedLine(
        id=line_id, text=line.text, became=line.became, word=line.word, told=told, version=version
    )


def version(connection: Connection, safe: Safe, organisation: str, wanted: str, line: str, now: int) -> str | None:
    """As `DecidedLine` has it; None where there is none, as of what is only on the public page any more."""
    shown = show(connection, safe, organisation, wanted, now)
    both = [each for part in (shown.kept, shown.before) if part is not None for each in part.lines]
    return next((each.version for each in both if each.id == line), None)


def set_became(
    connection: Connection, safe: Safe, organisation: str, wanted: str, line: str, body: models.BecameBody, now: int
) -> models.DecidedShown:
    """Say what became of a line, and whether the public page tells it. A line whose minutes are forgotten can only be taken
    down there. Refused: not_found."""
    planned = session_of(connection, organisation, wanted)
    mine = (minutes.c.programme == planned.row.programme, *_of(organisation, now))
    of, _, number = line.rpartition("-")
    row = connection.execute(select(minutes).where(minutes.c.id == of, *mine).with_for_update()).first()
    lines = () if row is None else _opened(row, safe).lines
    here = row is not None and number.isdecimal() and int(number) < len(lines)
    there = (
        told_changes.c.id == line,
        told_changes.c.organisation == organisation,
        told_changes.c.programme == planned.row.programme,
    )
    gone = connection.execute(delete(told_changes).where(*there)).rowcount
    if not here and not gone:
        raise not_found()
    if here:
        _write(connection, safe, row, int(number), body)
    if row is not None and here and body.told and body.became is not None:
        told = {
            "id": line,
            "organisation": organisation,
            "programme": planned.row.programme,
            "starts_at": row.starts_at,
            "until_at": now + TOLD_DAYS * DAY_MS,
            "text": lines[int(number)].text,
            "became": body.became,
            "word": body.word,
        }
        connection.execute(insert(told_changes), told)
    return show(connection, safe, organisation, wanted, now)


def _write(connection: Connection, safe: Safe, row: Any, number: int, body: models.BecameBody) -> None:
    kept = _opened(row, safe)
    line = replace(kept.lines[number], became=body.became, word=body.word)
    lines = (*kept.lines[:number], line, *kept.lines[number + 1 :])
    sealed = _sealed(replace(kept, lines=lines), safe)
    connection.execute(update(minutes).where(minutes.c.id == row.id).values(sealed=sealed))


def _told(connection: Connection, organisation: str, programme: str, now: int) -> Sequence[Row[Any]]:
    query = select(told_changes).where(
        told_changes.c.organisation == organisation,
        told_changes.c.programme == programme,
        told_changes.c.until_at > now,
    )
    order = (told_changes.c.starts_at.desc(), told_changes.c.id)
    return connection.execute(query.order_by(*order).limit(MOST_TOLD)).all()


def told_of(connection: Connection, organisation: str, programme: str, now: int) -> list[models.ToldChange]:
    """What a programme's public page tells: the newest first."""
    return [
        models.ToldChange(id=row.id, text=row.text, became=row.became, word=row.word, until=at(row.until_at, "UTC"))
        for row in _told(connection, organisation, programme, now)
    ]


def for_desk(connection: Connection, safe: Safe, session: str, now: int) -> tuple[tuple[str, str, str], ...]:
    """Of the session before: each line, what became of it (empty while nobody has said), and a word about that."""
    rows = connection.execute(select(sessions).where(sessions.c.id == session)).all()
    planned = next(iter(with_plans(connection, rows, None)), None)
    if planned is None or planned.row.organisation is None:
        return ()
    before = _before(connection, planned.row.organisation, planned, now)
    kept = [_opened(row, safe) for row in sorted(before, key=lambda row: str(row.note))]
    return tuple((line.text, line.became or "", line.word) for each in kept for line in each.lines)


def forget_old(connection: Connection, now: int) -> int:
    """Delete what has had its day; returns how many lines of pages and how many minutes."""
    gone = connection.execute(delete(minutes).where(minutes.c.until_at <= now)).rowcount
    return gone + connection.execute(delete(told_changes).where(told_changes.c.until_at <= now)).rowcount
