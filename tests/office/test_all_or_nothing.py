"""Verbs of several steps, killed at each of their steps: what is found afterwards is all of it, or nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyotp
import pytest
from sqlalchemy import event

from moderation.office import StaffRole
from server.identity.links import Signer
from server.office import verbs
from server.office.base import models
from server.office.base.database import Database
from server.office.base.models import Capacities, ReservationState, Way
from server.office.base.tables import metadata, reservations, sessions
from server.office.content import defaults
from server.office.plan import series
from server.office.plan.programmes import programme_row
from server.office.rules.entry import Entry, EntryKind
from server.office.rules.schedule import Schedule
from server.office.seats.reservations import reserve
from server.office.seats.waiting import series_changed
from server.office.sessions.links import Addresses
from server.office.staff import accounts, entering, invitations, members, oneself, setting_up
from server.office.staff.signing_in import Visitor
from tests.office.conftest import NOW, NewTown, Town


class Killed(BaseException):
    """What a process does not catch when it is gone."""


@contextmanager
def killed_at(database: Database, step: int) -> Iterator[list[int]]:
    """The server dies before a statement of the next transaction, counted from 1, or before its commit."""
    steps = [0]

    def pass_by(*_: Any) -> None:
        steps[0] += 1
        if steps[0] == step:
            raise Killed

    event.listen(database.engine, "before_cursor_execute", pass_by)
    event.listen(database.engine, "commit", pass_by)
    try:
        yield steps
    finally:
        event.remove(database.engine, "before_cursor_execute", pass_by)
        event.remove(database.engine, "commit", pass_by)


async def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    def read(connection: Any) -> dict[str, list[tuple[Any, ...]]]:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for table in metadata.sorted_tables
        }

    return await database.read(read)


RESERVATION = Entry(kind=EntryKind.RESERVATION)
WEEKLY = {"rules": [{"rule": "FREQ=MONTHLY;BYDAY=3SU", "start": "10:00", "end": "12:00"}], "ends_on": "2026-09-30"}
MORE_SEATS = Capacities(online=3)


async def full(town: Town) -> tuple[models.SeriesShown, str]:
    """A series with one seat a session that is taken in the first one, with somebody waiting for it."""
    shown = await town.series(WEEKLY, entry=RESERVATION, capacities=Capacities(online=1))
    query = sessions.select().order_by(sessions.c.starts_at).limit(1)
    session = await town.database.read(lambda connection: str(connection.execute(query).one().id))
    for _ in range(2):
        asked = models.NewReservation(way=Way.ONLINE)
        await town.database.write(reserve, town.organisation, session, asked, town.safe, NOW)
    return shown, session


Ask = Callable[[], Awaitable[object]]


async def replacing(town: Town, _: Path) -> Ask:
    shown, _session = await full(town)
    schedule = Schedule.model_validate(
        {"starts_on": "2026-06-01", **WEEKLY, "rules": [{**WEEKLY["rules"][0], "start": "11:00"}]}  # type: ignore[dict-item]
    )
    body = shown.series.model_copy(update={"capacities": MORE_SEATS, "schedule": schedule})
    asked = models.ReplaceSeries(series=body, version=shown.version)
    return lambda: town.database.write(verbs.replace_series, town.asker, shown.id, asked)


async def undoing(town: Town, _: Path) -> Ask:
    shown, _session = await full(town)
    fewer = shown.series.model_copy(update={"title": "ほかの名前"})
    asked = models.ReplaceSeries(series=fewer, version=shown.version)
    changed = await town.database.write(verbs.replace_series, town.asker, shown.id, asked)
    return lambda: town.database.write(verbs.undo, town.asker, shown.id, changed.version)


async def changing_the_programme(town: Town, _: Path) -> Ask:
    await full(town)

    def body_of(connection: Any) -> models.ProgrammeBody:
        row = programme_row(connection, town.organisation, town.programme)
        return models.ProgrammeBody.model_validate_json(row.body)

    body = (await town.database.read(body_of)).model_copy(update={"early_minutes": 45, "minutes": 100})
    return lambda: town.database.write(verbs.change_programme, town.asker, town.programme, body, "", defaults())


async def patching(town: Town, folder: Path) -> Ask:
    _, session = await full(town)
    addresses = Addresses("https://engawa.example", Signer(folder))
    patch = models.SessionPatch(capacities=MORE_SEATS, note="きょうだけ")
    return lambda: town.database.write(verbs.patch_session, town.asker, session, patch, addresses, defaults())


PASSWORD = "あたらしい朝のひかり"
VISITOR = Visitor("192.0.2.1", "Firefox")


def newcomer(mail: str) -> accounts.Newcomer:
    return accounts.newcomer("さとう", mail, PASSWORD)


async def setting_up_a_server(town: Town, _: Path) -> Callable[[], Awaitable[entering.Entered]]:
    secret = await town.database.write(setting_up.first_invitation, NOW)
    assert secret is not None
    asked = models.SetUp(secret=secret, organisation="町", name="さとう", mail="sato@example.jp", password=PASSWORD)
    who = newcomer(asked.mail)
    return lambda: town.database.write(entering.set_up, asked, who, "Firefox", NOW)


async def first_of_all(town: Town) -> entering.Entered:
    return await (await setting_up_a_server(town, Path()))()


async def signing_in_with_six_digits(town: Town, _: Path) -> Ask:
    account = (await first_of_all(town)).me.id
    secret, _uri = await town.database.write(oneself.start_totp, town.safe, account)
    digits = pyotp.TOTP(secret).at
    await town.database.write(oneself.confirm_totp, town.safe, account, None, digits(NOW // 1000), NOW)
    row = await town.database.read(accounts.account_row, account)
    later = NOW + 60_000
    asked = models.SignIn(mail="sato@example.jp", password=PASSWORD, totp=digits(later // 1000))
    return lambda: town.database.write(entering.sign_in, town.safe, asked, row, VISITOR, later)


async def confirming_six_digits(town: Town, _: Path) -> Ask:
    account = (await first_of_all(town)).me.id
    secret, _uri = await town.database.write(oneself.start_totp, town.safe, account)
    digits = pyotp.TOTP(secret).at(NOW // 1000)
    return lambda: town.database.write(oneself.confirm_totp, town.safe, account, None, digits, NOW)


async def invited(town: Town) -> str:
    asked = models.NewInvitation(role=StaffRole.SCHEDULER)
    _id, secret, _until = await town.database.write(invitations.invite, town.organisation, asked, NOW)
    return secret


async def coming_by_invitation(town: Town, _: Path) -> Ask:
    secret, who = await invited(town), newcomer("suzuki@example.jp")
    return lambda: town.database.write(entering.come_by_invitation, secret, who, "Firefox", NOW)


async def joining_by_invitation(town: Town, _: Path) -> Ask:
    account, secret = (await first_of_all(town)).me.id, await invited(town)
    return lambda: town.database.write(entering.join_by_invitation, secret, account, NOW)


async def letting_in_again(town: Town, _: Path) -> Ask:
    account = (await first_of_all(town)).me.id
    hashed = accounts.hash_password("あたらしい夜のあかり", "sato@example.jp", "さとう")
    return lambda: town.database.write(oneself.let_in_again, account, hashed)


async def leaving_for_good(town: Town, _: Path) -> Ask:
    await first_of_all(town)
    secret, who = await invited(town), newcomer("suzuki@example.jp")
    entered = await town.database.write(entering.come_by_invitation, secret, who, "Firefox", NOW)
    return lambda: town.database.write(members.remove_member, town.organisation, entered.me.id)


PLANNING = [replacing, undoing, changing_the_programme, patching]
STAFF = [
    setting_up_a_server, signing_in_with_six_digits, confirming_six_digits, coming_by_invitation, joining_by_invitation,
    letting_in_again, leaving_for_good,
]  # fmt: skip


@pytest.mark.parametrize("preparing", [*PLANNING, *STAFF])
async def test_a_verb_that_is_killed_at_any_step_has_done_all_or_nothing(
    new_town: NewTown, tmp_path: Path, preparing: Callable[[Town, Path], Awaitable[Ask]]
) -> None:
    town: Town = await new_town()
    ask = await preparing(town, tmp_path)
    before = await everything(town.database)
    step = 0
    while True:
        step += 1
        with killed_at(town.database, step) as steps:
            try:
                await ask()
            except Killed:
                assert await everything(town.database) == before, f"half done at step {step}"
            else:
                break
    assert steps[0] >= 4, "a verb of one step shows nothing"
    after = await everything(town.database)
    assert after != before
    if preparing in (replacing, patching):
        states = {row.state for row in await town.database.read(lambda c: c.execute(reservations.select()).all())}
        assert states == {ReservationState.BOOKED}, "who waited has a seat of those that were added"


async def test_two_transactions_in_a_row_would_be_found(town: Town) -> None:
    """The search shown what it looks for: a verb as two writes, killed between them."""
    shown, _ = await full(town)
    before = await everything(town.database)
    body = shown.series.model_copy(update={"capacities": MORE_SEATS})
    asked = models.ReplaceSeries(series=body, version=shown.version)

    await town.database.write(series.rewrite, town.asker, shown.id, asked)
    with killed_at(town.database, 1), pytest.raises(Killed):
        await town.database.write(series_changed, town.organisation, NOW, series=shown.id)
    assert await everything(town.database) != before
