"""Microphones by example: whose opens where, and what resting one means."""

from __future__ import annotations

from rooms.base import Microphone
from rooms.commands import MovePerson, RestMicrophone, SetMicrophone, TakePlace
from rooms.refusals import Code
from tests.rooms.helpers import circle


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
