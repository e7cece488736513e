"""From what happened to what each is sent: events to those who were there, views to those who see another room than before.

A batch is told once it is durable, and in one order: events, fresh views, those who arrive, acknowledgements, and last
those who go. So a client has folded in what its command caused when the command is acknowledged, and who goes has seen all
that was theirs to see. What the events are is nothing to this file: their rows say what they mean (`rooms.machine.meaning`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from rooms.events import AnyEvent
from rooms.jsons import Jsons
from rooms.machine import EVERYBODY, Farewell, meaning, retold
from rooms.notes import Handed
from rooms.refusals import Refusal
from rooms.state import Room
from rooms.walks import Stroll
from server.live.ears import Ears
from server.live.hub import Hub
from server.live.mailbox import Ask, Attach, Order, accept, answer
from server.live.strolls import Strolls
from server.ports import Client
from server.wire import Bye

RECENT = 512
"""Events kept for those who come back after a short break."""
PEOPLE_MET = 4000
"""People of whom it is remembered that they were sent the room as it is since it was read."""


@dataclass(slots=True)
class Batch:
    """What one round of the room's loop has decided and not yet told."""

    start: int
    """The room's revision before it."""
    events: list[AnyEvent] = field(default_factory=list)
    jsons: Jsons = field(default_factory=Jsons)
    answers: list[tuple[Ask, int]] = field(default_factory=list)
    """Who asked for something that was accepted, and the room's revision after it."""
    arrivals: list[Attach] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    """What the server itself wanted, and was decided."""
    notes: list[Handed] = field(default_factory=list)
    """What the events hand out for administrators."""
    fresh: list[Ask] = field(default_factory=list)
    """Who asked for a fresh view, each by one connection."""

    def refuse(self, refusal: Refusal) -> None:
        """None of it holds: tell all who wait."""
        for ask, _ in self.answers:
            answer(ask.client, ask.ack, refusal)
        self.turn_away(refusal)

    def turn_away(self, refusal: Refusal) -> None:
        """Those who arrive are not let in. What was asked stays open: nobody knows whether it became durable."""
        for attach in self.arrivals:
            attach.answer(refusal)
        for order in self.orders:
            order.answer(refusal)

    def gave_up(self, client: Client) -> None:
        """A client that arrived in this batch is gone already."""
        for attach in self.arrivals:
            if attach.client is client:
                attach.answer(None)
        self.arrivals = [attach for attach in self.arrivals if attach.client is not client]


class Telling:
    """Tells those connected to one room what happens in it. Called after each batch with the room as it then is."""

    def __init__(self, hub: Hub, ears: Ears, now: Callable[[], int]) -> None:
        self._hub = hub
        self._ears = ears
        self._now = now
        self._strolls = Strolls(hub.walks)
        self._recent: deque[AnyEvent] = deque(maxlen=RECENT)
        self._loaded = 0
        self._met: set[str] = set()

    def begin(self, revision: int) -> None:
        """The room was read from its journal up to here. A store that lost its last second may be shorter than what was
        told: a higher revision means nothing until its owner was sent something of the room as it is now."""
        self._loaded = revision
        self._met.clear()

    def remember(self, events: Iterable[AnyEvent]) -> None:
        """Events that are durable: those who come back soon are told them from memory."""
        self._recent.extend(events)

    def tell(self, room: Room, batch: Batch) -> None:
        """Tell everybody a durable batch, each as much as they may see."""
        means = meaning(batch.events)
        arrived = {attach.person for attach in batch.arrivals if not self._is_told(attach.person)}
        moved = self._hub.people() if means.moved is EVERYBODY else means.moved
        changed = {member.person for member in self._hub.regroup(room, moved)}
        alone, asked = self._asked_again(batch.fresh, changed | arrived)
        fresh = (changed | asked) - arrived
        if batch.events:
            self._strolls.forget(means.stopped)
            # What is taken back in the batch in which it was said is never told.
            events = retold(batch.events, room) if len(batch.events) > 1 else batch.events
            self._hub.broadcast(batch.start, events, means.named, frozenset(fresh | arrived), batch.jsons)
        if means.hearing:
            self._ears.follow()
        for person in fresh:
            self._send_view(room, person)
        for ask in alone:
            self._send_view(room, ask.person, ask.client)
            self._hub.welcome(ask.person, ask.client)
        for attach in batch.arrivals:
            self._welcome(room, attach)
        self.answer(batch)
        self._hub.put_out(room.remotes)
        for person, farewell in means.gone.items():
            self._see_off(room, person, farewell)

    def answer(self, batch: Batch) -> None:
        """Tell those whose asking was accepted; after what it caused, so that they know it by then."""
        for ask, rev in batch.answers:
            accept(ask, rev)
        for order in batch.orders:
            order.answer(None)

    def walks(self, stroll: Stroll) -> None:
        """Somebody strolls: told soon, with others', and to nobody twice."""
        self._strolls.add(stroll)

    def dismiss(self, bye: Bye) -> None:
        """End every connection, with a word why."""
        for person in self._hub.people():
            member = self._hub.leave(person)
            if member is not None:
                self._hub.bye(member, bye)

    def forget(self) -> None:
        """What was told is not true any more, or nobody's business."""
        self._recent.clear()

    def stop(self) -> None:
        self._strolls.stop()

    def _is_told(self, person: str) -> bool:
        """Whether somebody is here by another connection than those that arrive."""
        member = self._hub.member(person)
        return member is not None and member.told

    def _send_view(self, room: Room, person: str, client: Client | None = None) -> None:
        member = self._hub.member(person)
        if member is not None:
            self._hub.send_view(room, member, self._now(), self._strolls.all(), self._ears.speaking, client)

    def _welcome(self, room: Room, attach: Attach) -> None:
        """Give somebody who (re)connected what they missed, or a fresh view."""
        member = self._hub.member(attach.person)
        if member is None or member.asks_by(attach.client) is None:  # gone, or replaced in the same batch
            return attach.answer(None)
        if member.several or attach.visitor.remote:
            # All of theirs are told the same from here on, whatever each has seen.
            self._send_view(room, attach.person, attach.client)
        else:
            missed = self._missed(room, attach)
            if missed is None:
                self._send_view(room, attach.person)
            else:
                self._hub.replay(member, attach.rev or 0, room.revision, retold(missed, room))
            if len(self._met) >= PEOPLE_MET:  # whoever is forgotten is sent a fresh view
                self._met.clear()
            self._met.add(attach.person)
        self._hub.welcome(attach.person, attach.client)
        attach.answer(None)

    def _asked_again(self, asks: Iterable[Ask], sent_anyway: set[str]) -> tuple[list[Ask], set[str]]:
        """Of those who asked for a fresh view: whose other connections are told what happened, and nothing twice; and whose
        all are sent one. One that waits for its view is told nothing before it."""
        alone = list[Ask]()
        for ask in asks:
            member = self._hub.member(ask.person)
            if ask.person not in sent_anyway and member is not None and member.asks_by(ask.client) is not None:
                self._hub.awaits(member, ask.client)
                alone.append(ask)
        whole = {ask.person for ask in alone if not self._is_told(ask.person)}
        for ask in [each for each in alone if each.person in whole]:
            self._hub.welcome(ask.person, ask.client)
        return [ask for ask in alone if ask.person not in whole], whole

    def _missed(self, room: Room, attach: Attach) -> Sequence[AnyEvent] | None:
        """The events since the revision a client says it has; None where only a fresh view is right."""
        person, rev = room.people.get(attach.person), attach.rev
        if person is None or rev is None or room.begun_rev is None:
            return None
        if not max(person.zone_rev, room.begun_rev) <= rev <= room.revision:
            return None
        if rev > self._loaded and attach.person not in self._met:
            return None
        count = room.revision - rev
        if count > len(self._recent):
            return None
        return list(self._recent)[len(self._recent) - count :]

    def _see_off(self, room: Room, person: str, farewell: Farewell) -> None:
        """Free everything of somebody who is no longer here."""
        self._ears.close(person)
        if person in room.people or person in room.onlookers:
            return
        member = self._hub.leave(person)
        if member is not None:
            self._hub.bye(member, Bye(code=farewell.code, for_good=farewell.for_good))
