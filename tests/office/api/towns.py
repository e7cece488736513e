"""Two towns in which everything exists once, made without the API so that a broken API cannot hide behind them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import Connection, insert, select

from moderation.office import StaffRole
from rooms.notes import Minutes, Note
from server.identity.ids import new_id
from server.identity.links import Signer
from server.office.base import models
from server.office.base.asking import Asker
from server.office.base.common import Safe
from server.office.base.database import migrate, open_engine
from server.office.base.tables import (
    memberships,
    minutes,
    organisations,
    passes,
    sent_themes,
    sessions,
    staff,
    staff_notes,
)
from server.office.base.tables import reservations as reserved
from server.office.content import defaults
from server.office.counts import counting
from server.office.decks import keeping as slides
from server.office.notes import decided, keeping
from server.office.papers import ways_in
from server.office.plan import crew, programmes, series, venues
from server.office.rules.entry import Entry, EntryKind
from server.office.seats import reservations
from server.office.seats.passes import make_passes
from server.office.sessions import calendar, themes
from server.office.sessions.links import Addresses
from server.office.sessions.planned import session_of
from server.office.staff import invitations, oneself, signing_in
from server.office.staff.organisations import change_settings, new_organisation
from server.office.staff.signing_in import Visitor
from server.ports import SlidePage
from tests.office.api.client import DAY, NOW, Town

PASSWORD = "しずかな夕ぐれの縁側"
# Cheap on purpose: what argon2 costs is no business of these tests.
_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def mail_of(slug: str, role: StaffRole) -> str:
    return f"{role}@{slug}.example.jp"


def add_staff(connection: Connection, name: str, mail: str, organisation: str, role: StaffRole) -> str:
    """An account with PASSWORD."""
    account = new_id()
    row = {"id": account, "mail": mail, "name": name, "password": _HASH, "operator": False, "created_at": NOW}
    connection.execute(insert(staff), row)
    connection.execute(insert(memberships), {"staff": account, "organisation": organisation, "role": str(role)})
    return account


def programme_body(name: str) -> models.ProgrammeBody:
    words = models.Localised(ja=f"{name}の居場所です", ja_simple=f"{name}の 場所です", en=f"A place in {name}")
    return models.ProgrammeBody(
        kind="ibasho",
        name=f"{name}ふらっと",
        slug="flat",
        summary=words,
        how=words,
        conditions=(f"{name}の人",),
        entry=Entry(kind=EntryKind.EITHER),
        capacities=models.Capacities(online=10, hall=5, listeners=5),
        ask_themes=True,
    )


def series_body(name: str, programme: str, crew: str) -> dict[str, Any]:
    """Every month's third Sunday: 2026-04-19, 05-17 (past), 06-21 …"""
    return {
        "programme": programme,
        "title": f"{name}の日曜",
        "schedule": {
            "starts_on": "2026-04-01",
            "rules": [
                {
                    "rule": "FREQ=MONTHLY;BYDAY=3SU",
                    "start": "14:00",
                    "end": "16:00",
                    "places": [{"form": "hybrid", "venue": f"{name}会館"}],
                }
            ],
        },
        "crew": [{"crew": crew, "task": "facilitate"}],
        "note": f"{name}の職員だけの覚え書き",
    }


def _organisation(connection: Connection, name: str, slug: str) -> str:
    organisation = new_organisation(connection, f"{name}市", slug, NOW)
    settings = models.OrganisationSettings(
        name=f"{name}市",
        slug=slug,
        contact=models.Contact(telephone="03-0000-0000", note=f"{name}市役所"),
        about=models.Localised(ja=f"{name}です"),
    )
    change_settings(connection, organisation, settings)
    return organisation


def _series(connection: Connection, asker: Asker, body: dict[str, Any], name: str) -> tuple[str, str, str]:
    """Made two months ago, so that there are sessions that are over, and changed once, so that there is something to undo:
    the series, a session to come and one that is over."""
    shown = series.make_series(connection, asker, models.SeriesBody.model_validate(body))
    change = {"kind": "cancel", "date": "2026-09-20", "note": f"{name}の祭り"}
    asked = models.ChangeAsked.model_validate({"change": change, "version": shown.version})
    series.change_series(connection, asker, shown.id, asked)
    days = select(sessions.c.id, sessions.c.day).where(sessions.c.series == shown.id)
    by_day = {row.day: row.id for row in connection.execute(days)}
    return shown.id, by_day["2026-06-21"], by_day["2026-05-17"]


def _sent_and_shown(connection: Connection, safe: Safe, organisation: str, session: str, name: str) -> str:
    """A deck of slides, whose id this is, and a theme that was sent for a session."""
    deck = slides.begin(connection, safe, session, f"{name}の資料", NOW)
    slides.add_page(connection, safe, session, deck, 1, SlidePage(b"picture", f"{name}のページ"))
    slides.finish(connection, safe, session, deck, 1)
    planned = session_of(connection, organisation, session)
    assert themes.send(connection, safe, planned, f"{name}の川", NOW)
    return deck


def _handed_out(connection: Connection, safe: Safe, organisation: str, session: str, name: str) -> None:
    """A worry about somebody and what a meeting decided, as a session's room hands them out."""
    worry = Note("c1", organisation, NOW - DAY, f"{name}のひと", f"{name}の係", f"{name}の心配")
    keeping.keep(connection, safe, session, [worry])
    kept = Minutes("minutes-1-", NOW - DAY, (f"{name}の本だな",), (f"{name}の意見",))
    decided.keep(connection, safe, session, [kept], NOW)


def make_town(connection: Connection, signer: Signer, safe: Safe, name: str, slug: str) -> Town:
    organisation = _organisation(connection, name, slug)
    people = {
        role: add_staff(connection, f"{name} {role}", mail_of(slug, role), organisation, role) for role in StaffRole
    }
    cookies = {role: signing_in.open_session(connection, people[role], "Firefox", NOW) for role in StaffRole}
    admin = people[StaffRole.ADMINISTRATOR]
    signing_in.log_sign_in(
        connection, mail_of(slug, StaffRole.READER), admin, Visitor("192.0.2.9", ""), "signed_in", NOW
    )
    feed = oneself.feed_secret(connection, admin)
    assert feed is not None
    asked = models.NewInvitation(role=StaffRole.READER, mail=f"new@{slug}.example.jp")
    invitation, secret, _ = invitations.invite(connection, organisation, asked, NOW)
    programme = programmes.add_programme(connection, organisation, programme_body(name), "").id
    venue = venues.add_venue(connection, Asker(organisation, admin, NOW), models.VenueBody(name=f"{name}会館")).id
    person = crew.add_crew(connection, organisation, models.CrewBody(name=f"{name}しんこう")).id
    asker = Asker(organisation, admin, NOW - 60 * DAY)
    shown, session, past = _series(connection, asker, series_body(name, programme, person), name)
    addresses = Addresses("http://localhost", signer)
    links = ways_in.show_links(connection, organisation, session, addresses).links
    detail = calendar.show_session(connection, organisation, session, NOW, defaults())
    personal = ways_in.with_personal_links(connection, organisation, detail, addresses).duties
    reservation = models.NewReservation(mail=f"guest@{slug}.example.jp")
    made = reservations.reserve(connection, organisation, session, reservation, safe, NOW)
    reservations.show_reservation(connection, made.code, addresses, NOW)
    counts = models.CountsBody(hall_added=17, first_time_added=3)
    counting.add_counts(connection, organisation, past, counts, NOW)
    counting.add_counts(connection, organisation, session, models.CountsBody(hall_added=4), NOW)
    members = make_passes(connection, organisation, shown, 2, NOW).codes
    _handed_out(connection, safe, organisation, past, name)
    deck = _sent_and_shown(connection, safe, organisation, session, name)
    ids = {
        "theme": connection.execute(select(sent_themes.c.id).where(sent_themes.c.session == session)).scalar_one(),
        "line": connection.execute(select(minutes.c.id).where(minutes.c.session == past)).scalar_one() + "-0",
        "o": organisation,
        "deck": deck,
        "note": connection.execute(
            select(staff_notes.c.id).where(staff_notes.c.organisation == organisation)
        ).scalar_one(),
        "programme": programme,
        "venue": venue,
        "crew": person,
        "series": shown,
        "session": session,
        "past": past,
        "link": links[0].id,
        "reservation": connection.execute(select(reserved.c.id).where(reserved.c.session == session)).scalar_one(),
        "pass": connection.execute(select(passes.c.id).where(passes.c.series == shown)).scalars().first(),
        "invitation": invitation,
        "staff": people[StaffRole.FACILITATOR],
    }
    secrets = (
        *(each.code for each in links if each.code is not None),
        *(each.url.partition("#")[2] for each in links),
        *(each.url.partition("#")[2] for each in personal if each.url is not None),
        *members, made.code, feed, secret,
    )  # fmt: skip
    return Town(name, slug, ids, cookies, people, made.code, secrets)


def two_towns(folder: Path, url: str | None = None) -> tuple[Town, Town]:
    """甲野市 and 乙川市 in a new database."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = open_engine(url or f"sqlite+pysqlite:///{folder / 'office.db'}")
    migrate(engine)
    signer, safe = Signer(folder), Safe.of(folder)
    with engine.connect() as connection, connection.begin():
        made = make_town(connection, signer, safe, "甲野", "kono"), make_town(connection, signer, safe, "乙川", "otsu")
    engine.dispose()
    return made


def name_of(connection: Connection, organisation: str) -> str:
    settings = connection.execute(
        select(organisations.c.settings).where(organisations.c.id == organisation)
    ).scalar_one()
    return models.OrganisationSettings.model_validate_json(settings).name
