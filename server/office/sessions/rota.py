"""The rota: who of the crew is on a session, and for what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from server.office.base import models
from server.office.base.common import new_id
from server.office.base.refusals import OfficeCode, OfficeRefused, Wrong
from server.office.base.tables import crew, duties, links


def rota_of(connection: Connection, ids: Sequence[str]) -> dict[str, list[Row[Any]]]:
    rota: dict[str, list[Row[Any]]] = defaultdict(list)
    for some in chunks(ids):
        query = (
            select(duties, crew.c.name, crew.c.organisation)
            .join(crew, crew.c.id == duties.c.crew)
            .where(duties.c.session.in_(some))
        )
        # Ordered here, since each database has an order of letters of its own.
        rows = sorted(connection.execute(query), key=lambda each: (each.name, each.crew))
        for row in sorted(rows, key=lambda each: each.task, reverse=True):
            rota[row.session].append(row)
    return rota


def chunks(ids: Sequence[str], size: int = 500) -> list[Sequence[str]]:
    return [ids[start : start + size] for start in range(0, len(ids), size)]


def set_rota(
    connection: Connection, organisation: str, row: Row[Any], wanted: tuple[models.Duty, ...], now: int
) -> None:
    ids = {duty.crew for duty in wanted}
    own = connection.execute(select(crew.c.id).where(crew.c.organisation == organisation)).scalars().all()
    if ids - set(own):
        raise OfficeRefused(OfficeCode.INVALID, Wrong("duties", "crew_unknown", "この名前の人はいません"))
    if len(ids) != len(wanted):
        raise OfficeRefused(OfficeCode.INVALID, Wrong("duties", "crew_twice", "同じ人が二度あります"))
    before = connection.execute(
        select(duties).where(duties.c.session == row.id, duties.c.crew.in_(own)).with_for_update()
    ).all()
    tasks = {duty.crew: str(duty.task) for duty in wanted}
    for each in before:
        if each.crew not in tasks:
            # Whoever is off the rota has no way in any more.
            mine = (links.c.duty == each.id, links.c.revoked_at.is_(None))
            connection.execute(update(links).where(*mine).values(revoked_at=now))
            connection.execute(delete(duties).where(duties.c.id == each.id))
        elif each.task != tasks[each.crew]:
            connection.execute(update(duties).where(duties.c.id == each.id).values(task=tasks[each.crew]))
            mine = (links.c.duty == each.id, links.c.revoked_at.is_(None))
            connection.execute(update(links).where(*mine).values(revoked_at=now))
    known = {each.crew for each in before}
    for person, task in tasks.items():
        if person not in known:
            connection.execute(insert(duties), {"id": new_id(), "session": row.id, "crew": person, "task": task})
