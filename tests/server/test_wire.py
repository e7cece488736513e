"""What is sent is what the models say, however it was put together."""

from __future__ import annotations

import ast
from itertools import cycle
from pathlib import Path

import pytest

from rooms.base import Card, Mode, Role, Wire
from rooms.commands import Command, Greet, LookIn, Tick
from rooms.context import Context
from rooms.events import HandRaised, MessageRemoved, TurnEnded
from rooms.looks import LOOKS
from rooms.machine import decide, evolve, new_room
from rooms.plan import Point
from rooms.plans import build
from rooms.plans.sizes import Sizes
from rooms.refusals import Code, Refusal
from rooms.state import Room
from rooms.views import audience_of, view_of
from rooms.walks import Stroll
from server import wire
from tests.rooms.helpers import MINUTE, World, entering, settings

SERVER = Path(wire.__file__).parent
EVENTS = (HandRaised(person="a", at=5), TurnEnded(), MessageRemoved(id='"\u2028も'))


def view() -> wire.ViewMessage:
    world = World()
    world.do("a", LookIn(role=Role.PARTICIPANT, device="x"))
    seen = view_of(world.room, audience_of(world.room, "a"))
    return wire.ViewMessage(rev=3, now=7, view=seen, walks=(), speaking=("b",))


STROLL = Stroll(person="a", path=(Point(x=1, y=2),), at=5)


@pytest.mark.parametrize(
    ("encoded", "message"),
    [
        (wire.encode_events(3, 6, EVENTS), wire.EventsMessage.model_validate({"from": 3, "to": 6, "events": EVENTS})),
        (wire.encode_events(3, 3, ()), wire.EventsMessage.model_validate({"from": 3, "to": 3, "events": ()})),
        (wire.encode_accepted(412), wire.Accepted(rev=412)),
        (wire.encode_accepted(412, nickname="さくら"), wire.Accepted(rev=412, nickname="さくら")),
        (wire.encode_accepted(412, looks=LOOKS[:2]), wire.Accepted(rev=412, looks=LOOKS[:2])),
        (wire.encode_accepted(412, 'v=0\r\n"'), wire.Accepted(rev=412, answer='v=0\r\n"')),
        (wire.encode_refused(Refusal(Code.TOO_FAST, 250)), wire.Refused(code=Code.TOO_FAST, retry_after=250)),
        (wire.encode_refused(Refusal(Code.HELD)), wire.Refused(code=Code.HELD)),
    ],
)
def test_what_is_put_together_by_hand_is_the_model(encoded: bytes, message: Wire) -> None:
    assert encoded == message.model_dump_json(by_alias=True).encode()
    assert type(message).model_validate_json(encoded) == message


@pytest.mark.parametrize(
    "message",
    [
        view(),
        wire.WalksMessage(walks=(STROLL,)),
        wire.SpeakingMessage(people=("a",)),
        wire.VoiceMessage(),
        wire.Bye(code="sent_away", for_good=True),
    ],
    ids=lambda message: type(message).__name__,
)
def test_what_is_encoded_is_read_back_as_it_was(
    message: wire.ViewMessage | wire.WalksMessage | wire.SpeakingMessage | wire.VoiceMessage | wire.Bye,
) -> None:
    assert type(message).model_validate_json(wire.encode(message)) == message


def hand_made(source: str) -> list[str]:
    """Bytes in a file's code that look like JSON of an object."""
    constants = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    return [value.decode("latin-1") for value in constants if isinstance(value, bytes) and value.startswith(b'{"')]


def test_nobody_else_makes_json_by_hand() -> None:
    made = {
        str(path.relative_to(SERVER)): found
        for path in SERVER.rglob("*.py")
        if (found := hand_made(path.read_text(encoding="utf-8")))
    }
    assert set(made) == {"wire.py"}, made
    assert hand_made("""send(b'{"restarted":true}')""") == ['{"restarted":true}']


def _lecture(ids: list[str]) -> Room:
    """Of so many, who came half a second to three seconds after each other, some of them for the first time."""
    sizes = Sizes()
    room = new_room(settings(sizes=sizes, plan=build(Mode.LECTURE, sizes), capacity=500))
    now = 30 * MINUTE
    done: list[tuple[str, Command]] = [
        ("", Tick()),
        ("staff", LookIn(role=Role.FACILITATOR, device="staff")),
        ("staff", entering("staff", nickname="かかり", avatar=LOOKS[0])),
    ]
    done += [
        each
        for person, look in zip(ids, cycle(LOOKS), strict=False)
        for each in (
            (person, LookIn(role=Role.PARTICIPANT, device=person)),
            (person, entering(person, nickname=f"なまえ {person[-3:]}", avatar=look, card=Card.TALK)),
        )
    ]
    done += [("staff", Greet(person=person)) for person in ids[::3]]
    for number, (actor, command) in enumerate(done):
        now += 250 + number % 7 * 200
        decision = decide(room, command, Context(actor=actor, now=now, chance=0))
        assert not isinstance(decision, Refusal), decision
        for event in decision:
            room = evolve(room, event)
    return room


def test_a_lecture_of_four_hundred_fits_a_telephone() -> None:
    """For a listener and for the desk. (And what it leaves out is taken as it was.)"""
    ids = [f"AbCdEfGh{number:04}" for number in range(400)]
    room = _lecture(ids)
    for viewer in (ids[7], "staff"):
        seen = view_of(room, audience_of(room, viewer))
        assert len(seen.people) == len(ids) + 1
        assert len(seen.arrivals) == (len(ids) if viewer == "staff" else 0)
        message = wire.ViewMessage(rev=3, now=7, view=seen, walks=(), speaking=())
        assert len(wire.encode(message)) <= 60_000, viewer
        assert wire.ViewMessage.model_validate_json(wire.encode(message)) == message
