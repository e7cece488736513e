"""How many of a thing an organisation may have."""

from __future__ import annotations

from sqlalchemy import Connection, Table, func, select

from server.office.base.refusals import OfficeCode, OfficeRefused

MOST = 500
"""Programmes, venues or crew of one organisation."""


def room_for_one(connection: Connection, table: Table, organisation: str) -> None:
    """Refused: too_many (as many as there may be, archived ones too)."""
    count = select(func.count()).select_from(table).where(table.c.organisation == organisation)
    if connection.execute(count).scalar_one() >= MOST:
        raise OfficeRefused(OfficeCode.TOO_MANY)
