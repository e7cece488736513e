"""What staff did to where people are, and taking it back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rooms.base import Held, Microphone, Mode, Role, Wish
from rooms.commands import (
    ChangePlaces,
    ChangeSheet,
    Command,
    LayOut,
    Leave,
    MixTables,
    MoveNewcomers,
    MovePerson,
    SetMicrophone,
    SetPlan,
    SetStep,
    StayTogether,
    TakePlace,
    Undo,
)
from rooms.plans.sizes import Sizes
from rooms.refusals import Code, Refusal
from rooms.sheet import Speak
from tests.rooms.commands import CAST, Asked, commands
from tests.rooms.helpers import World

SIZES = Sizes(circle=8, listeners=6, hall=4, tables=3, table_seats=4, booths=2)


def world(*people: str, mode: Mode | None = None) -> World:
    made = World(sizes=SIZES, capacity=60)
    made.enter("f", Role.FACILITATOR)
    made.enter("g", Role.ASSISTANT)
    made.do("f", SetPlan(mode=Mode.TABLES))
    if mode not in (None, Mode.TABLES):
        made.do("f", SetPlan(mode=mode))
    for person in people:
        made.enter(person)
    return made


def where(of: World) -> dict[str, str]:
    return {pid: person.shown.place for pid, person in of.room.people.items()}


def take_back(of: World, who: str = "f") -> None:
    undo = of.view(who).undo
    assert undo is not None
    of.do(who, Undo(rev=undo.rev))
    assert of.view(who).undo is None


def test_the_two_groups_of_reflecting_change_places_and_back() -> None:
    """Who listens, rests or sits in the hall stays; who asks for it, too."""
    made = world(*"abcd", mode=Mode.REFLECTING)
    made.enter("l", wish=Wish.LISTENER)
    made.enter("h", hall="hall")
    assert made.shown("a").place == "reflecting-team", "who comes in hears first"
    for person in "fab":
        made.do(person, TakePlace(place="circle"))
    made.do("a", SetMicrophone(microphone=Microphone.OPEN))
    assert made.hears("c") == {"a"}
    before = where(made)
    made.do("f", ChangePlaces())
    assert where(made) == {
        **before,
        "a": "reflecting-team",
        "b": "reflecting-team",
        "c": "circle",
        "d": "circle",
        "g": "reflecting-team",
    }
    assert made.shown("a").microphone is Microphone.OFF
    assert made.hears("c") == set(), "nobody's microphone is carried along"
    take_back(made, "g")
    assert where(made) == before
    assert made.refused("f", Undo(rev=0)) is Code.NOTHING_TO_UNDO


@pytest.mark.parametrize("mode", [Mode.IBASHO, Mode.LECTURE])
def test_without_two_groups_nobody_changes_places(mode: Mode) -> None:
    assert world("a", mode=mode).refused("f", ChangePlaces()) is Code.NO_SUCH_PLACE


def test_on_a_stage_is_who_was_asked_up_and_nobody_else_is_heard() -> None:
    made = world("a", "b", mode=Mode.LECTURE)
    assert made.shown("a").place == "audience"
    assert made.refused("a", TakePlace(place="stage")) is Code.PLACE_NOT_FOR_YOU
    assert made.refused("a", SetMicrophone(microphone=Microphone.OPEN)) is Code.NO_VOICE_HERE
    made.do("f", MovePerson(person="a", place="stage"))
    made.do("a", SetMicrophone(microphone=Microphone.OPEN))
    assert made.hears("b") == {"a"}
    take_back(made)
    assert made.shown("a").place == "audience"
    assert made.hears("b") == set()


def test_who_leads_is_on_the_stage_and_a_guest_there_speaks_also_while_others_listen() -> None:
    """By a plan that changes, and by coming in when it has."""
    made = world("a", "b", mode=Mode.LECTURE)
    assert made.shown("f").place == "stage"
    assert made.shown("g").place == "stage"
    made.enter("h", Role.FACILITATOR)
    assert made.shown("h").place == "stage"
    made.do(
        "f",
        ChangeSheet(
            steps=(made.room.steps[0].model_copy(update={"speak": Speak.LISTEN}), *made.room.steps[1:]), seen=0
        ),
    )
    made.do("f", MovePerson(person="a", place="stage"))
    made.do("a", SetMicrophone(microphone=Microphone.OPEN))
    assert made.hears("b") == {"a"}
    made.do("f", SetPlan(mode=Mode.CIRCLE))
    assert made.shown("f").place == "circle"
    assert made.hears("b") == set(), "down in the circle they listen as all do"


def test_tables_are_mixed_and_two_who_wish_it_stay_together_unseen() -> None:
    made = world(*"abcdefghi".replace("f", "x").replace("g", "y"))
    rows = ("abc", "dex", "yhi")
    for number, row in enumerate(rows, 1):
        for person in row:
            made.do(person, TakePlace(place=f"table-{number}"))
    made.do("a", StayTogether(person="b"))
    assert made.view("a").together == ("b",)
    assert made.view("b").together == ()
    assert made.view("f").together == ()
    made.do("b", StayTogether(person="a"))
    made.do("c", StayTogether(person="d"))
    before = where(made)
    made.do("f", MixTables())
    now = where(made)
    assert now["a"] == now["b"]
    assert [sum(1 for place in now.values() if place == f"table-{number}") for number in (1, 2, 3)] == [3, 3, 3]
    again = [{one, other} for row in rows for one in row for other in row if one < other and now[one] == now[other]]
    assert {"a", "b"} in again
    assert len(again) == 2, "beside the two who stay together three tables of three cannot do without one more"
    take_back(made)
    assert where(made) == before


def test_at_most_five_wishes_and_none_to_oneself() -> None:
    made = world(*"abcdehi")
    for person in "bcdeh":
        made.do("a", StayTogether(person=person))
    assert made.refused("a", StayTogether(person="i")) is Code.TOO_MANY_WISHES
    made.do("a", StayTogether(person="b", on=False))
    made.do("a", StayTogether(person="i"))
    assert made.refused("a", StayTogether(person="a")) is Code.NO_SUCH_PERSON


def test_a_wish_for_somebody_who_has_gone_waits_and_takes_no_place() -> None:
    made = world(*"abcdehi")
    for person in "bcdeh":
        made.do("a", StayTogether(person=person))
    made.do("b", Leave())
    made.do("a", StayTogether(person="i"))
    made.enter("b")
    assert made.view("a").together == tuple("bcdehi"), "who comes again is wished for as before"


@pytest.mark.parametrize(("mode", "act"), [(Mode.REFLECTING, ChangePlaces), (Mode.IBASHO, MixTables)])
def test_what_moves_many_happens_once_however_often_it_comes(
    mode: Mode, act: type[ChangePlaces] | type[MixTables]
) -> None:
    """Two who ask at once do not undo each other, and nobody is moved anew because an answer was lost."""
    made = world(*"abcd", mode=mode)
    for person, place in zip("abcd", _two_groups(made), strict=True):
        made.do("f", MovePerson(person=person, place=place))
    undo = made.view("f").undo
    assert undo is not None
    once = act(seen=undo.rev)
    assert made.do("f", once) != ()
    assert made.do("f", once) == ()
    take_back(made)
    assert made.do("f", act(seen=0)) != ()


def _two_groups(made: World) -> list[str]:
    one, other = made.room.plan.exchange or [table.id for table in made.room.plan.tables[:2]]
    return [one, one, other, other]


def test_the_house_without_tables_mixes_nobody() -> None:
    assert world("a", mode=Mode.CIRCLE).refused("f", MixTables()) is Code.NO_SUCH_PLACE


def test_who_is_moved_is_moved_back_and_who_waits_waits_again() -> None:
    made = world("a", "b")
    made.do("f", MovePerson(person="a", place="listeners"))
    made.do("f", MovePerson(person="b", place="veranda"))
    assert made.shown("b").held is Held.STAFF
    undo = made.view("f").undo
    assert undo is not None
    assert (undo.what, undo.person, undo.before, undo.plan) == ("moved", "b", (), None)
    take_back(made)
    assert (made.shown("b").place, made.shown("b").held) == ("circle", None)
    assert made.shown("a").place == "listeners", "only the last act is taken back"
    made.do("f", MovePerson(person="b", place="veranda"))
    made.do("f", MovePerson(person="b", place="circle"))
    take_back(made)
    assert (made.shown("b").place, made.shown("b").held) == ("veranda", Held.STAFF)


def test_a_crowd_that_was_swept_comes_back_in_one_act() -> None:
    made = world("a", "b", "c")
    before = where(made)
    made.do("f", MoveNewcomers())
    assert {made.shown(person).held for person in "abc"} == {Held.CROWD}
    take_back(made)
    assert where(made) == before


def test_who_went_elsewhere_meanwhile_stays_there() -> None:
    made = world("a", "b")
    made.do("a", TakePlace(place="table-1"))
    made.do("f", SetPlan(mode=Mode.BOOTHS))
    assert made.shown("a").place == "circle"
    made.do("b", TakePlace(place="rest"))
    take_back(made)
    assert (made.shown("a").place, made.shown("b").place) == ("table-1", "rest")


def test_a_step_is_taken_back_with_its_plan() -> None:
    made = world("a")
    made.do("f", SetStep(step=1))
    made.now += 60_000
    made.do("a", TakePlace(place="table-2"))
    made.do("f", SetPlan(mode=Mode.IBASHO))
    at = made.room.step_at
    made.do("f", SetStep(step=2))
    assert (made.room.step, made.room.plan.mode) == (2, Mode.BOOTHS)
    take_back(made)
    assert (made.room.step, made.room.step_at, made.room.plan.mode) == (1, at, Mode.IBASHO)
    assert made.shown("a").place == "table-2"


def test_an_act_of_another_meanwhile_is_not_taken_back() -> None:
    """Two of the staff at two desks: each takes back only what they see."""
    made = world("a", "b")
    made.do("f", MovePerson(person="a", place="listeners"))
    seen = made.view("g").undo
    assert seen is not None
    made.do("f", MovePerson(person="b", place="listeners"))
    assert made.refused("g", Undo(rev=seen.rev)) is Code.NOTHING_TO_UNDO


def test_only_staff_see_what_can_be_taken_back() -> None:
    made = world("a", "b")
    made.do("f", MovePerson(person="a", place="listeners"))
    assert made.view("a").undo is None
    assert made.view("b").undo is None


@given(commands(), st.lists(st.sampled_from(Mode), min_size=1, max_size=4))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_happens_in_between_taking_back_leaves_everybody_one_seat(
    session: list[Asked], modes: list[Mode]
) -> None:
    """`World` holds every law after each command: one seat each, nobody heard where they may not be, views that agree."""
    made = World(sizes=SIZES)
    for person in CAST:
        if CAST[person] in (Role.FACILITATOR, Role.PARTICIPANT):
            made.enter(person, CAST[person])
    acts: list[Command] = [SetPlan(mode=mode) for mode in modes]
    many: tuple[Command, Command] = (ChangePlaces(), MixTables())
    for at, asked in enumerate(session):
        if at % 7 == 0 and acts:
            made.ask("f", acts.pop())
        if at % 5 == 0:
            made.ask("f", many[at % 2])
        made.now += asked.wait
        if asked.actor in made.room.people and CAST[asked.actor] is not Role.SCREEN:
            made.ask(asked.actor, asked.command)
        if (undo := made.room.undo) is not None and at % 3 == 0 and "f" in made.room.people:
            decided = made.ask("f", Undo(rev=undo.rev))
            assert not isinstance(decided, Refusal) or decided.code is Code.SESSION_ENDED
    assert not isinstance(made.ask("f", LayOut()), Refusal) or made.doors().value == "ended"
