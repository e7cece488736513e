"""What may lie in a room's mailbox, and the one way to tell somebody no."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from rooms.base import Role
from rooms.commands import OfferVoice, Refresh, RoomCommand, Walk
from rooms.refusals import Refusal
from server.ports import Client
from server.wire import Refused


@dataclass(slots=True)
class Attach:
    """A client wants in. `done` gets None, or the refusal."""

    client: Client
    person: str
    role: Role
    device: str
    rev: int | None
    done: asyncio.Future[Refusal | None]
    origin: str = ""
    """The organisation whose link it was, for the counts."""


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
    command: RoomCommand | Walk | OfferVoice | Refresh


@dataclass(slots=True)
class Soft:
    """A change of who is speaking, or the loss of all voice peers."""

    speaking: frozenset[str] | None


Item = Attach | Detach | Ask | Soft


def answer(client: Client, ack: int | None, refusal: Refusal) -> None:
    """Tell the person who asked why not (law 3); a command without an acknowledgement number waits for nothing."""
    if ack is not None:
        refused = Refused(code=refusal.code, retry_after=refusal.retry_after)
        client.acknowledge(ack, refused.model_dump_json().encode())
