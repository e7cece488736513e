"""Whatever staff make of a room in whatever order, and whoever comes, goes or is lost meanwhile: one seat each, and all
hear whom they should. `World` holds the laws after every command; who hears whom is tests/rooms/oracle.py's to say."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rooms.base import STAFF_ROLES, Card, Microphone, Mode, Role
from rooms.commands import (
    BeginRound,
    CallFromLine,
    ChangePlaces,
    ChangeSheet,
    Command,
    EndTurn,
    JoinLine,
    Leave,
    LookIn,
    LoseConnection,
    MixTables,
    MovePerson,
    RestMicrophone,
    SetMicrophone,
    SetPlan,
    SetStep,
    SpeakToAll,
    TakePlace,
    Tick,
    Undo,
)
from rooms.hearing import hearing
from rooms.plans import build
from rooms.plans.sizes import Sizes
from rooms.refusals import Refusal
from rooms.sheet import Speak, Step, keyed
from tests.rooms.helpers import MINUTE, World, entering
from tests.rooms.oracle import as_told, may_open, who_hears_whom

SIZES = Sizes(circle=3, listeners=2, hall=2, tables=3, table_seats=2, booths=2)
"""So few seats that some stand wherever they are put."""
STAFF = {"f": Role.FACILITATOR, "g": Role.ASSISTANT}
PEOPLE = "abcdefh"
IN_HALL = "h"
STEPS = keyed(
    (
        Step(title="おしゃべり", mode=Mode.IBASHO, speak=Speak.VOICE),
        Step(title="文字の時間", speak=Speak.TEXT),
        Step(title="お話", mode=Mode.LECTURE, speak=Speak.LISTEN),
        Step(title="入れかわる", mode=Mode.REFLECTING, speak=Speak.VOICE),
        Step(title="個別相談", mode=Mode.BOOTHS, speak=Speak.LISTEN),
    )
)
PARTICIPANTS = tuple(pid for pid in PEOPLE if pid not in STAFF)
PLACES = sorted({place.id for mode in Mode for place in build(mode, SIZES).places})
places = st.sampled_from([*PLACES, *["circle"] * 6, *["booth-1"] * 4])

voices = st.just(SetMicrophone(microphone=Microphone.OPEN))
anybody = st.sampled_from(PARTICIPANTS)
staff = st.sampled_from(sorted(STAFF))
steps = st.builds(SetStep, step=st.integers(0, len(STEPS) - 1))
Act = tuple[str, Command]


def _by(who: st.SearchStrategy[str], command: st.SearchStrategy[Command]) -> st.SearchStrategy[Act]:
    return st.tuples(who, command)


def _sheets() -> st.SearchStrategy[Command]:
    orders = st.lists(st.sampled_from(STEPS), min_size=1, unique_by=lambda step: step.key)
    return st.builds(ChangeSheet, steps=orders.map(tuple), seen=st.integers(0, 1))


acts = st.one_of(
    _by(staff, st.builds(SetPlan, mode=st.sampled_from(Mode))),
    _by(staff, steps),
    _by(staff, steps),
    _by(staff, st.sampled_from([ChangePlaces(), MixTables()])),
    _by(staff, st.just(Undo(rev=0))),
    _by(staff, st.just(Undo(rev=0))),
    _by(staff, st.builds(MovePerson, person=anybody, place=places)),
    _by(staff, _sheets()),
    _by(staff, st.builds(SpeakToAll, on=st.booleans())),
    _by(staff, st.builds(RestMicrophone, person=anybody, rested=st.booleans())),
    _by(staff, st.builds(BeginRound, order=st.permutations(PARTICIPANTS).map(tuple))),
    _by(staff, st.builds(CallFromLine, person=anybody)),
    _by(st.one_of(anybody, staff), st.builds(TakePlace, place=places)),
    _by(anybody, st.builds(TakePlace, place=places)),
    _by(anybody, voices),
    _by(anybody, voices),
    _by(staff, voices),
    _by(staff, steps),
    _by(anybody, st.sampled_from([JoinLine(), EndTurn(), Leave(), LoseConnection()])),
    _by(st.just(""), st.just(Tick())),
)


def _comes(world: World, person: str) -> None:
    world.ask(person, LookIn(role=STAFF.get(person, Role.PARTICIPANT), device=f"device-{person}", personal=True))
    if person in world.room.onlookers:
        hall = "hall" if person == IN_HALL else None
        world.do(person, entering(person, hall=hall, card=Card.TALK))


def _does(world: World, who: str, command: Command) -> None:
    """One act. Taking back is of what can be taken back just then, and is never refused."""
    if isinstance(command, Undo):
        if world.room.undo is not None:
            world.do(who, Undo(rev=world.room.undo.rev))
        return
    if isinstance(command, SetMicrophone):
        allowed = may_open(world.room, who)
        assert isinstance(world.ask(who, command), Refusal) is not allowed
        return
    before = {pid: person.shown.place for pid, person in world.room.people.items()}
    decided = world.ask(who, command)
    if isinstance(command, ChangePlaces) and not isinstance(decided, Refusal):
        one, other = world.room.plan.exchange or ("", "")
        to = {one: other, other: one}
        after = {pid: to.get(place, place) if pid != who else place for pid, place in before.items()}
        assert {pid: world.shown(pid).place for pid in before} == after


def _holds(world: World) -> None:
    room = world.room
    assert as_told(room, hearing(room)) == who_hears_whom(room)
    for pid, person in room.people.items():
        assert person.shown.microphone is not Microphone.OPEN or may_open(room, pid)
    assert not {"f", "g"} & set(room.line)
    assert 0 <= room.step < len(room.steps)
    assert all(person.shown.role in STAFF_ROLES or pid in PARTICIPANTS for pid, person in room.people.items())


@given(st.lists(st.tuples(acts, st.sampled_from([0, 1000, MINUTE])), min_size=25, max_size=40))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_is_made_of_a_room_everybody_has_one_seat_and_hears_whom_they_should(
    session: list[tuple[Act, int]],
) -> None:
    world = World(sizes=SIZES, steps=STEPS, plan=build(Mode.IBASHO, SIZES), capacity=60)
    for person in (*STAFF, *PARTICIPANTS):
        _comes(world, person)
    for number, ((who, command), wait) in enumerate(session):
        world.now += wait
        if who == "" or who in world.room.people:
            _does(world, who, command)
        _holds(world)
        if number % 8 == 7:
            for person in (*STAFF, *PARTICIPANTS):
                _comes(world, person)
