"""Who connects to a room and whose connection ends: by the page one came with, or by a 手元リモコン beside it.

A person is here for as long as one of their connections is. A page replaces the page before it; a remote replaces nobody, is
replaced by nobody, and is let in only as one of those that the room keeps of its person, who has to be in the room.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from rooms.base import Microphone
from rooms.commands import Command, LookIn, LoseConnection, SetMicrophone, SpeakToAll
from rooms.refusals import Code, Refusal
from rooms.state import Room
from server.live.hub import Hub
from server.live.mailbox import Attach, Detach, Item, Order, refuse
from server.live.paces import Paces
from server.live.telling import Batch
from server.ports import Visitor
from server.wire import Bye

Decide = Callable[[Batch, Command, str], Refusal | None]
SPEECHLESS = 15.0
"""Seconds in which a page whose connection was lost comes back, if it does."""
WAIT_MS = 3000
"""After so long a remote may look whether its person is here again."""


class Coming:
    """Of one room. `room` gives the room of this moment; `now` in ms."""

    def __init__(
        self,
        room: Callable[[], Room],
        hub: Hub,
        paces: Paces,
        decide: Decide,
        put: Callable[[Item], bool],
        now: Callable[[], int],
    ) -> None:
        self._room = room
        self._hub = hub
        self._paces = paces
        self._decide = decide
        self._put = put
        self._now = now

    def arrived(self, batch: Batch, attach: Attach) -> None:
        """Somebody connects: they are told with the batch, or refused at once."""
        visitor = attach.visitor
        refusal = self._not_this_remote(visitor) or self._paces.arrives(self._room(), visitor, self._now())
        if refusal is None:
            refusal = self._decide(batch, _look_in(visitor), visitor.person)
        if refusal is not None:
            return refuse(attach, refusal)
        old = self._hub.page_of(visitor.person)
        if old is not None and not visitor.remote:
            self._hub.bye_to(old, Bye(code="replaced"))
        self._hub.join(self._room(), visitor.person, visitor.role, attach.client, visitor.remote, visitor.link)
        batch.arrivals.append(attach)
        self._speaks_no_more(visitor.person)

    def departed(self, batch: Batch, detach: Detach) -> None:
        """A connection has ended; with the last one of a person, they are lost."""
        left = self._hub.drop(detach.person, detach.client)
        if left is None:
            return
        batch.gave_up(detach.client)
        if left == 0:
            self._decide(batch, LoseConnection(), detach.person)
        else:
            self._speaks_no_more(detach.person)

    def _speaks_no_more(self, person: str) -> None:
        """Where only a remote is left of somebody, and their page does not come back soon, their microphone closes: nobody
        is shown as speaking before whom no microphone stands."""

        def without() -> bool:
            member = self._hub.member(person)
            return member is not None and member.page is None

        def close() -> None:
            if without():
                self._put(Order(SetMicrophone(microphone=Microphone.OFF), person))
                self._put(Order(SpeakToAll(on=False), person))

        if without():
            asyncio.get_running_loop().call_later(SPEECHLESS, close)

    def _not_this_remote(self, visitor: Visitor) -> Refusal | None:
        room = self._room()
        if not visitor.remote:
            return None
        if visitor.remote not in room.remotes.get(visitor.person, ()):
            return Refusal(Code.REMOTE_ENDED)
        return None if visitor.person in room.people else Refusal(Code.REMOTE_WAITS, WAIT_MS)


def _look_in(visitor: Visitor) -> LookIn:
    """A remote brings its device, by which its owner is known, too. The right by which they are here stays the page's."""
    if visitor.remote:
        return LookIn(role=visitor.role, device=visitor.device)
    return LookIn(
        role=visitor.role,
        device=visitor.device,
        origin=visitor.origin,
        link=visitor.link,
        network=visitor.network,
        personal=visitor.personal,
    )
