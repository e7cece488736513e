"""Microphones by example: whose opens where, and what resting one means."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moderation.permissions import may
from rooms.base import Microphone, Role
from rooms.commands import (
    Command,
    Leave,
    LookIn,
    MovePerson,
    Play,
    RestMicrophone,
    SendAway,
    SetMicrophone,
    TakePlace,
    Tick,
)
from rooms.hearing import hearing
from rooms.refusals import Code
from tests.rooms.commands import ALPHABET
from tests.rooms.helpers import MINUTE, circle, entering


def test_testing_is_heard_by_nobody_and_seen_by_nobody() -> None:
    world = circle("p1", "p2")
    world.do("p1", SetMicrophone(microphone=Microphone.TESTING))
    assert world.hears("p2") == set()
    assert world.view("p2").people["p1"].microphone is Microphone.OFF
    assert world.view("p1").people["p1"].microphone is Microphone.TESTING


def test_a_listener_seat_speaks_only_after_moving() -> None:
    world = circle("p1", "p2")
    world.do("p1", TakePlace(place="listeners"))
    assert world.refused("p1", SetMicrophone(microphone=Microphone.OPEN)) is Code.NO_VOICE_HERE
    world.do("p1", TakePlace(place="circle"))
    world.do("p1", SetMicrophone(microphone=Microphone.OPEN))
    assert world.hears("p2") == {"p1"}
    world.do("f", MovePerson(person="p1", place="listeners"))
    assert world.hears("p2") == set()
    assert world.shown("p1").microphone is Microphone.OFF


def test_a_rested_microphone_stays_closed_until_woken_and_then_its_owner_opens_it() -> None:
    world = circle("p1", "p2")
    world.do("p1", SetMicrophone(microphone=Microphone.OPEN))
    world.do("f", RestMicrophone(person="p1"))
    assert world.hears("p2") == set()
    assert world.refused("p1", SetMicrophone(microphone=Microphone.OPEN)) is Code.MICROPHONE_RESTED
    assert not world.view("p2").people["p1"].rested
    assert world.view("p1").people["p1"].rested
    world.do("f", RestMicrophone(person="p1", rested=False))
    assert world.shown("p1").microphone is Microphone.OFF


ITS_DEVICE, SECOND_DEVICE = "device-a", "device-second"


def own_commands() -> st.SearchStrategy[list[tuple[str, Command, int]]]:
    """What somebody with two devices and three names can do by themselves. Opening the microphone is what they are after."""
    allowed = [kind for kind in ALPHABET if may(Role.PARTICIPANT, kind) and kind is not Play]

    def by(name: str) -> st.SearchStrategy[tuple[str, Command, int]]:
        device = SECOND_DEVICE if name == "link" else ITS_DEVICE
        look = st.just(LookIn(role=Role.PARTICIPANT, device=device))
        speak = st.sampled_from([SetMicrophone(microphone=Microphone.OPEN), TakePlace(place="circle")])
        anything = st.one_of(*(ALPHABET[kind](name) for kind in allowed))
        own = st.one_of(look, look, st.just(entering(name)), speak, speak, st.just(Leave()), anything)
        return st.tuples(st.just(name), own, st.sampled_from([0, 1000, 3 * MINUTE]))

    return st.lists(st.one_of(by("a"), by("a"), by("tab"), by("link")), max_size=30)


@given(own_commands())
def test_nothing_that_a_rested_one_does_makes_them_heard(session: list[tuple[str, Command, int]]) -> None:
    world = circle("a", "b")
    world.look("a", device=SECOND_DEVICE)
    world.do("a", SetMicrophone(microphone=Microphone.OPEN))
    world.do("f", RestMicrophone(person="a"))
    for person, command, wait in session:
        world.now += wait
        world.ask(person, command)
        world.ask("", Tick())
        sources = {source for group in hearing(world.room) for source in group.sources}
        assert not sources & {"a", "tab", "link"}


def test_a_rest_holds_over_leaving_and_for_the_device_until_staff_end_it() -> None:
    world = circle("a", "b")
    world.do("f", RestMicrophone(person="a"))
    world.do("a", Leave())
    for name in ("a", "tab"):
        world.look(name, device=ITS_DEVICE)
        world.do(name, entering(name))
        assert world.refused(name, SetMicrophone(microphone=Microphone.OPEN)) is Code.MICROPHONE_RESTED
    world.do("f", RestMicrophone(person="tab", rested=False))
    for name in ("a", "tab"):
        world.do(name, SetMicrophone(microphone=Microphone.OPEN))
    assert world.hears("b") >= {"a", "tab"}


def test_resting_one_rests_whoever_speaks_by_the_same_device() -> None:
    world = circle("a", "b")
    world.look("tab", device=ITS_DEVICE)
    world.do("tab", entering("tab"))
    world.do("tab", SetMicrophone(microphone=Microphone.OPEN))
    world.do("f", RestMicrophone(person="a"))
    assert world.shown("tab").rested
    assert world.hears("b") == set()


def test_a_rest_of_one_s_microphone_is_kept_over_being_sent_away_for_now() -> None:
    world = circle("a")
    world.do("f", RestMicrophone(person="a"))
    world.do("f", SendAway(person="a"))
    world.enter("a")
    assert world.shown("a").rested
