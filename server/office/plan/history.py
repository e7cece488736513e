"""Every version of a series, what was changed in words, and which change undo would take back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select, tuple_

from server.office.base import models
from server.office.base.asking import Asker
from server.office.base.tables import (
    series,
    series_versions,
)
from server.office.rules.schedule.model import Add, Cancel, Change, Move, Replace, Restore, Scope, Skip
from server.office.rules.schedule.reading import day_words


def remember(
    connection: Connection,
    asker: Asker,
    wanted: str,
    version: int,
    body: models.SeriesBody,
    what: str,
    undoes: int | None = None,
) -> None:
    connection.execute(
        insert(series_versions),
        {
            "series": wanted,
            "version": version,
            "body": body.model_dump_json(),
            "what": what[:200],
            "at": asker.now,
            "staff": asker.account,
            "undoes": undoes,
        },
    )


def undo_goes_past(connection: Connection, asker: Asker, before: Row[Any], body: str, what: str) -> None:
    """Remember what was changed in a series from outside it, as its next version: undo passes over it, and takes back what
    it would have taken back before. `before` is the series' row without the change, `body` its new one as stored."""
    last = version_of(connection, before.id, before.version)
    row = {
        "series": before.id,
        "version": before.version + 1,
        "body": body,
        "what": what[:200],
        "at": asker.now,
        "staff": asker.account,
        "undoes": before.version if last is None or last.undoes is None else last.undoes,
    }
    connection.execute(insert(series_versions), row)


_SCOPES = {Scope.THIS: "", Scope.LATER: "から後", Scope.ALL: "をふくむすべて"}


def said(change: Change) -> str:
    """A change in Japanese: what the clerk reads beside 元に戻す."""
    day = day_words(change.date)
    match change:
        case Skip():
            return f"{day}{_SCOPES[change.scope]}を休みにした"
        case Cancel():
            once = "後に足す" if change.scope is Scope.THIS else "回数に入れない"
            made_up = f"({once})" if change.make_up else ""
            return f"{day}{_SCOPES[change.scope]}を中止にした{made_up}"
        case Restore():
            return f"{day}{_SCOPES[change.scope]}をもどした"
        case Move():
            return f"{day}{_SCOPES[change.scope]}を{day_words(change.to.date)}に移した"
        case Add():
            return f"{day}を加えた"
        case Replace():
            return f"{day}{_SCOPES[change.scope]}の繰り返しを変えた"


def version_of(connection: Connection, wanted: str, version: int) -> Row[Any] | None:
    where = (series_versions.c.series == wanted, series_versions.c.version == version)
    return connection.execute(select(series_versions).where(*where)).first()


def undoable(connection: Connection, wanted: Sequence[str]) -> dict[str, Row[Any]]:
    """By series, the change that undo would take back: the last one that has not been taken back yet.

    Two queries, however many series; those with nothing to undo are left out.
    """
    newest = connection.execute(
        select(series_versions)
        .join(series, (series.c.id == series_versions.c.series) & (series.c.version == series_versions.c.version))
        .where(series.c.id.in_(wanted))
    ).all()
    stand_for = [(row.series, row.undoes) for row in newest if row.undoes is not None]
    named = tuple_(series_versions.c.series, series_versions.c.version)
    earlier = connection.execute(select(series_versions).where(named.in_(stand_for))).all() if stand_for else []
    effective = [row for row in newest if row.undoes is None] + list(earlier)
    return {row.series: row for row in effective if row.version > 1}
