"""What a notice says, and texts for LINE, SNS and mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from server.office.base import models
from server.office.base.common import later
from server.office.base.models.programmes import NOTICE
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.base.versions import hold
from server.office.papers.notice.words import Notice, NoticeDate
from server.office.papers.ways_in import way_in
from server.office.papers.words import (
    Language,
    contact_lines,
    entry_words,
    leave_words,
    place_words,
    rest_words,
    said_in,
    when_words,
)
from server.office.plan.follow import series_row
from server.office.plan.venues import venue_named
from server.office.sessions.links import Addresses
from server.office.sessions.planned import Planned, session_of, upcoming
from server.office.sessions.rests import joined, rests
from server.office.staff.organisations import organisation_settings

MOST_RESTS = 3
LOOK_AHEAD_DAYS = 45


def _notice(
    connection: Connection,
    organisation: str,
    shown: list[Planned],
    addresses: Addresses,
    language: Language,
    left: Sequence[str] = (),
) -> Notice:
    settings = organisation_settings(connection, organisation)
    first = shown[0]
    url, code = way_in(connection, organisation, first, addresses)
    venue = venue_named(connection, first.row.organisation, first.row.venue)
    place = () if venue is None else (f"{venue.name} {venue.address}".strip(), venue.access)
    contact = "\n".join(part for part in (*contact_lines(settings.contact, language), *place) if part)
    return Notice(
        organisation=settings.name,
        title=first.series.title if first.series is not None and len(shown) > 1 else first.row.title,
        lead=said_in(first.programme.summary, language),
        dates=tuple(
            NoticeDate(when_words(each.row, each.zone, language), place_words(each, language)) for each in shown
        ),
        how=tuple(line for line in said_in(first.programme.how, language).splitlines() if line.strip()),
        conditions=first.programme.conditions,
        entry=entry_words(first.entry, language),
        url=url,
        code=code if len(shown) == 1 else None,
        contact=contact,
        leave="" if first.programme.mode == NOTICE else leave_words(language),
        language=language,
        rests=tuple(left),
    )


def _rests(connection: Connection, organisation: str, one: Planned, last: date, language: Language) -> list[str]:
    """What the calendar leaves out of a series after one of its sessions, in words."""
    if one.row.series is None:
        return []
    first = later(date.fromisoformat(one.row.day), 1)
    found = joined(rests(connection, organisation, first, last, series_id=one.row.series))
    return [rest_words(each.left.date, each.last, each.left.why, language) for each in found]


def session_notice(
    connection: Connection, organisation: str, wanted: str, addresses: Addresses, language: Language
) -> Notice:
    """The notice of one session (with its code)."""
    hold(connection, organisation)
    planned = session_of(connection, organisation, wanted)
    return _notice(connection, organisation, [planned], addresses, language)


def series_notice(
    connection: Connection, organisation: str, wanted: str, addresses: Addresses, language: Language, now: int
) -> Notice:
    """The notice of a series: its next dates, up to six."""
    hold(connection, organisation)
    series_row(connection, organisation, wanted, owned=False)
    shown = upcoming(connection, organisation, now, limit=6, series_id=wanted)
    if not shown:
        raise OfficeRefused(OfficeCode.NO_DATES)
    last = date.fromisoformat(shown[-1].row.day)
    left = _rests(connection, organisation, shown[0], last, language)[:MOST_RESTS]
    return _notice(connection, organisation, shown, addresses, language, left)


def _until_next(connection: Connection, organisation: str, one: Planned, language: Language) -> list[str]:
    """What is left out between a session and the next of its series."""
    coming = upcoming(connection, organisation, one.row.until_at, limit=2, series_id=one.row.series, cancelled=True)
    days = [date.fromisoformat(each.row.day) for each in coming if each.row.day > one.row.day]
    last = min(days, default=later(date.fromisoformat(one.row.day), LOOK_AHEAD_DAYS))
    return _rests(connection, organisation, one, last, language)[:MOST_RESTS]


def invitation_texts(
    connection: Connection, organisation: str, wanted: str, addresses: Addresses, language: Language
) -> models.InvitationTexts:
    """Texts to paste into LINE, SNS and mail. The mail is the long one, SNS fits 140 characters."""
    hold(connection, organisation)
    planned = session_of(connection, organisation, wanted)
    settings = organisation_settings(connection, organisation)
    url, code = way_in(connection, organisation, planned, addresses)
    when, place = when_words(planned.row, planned.zone, language), place_words(planned, language)
    lead, entry = said_in(planned.programme.summary, language), entry_words(planned.entry, language)
    title = planned.row.title
    code_line = []
    if code:
        label = "Code" if language == "en" else "入室コード"
        code_line = [f"{label}: {code[:3]}-{code[3:]}"]
    short = "\n".join([f"{title}", f"{when}", place, url])
    left = _until_next(connection, organisation, planned, language)
    line = "\n".join([f"【{title}】", when, place, *left, "", lead, entry, *code_line, "", url])
    how = [f"・{line}" for line in said_in(planned.programme.how, language).splitlines() if line.strip()]
    mail = "\n".join(
        [title, when, place, *left, "", lead, "", *how, "", entry, *code_line, "", url, "", leave_words(language), "",
         settings.name, *contact_lines(settings.contact, language)]
    )  # fmt: skip
    return models.InvitationTexts(line=line, sns=short, mail_subject=f"{title} {when}", mail=mail.rstrip() + "\n")
