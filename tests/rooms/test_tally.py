"""Counting without people: what each way of taking part adds, and what a replay must not add again."""

from __future__ import annotations

from rooms.base import Card, Microphone, ReactionKind, Role, Wish
from rooms.commands import Enter, Leave, LookIn, React, SetCard, SetMicrophone, TakePlace
from rooms.machine import cut
from rooms.tally import Numbers, Tally
from rooms.views import audience_of, view_of
from tests.rooms.story import AVATAR, Story


def tally(story: Story) -> Tally:
    return Tally(story.settings.plan).after(story.events)


def come(story: Story, person: str, origin: str = "", role: Role = Role.PARTICIPANT, **fields: object) -> None:
    story.do(person, LookIn(role=role, device=f"device-{person}", origin=origin))
    story.do(person, Enter.model_validate({"nickname": f"名{person}", "avatar": AVATAR, **fields}))


def test_each_person_is_one_however_often_they_come() -> None:
    story = Story()
    for _ in range(3):
        come(story, "a")
        story.do("a", Leave())
    come(story, "b")
    assert tally(story).totals() == {"": Numbers(total=2, online=2, peak=1)}


def test_staff_and_screens_are_not_counted() -> None:
    story = Story()
    for person, role in (("f", Role.FACILITATOR), ("g", Role.ASSISTANT)):
        come(story, person, role=role)
    story.look("screen", Role.SCREEN)
    story.look("looker")
    assert tally(story).totals() == {}


def test_ways_of_taking_part() -> None:
    story = Story()
    come(story, "a")
    come(story, "b", wish=Wish.LISTENER)
    come(story, "c", in_hall=True, first_time=True)
    come(story, "d", in_hall=True, wish=Wish.LISTENER)
    story.do("a", SetMicrophone(microphone=Microphone.TESTING))
    assert tally(story).totals()[""].spoke == 0, "a test is heard by nobody"
    story.do("a", SetMicrophone(microphone=Microphone.OPEN))
    story.do("b", React(reaction=ReactionKind.NOD))
    story.say("b", "こんにちは", 1)
    story.do("c", SetCard(card=Card.TALK))
    numbers = tally(story).totals()[""]
    assert numbers == Numbers(total=4, online=2, hall=2, listeners=2, spoke=1, wrote=1, reacted=1, first_time=1, peak=4)
    story.do("b", TakePlace(place="circle"))
    assert tally(story).totals()[""].listeners == 1, "who came to the circle did not only listen"


def test_every_town_has_its_own_numbers() -> None:
    story = Story()
    for person, origin in (("a", "一市"), ("b", "一市"), ("c", "二市")):
        come(story, person, origin)
    story.do("a", Leave())
    come(story, "d", "一市")
    totals = tally(story).totals()
    assert {origin: (each.total, each.peak) for origin, each in totals.items()} == {"一市": (3, 2), "二市": (1, 1)}


def test_counting_in_pieces_is_counting_at_once() -> None:
    story = Story()
    for person in "abc":
        come(story, person)
    story.do("b", Leave())
    half = len(story.events) // 2
    pieces = Tally(story.settings.plan).after(story.events[:half]).after(story.events[half:])
    assert pieces.totals() == tally(story).totals()


def test_where_somebody_comes_from_is_shown_to_nobody() -> None:
    story = Story()
    come(story, "a", "ひみつの市", first_time=True)
    come(story, "f", role=Role.FACILITATOR)
    for person in ("a", "f", "looker"):
        audience = audience_of(story.room, person)
        shown = [cut(event, audience) for event in story.events]
        text = "".join(each.model_dump_json() for each in shown if each is not None)
        text += view_of(story.room, audience).model_dump_json()
        assert "ひみつの市" not in text
        assert '"first_time":true' not in text
