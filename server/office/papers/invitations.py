"""How people are let know: links with codes and QR, the printed notice, texts for LINE, SNS and mail."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, select, update

from rooms.base import Role
from server.identity.links import new_codes
from server.identity.qr import qr_svg
from server.office.base import models
from server.office.base.common import at
from server.office.base.refusals import OfficeCode, OfficeRefused, not_found
from server.office.base.tables import crew, duties, links, sessions
from server.office.papers.notice.words import Notice, NoticeDate
from server.office.plan.kinds import NOTICE
from server.office.plan.planning import DUTY_EARLY_MS, DUTY_LATE_MS, series_row
from server.office.plan.programmes import organisation_slug, public_programmes, venue_named
from server.office.rules.entry import Entry, EntryKind
from server.office.rules.schedule.model import Form
from server.office.rules.schedule.reading import clock, day_words
from server.office.sessions.calendar import Planned, session_of, upcoming
from server.office.sessions.links import Addresses, add_link
from server.office.staff.accounts import organisation_settings

Language = Literal["ja", "ja-simple", "en"]
_ROLES = (Role.PARTICIPANT, Role.FACILITATOR, Role.SCREEN)
_TASKS = {
    models.Task.FACILITATE: Role.FACILITATOR,
    models.Task.ASSIST: Role.ASSISTANT,
    models.Task.ON_CALL: Role.ASSISTANT,
}


# -- links ---------------------------------------------------------------------------------------------------------


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


def _own_links(connection: Connection, organisation: str, session: str) -> list[Row[Any]]:
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
    _must_be_open(planned)
    ensure_links(connection, organisation, wanted)
    made = []
    for row in _own_links(connection, organisation, wanted):
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


def _must_be_open(planned: Planned) -> None:
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
        .where(duties.c.session == row.id, crew.c.organisation == organisation)
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


def public_url(connection: Connection, organisation: str, planned: Planned, base: str) -> str | None:
    """The programme's public page, as this organisation shows it."""
    if not planned.listed or not organisation_settings(connection, organisation).listed:
        return None
    slugs = {row.id: slug for row, slug in public_programmes(connection, organisation)}
    slug = slugs.get(planned.row.programme)
    return None if slug is None else f"{base}/p/{organisation_slug(connection, organisation)}/{slug}"


# -- words ---------------------------------------------------------------------------------------------------------

_FORM_WORDS: dict[Language, dict[Form, str]] = {
    "ja": {Form.ONLINE: "オンライン", Form.VENUE: "会場", Form.HYBRID: "オンラインと会場"},
    "ja-simple": {Form.ONLINE: "家から(インターネット)", Form.VENUE: "会場", Form.HYBRID: "家からでも 会場でも"},
    "en": {Form.ONLINE: "Online", Form.VENUE: "In the hall", Form.HYBRID: "Online or in the hall"},
}
_ENTRY_WORDS: dict[Language, dict[EntryKind, str]] = {
    "ja": {
        EntryKind.FREE: "予約はいりません。出入り自由です。",
        EntryKind.RESERVATION: "予約してください。名前はいりません。",
        EntryKind.EITHER: "予約しても、しなくても参加できます。",
        EntryKind.APPLICATION: "申し込むと、入るためのリンクが届きます。名前はいりません。",
        EntryKind.MEMBERS: "会員の番号をもつ方の会です。",
    },
    "ja-simple": {
        EntryKind.FREE: "予約は いりません。いつ来ても、いつ帰っても いいです。",
        EntryKind.RESERVATION: "予約して ください。名前は いりません。",
        EntryKind.EITHER: "予約を しても しなくても いいです。",
        EntryKind.APPLICATION: "申しこみを してください。入るための リンクを わたします。",
        EntryKind.MEMBERS: "番号を もっている 人の 会です。",
    },
    "en": {
        EntryKind.FREE: "No booking. Come and go as you like.",
        EntryKind.RESERVATION: "Please book. No name needed.",
        EntryKind.EITHER: "With or without booking.",
        EntryKind.APPLICATION: "Apply, and you get a link to enter. No name needed.",
        EntryKind.MEMBERS: "For holders of a member's code.",
    },
}
_LEAVE: dict[Language, str] = {
    "ja": "帰りたくなったら「しずかに出る」を押すか、画面を閉じるだけ。だれにも知らされません。",
    "ja-simple": "帰るときは「しずかに出る」を おします。だれにも 知らせません。",
    "en": "To leave, press “leave quietly” or close the page. Nobody is told.",
}
_ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def entry_words(entry: Entry, language: Language) -> str:
    return _ENTRY_WORDS[language][entry.kind]


def leave_words(language: Language) -> str:
    return _LEAVE[language]


def said_in(text: models.Localised, language: Language) -> str:
    """A text in a language, or in Japanese."""
    chosen = {"ja": text.ja, "ja-simple": text.ja_simple, "en": text.en}[language]
    return chosen or text.ja


def when_words(row: Row[Any], zone: str, language: Language, *, year: bool = False) -> str:
    """12月6日(日) 14時〜16時."""
    end = None if row.ends_at is None else at(row.ends_at, zone)
    return span_words(at(row.starts_at, zone), end, language, year=year)


def span_words(start: datetime, end: datetime | None, language: Language, *, year: bool = False) -> str:
    if language == "en":
        day = f"{_ENGLISH_DAYS[start.weekday()]} {start:%Y-%m-%d}"
        return f"{day} {start:%H:%M}–{'' if end is None else f'{end:%H:%M}'}"
    until = "" if end is None else ("翌" if end.date() > start.date() else "") + clock(f"{end:%H:%M}")
    return f"{day_words(start.date(), year)} {clock(f'{start:%H:%M}')}〜{until}"


def place_words(planned: Planned, language: Language) -> str:
    words = _FORM_WORDS[language][Form(planned.row.form)]
    return f"{words} {planned.row.venue}" if planned.row.venue else words


# -- notice and texts ----------------------------------------------------------------------------------------------


def _way_in(
    connection: Connection, organisation: str, planned: Planned, addresses: Addresses
) -> tuple[str, str | None]:
    """What a notice points at: the public page; or the session's own link, where there is none and none is needed."""
    public = public_url(connection, organisation, planned, addresses.base)
    if planned.programme.mode == NOTICE:
        return public or addresses.base, None
    if not planned.entry.link_is_public:
        return public or f"{addresses.base}/y", None
    ensure_links(connection, organisation, planned.row.id)
    row = next(each for each in _own_links(connection, organisation, planned.row.id) if each.role == Role.PARTICIPANT)
    return public or addresses.of(Role.PARTICIPANT, row.id), row.code


def _notice(
    connection: Connection,
    organisation: str,
    shown: list[Planned],
    addresses: Addresses,
    language: Language,
) -> Notice:
    settings = organisation_settings(connection, organisation)
    first = shown[0]
    url, code = _way_in(connection, organisation, first, addresses)
    venue = venue_named(connection, organisation, first.row.venue)
    contact = settings.contact if venue is None else "\n".join(
        part for part in (settings.contact, f"{venue.name} {venue.address}".strip(), venue.access) if part
    )  # fmt: skip
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
    )


def session_notice(
    connection: Connection, organisation: str, wanted: str, addresses: Addresses, language: Language
) -> Notice:
    """The notice of one session (with its code)."""
    planned = session_of(connection, organisation, wanted)
    return _notice(connection, organisation, [planned], addresses, language)


def series_notice(
    connection: Connection, organisation: str, wanted: str, addresses: Addresses, language: Language, now: int
) -> Notice:
    """The notice of a series: its next dates, up to six."""
    series_row(connection, organisation, wanted, owned=False)
    shown = upcoming(connection, organisation, now, limit=6, series_id=wanted)
    if not shown:
        raise OfficeRefused(OfficeCode.NO_DATES)
    return _notice(connection, organisation, shown, addresses, language)


def invitation_texts(
    connection: Connection, organisation: str, wanted: str, addresses: Addresses, language: Language
) -> models.InvitationTexts:
    """Texts to paste into LINE, SNS and mail. The mail is the long one, SNS fits 140 characters."""
    planned = session_of(connection, organisation, wanted)
    settings = organisation_settings(connection, organisation)
    url, code = _way_in(connection, organisation, planned, addresses)
    when, place = when_words(planned.row, planned.zone, language), place_words(planned, language)
    lead, entry = said_in(planned.programme.summary, language), entry_words(planned.entry, language)
    title = planned.row.title
    code_line = []
    if code:
        label = "Code" if language == "en" else "入室コード"
        code_line = [f"{label}: {code[:3]}-{code[3:]}"]
    short = "\n".join([f"{title}", f"{when}", place, url])
    line = "\n".join([f"【{title}】", when, place, "", lead, entry, *code_line, "", url])
    how = [f"・{line}" for line in said_in(planned.programme.how, language).splitlines() if line.strip()]
    mail = "\n".join(
        [title, when, place, "", lead, "", *how, "", entry, *code_line, "", url, "", leave_words(language), "",
         settings.name, settings.contact]
    )  # fmt: skip
    return models.InvitationTexts(line=line, sns=short, mail_subject=f"{title} {when}", mail=mail.rstrip() + "\n")
