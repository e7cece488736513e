"""Sending a theme before a session: from the page of the session, or from that of a reservation.

Each says in its own way which session it is (`Asked`): an address names one that is listed, a code the one that it has a
seat of, listed or not.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from server.office.base import models
from server.office.base.common import Safe
from server.office.base.refusals import OfficeCode, OfficeRefused, not_found
from server.office.papers import public, reserved
from server.office.sessions import themes
from server.office.sessions.links import Addresses
from server.office.sessions.planned import Planned
from server.office.staff.organisations import organisation_settings


@dataclass(frozen=True, slots=True)
class ByCode:
    """The session of a reservation's code or of a member's."""

    code: str
    addresses: Addresses


Asked = public.Where | ByCode


def session_asked(connection: Connection, asked: Asked, now: int) -> tuple[models.OrganisationSettings, Planned]:
    """A session for which a theme can be sent now. By a code it may make a member's link: give it a writing
    transaction. `now` is in ms since 1970.

    Raises Moved, and OfficeRefused: not_found, also where no themes are asked for; code_unknown, no_dates; themes_closed.
    """
    if isinstance(asked, ByCode):
        planned = reserved.behind(connection, asked.code, asked.addresses, now)
        settings = organisation_settings(connection, planned.row.organisation)
    else:
        _, settings, planned = public.listed_session(connection, asked)
    if not themes.asks(planned):
        raise not_found()
    if not themes.takes(planned, now):
        raise OfficeRefused(OfficeCode.THEMES_CLOSED)
    return settings, planned


def send(connection: Connection, asked: Asked, theme: str, safe: Safe, now: int) -> bool:
    """Keep a theme as `themes.read` gave it; False if it was there already. Raises what `session_asked` raises, and
    OfficeRefused(themes_full)."""
    _, planned = session_asked(connection, asked, now)
    return themes.send(connection, safe, planned, theme, now)
