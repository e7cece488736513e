"""Messages to the staff are never lost: with more messages than any limit, a fresh view, a replay and the fold agree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from rooms import threads
from rooms.audience import Audience
from rooms.base import Role, Scope
from rooms.chatlog import ChatLog
from rooms.commands import HandleMessage, RemoveMessage, Say
from rooms.context import Context
from rooms.events import AnyEvent, Message
from rooms.machine import decide, evolve, replay
from rooms.refusals import Code, Refusal
from rooms.state import Room
from rooms.views import CHAT_OF_ONE_SHOWN, CHAT_SHOWN, View, audience_of, view_of
from tests.rooms.helpers import World, circle, folded, told

PEOPLE = ("f", "g", "a", "b", "c", "d")
Asked = tuple[str, Say | RemoveMessage | HandleMessage]


@contextmanager
def small(talk: int, thread: int, desk: int, least: int, of_one: int) -> Iterator[None]:
    limits = {
        "rooms.views.CHAT_SHOWN": talk,
        "rooms.views.CHAT_OF_ONE_SHOWN": of_one,
        "rooms.threads.THREAD_SHOWN": thread,
        "rooms.threads.DESK_SHOWN": desk,
        "rooms.threads.LEAST_SHOWN": least,
    }
    with ExitStack() as stack:
        for name, value in limits.items():
            stack.enter_context(patch(name, value))
        yield


def full() -> World:
    world = World(capacity=20)
    for person in PEOPLE:
        world.enter(person, {"f": Role.FACILITATOR, "g": Role.ASSISTANT}.get(person, Role.PARTICIPANT))
    return world


def carried_out(room: Room, asked: list[Asked]) -> tuple[Room, list[AnyEvent]]:
    """The room after these, and what happened; what is refused changes nothing."""
    log: list[AnyEvent] = []
    for actor, command in asked:
        decided = decide(room, command, Context(actor=actor, now=room.revision))
        for event in () if isinstance(decided, Refusal) else decided:
            room = evolve(room, event)
            log.append(event)
    return room, log


def waiting(room: Room, log: list[AnyEvent]) -> set[str]:
    """Who waits for the staff, told from all that was ever said: knows nothing of limits."""
    last: dict[str, list[str]] = {}
    for event in log:
        if event.type == "message_said" and event.message.scope is Scope.STAFF:
            message = event.message
            if message.to is not None:
                last[message.to] = []
            elif message.role is Role.PARTICIPANT:
                last.setdefault(message.person, []).append(message.id)
        elif event.type == "message_handled":
            ids = last.get(event.person, [])
            last[event.person] = ids[ids.index(event.id) + 1 :] if event.id in ids else ids
    removed = {event.id for event in log if event.type == "message_removed"}
    return {person for person, ids in last.items() if set(ids) - removed}


def withdrew(room: Room) -> set[str]:
    """Who took words back: behind those may be older ones that their own flood has pushed out."""
    return {threads.thread_of(message) for message in room.chat.messages.values() if message.removed}


@st.composite
def sessions(draw: st.DrawFn) -> list[Asked]:
    """Many short messages: talk, words to the staff, answers, marks and removals, of a few ids."""
    asked: list[Asked] = []
    for number in range(draw(st.integers(20, 60))):
        actor = draw(st.sampled_from(PEOPLE))
        known = f"message-{draw(st.integers(0, max(0, number - 1)))}"
        kind = draw(st.integers(0, 9))
        if kind == 0:
            asked.append((actor, RemoveMessage(id=known)))
        elif kind == 1:
            asked.append(("f", HandleMessage(id=known)))
        elif kind < 5:
            asked.append((actor, Say(id=f"message-{number}", text=f"ことば-{number}")))
        else:
            to = draw(st.sampled_from(PEOPLE)) if actor in "fg" else None
            asked.append((actor, Say(id=f"message-{number}", text="たすけて", scope=Scope.STAFF, to=to)))
    return asked


@given(sessions(), st.integers(1, 4), st.integers(1, 6), st.integers(1, 6), st.integers(1, 4))
def test_a_fresh_view_a_replay_and_the_fold_agree_beyond_every_limit(
    asked: list[Asked], thread: int, desk: int, talk: int, of_one: int
) -> None:
    world = full()
    with small(talk, min(thread, desk), desk, 1, of_one):
        start: dict[str, tuple[Audience, View]] = {}
        for person in PEOPLE:
            audience = audience_of(world.room, person)
            start[person] = audience, view_of(world.room, audience)
        room, log = carried_out(world.room, asked)
        for person, (audience, view) in start.items():
            assert folded(view, told(log, audience)) == view_of(room, audience), person
        assert replay(world.room, log) == room
        for person in "fg":
            held = {each.person for each in view_of(room, audience_of(room, person)).threads if each.waits}
            assert held - withdrew(room) == waiting(room, log) - withdrew(room)


def test_a_cry_for_help_is_on_the_desk_after_any_talk_of_others() -> None:
    """With the real limits."""
    world = full()
    many = [("b", Say(id=f"talk-{n:05}", text="にぎやか")) for n in range(CHAT_SHOWN * 2)]
    flood = [("c", Say(id=f"flood-{n:04}", text="あのね", scope=Scope.STAFF)) for n in range(threads.DESK_SHOWN * 2)]
    room, _ = carried_out(
        world.room, [("a", Say(id="help-0001", text="たすけてください", scope=Scope.STAFF)), *many, *flood]
    )
    desk = view_of(room, audience_of(room, "f")).threads
    assert {each.person: len(each.messages) for each in desk} == {"a": 1, "c": threads.THREAD_SHOWN}
    assert desk[0].messages[0].text == "たすけてください"
    assert view_of(room, audience_of(room, "a")).threads[0].messages[0].text == "たすけてください"
    assert len(view_of(room, audience_of(room, "f")).chat) == CHAT_OF_ONE_SHOWN


def test_an_answer_or_a_mark_ends_the_waiting_and_a_new_word_begins_it() -> None:
    world = circle("p1", "p2")
    first = world.say("p1", "聞こえますか", scope=Scope.STAFF)
    assert [each.waits for each in world.view("f").threads] == [True]
    world.do("f", HandleMessage(id=first))
    assert [each.waits for each in world.view("p1").threads] == [False]
    assert world.do("f", HandleMessage(id=first)) == ()
    world.say("p1", "まだです", scope=Scope.STAFF)
    assert [each.waits for each in world.view("f").threads] == [True]
    world.say("f", "どうしました", scope=Scope.STAFF, to="p1")
    assert [each.waits for each in world.view("f").threads] == [False]
    assert world.view("p2").threads == ()


def test_only_what_was_said_to_the_staff_can_be_marked_as_read() -> None:
    world = circle("p1")
    message = world.say("p1", "みんなへ")
    assert world.refused("f", HandleMessage(id=message)) is Code.NO_SUCH_MESSAGE
    assert world.refused("f", HandleMessage(id="message-none")) is Code.NO_SUCH_MESSAGE


def test_a_flood_takes_the_room_of_its_own_thread_and_of_no_other() -> None:
    with small(3, 10, 12, 2, 3):
        world = full()
        quiet: list[Asked] = [(p, Say(id=f"quiet-{p}-{n}", text="x", scope=Scope.STAFF)) for p in "abc" for n in "12"]
        flood: list[Asked] = [("d", Say(id=f"flood-{n:03}", text="x", scope=Scope.STAFF)) for n in range(40)]
        room, _ = carried_out(world.room, [*quiet, *flood])
        desk = view_of(room, audience_of(room, "f")).threads
        assert {each.person: len(each.messages) for each in desk} == {"a": 2, "b": 2, "c": 2, "d": 6}


class Counted(str):
    """An id that counts how often it is compared."""

    compared = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return str.__eq__(self, other)


def _message(number: int, scope: Scope) -> Message:
    plain = Message(
        id="x", person=f"p{number % 40}", nickname="", avatar=None, role=Role.PARTICIPANT, text="x", scope=scope,
        zone="main", to_hall=False, to=None, at=0,
    )  # fmt: skip
    return plain.model_copy(update={"id": Counted(f"message-{number}")})


def compared(count: int) -> int:
    """How many ids are looked at by finding, adding and removing the oldest of so many messages."""
    log = ChatLog()
    for number in range(count):
        log = log.added(number + 1, _message(number, Scope.ROOM))
    Counted.compared = 0
    assert log.find("message-0") is not None
    log = log.removed("message-0").added(count + 1, _message(count, Scope.ROOM))
    found = log.find("message-0")
    assert found is not None
    assert found.removed
    return Counted.compared


def test_finding_adding_and_removing_do_not_grow_with_the_session() -> None:
    assert compared(5_000) <= compared(50) + 10


def test_a_log_is_a_value() -> None:
    before = ChatLog().added(1, _message(1, Scope.STAFF))
    after = before.removed("message-1").added(2, _message(2, Scope.STAFF))
    assert before.find("message-1").text == "x"  # type: ignore[union-attr]
    assert before.count == 1
    assert after.count == 2
    assert after.desk[0].messages[0].text == ""
