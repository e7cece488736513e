"""Ways into a session: the links of each organisation with codes and QR, those of the rota, and the public page."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select, update

from rooms.base import Role
from server.identity.links import new_codes
from server.identity.qr import qr_svg
from server.office.base import models
from server.office.base.models.programmes import NOTICE
from server.office.base.refusals import OfficeCode, OfficeRefused, not_found
from server.office.base.tables import crew, duties, links, sessions
from server.office.plan.follow import DUTY_EARLY_MS, DUTY_LATE_MS
from server.office.plan.programmes import organisation_slug, public_programmes
from server.office.sessions.links import Addresses, add_link
from server.office.sessions.planned import Planned, session_of
from server.office.staff.organisations import organisation_settings

_ROLES = (Role.PARTICIPANT, Role.FACILITATOR, Role.SCREEN)
_TASKS = {
    models.Task.FACILITATE: Role.FACILITATOR,
    models.Task.ASSIST: Role.ASSISTANT,
    models.Task.ON_CALL: Role.ASSISTANT,
}


def _add_link_with_code(connection: Connection, session: str, organisation: str) -> None:
    for code in new_codes():
        try:
            add_link(connection, session, Role.PARTICIPANT, code=code, organisation=organisation)
        except ValueError:
            continue  # another session has this code
        return


def ensure_links(connection: Connection, organisation: str, session: str) -> None:
    """Every organisation of a session has links of its own: for participants (with a code), facilitators, screens."""
    mine = (
        links.c.session == session,
        links.c.organisation == organisation,
        links.c.duty.is_(None),
        links.c.reservation.is_(None),
        links.c.revoked_at.is_(None),
    )
    # The session's row is locked, so that two who look at once do not make two of each.
    connection.execute(select(sessions.c.id).where(sessions.c.id == session).with_for_update()).one()
    have = {row.role for row in connection.execute(select(links.c.role).where(*mine))}
    for role in _ROLES:
        if role in have:
            continue
        if role is Role.PARTICIPANT:
            _add_link_with_code(connection, session, organisation)
        else:
            add_link(connection, session, role, organisation=organisation)


def own_links(connection: Connection, organisation: str, session: str) -> list[Row[Any]]:
    return list(
        connection.execute(
            select(links)
            .where(
                links.c.session == session,
                links.c.organisation == organisation,
                links.c.duty.is_(None),
                links.c.reservation.is_(None),
                links.c.revoked_at.is_(None),
            )
            .order_by(links.c.role)
        )
    )


def show_links(connection: Connection, organisation: str, wanted: str, addresses: Addresses) -> models.LinksShown:
    planned = session_of(connection, organisation, wanted)
    must_be_open(planned)
    ensure_links(connection, organisation, wanted)
    made = []
    for row in own_links(connection, organisation, wanted):
        url = addresses.of(Role(row.role), row.id)
        made.append(
            models.LinkShown(
                id=row.id,
                role=row.role,
                organisation=row.organisation,
                url=url,
                code=row.code,
                qr=qr_svg(url),
                revoked=False,
            )
        )
    return models.LinksShown(
        links=tuple(made), public_url=public_url(connection, organisation, planned, addresses.base)
    )


def must_be_open(planned: Planned) -> None:
    if planned.programme.mode == NOTICE:
        raise OfficeRefused(OfficeCode.CHANGE_REFUSED, message="この予定はお知らせだけで、部屋はひらきません。")
    if planned.row.ended_at is not None:
        raise OfficeRefused(OfficeCode.ALREADY_OVER)


def renew_link(
    connection: Connection, organisation: str, wanted: str, link: str, addresses: Addresses, now: int
) -> models.LinksShown:
    """A new link in place of one that went astray; the old one lets nobody in any more."""
    session_of(connection, organisation, wanted)
    mine = (links.c.id == link, links.c.session == wanted, links.c.organisation == organisation)
    if not connection.execute(update(links).where(*mine, links.c.revoked_at.is_(None)).values(revoked_at=now)).rowcount:
        raise not_found()
    return show_links(connection, organisation, wanted, addresses)


def with_personal_links(
    connection: Connection, organisation: str, detail: models.SessionDetail, addresses: Addresses
) -> models.SessionDetail:
    """The rota with a link for each person, valid for the session's time."""
    planned = session_of(connection, organisation, detail.session.id)
    row = planned.row
    if planned.programme.mode == NOTICE or row.ended_at is not None or row.status == "cancelled":
        return detail
    urls = {}
    query = (
        select(duties, links.c.id.label("link"), links.c.revoked_at)
        .join(crew, crew.c.id == duties.c.crew)
        .join(links, (links.c.duty == duties.c.id) & links.c.revoked_at.is_(None), isouter=True)
        .where(duties.c.session == row.id, crew.c.organisation == organisation, crew.c.archived_at.is_(None))
    )
    for duty in connection.execute(query).all():
        role = _TASKS[models.Task(duty.task)]
        link = duty.link or add_link(
            connection,
            row.id,
            role,
            organisation=organisation,
            duty=duty.id,
            starts_at=row.early_at - DUTY_EARLY_MS,
            expires_at=row.until_at + DUTY_LATE_MS,
        )
        urls[duty.crew] = addresses.of(role, link)
    return detail.model_copy(
        update={"duties": tuple(each.model_copy(update={"url": urls.get(each.crew)}) for each in detail.duties)}
    )


def public_urls(connection: Connection, organisation: str, base: str) -> dict[str, str]:
    """The public page of each programme that has one, as this organisation shows it."""
    if not organisation_settings(connection, organisation).listed:
        return {}
    town = organisation_slug(connection, organisation)
    return {row.id: f"{base}/p/{town}/{slug}" for row, slug in public_programmes(connection, organisation)}


def public_url(connection: Connection, organisation: str, planned: Planned, base: str) -> str | None:
    """The page on which a session stands."""
    return public_urls(connection, organisation, base).get(planned.row.programme) if planned.listed else None


def way_in(connection: Connection, organisation: str, planned: Planned, addresses: Addresses) -> tuple[str, str | None]:
    """What a notice points at: the public page; or the session's own link, where there is none and none is needed."""
    public = public_url(connection, organisation, planned, addresses.base)
    if planned.programme.mode == NOTICE:
        return public or addresses.base, None
    if not planned.entry.link_is_public:
        return public or f"{addresses.base}/y", None
    ensure_links(connection, organisation, planned.row.id)
    row = next(each for each in own_links(connection, organisation, planned.row.id) if each.role == Role.PARTICIPANT)
    return public or addresses.of(Role.PARTICIPANT, row.id), row.code
