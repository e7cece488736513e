"""The demo of `make run`: an open room, and the office of a made-up town with a month of programmes around today."""

from __future__ import annotations

import json
import os
import random
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from moderation.office import StaffRole
from server.office import verbs
from server.office.base import models
from server.office.base.asking import Asker
from server.office.base.common import Safe, at, later
from server.office.base.tables import counts, memberships, series, sessions
from server.office.content import defaults
from server.office.papers.ways_in import ensure_links
from server.office.plan import crew, follow, programmes, venues
from server.office.plan.series import archive_series, list_series, make_series
from server.office.rules.entry import Entry, EntryKind
from server.office.rules.schedule import Schedule
from server.office.seats.reservations import reserve
from server.office.staff import accounts, oneself, organisations, setting_up
from server.office.staff.accounts import Newcomer

TITLE = "ふらっと(おためし)"
TOWN = "縁側市(おためし)"
MAIL = "demo@engawa.example"
ROOM_HOURS = 12
BEFORE_DAYS = 40


class RealOffice(Exception):
    """The data folder belongs to a real office; the message is for people."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo prints."""

    session: str
    mail: str
    password: str


@dataclass(frozen=True, slots=True)
class Clerk:
    """The only one who works in the demo's office."""

    password: str
    newcomer: Newcomer


def _password(data_dir: Path) -> str:
    """Of this demo only; made once and kept beside the data, so that its link stays the same."""
    path = data_dir / "demo.json"
    if path.is_file():
        return str(json.loads(path.read_text(encoding="utf-8"))["password"])
    made = "-".join(secrets.token_hex(3) for _ in range(3))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"mail": MAIL, "password": made}, file)
    return made


def clerk(data_dir: Path) -> Clerk:
    """Who signs in to the demo of a data folder. Hashes: not in a transaction."""
    password = _password(data_dir)
    return Clerk(password, accounts.newcomer("おためしの職員", MAIL, password))


def make_demo(connection: Connection, clerk: Clerk, safe: Safe, now: int) -> Demo:
    """The demo's office, made if it is not there, with a room that is open now. Raises RealOffice."""
    account = accounts.find_account(connection, MAIL)
    if account is None:
        organisation = _make_town(connection, clerk.newcomer, safe, now)
    else:
        mine = select(memberships.c.organisation).where(memberships.c.staff == account.id)
        organisation = str(connection.execute(mine).scalars().first())
    return Demo(_open_session(connection, organisation, now), MAIL, clerk.password)


def _make_town(connection: Connection, newcomer: Newcomer, safe: Safe, now: int) -> str:
    secret = setting_up.first_invitation(connection, now)
    if secret is None:
        raise RealOffice(
            "このデータの置き場所には本物の職員がいます。おためしには、別の ENGAWA_DATA_DIR を使ってください。"
        )
    account = setting_up.first_account(connection, secret, TOWN, newcomer, now)
    found = oneself.me(connection, account).organisations[0]
    assert found.role is StaffRole.ADMINISTRATOR
    settings = organisations.organisation_settings(connection, found.id)
    organisations.change_settings(
        connection,
        found.id,
        settings.model_copy(
            update={
                "slug": "engawa-shi",
                "contact": models.Contact(
                    telephone="000-0000-0000",
                    hours="平日 9時〜17時",
                    mail="soudan@engawa-shi.example.jp",
                    note="縁側市 くらしの相談室(見本)",
                ),
                "about": models.Localised(ja="家からでも、会場でも。話さなくても、いていい場所です。"),
            }
        ),
    )
    asker = Asker(found.id, account, now)
    for name, address in (("コミュニティ会館", "縁側市本町1-2-3"), ("みどり地区センター", "縁側市緑町4-5-6")):
        venues.add_venue(connection, asker, models.VenueBody(name=name, address=address))
    people = [
        crew.add_crew(connection, found.id, models.CrewBody(name=name)).id
        for name in ("さとう", "たなか", "すずき", "やまもと")
    ]
    _plan_month(connection, asker, people)
    _fill_past(connection, asker)
    _reserve_some(connection, asker, safe)
    return found.id


def _plan_month(connection: Connection, asker: Asker, crew: list[str]) -> None:
    start = later(at(asker.now).date(), -BEFORE_DAYS)
    hall, centre = "コミュニティ会館", "みどり地区センター"
    plans: list[tuple[str, str, dict[str, object], list[int]]] = [
        ("ibasho", "メタバース居場所", _rule("FREQ=MONTHLY;BYDAY=3SU", "14:00", "16:00", ("hybrid", hall)), [0, 1, 2]),
        ("peer_group", "当事者会 ふらっと",
         _rule("FREQ=MONTHLY;BYDAY=1SA,3SA", "13:30", "15:30", ("online", None), ("venue", hall)), [0, 1]),
        ("family_group", "家族会", _rule("FREQ=MONTHLY;BYDAY=2SU", "10:00", "12:00", ("hybrid", hall)), [2, 3]),
        ("open_hours", "ひらいている居場所", _rule("FREQ=WEEKLY;BYDAY=WE", "12:00", "17:00", ("hybrid", centre)), [1, 3]),
        ("consultation", "個別相談", _rule("FREQ=MONTHLY;BYDAY=1TH,3TH", "12:00", "16:00", ("hybrid", centre)), [2]),
        ("notice", "夕方のフットサル", _rule("FREQ=MONTHLY;BYDAY=-1TH", "17:00", None, ("venue", "市民体育館")), []),
    ]  # fmt: skip
    for name, title, rule, people in plans:
        template = defaults().kind(name)
        assert template is not None
        body = template.programme.model_copy(update={"name": title, "slug": name.replace("_", "-")})
        programme = verbs.add_programme(connection, asker, body, "", defaults())
        schedule = Schedule.model_validate(
            {"starts_on": start, "rules": [rule], "holidays": "hold", "closed": ["12-29/01-03"]}
        )
        duties = tuple(
            models.Duty(crew=crew[index], task=models.Task.FACILITATE if number == 0 else models.Task.ASSIST)
            for number, index in enumerate(people)
        )
        made = models.SeriesBody(programme=programme.id, title=title, schedule=schedule, crew=duties)
        shown = make_series(connection, asker, made)
        row = connection.execute(select(series).where(series.c.id == shown.id)).one()
        follow.follow(connection, row, asker.now, since=start)


def _rule(rule: str, start: str, end: str | None, *places: tuple[str, str | None]) -> dict[str, object]:
    shown = [{"form": form, "venue": venue} for form, venue in places]
    return {"rule": rule, "start": start, "end": end, "places": shown}


def _fill_past(connection: Connection, asker: Asker) -> None:
    """What has been is over, and was counted."""
    chance = random.Random(3)
    past = connection.execute(select(sessions).where(sessions.c.until_at < asker.now)).all()
    for row in past:
        connection.execute(update(sessions).where(sessions.c.id == row.id).values(ended_at=row.until_at))
        online = 0 if row.form == "venue" else chance.randint(4, 14)
        hall = 0 if row.form == "online" else chance.randint(3, 12)
        total = online + hall
        numbers = {
            "total": total, "online": online, "hall": hall, "listeners": chance.randint(1, max(1, total // 3)),
            "spoke": total // 3, "wrote": total // 2, "reacted": total * 2 // 3, "first_time": chance.randint(0, 3),
            "peak": max(1, total - 2), "kept": 0, "missed": 0, "hall_added": 0, "hall_listeners_added": 0,
            "first_time_added": 0, "updated_at": asker.now,
        }  # fmt: skip
        connection.execute(insert(counts), {"session": row.id, "organisation": asker.organisation, **numbers})


def _reserve_some(connection: Connection, asker: Asker, safe: Safe) -> None:
    mine = (sessions.c.title == "個別相談", sessions.c.starts_at > asker.now)
    row = connection.execute(select(sessions).where(*mine).order_by(sessions.c.starts_at).limit(1)).first()
    if row is None:
        return
    for way in (models.Way.ONLINE, models.Way.ONLINE, models.Way.HALL):
        asked = models.NewReservation(way=way)
        reserve(connection, asker.organisation, row.id, asked, safe, asker.now, by_staff=True)


def _open_session(connection: Connection, organisation: str, now: int) -> str:
    """A session that is open now and for a while; the one from before, if it still is."""
    left = now + 600_000
    row = connection.execute(
        select(sessions).where(
            sessions.c.title == TITLE,
            sessions.c.organisation == organisation,
            sessions.c.ended_at.is_(None),
            sessions.c.starts_at <= now,
            sessions.c.until_at > left,
        )
    ).first()
    if row is None:
        row = _new_session(connection, organisation, now)
    ensure_links(connection, organisation, row.id)
    return str(row.id)


def _new_session(connection: Connection, organisation: str, now: int) -> Row[Any]:
    asker = Asker(organisation, None, now)
    template = defaults().kind("ibasho")
    assert template is not None
    listed = programmes.list_programmes(connection, organisation, "").programmes
    programme = next((each.id for each in listed if each.programme.name == TITLE), None)
    if programme is None:
        body = template.programme.model_copy(
            update={"name": TITLE, "slug": "otameshi", "entry": Entry(kind=EntryKind.FREE), "early_minutes": 0}
        )
        programme = verbs.add_programme(connection, asker, body, "", defaults()).id
    start = at(now)
    end = start + timedelta(hours=ROOM_HOURS)
    rule = {"dates": [start.date()], "start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
    schedule = Schedule.model_validate({"starts_on": start.date(), "ends_on": start.date(), "rules": [rule]})
    made = models.SeriesBody(programme=programme, title=TITLE, schedule=schedule)
    for old in list_series(connection, organisation).series:
        if old.series.title == TITLE:
            archive_series(connection, asker, old.id)
    shown = make_series(connection, asker, made)
    return connection.execute(select(sessions).where(sessions.c.series == shown.id)).one()
