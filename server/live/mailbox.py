"""A room's mailbox: what may lie in it, how much of it, and the one way to tell somebody no.

Bounded, so that a flood meets a refusal and not the memory's end. Only a lost connection always gets in: nobody could be
told that it was refused.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass

from rooms.balance import Balance
from rooms.base import AvatarChoice
from rooms.commands import ClientCommand, Command, Walk
from rooms.refusals import Refusal
from server.ports import Client, Visitor
from server.wire import encode_accepted, encode_refused


@dataclass(slots=True)
class Attach:
    """A client wants in. `done` gets None, or the refusal."""

    client: Client
    visitor: Visitor
    rev: int | None
    done: asyncio.Future[Refusal | None]

    @property
    def person(self) -> str:
        return self.visitor.person

    def answer(self, refusal: Refusal | None) -> None:
        """Tell whoever waits, unless they have been told or wait no more."""
        if not self.done.done():
            self.done.set_result(refusal)


@dataclass(slots=True)
class Detach:
    client: Client
    person: str


@dataclass(slots=True)
class Ask:
    """A command of a connected client, with the number of the acknowledgement it waits for."""

    client: Client
    person: str
    ack: int | None
    command: ClientCommand


@dataclass(slots=True)
class Order:
    """Something that the server itself wants of the room, in the name of whom it speaks of. Where nobody waits for it
    (`done`), whoever wants it looks again."""

    command: Command
    person: str = ""
    done: asyncio.Future[Refusal | None] | None = None

    def answer(self, refusal: Refusal | None) -> None:
        """Tell whoever waits."""
        if self.done is not None and not self.done.done():
            self.done.set_result(refusal)


Item = Attach | Detach | Ask | Order

SIZE = 1000
"""Items that may wait; more are refused with `overloaded`."""
BATCH = 64
"""Items that are taken together, and share one journal commit."""


class Mailbox:
    """First in, first out; taken by one loop."""

    def __init__(self) -> None:
        self._items: deque[Item] = deque()
        self._late: deque[Detach] = deque()
        """Who could not be put in; no more than there are connections."""
        self._waiter: asyncio.Future[None] | None = None
        """Of the loop that waits in `take`."""
        self._alarm: asyncio.TimerHandle | None = None
        """Wakes it in time, or too early: then it looks again. Most of what comes changes no deadline, so it stays set."""

    def __bool__(self) -> bool:
        """Whether anything lies in it."""
        return bool(self._items)

    def put(self, item: Item) -> bool:
        """False if it is full."""
        if len(self._items) >= SIZE:
            return False
        self._items.append(item)
        if self._waiter is not None:
            _wake(self._waiter)
        return True

    def put_late(self, item: Detach) -> None:
        """Put it in as soon as there is room."""
        if not self.put(item):
            self._late.append(item)

    async def take(self, seconds: float | None) -> list[Item]:
        """Everything that waits, up to a batch; an empty list if nothing has come for so long (None: for ever)."""
        if not self._items:
            await self._until_something_comes(seconds)
        items = [self._items.popleft() for _ in range(min(BATCH, len(self._items)))]
        while self._late and len(self._items) < SIZE:
            self._items.append(self._late.popleft())
        return items

    async def _until_something_comes(self, seconds: float | None) -> None:
        loop = asyncio.get_running_loop()
        self._waiter = loop.create_future()
        self.wake_within(seconds)
        try:
            await self._waiter
        finally:
            self._waiter = None

    def wake_within(self, seconds: float | None) -> None:
        """Let whoever waits in `take` look after so long at the latest; None asks for nothing."""
        if seconds is None:
            return
        loop = asyncio.get_running_loop()
        when = loop.time() + seconds
        if self._alarm is not None:
            if self._alarm.when() <= when:
                return
            self._alarm.cancel()
        self._alarm = loop.call_at(when, self._ring)

    def _ring(self) -> None:
        self._alarm = None
        if self._waiter is not None:
            _wake(self._waiter)

    def empty(self) -> list[Item]:
        """What lies in it, for somebody who cannot do any of it now and says so."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        items = list(self._items)
        self._items.clear()
        self._late.clear()
        return items


def _wake(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)


def refuse(item: Item, refusal: Refusal) -> None:
    """Tell whoever waits for this item that nothing came of it."""
    if isinstance(item, Ask):
        answer(item.client, item.ack, refusal)
    elif isinstance(item, Attach | Order):
        item.answer(refusal)


def answer(client: Client, ack: int | None, refusal: Refusal) -> None:
    """Tell the person who asked why not (law 3); a command without an acknowledgement number waits for nothing."""
    if ack is not None:
        client.acknowledge(ack, encode_refused(refusal))


def accept(ask: Ask, rev: int) -> None:
    """Tell whoever asked that it was accepted, and the room's revision by then. Of a walk that may be said with whatever is
    told next: it is told to everybody soon."""
    if ask.ack is not None:
        ask.client.acknowledge(ask.ack, encode_accepted(rev), with_next=isinstance(ask.command, Walk))


def show(
    ask: Ask,
    rev: int,
    looks: tuple[AvatarChoice, ...] | None = None,
    nickname: str | None = None,
    balance: Balance | None = None,
) -> None:
    """Tell whoever asked what there is to be had: nothing that waits to be durable."""
    if ask.ack is not None:
        ask.client.acknowledge(ask.ack, encode_accepted(rev, None, looks, nickname, balance))
