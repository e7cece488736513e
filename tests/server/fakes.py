"""The network, the clock, and for runs in virtual time the disk, faked; everything else in these tests is real."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from rooms.events import event_list
from rooms.hearing import HearingPlan
from rooms.machine import fold
from rooms.views import View
from server.ports import Fenced, JournalCut, JournalEntry, JournalLost, Token, VoiceListener
from server.wire import ViewMessage
from tests.patience import PATIENCE


class Clock:
    """Milliseconds that move only when told."""

    def __init__(self, now: int = 1_000_000) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


class FakeClient:
    """A connected client that keeps what it was sent and folds it, like a browser."""

    def __init__(self) -> None:
        self.frames: list[tuple[str, Any]] = []
        self.acks: dict[int, dict[str, Any]] = {}
        self.answered: dict[int, Callable[[], None]] = {}
        """What to call at the moment of an acknowledgement."""
        self.view: View | None = None
        self.rev: int | None = None
        self.closed = False
        self.order: list[str] = []
        self._waiting: list[asyncio.Future[None]] = []

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is true; looks whenever this client is sent anything."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                waiting = asyncio.get_running_loop().create_future()
                self._waiting.append(waiting)
                await waiting

    async def acknowledged(self, ack: int) -> dict[str, Any]:
        await self.until(lambda: ack in self.acks)
        return self.acks[ack]

    def _changed(self) -> None:
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            if not each.done():
                each.set_result(None)

    def send(self, frame: bytes, *, volatile: bool = False) -> None:
        assert not self.closed
        event, payload = json.loads(frame)
        self.frames.append((event, payload))
        self.order.append(event)
        if event == "view":
            self.view = ViewMessage.model_validate_json(frame[len('["view",') : -1]).view
            self.rev = payload["rev"]
        elif event == "events":
            assert self.view is not None
            assert self.rev is not None
            assert self.rev <= payload["from"] <= payload["to"], "events that reach back before what is known"
            for each in event_list.validate_json(json.dumps(payload["events"])):
                self.view = fold(self.view, each)
            self.rev = payload["to"]
        self._changed()

    def acknowledge(self, ack: int, payload: bytes, *, with_next: bool = False) -> None:
        assert ack not in self.acks, "nobody is answered twice"
        self.acks[ack] = json.loads(payload)
        self.order.append(f"ack {ack}")
        self.answered.pop(ack, lambda: None)()
        self._changed()

    def close(self) -> None:
        self.closed = True
        self._changed()

    def last(self, event: str) -> Any:
        return next(payload for name, payload in reversed(self.frames) if name == event)


def framer(event: str, payload: bytes) -> bytes:
    """Frames that FakeClient can read."""
    return b'["%s",%s]' % (event.encode(), payload)


class SilentVoice:
    """A voice engine without sound: keeps the plans it was given."""

    def __init__(self) -> None:
        self.plans: dict[str, HearingPlan] = {}
        self.closed: list[tuple[str, str]] = []
        self.listener: VoiceListener | None = None

    async def start(self, listener: VoiceListener) -> None:
        self.listener = listener

    async def stop(self) -> None:
        self.listener = None

    async def offer(self, room: str, person: str, sdp: str) -> str:
        return f"answer to {sdp}"

    def plan(self, room: str, plan: HearingPlan) -> None:
        self.plans[room] = plan

    def close(self, room: str, person: str) -> None:
        self.closed.append((room, person))

    def close_room(self, room: str) -> None:
        self.plans.pop(room, None)

    async def stats(self) -> dict[str, float]:
        return {"peers": 0.0}


async def _at_once() -> None:
    """A disk that takes no time and never fails."""


class MemoryJournal:
    """A journal for loops without threads. `write` is awaited before an append takes hold, and may raise JournalLost.

    What it holds outlives the room that wrote it, as a disk does.
    """

    def __init__(self, write: Callable[[], Awaitable[None]] = _at_once) -> None:
        self._write = write
        self._rooms: dict[str, list[JournalEntry]] = {}
        self._tokens: dict[str, Token] = {}
        self._erased: set[str] = set()

    async def open(self, room: str, token: Token) -> None:
        if room in self._erased:
            raise JournalLost
        if token < self._tokens.get(room, 0):
            raise Fenced
        self._tokens[room] = token
        self._rooms.setdefault(room, [])

    async def append(self, room: str, token: Token, after: int, entries: Sequence[JournalEntry]) -> None:
        await self._write()
        if room not in self._rooms:
            raise JournalLost
        if self._tokens[room] != token:
            raise Fenced
        kept = self._rooms[room]
        if (kept[-1].last if kept else 0) != after:
            raise JournalCut
        kept.extend(entries)

    def append_at_once(self, room: str, token: Token, after: int, entries: Sequence[JournalEntry]) -> bool:
        return False

    async def read(self, room: str) -> list[JournalEntry]:
        if room not in self._rooms:
            raise JournalLost
        return list(self._rooms[room])

    async def cut(self, room: str, token: Token, after: int) -> None:
        if self._tokens[room] != token:
            raise Fenced
        self.lose(room, after)

    def lose(self, room: str, after: int) -> None:
        """As a store that has lost what came last."""
        self._rooms[room] = [entry for entry in self._rooms.get(room, ()) if entry.last <= after]

    def drop(self, room: str, last: int) -> None:
        """Take one entry out of the middle."""
        self._rooms[room] = [entry for entry in self._rooms[room] if entry.last != last]

    async def newest(self, room: str) -> Token:
        return self._tokens.get(room, Token(0))

    async def erase(self, room: str) -> None:
        self._rooms.pop(room, None)
        self._erased.add(room)
