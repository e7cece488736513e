"""Counting without people: what each way of taking part adds, and what a replay must not add again."""

from __future__ import annotations

from unittest.mock import patch

from rooms.base import Card, Microphone, ReactionKind, Role, Wish
from rooms.commands import Leave, LetIn, React, SetCard, SetMicrophone, TakePlace
from rooms.machine import cut
from rooms.tally import Numbers, Tally
from rooms.views import audience_of
from tests.rooms.helpers import World, roomy_plan


def open_room() -> World:
    return World(plan=roomy_plan())


def tally(world: World) -> Tally:
    return Tally(world.start.plan).after(world.log)


def test_each_person_is_one_however_often_they_come() -> None:
    world = open_room()
    for _ in range(3):
        world.enter("a")
        world.do("a", Leave())
    world.enter("b")
    assert tally(world).totals() == {"": Numbers(total=2, online=2, peak=1)}


def test_staff_and_screens_are_not_counted() -> None:
    world = open_room()
    for person, role in (("f", Role.FACILITATOR), ("g", Role.ASSISTANT)):
        world.enter(person, role=role)
    world.look("screen", Role.SCREEN)
    world.look("looker")
    assert tally(world).totals() == {}


def test_ways_of_taking_part() -> None:
    world = open_room()
    world.enter("a")
    world.enter("b", wish=Wish.LISTENER)
    world.enter("c", hall="hall", first_time=True)
    world.enter("d", hall="hall", wish=Wish.LISTENER)
    world.do("a", SetMicrophone(microphone=Microphone.TESTING))
    assert tally(world).totals()[""].spoke == 0, "a test is heard by nobody"
    world.do("a", SetMicrophone(microphone=Microphone.OPEN))
    world.do("b", React(reaction=ReactionKind.NOD))
    world.say("b", "こんにちは")
    world.do("c", SetCard(card=Card.TALK))
    numbers = tally(world).totals()[""]
    assert numbers == Numbers(total=4, online=2, hall=2, listeners=2, spoke=1, wrote=1, reacted=1, first_time=1, peak=4)
    world.do("b", TakePlace(place="circle"))
    assert tally(world).totals()[""].listeners == 1, "who came to the circle did not only listen"


def test_every_town_has_its_own_numbers() -> None:
    world = open_room()
    for person, origin in (("a", "一市"), ("b", "一市"), ("c", "二市")):
        world.enter(person, way={"origin": origin})
    world.do("a", Leave())
    world.enter("d", way={"origin": "一市"})
    totals = tally(world).totals()
    assert {origin: (each.total, each.peak) for origin, each in totals.items()} == {"一市": (3, 2), "二市": (1, 1)}


def test_counting_in_pieces_is_counting_at_once() -> None:
    world = open_room()
    for person in "abc":
        world.enter(person)
    world.do("b", Leave())
    half = len(world.log) // 2
    pieces = Tally(world.start.plan).after(world.log[:half]).after(world.log[half:])
    assert pieces.totals() == tally(world).totals()


def test_who_only_waited_in_a_crowd_did_not_take_part() -> None:
    world = open_room()
    with patch("rooms.crowd.OF_A_NETWORK", 1):
        for person in ("a", "b", "c"):
            world.enter(person, way={"network": "hall"})
    assert tally(world).totals()[""] == Numbers(total=1, online=1, peak=1)
    world.do("b", Leave())
    world.enter("f", role=Role.FACILITATOR)
    world.do("f", LetIn())
    assert tally(world).totals()[""] == Numbers(total=2, online=2, peak=2)


def test_where_somebody_comes_from_is_shown_to_nobody() -> None:
    world = open_room()
    world.enter("a", way={"origin": "ひみつの市"}, first_time=True)
    world.enter("f", role=Role.FACILITATOR)
    for person in ("a", "f", "looker"):
        audience = audience_of(world.room, person)
        shown = [cut(event, audience) for event in world.log]
        text = "".join(each.model_dump_json() for each in shown if each is not None)
        text += world.view(person).model_dump_json()
        assert "ひみつの市" not in text
        assert ('"first_time":true' in text) == (person == "f"), "staff are told of the tick, and nobody else"
