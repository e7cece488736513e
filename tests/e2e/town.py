"""A town with a telephone and a hall, whose series meets on days that a test sets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select, update

from rooms.base import Role
from rooms.sheet import Steps
from rooms.state import Settings
from server.clock import now_ms
from server.identity.links import Signer
from server.office.base import models
from server.office.base.asking import Asker
from server.office.base.common import Safe, at
from server.office.base.database import Database
from server.office.base.tables import links, sessions
from server.office.live import LiveOffice
from server.office.papers import ways_in
from server.office.plan import programmes, series, venues
from server.office.sessions.links import Addresses
from server.office.staff.organisations import change_settings, new_organisation

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
TELEPHONE, DIAL = "042-000-0000", "0420000000"
HALL, ADDRESS = "コミュニティ会館", "縁側市本町1-2-3"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One session of the series: its id, and its address by role."""

    session: str
    urls: dict[str, str]


def make_series(connection: Connection) -> list[str]:
    """The town, and the ids of its next sessions."""
    now = now_ms()
    town = new_organisation(connection, "縁側市", "engawa", now)
    contact = models.Contact(telephone=TELEPHONE, hours="平日 9時〜17時")
    change_settings(connection, town, models.OrganisationSettings(name="縁側市", slug="engawa", contact=contact))
    # Nobody on the rota, and nobody who asks.
    venues.add_venue(connection, Asker(town, None, now), models.VenueBody(name=HALL, address=ADDRESS))
    kind = programmes.add_programme(connection, town, models.ProgrammeBody(kind="ibasho", name="ふらっと"), "").id
    rule = {"rule": "FREQ=WEEKLY;BYDAY=WE", "start": "14:00", "end": "16:00"}
    body = {
        "programme": kind,
        "title": "ふらっと",
        "schedule": {
            "starts_on": at(now).date().isoformat(),
            "rules": [{**rule, "places": [{"form": "hybrid", "venue": HALL}]}],
        },
    }
    shown = series.make_series(connection, Asker(town, None, now), models.SeriesBody.model_validate(body))
    mine = select(sessions.c.id).where(sessions.c.series == shown.id).order_by(sessions.c.starts_at)
    return list(connection.scalars(mine))


class Town:
    """`days` are the sessions that no test has set yet."""

    def __init__(self, data: Path, base: str) -> None:
        self._data, self._base = data, base
        self.days: list[str] = []

    async def found(self) -> None:
        database = Database(self._data)
        self.days = await database.write(make_series)
        await database.close()

    async def meets(
        self,
        begins: int,
        *,
        lasts: int = 2 * HOUR,
        capacity: int = 120,
        listeners: int = 0,
        early: int = 0,
        steps: Steps = (),
    ) -> Meeting:
        """A session that begins in so many milliseconds and whose veranda opens so many before, with so many seats, of which
        some are for listening alone."""
        session, start = self.days.pop(0), now_ms() + begins
        settings = Settings(
            session=session,
            title="ふらっと",
            early_at=start - early,
            open_at=start,
            closing_at=start + lasts - 10 * MINUTE,
            end_at=start + lasts,
            capacity=capacity,
            listeners=listeners,
            steps=steps,
        )
        times = {"early_at": start - early, "starts_at": start, "ends_at": start + lasts, "until_at": start + lasts}

        def plan(connection: Connection) -> dict[str, str]:
            frozen = {"settings": settings.model_dump_json(), **times}
            connection.execute(update(sessions).where(sessions.c.id == session).values(frozen))
            mine = select(sessions.c.organisation).where(sessions.c.id == session)
            organisation = str(connection.execute(mine).scalar_one())
            ways_in.ensure_links(connection, organisation, session)
            made = connection.execute(select(links.c.id, links.c.role).where(links.c.session == session))
            addresses = Addresses(self._base, Signer(self._data))
            return {row.role: addresses.of(Role(row.role), row.id) for row in made}

        database = Database(self._data)
        urls = await database.write(plan)
        await database.close()
        return Meeting(session, urls)

    async def was_over(self, meeting: Meeting, ago: int) -> None:
        """The planned end of a session was so many milliseconds ago, though its room has begun already: for a server that
        is off meanwhile."""
        end = now_ms() - ago

        def plan(connection: Connection) -> None:
            this = sessions.c.id == meeting.session
            held = Settings.model_validate_json(
                str(connection.execute(select(sessions.c.settings).where(this)).scalar())
            )
            moved = held.model_copy(update={"closing_at": end - 10 * MINUTE, "end_at": end}).model_dump_json()
            connection.execute(update(sessions).where(this).values(settings=moved, ends_at=end, until_at=end))

        database = Database(self._data)
        await database.write(plan)
        await database.close()

    async def ends(self, meeting: Meeting) -> None:
        """The office closes a session."""
        office = LiveOffice(Database(self._data), now_ms, Safe.of(self._data))
        await office.end_session(meeting.session)
        await office.close()
