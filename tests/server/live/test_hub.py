"""The hub: one cut and one encoding for those who are told the same, a cut of their own for those whom an event names, and
nothing for those who may not see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from rooms.base import Microphone, Role
from rooms.commands import Command, MovePerson, RaiseConcern, SetMicrophone, TakePlace
from rooms.events import AnyEvent
from rooms.jsons import Jsons
from rooms.plan import Point
from rooms.walks import Stroll
from server.live.hub import Hub
from server.wire import Bye
from tests.rooms.helpers import World, circle
from tests.server.fakes import FakeClient, framer

NOBODY: frozenset[str] = frozenset()


class Connected:
    """A room whose people are connected, and the frames that were encoded for them."""

    def __init__(self, world: World, **roles: Role) -> None:
        self.world = world
        self.encoded: list[str] = []
        self.hub = Hub(self._frame)
        self.clients: dict[str, FakeClient] = {}
        for person, role in roles.items():
            self.connect(person, role)

    def _frame(self, event: str, payload: bytes) -> bytes:
        self.encoded.append(event)
        return framer(event, payload)

    def connect(self, person: str, role: Role) -> FakeClient:
        client = self.clients[person] = FakeClient()
        member = self.hub.join(self.world.room, person, role, client)
        self.hub.send_view(self.world.room, member, self.world.now, (), NOBODY)
        self.encoded.clear()
        return client

    def happens(self, actor: str, command: Command, *named: str, skip: Sequence[str] = ()) -> tuple[AnyEvent, ...]:
        """The room does it, and everybody is told."""
        start = self.world.room.revision
        events = self.world.do(actor, command)
        self.hub.broadcast(start, events, frozenset(named), frozenset(skip), Jsons())
        return events

    def told(self, person: str) -> list[dict[str, Any]]:
        """The events that somebody was sent."""
        frames = self.clients[person].frames
        return [event for name, payload in frames if name == "events" for event in payload["events"]]


@pytest.fixture
def three() -> Connected:
    """A facilitator and two participants in the circle, and somebody who looks in."""
    world = circle("a", "b")
    world.look("looker")
    roles = {"f": Role.FACILITATOR, "a": Role.PARTICIPANT, "b": Role.PARTICIPANT, "looker": Role.PARTICIPANT}
    return Connected(world, **roles)


def test_who_is_told_the_same_shares_one_encoding(three: Connected) -> None:
    three.world.say("a", "みんなへ")
    said = three.world.log[-1:]
    three.hub.broadcast(three.world.room.revision - 1, said, NOBODY, NOBODY, Jsons())
    assert [event["message"]["text"] for event in three.told("a")] == ["みんなへ"]
    assert three.told("a") == three.told("b") == three.told("f")
    assert three.told("looker") == []
    assert three.encoded == ["events"]


def test_what_is_for_the_staff_leaves_for_the_staff_and_its_author_alone(three: Connected) -> None:
    three.happens("a", RaiseConcern(id="concern-0001", text="心配です"), "a")
    assert [event["type"] for event in three.told("f")] == ["concern_raised"]
    assert [event["type"] for event in three.told("a")] == ["concern_raised"]
    assert three.told("b") == three.told("looker") == []


def test_who_is_named_gets_a_cut_of_their_own(three: Connected) -> None:
    three.happens("f", MovePerson(person="a", place="listeners"), "a")
    by_staff = {person: three.told(person)[0]["by_staff"] for person in "fab"}
    assert by_staff == {"f": True, "a": True, "b": False}


def test_whom_a_batch_leaves_out_is_sent_nothing(three: Connected) -> None:
    three.happens("a", SetMicrophone(microphone=Microphone.OPEN), "a", skip=["b"])
    assert three.told("a")
    assert three.told("b") == []


def test_whose_audience_changed_is_said_once(three: Connected) -> None:
    three.happens("a", TakePlace(place="table-1"), "a")
    changed = three.hub.regroup(three.world.room, ["a", "b", "nobody"])
    assert [member.person for member in changed] == ["a"]
    assert three.hub.regroup(three.world.room, ["a", "b"]) == []


def test_who_speaks_is_told_to_those_who_may_hear_when_it_changes(three: Connected) -> None:
    three.happens("a", SetMicrophone(microphone=Microphone.OPEN), "a")
    for _ in range(2):
        three.hub.speaking(three.world.room, frozenset({"a"}))
    spoken = {
        person: [p["people"] for name, p in c.frames if name == "speaking"] for person, c in three.clients.items()
    }
    assert spoken == {"f": [["a"]], "a": [["a"]], "b": [["a"]], "looker": []}


def test_walks_are_encoded_once_for_all(three: Connected) -> None:
    three.hub.walks([Stroll(person="a", path=(Point(x=1, y=2),), at=5)])
    assert three.encoded == ["walks"]
    assert all(client.last("walks")["walks"][0]["person"] == "a" for client in three.clients.values())


def test_an_empty_room_encodes_nothing() -> None:
    empty = Connected(circle())
    empty.hub.walks([Stroll(person="a", path=(Point(x=1, y=2),), at=5)])
    empty.hub.voice_restarted()
    assert empty.encoded == []


def test_who_comes_back_is_sent_what_they_missed_even_if_it_is_nothing(three: Connected) -> None:
    member = three.hub.member("looker")
    assert member is not None
    start = three.world.room.revision
    three.world.say("a", "縁側には聞こえない")
    three.hub.replay(member, start, start + 1, three.world.log[-1:])
    assert three.clients["looker"].last("events") == {"from": start, "to": start + 1, "events": []}


def test_goodbye_is_said_and_the_connection_ended(three: Connected) -> None:
    member = three.hub.leave("b")
    assert member is not None
    three.hub.bye(member, Bye(code="replaced"))
    assert three.clients["b"].closed
    assert three.clients["b"].last("bye")["code"] == "replaced"
    three.happens("a", SetMicrophone(microphone=Microphone.OPEN), "a")
    assert three.told("b") == []
    assert three.hub.leave("b") is None
    assert three.hub.people() == ["f", "a", "looker"]
    assert len(three.hub) == 3
