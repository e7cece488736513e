"""Who has been heard how much: told to staff in the room who ask, and to nobody else by any way."""

from __future__ import annotations

import asyncio
import json

from structlog.testing import capture_logs

from rooms.base import Role
from tests.server.fakes import MemoryJournal
from tests.server.room import RoomUnderTest
from tests.virtual_time import now, virtual

SHOW = {"type": "show_balance"}


async def spoke(room: RoomUnderTest, person: str, seconds: float) -> None:
    room.actor.speaking(frozenset({person}))
    await asyncio.sleep(seconds)
    room.actor.speaking(frozenset())


@virtual
async def test_staff_in_the_room_are_answered_in_steps_and_nobody_else_is_told_anything() -> None:
    room = RoomUnderTest(MemoryJournal(), now)
    with capture_logs() as logs:
        await room.start()
        await room.enter("f", Role.FACILITATOR)
        for person in ("a", "b"):
            await room.enter(person)
        await room.enter("l", wish="listener")
        others = {"looker": Role.PARTICIPANT, "screen": Role.SCREEN, "device": Role.HALL_DEVICE}
        for person, role in others.items():
            await room.attach(person, role)
        await room.attach("late", Role.FACILITATOR)
        await room.ask("a", type="set_microphone", microphone="open")
        await spoke(room, "a", 70)
        await room.say("b", "文字で話します")
        shown = (await room.ask("f", **SHOW))["balance"]
        assert shown["people"] == [
            {"person": "a", "voice": 2, "messages": 0, "turn": False},
            {"person": "b", "voice": 0, "messages": 1, "turn": False},
        ]
        assert (shown["home"], shown["hall"]["voice"]) == ({"voice": 1, "messages": 1}, None)
        for person in ("a", "l", *others):
            assert (await room.ask(person, **SHOW))["code"] == "not_allowed", person
        assert (await room.ask("late", **SHOW))["code"] == "not_entered", (
            "who looks in as staff sees what onlookers see"
        )
        for person, client in room.clients.items():
            assert '"messages":' not in json.dumps(client.frames), f"{person} is told by no frame, staff neither"
            if person != "f":
                assert all(answer.get("balance") is None for answer in client.acks.values())
        await room.actor.stop()
    assert "balance" not in repr(logs)


@virtual
async def test_a_server_that_began_anew_knows_the_messages_and_turns_and_says_since_when_it_hears() -> None:
    room = RoomUnderTest(MemoryJournal(), now)
    await room.start()
    for person, role in {"f": Role.FACILITATOR, "a": Role.PARTICIPANT, "b": Role.PARTICIPANT}.items():
        await room.enter(person, role, card="talk")
    began = (await room.ask("f", **SHOW))["balance"]["since"]
    await room.say("a", "ひとこと")
    await room.ask("f", type="begin_round", order=["b"])
    await spoke(room, "b", 200)
    await room.kill_and_restart()
    await room.attach("f", Role.FACILITATOR)
    await spoke(room, "a", 61)
    shown = (await room.ask("f", **SHOW))["balance"]
    assert shown["since"] == began + 200_000
    assert shown["people"] == [
        {"person": "a", "voice": 2, "messages": 1, "turn": False},
        {"person": "b", "voice": 0, "messages": 0, "turn": True},
    ]
    room.actor.voice_restarted()
    await spoke(room, "a", 1)
    await room.ask("f", type="set_doors", doors="ended")
    await room.ended()
    assert not room.actor._ears._measured.seconds
