"""Plans: what a place means, which plan a mode has, and what happens to people when the plan changes under them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.activities.prompt import StartPrompt
from rooms.audience import Viewer
from rooms.base import Doors, Microphone, Mode, Part, Role, Scope, Takes, Wish
from rooms.commands import (
    GiveTurn,
    LayOut,
    MovePerson,
    RaiseHand,
    SetMicrophone,
    SetStep,
    SetWriting,
    StartActivity,
    TakePlace,
)
from rooms.context import Context
from rooms.events import PlanSet
from rooms.hearing import Ear, heard_by, hearing
from rooms.machine import EVERYBODY, decide, meaning, new_room, replay
from rooms.plan import Area, Plan
from rooms.plans import BUILDERS, build, shapes
from rooms.plans.sizes import Sizes
from rooms.refusals import Code, Refusal
from rooms.rules.plans import lay_out
from rooms.sheet import Step
from tests.rooms.helpers import MINUTE, World, entering, settings, small_plan

AREA = Area(x=0, y=0, w=100, h=100)
BOOTHS, AGAIN, BACK = 2, 3, 4
"""Steps of the session under test: booths, one that says nothing, and the house again."""


def sizes() -> st.SearchStrategy[Sizes]:
    fields: dict[str, Any] = {
        name: st.integers(field.metadata[0].ge, field.metadata[1].le) for name, field in Sizes.model_fields.items()
    }
    return st.builds(Sizes, **fields)


def test_every_mode_has_a_builder() -> None:
    assert BUILDERS.keys() == set(Mode)


@given(st.sampled_from(Mode), sizes())
def test_every_plan_has_what_rooms_need(mode: Mode, wanted: Sizes) -> None:
    plan = build(mode, wanted)
    assert plan.mode is mode
    assert Plan.model_validate_json(plan.model_dump_json()) == plan
    assert plan.waiting is not None
    assert any(place.part is Part.AWAY for place in plan.places)
    for hall in (None, *plan.halls):
        talk, listen = plan.for_arrival(Wish.CIRCLE, hall), plan.for_arrival(Wish.LISTENER, hall)
        assert (talk.hall, listen.hall) == (hall, hall)
        assert talk.hands
        assert listen.listening
    for place in plan.places:
        assert all(place.area.x <= seat.x <= place.area.x + place.area.w for seat in place.seats)
        assert not plan.nearest(place).private
        assert plan.nearest(place).part is place.part


def test_the_same_sizes_give_no_two_places_one_spot() -> None:
    for mode in Mode:
        places = build(mode, Sizes()).places
        for one in places:
            for other in places:
                apart = (
                    one.area.x + one.area.w <= other.area.x
                    or other.area.x + other.area.w <= one.area.x
                    or one.area.y + one.area.h <= other.area.y
                    or other.area.y + other.area.h <= one.area.y
                )
                assert one is other or apart, (mode, one.id, other.id)


@pytest.mark.parametrize("zone", ["veranda", "rest", "booth-1"])
def test_places_of_one_zone_mean_the_same(zone: str) -> None:
    """A table in the zone of the rest place would be heard there."""
    table = shapes.table(9, AREA, 2).model_copy(update={"zone": zone})
    with pytest.raises(ValueError, match="do not mean the same"):
        Plan(places=(*small_plan().places, table))


@pytest.mark.parametrize(
    ("places", "why"),
    [
        ((shapes.circle(AREA, 2), shapes.circle(AREA, 2)), "there twice"),
        ((shapes.circle(AREA, 2).model_copy(update={"hears": ("main", "nowhere")}),), "heard that is not there"),
        ((shapes.booth(1, AREA, 2), shapes.veranda(AREA, 2, 2)), "no place for those who come in"),
        ((shapes.circle(AREA, 2), shapes.veranda(AREA, 2, 2).model_copy(update={"zone": "gate"})), "on the veranda"),
    ],
)
def test_a_plan_that_is_not_sound_is_refused(places: tuple[Any, ...], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Plan(places=places)


def test_a_step_lays_the_room_out_as_it_says() -> None:
    world = World(sizes=Sizes(circle=4, listeners=4, hall=4, booths=2))
    world.enter("f", Role.FACILITATOR)
    world.do("f", SetStep(step=1))
    assert world.room.plan == small_plan()
    world.do("f", SetStep(step=BOOTHS))
    assert world.room.plan.mode is Mode.BOOTHS
    assert world.view("f").plan == world.room.plan
    assert [type(event) for event in world.do("f", SetStep(step=AGAIN))].count(PlanSet) == 0
    assert world.room.plan.mode is Mode.BOOTHS
    world.do("f", SetStep(step=BACK))
    assert world.room.plan == small_plan()
    world.do("f", SetStep(step=AGAIN))
    assert world.room.plan.mode is Mode.BOOTHS, "also on the way back"


def test_people_keep_their_part_when_the_plan_changes() -> None:
    """At a table, resting, listening, waiting, in the hall: each is then where that still is so."""
    world = World(sizes=Sizes(circle=6, listeners=4, hall=4, booths=2))
    world.enter("f", Role.FACILITATOR)
    for person in "abc":
        world.enter(person)
    world.enter("l", wish=Wish.LISTENER)
    world.enter("h", hall="hall")
    world.do("a", TakePlace(place="table-1"))
    world.do("b", TakePlace(place="rest"))
    world.do("f", SetStep(step=BOOTHS))
    room = world.room
    assert room.plan.place("table-1") is None
    assert {pid: room.people[pid].shown.place for pid in "ablh"} == {
        "a": "circle",
        "b": "rest",
        "l": "listeners",
        "h": "hall",
    }
    assert room.people["c"].shown.seat is not None


def test_nobody_is_heard_elsewhere_because_the_plan_changed() -> None:
    world = World(sizes=Sizes(circle=6, listeners=4, hall=4, booths=2))
    world.enter("f", Role.FACILITATOR)
    world.enter("a")
    world.enter("b")
    world.do("a", TakePlace(place="table-1"))
    for person in "ab":
        world.do(person, SetMicrophone(microphone=Microphone.OPEN))
    world.do("f", SetStep(step=BOOTHS))
    shown = {pid: world.room.people[pid].shown for pid in "ab"}
    assert shown["a"].microphone is Microphone.OFF, "was led away"
    assert shown["b"].microphone is Microphone.OPEN, "stayed in the circle"


def test_what_cannot_be_had_at_the_new_place_is_put_down() -> None:
    """From a booth that is gone one comes back to the talk, and a listener's hand would be a call."""
    world = World(sizes=Sizes(circle=2, listeners=4, hall=4, booths=2))
    world.enter("f", Role.FACILITATOR)
    world.enter("a")
    world.do("f", SetStep(step=BOOTHS))
    world.do("a", RaiseHand())
    world.do("f", GiveTurn(person="a"))
    world.do("f", MovePerson(person="a", place="booth-2"))
    world.do("a", SetWriting(writing=True))
    world.say("a", "ふたりだけの話", scope=Scope.BOOTH)
    world.do("f", SetStep(step=BACK))
    assert world.room.people["a"].shown.place == "circle"
    assert not world.room.place_of("a").private
    assert world.reads("a") == []
    assert world.room.turn == "a", "the circle has hands"


def test_activities_go_with_the_place_they_lay_on() -> None:
    world = World(sizes=Sizes(circle=2, listeners=4, hall=4, booths=2))
    world.enter("f", Role.FACILITATOR)
    world.do("f", StartActivity(activity=StartPrompt(text="みんなへ")))
    world.do("f", StartActivity(activity=StartPrompt(text="テーブルへ"), place="table-1"))
    world.do("f", SetStep(step=BOOTHS))
    assert world.view("f").activities.keys() == {""}


def test_who_waits_at_the_door_goes_on_waiting() -> None:
    world = World(at=12 * MINUTE, sizes=Sizes(circle=2, listeners=4, hall=4, booths=2))
    world.enter("f", Role.FACILITATOR)
    world.enter("a")
    assert world.room.doors is Doors.EARLY
    world.do("f", SetStep(step=BOOTHS))
    assert world.view("a").kind is Viewer.ONLOOKER


def test_several_booths_are_each_their_own() -> None:
    """Whoever is in one hears and reads nothing of the other, and nobody outside of either."""
    world = World(sizes=Sizes(circle=6, listeners=4, hall=4, booths=2))
    for person, role in {"f": Role.FACILITATOR, "g": Role.ASSISTANT}.items():
        world.enter(person, role)
    for person in "abc":
        world.enter(person)
    world.do("f", SetStep(step=BOOTHS))
    for person, booth in {"a": "booth-1", "f": "booth-1", "b": "booth-2", "g": "booth-2"}.items():
        staff = person if person in "fg" else "f"
        world.do(staff, MovePerson(person=person, place=booth))
        world.do(person, SetMicrophone(microphone=Microphone.OPEN))
    world.do("c", SetMicrophone(microphone=Microphone.OPEN))
    groups = {frozenset(group.listeners): group.sources for group in hearing(world.room)}
    assert groups == {
        frozenset("af"): frozenset("af"),
        frozenset("bg"): frozenset("bg"),
        frozenset("c"): frozenset("c"),
    }
    world.say("a", "ひとつめの話")
    world.say("b", "ふたつめの話")
    assert (world.reads("f"), world.reads("g"), world.reads("c")) == (["ひとつめの話"], ["ふたつめの話"], [])
    assert world.refused("c", TakePlace(place="booth-2")) is Code.PLACE_NOT_FOR_YOU


def test_a_plan_says_who_hears_whom() -> None:
    """Two groups that change places: one is heard by both, the other by nobody. No rule knows of it; the plan does."""
    talking = shapes.circle(AREA, 4)
    looking_on = shapes.table(1, AREA, 4).model_copy(update={"hears": ("main",), "voice": False, "hands": False})
    veranda = shapes.veranda(AREA, 2, 2)
    world = World(plan=Plan(places=(talking, looking_on, veranda)))
    world.enter("a")
    world.enter("b")
    world.do("a", SetMicrophone(microphone=Microphone.OPEN))
    world.do("b", TakePlace(place="table-1"))
    assert heard_by(world.room, Ear("b", world.room.place_of("b"))) == {"a"}
    assert world.refused("b", RaiseHand()) is Code.NO_HAND_HERE
    assert world.refused("b", SetMicrophone(microphone=Microphone.OPEN)) is Code.NO_VOICE_HERE


def test_two_halls_are_told_apart() -> None:
    """Who sits in one hall takes seats of that hall, and an unknown hall is refused."""
    plan = small_plan()
    second = shapes.hall_seats(AREA, 4, 4, hall="koiwa")
    world = World(plan=Plan(places=(*plan.places, second, shapes.hall_listeners(AREA, 2, 2, hall="koiwa"))))
    world.enter("a", hall="koiwa")
    world.enter("b", hall="koiwa", wish=Wish.LISTENER)
    assert [world.room.people[pid].shown.place for pid in "ab"] == ["koiwa", "koiwa-listeners"]
    assert world.refused("a", TakePlace(place="hall")) is Code.PLACE_NOT_FOR_YOU
    assert world.refused("a", TakePlace(place="circle")) is Code.PLACE_NOT_FOR_YOU
    world.do("a", TakePlace(place="koiwa-listeners"))
    world.look("c")
    assert world.refused("c", entering("c", hall="nowhere")) is Code.NO_SUCH_PLACE


def test_the_mode_of_a_step_is_the_last_one_said() -> None:
    made = settings(steps=(Step(title="一"), Step(title="二", mode=Mode.BOOTHS), Step(title="三")))
    assert [made.mode_at(step) for step in range(3)] == [Mode.IBASHO, Mode.BOOTHS, Mode.BOOTHS]
    assert new_room(made).plan.mode is Mode.IBASHO


def test_a_room_begins_with_its_plan_and_follows_the_office_until_the_doors_open() -> None:
    """Somebody may be there already when a clerk takes tables away: what happened since is replayed on the plan it had."""
    first = new_room(settings(plan=build(Mode.IBASHO, Sizes(tables=3))))
    world = World(at=0, plan=first.plan)
    assert [type(event) for event in world.do("", LayOut())] == [PlanSet]
    world.enter("f", Role.FACILITATOR)
    world.do("f", TakePlace(place="table-3"))
    fewer = settings(plan=build(Mode.BOOTHS, Sizes()))
    room = replay(new_room(fewer), world.log)
    assert room.people["f"].shown.place == "table-3"
    decided = decide(room, LayOut(), Context(actor="", now=1))
    assert not isinstance(decided, Refusal)
    room = replay(room, decided)
    assert (room.plan, room.people["f"].shown.place) == (fewer.plan, "circle")
    assert decide(room, LayOut(), Context(actor="", now=1)) == ()


def test_once_the_doors_are_open_nothing_but_a_step_lays_the_room_out() -> None:
    world = World()
    later = replay(new_room(settings(plan=build(Mode.BOOTHS, Sizes()))), world.log)
    assert later.doors is Doors.OPEN
    assert decide(later, LayOut(), Context(actor="", now=1)) == ()


def test_walks_end_when_the_room_is_laid_out_anew() -> None:
    world = World()
    world.enter("f", Role.FACILITATOR)
    events = world.do("f", SetStep(step=BOOTHS))
    assert meaning(events).stopped is EVERYBODY


def test_a_place_that_means_something_else_is_another_place() -> None:
    """Two groups change places: who was heard by all stands by its name in the group that nobody hears, or the other way."""
    outer = shapes.table(1, AREA, 4)
    first = Plan(places=(shapes.circle(AREA, 4), outer, shapes.veranda(AREA, 2, 2)))
    led = shapes.circle(AREA, 4).model_copy(update={"zone": "inner", "hears": ("inner",), "takes": Takes.STAFF})
    second = Plan(places=(led, outer, shapes.veranda(AREA, 2, 2)))
    world = World(plan=first)
    world.enter("a")
    world.do("a", SetMicrophone(microphone=Microphone.OPEN))
    room = replay(world.room, lay_out(world.room, second))
    assert room.people["a"].shown.place == "table-1"
    assert room.people["a"].shown.microphone is Microphone.OFF


def test_who_would_be_heard_by_more_is_closed_first() -> None:
    outer = shapes.table(1, AREA, 4)
    overhearing = outer.model_copy(update={"hears": ("main",), "voice": False, "hands": False})
    first = Plan(places=(shapes.circle(AREA, 4), outer, shapes.veranda(AREA, 2, 2)))
    second = Plan(places=(shapes.circle(AREA, 4), overhearing, shapes.veranda(AREA, 2, 2)))
    world = World(plan=first)
    world.enter("a")
    world.do("a", SetMicrophone(microphone=Microphone.OPEN))
    room = replay(world.room, lay_out(world.room, second))
    assert (room.people["a"].shown.place, room.people["a"].shown.microphone) == ("circle", Microphone.OFF)
