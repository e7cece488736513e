"""The one writer of a room: a bounded mailbox, and a loop that does gate → decide → evolve → journal → tell.

Commands that wait at the same time are decided one after another and committed to the journal as one group. The room
evolves at once; acknowledging and telling wait for the journal, so that nothing that anybody has seen can be lost by a kill.
When the journal fails, the room in memory is ahead of the truth: everybody is sent off to reconnect and the actor begins
again from the journal. Walks and speaking are soft: never journaled, lost in a crash.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import structlog

from moderation.gate import NO_LIMITS, Limits, judge
from rooms.base import STAFF_ROLES, Doors, Role
from rooms.commands import (
    Command,
    Enter,
    Leave,
    LookIn,
    LoseConnection,
    OfferVoice,
    Refresh,
    RoomCommand,
    Tick,
    Walk,
)
from rooms.context import Context
from rooms.events import AnyEvent
from rooms.hearing import HearingPlan, hearing
from rooms.machine import EVERYBODY, Farewell, decide, evolve, meaning, new_room, next_deadline, replay
from rooms.past import dump_events, load_events
from rooms.refusals import Code, Refusal
from rooms.state import Room, Settings
from rooms.walks import stroll
from server.live.counter import Counter, Write
from server.live.hub import Hub
from server.live.mailbox import Ask, Attach, Detach, Item, Soft, answer
from server.live.strolls import Strolls
from server.ports import (
    Client,
    Framer,
    Journal,
    JournalEntry,
    JournalLost,
    VoiceEngine,
    VoiceRefused,
)
from server.wire import Accepted, Bye, Refused

MAILBOX = 1000
"""Items that may wait; more are refused with `overloaded`."""
BATCH = 64
"""Commands that share one journal commit."""
LIMITS_KEPT = 4000
"""People whose rates are remembered: also of those who left, so that coming again buys nobody new haste."""
RECENT = 512
"""Events kept for those who come back after a short break."""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Batch:
    """What one round of the loop has decided and not yet told."""

    start: int
    events: list[AnyEvent] = field(default_factory=list)
    answers: list[tuple[Client, int, bytes]] = field(default_factory=list)
    arrivals: list[Attach] = field(default_factory=list)
    fresh: set[str] = field(default_factory=set)


class RoomActor:
    """Runs one room. All methods are called on the server's event loop."""

    def __init__(
        self,
        settings: Settings,
        journal: Journal,
        voice: VoiceEngine,
        framer: Framer,
        now: Callable[[], int],
        on_end: Callable[[str], Awaitable[None]],
        keep_counts: Write,
    ) -> None:
        self.id = settings.session
        self._settings = settings
        self._journal = journal
        self._voice = voice
        self._now = now
        self._on_end = on_end
        self.room: Room = new_room(settings)
        self._counter = Counter(settings.session, settings.plan, keep_counts)
        self._hub = Hub(framer)
        self._mailbox: asyncio.Queue[Item] = asyncio.Queue(MAILBOX)
        self._recent: deque[AnyEvent] = deque(maxlen=RECENT)
        self._limits: dict[str, Limits] = {}
        self._strolls = Strolls(self._hub.walks)
        self._speaking: frozenset[str] = frozenset()
        self._plan: HearingPlan | None = None
        self._task: asyncio.Task[None] | None = None
        self._side_tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    # -- life ----------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Load the journal and begin. Everybody who was connected counts as just lost: nobody sees an absence yet."""
        await self._load()
        self._task = asyncio.create_task(self._run(), name=f"room {self.id}")

    async def _load(self) -> None:
        await self._journal.create(self.id)
        room = new_room(self._settings)
        self._recent.clear()
        self._counter.begin()
        for entry in await self._journal.read(self.id):
            events = load_events(entry.payload)
            self._counter.replayed(events)
            room = replay(room, events)
            self._recent.extend(events)
        self.room = room
        batch = _Batch(room.revision)
        for person in [*room.people, *room.onlookers]:
            known = room.people.get(person)
            if known is None or known.lost_at is None:
                self._decide(batch, LoseConnection(), person)
        self._decide(batch, Tick(), "")
        await self._commit(batch)
        self._update_plan()

    async def stop(self) -> None:
        """Graceful end of the server: tell everybody that it comes back, and leave the room as it is."""
        self._stopping = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        for task in list(self._side_tasks):
            task.cancel()
        self._dismiss(Bye(code="shutting_down"))
        self._strolls.stop()
        await self._counter.close()

    @property
    def ended(self) -> bool:
        return self.room.doors is Doors.ENDED

    @property
    def connected(self) -> int:
        return len(self._hub)

    # -- what the adapters call ------------------------------------------------------------------------------------

    async def attach(
        self, client: Client, person: str, role: Role, device: str, rev: int | None, origin: str = ""
    ) -> Refusal | None:
        """Connect a client. Returns when its view is on the way, or with the refusal."""
        done: asyncio.Future[Refusal | None] = asyncio.get_running_loop().create_future()
        if self.ended:
            return Refusal(Code.SESSION_ENDED)
        if not self._put(Attach(client, person, role, device, rev, done, origin)):
            return Refusal(Code.OVERLOADED, 2000)
        return await done

    def detach(self, client: Client, person: str) -> None:
        """The client's connection has ended. Never refused: the mailbox keeps room for it in a task if it is full."""
        item = Detach(client, person)
        if not self._put(item) and not self.ended:
            self._spawn(self._mailbox.put(item))

    def ask(
        self,
        client: Client,
        person: str,
        ack: int | None,
        command: RoomCommand | Walk | OfferVoice | Refresh,
    ) -> None:
        """A command of a client. Answered through the client's acknowledgement, always."""
        if not self._put(Ask(client, person, ack, command)):
            code = Code.SESSION_ENDED if self.ended else Code.OVERLOADED
            answer(client, ack, Refusal(code, None if self.ended else 2000))

    def speaking(self, people: frozenset[str]) -> None:
        self._put(Soft(people))

    def voice_restarted(self) -> None:
        self._put(Soft(None))

    def _put(self, item: Item) -> bool:
        if self.ended or self._stopping:
            return False
        try:
            self._mailbox.put_nowait(item)
        except asyncio.QueueFull:
            return False
        return True

    # -- the loop --------------------------------------------------------------------------------------------------

    async def _run(self) -> None:
        while not self.ended:
            batch = _Batch(self.room.revision)
            items = await self._next_items()
            for item in items:
                self._handle(batch, item)
            deadline = next_deadline(self.room)
            if deadline is not None and self._now() >= deadline:
                self._decide(batch, Tick(), "")
            try:
                await self._commit(batch)
            except JournalLost:
                await self._begin_again(batch)
                continue
            self._tell(batch)
        await self._end()

    async def _next_items(self) -> list[Item]:
        """Everything that waits, up to a batch; empty when a deadline has come."""
        deadline = next_deadline(self.room)
        timeout = None if deadline is None else max(0.0, (deadline - self._now()) / 1000)
        if timeout is not None:
            timeout = min(timeout, 3600.0)  # wall clocks are set; look again at least every hour
        try:
            async with asyncio.timeout(timeout):
                items = [await self._mailbox.get()]
        except TimeoutError:
            return []
        while len(items) < BATCH and not self._mailbox.empty():
            items.append(self._mailbox.get_nowait())
        return items

    def _handle(self, batch: _Batch, item: Item) -> None:
        try:
            if isinstance(item, Ask):
                self._asked(batch, item)
            elif isinstance(item, Attach):
                self._arrived(batch, item)
            elif isinstance(item, Detach):
                self._departed(batch, item)
            else:
                self._softened(item)
        except Exception:
            # A bug in a rule must not end the room for everybody: the room is a value, so it is still whole.
            log.exception("command_failed", room=self.id)
            if isinstance(item, Ask):
                answer(item.client, item.ack, Refusal(Code.INTERNAL))
            elif isinstance(item, Attach) and not item.done.done():
                item.done.set_result(Refusal(Code.INTERNAL))

    def _decide(self, batch: _Batch, command: Command, actor: str) -> Refusal | None:
        decision = decide(self.room, command, Context(actor=actor, now=self._now(), chance=secrets.randbits(64)))
        if isinstance(decision, Refusal):
            return decision
        room = self.room
        for event in decision:
            room = evolve(room, event)
        self.room = room
        batch.events.extend(decision)
        return None

    def _asked(self, batch: _Batch, ask: Ask) -> None:
        member = self._hub.member(ask.person)
        if member is None or member.client is not ask.client:
            answer(ask.client, ask.ack, Refusal(Code.REPLACED))
            return
        command = ask.command
        if isinstance(command, Refresh):
            batch.fresh.add(ask.person)
            self._accept(batch, ask)
            return
        if isinstance(command, OfferVoice):
            self._spawn(self._offer_voice(ask, command.sdp))
            return
        limits = self._limits.get(ask.person, NO_LIMITS)
        verdict = judge(self.room, ask.person, member.role, command, limits, self._now())
        self._limits[ask.person] = verdict.limits
        if len(self._limits) > LIMITS_KEPT:
            del self._limits[next(iter(self._limits))]
        if verdict.command is None:
            answer(ask.client, ask.ack, verdict.refusal or Refusal(Code.NOT_ALLOWED))
        elif isinstance(verdict.command, Walk):
            self._walked(ask, verdict.command)
        else:
            self._ruled(batch, ask, verdict.command)

    def _ruled(self, batch: _Batch, ask: Ask, command: RoomCommand) -> None:
        refusal = self._decide(batch, command, ask.person)
        if refusal is not None:
            answer(ask.client, ask.ack, refusal)
            return
        member = self._hub.member(ask.person)
        if member is not None and member.role in STAFF_ROLES and not isinstance(command, Enter | Leave):
            log.info("staff_action", room=self.id, actor=ask.person, command=command.type)
        self._accept(batch, ask)

    def _accept(self, batch: _Batch, ask: Ask) -> None:
        if ask.ack is not None:
            batch.answers.append(
                (
                    ask.client,
                    ask.ack,
                    Accepted(rev=self.room.revision).model_dump_json().encode(),
                )
            )

    def _arrived(self, batch: _Batch, attach: Attach) -> None:
        refusal = self._decide(
            batch, LookIn(role=attach.role, device=attach.device, origin=attach.origin), attach.person
        )
        if refusal is not None:
            attach.done.set_result(refusal)
            return
        old = self._hub.leave(attach.person)
        if old is not None:
            self._hub.bye(old, Bye(code="replaced"))
        self._hub.join(self.room, attach.person, attach.role, attach.client)
        batch.arrivals.append(attach)

    def _departed(self, batch: _Batch, detach: Detach) -> None:
        member = self._hub.member(detach.person)
        if member is None or member.client is not detach.client:
            return
        self._hub.leave(detach.person)
        batch.arrivals = [arrival for arrival in batch.arrivals if not self._gave_up(arrival, detach)]
        self._decide(batch, LoseConnection(), detach.person)

    @staticmethod
    def _gave_up(arrival: Attach, detach: Detach) -> bool:
        if arrival.client is not detach.client:
            return False
        if not arrival.done.done():
            arrival.done.set_result(None)
        return True

    def _softened(self, soft: Soft) -> None:
        if soft.speaking is None:
            self._plan = None
            self._update_plan()
            self._speaking = frozenset()  # a new worker reports changes only
            self._hub.speaking(self.room, self._speaking)
            self._hub.voice_restarted()
            return
        self._speaking = soft.speaking
        self._hub.speaking(self.room, self._speaking)

    # -- journal and telling ---------------------------------------------------------------------------------------

    async def _commit(self, batch: _Batch) -> None:
        """Make the batch durable. Raises JournalLost."""
        if not batch.events:
            return
        payload = dump_events(batch.events)
        await self._journal.append(self.id, [JournalEntry(self.room.revision, payload)])
        self._recent.extend(batch.events)
        self._counter.saw(batch.events)

    def _tell(self, batch: _Batch) -> None:
        """Tell everybody what happened, each as much as they may see; then the answers, then those who go."""
        means = meaning(batch.events)
        arrived = {attach.person for attach in batch.arrivals}
        moved = self._hub.people() if means.moved is EVERYBODY else means.moved
        changed = {member.person for member in self._hub.regroup(self.room, moved)} - arrived
        fresh = (changed | batch.fresh) - arrived
        if batch.events:
            self._strolls.forget(means.stopped)
            self._hub.broadcast(batch.start, batch.events, means.named, frozenset(fresh | arrived))
            if means.hearing:
                self._update_plan()
                self._hub.speaking(self.room, self._speaking)
        for person in fresh:
            self._send_view(person)
        for attach in batch.arrivals:
            self._welcome(attach)
        for client, ack, payload in batch.answers:
            client.acknowledge(ack, payload)
        for person, farewell in means.gone.items():
            self._see_off(person, farewell)

    def _send_view(self, person: str) -> None:
        member = self._hub.member(person)
        if member is not None:
            self._hub.send_view(
                self.room,
                member,
                self._now(),
                self._strolls.all(),
                self._speaking,
            )

    def _welcome(self, attach: Attach) -> None:
        """Give somebody who (re)connected what they missed, or a fresh view."""
        member = self._hub.member(attach.person)
        if member is not None and member.client is attach.client:
            missed = self._missed(attach)
            if missed is None:
                self._send_view(attach.person)
            else:
                self._hub.replay(member, attach.rev or 0, self.room.revision, missed)
        if not attach.done.done():
            attach.done.set_result(None)

    def _missed(self, attach: Attach) -> list[AnyEvent] | None:
        """The events since the revision a client says it has; None where only a fresh view is right."""
        person, rev = self.room.people.get(attach.person), attach.rev
        if person is None or rev is None or not person.zone_rev <= rev <= self.room.revision:
            return None
        count = self.room.revision - rev
        if count > len(self._recent):
            return None
        return list(self._recent)[len(self._recent) - count :]

    def _see_off(self, person: str, farewell: Farewell) -> None:
        """Free everything of somebody who is no longer here."""
        self._voice.close(self.id, person)
        if person in self.room.people or person in self.room.onlookers:
            return
        member = self._hub.leave(person)
        if member is not None:
            self._hub.bye(member, Bye(code=farewell.code, for_good=farewell.for_good))

    def _update_plan(self) -> None:
        plan = hearing(self.room)
        if plan != self._plan:
            self._plan = plan
            self._voice.plan(self.id, plan)

    async def _begin_again(self, batch: _Batch) -> None:
        """The journal failed: what is in memory is ahead of the truth. Send everybody off to reconnect, and reload."""
        log.error("journal_failed", room=self.id)
        failed = Refused(code=Code.STORAGE_FAILED, retry_after=2000).model_dump_json().encode()
        for client, ack, _ in batch.answers:
            client.acknowledge(ack, failed)
        for attach in batch.arrivals:
            if not attach.done.done():
                attach.done.set_result(Refusal(Code.STORAGE_FAILED, 2000))
        self._dismiss(Bye(code="shutting_down"))
        delay = 0.5
        while True:
            try:
                await self._load()
            except JournalLost:
                await asyncio.sleep(delay)
                delay = min(delay * 2, 10.0)
            else:
                return

    def _dismiss(self, bye: Bye) -> None:
        for person in self._hub.people():
            member = self._hub.leave(person)
            if member is not None:
                self._hub.bye(member, bye)

    async def _end(self) -> None:
        """The session is over: its words become unreadable."""
        self._strolls.stop()
        self._voice.close_room(self.id)
        self._dismiss(Bye(code="session_ended"))
        while not self._mailbox.empty():
            item = self._mailbox.get_nowait()
            if isinstance(item, Attach) and not item.done.done():
                item.done.set_result(Refusal(Code.SESSION_ENDED))
            elif isinstance(item, Ask):
                answer(item.client, item.ack, Refusal(Code.SESSION_ENDED))
        await self._counter.close()
        await self._journal.erase(self.id)
        self.room = replace(new_room(self._settings), doors=Doors.ENDED)
        self._recent.clear()
        await self._on_end(self.id)
        log.info("session_ended", room=self.id)

    # -- walks and voice -------------------------------------------------------------------------------------------

    def _walked(self, ask: Ask, command: Walk) -> None:
        made = stroll(self.room, command, Context(actor=ask.person, now=self._now()))
        if isinstance(made, Refusal):
            answer(ask.client, ask.ack, made)
            return
        self._strolls.add(made)
        if ask.ack is not None:
            ask.client.acknowledge(ask.ack, b'{"ok":true,"rev":%d,"answer":null}' % self.room.revision)

    async def _offer_voice(self, ask: Ask, sdp: str) -> None:
        """Connect a voice peer for somebody who may hear. Beside the loop, since a handshake takes its time."""
        person = self.room.people.get(ask.person)
        if person is None or person.shown.hall is not None:
            code = Code.NOT_ENTERED if person is None else Code.NO_VOICE_HERE
            answer(ask.client, ask.ack, Refusal(code))
            return
        try:
            sdp_answer = await self._voice.offer(self.id, ask.person, sdp)
        except VoiceRefused as refused:
            answer(ask.client, ask.ack, Refusal(Code(refused.code)))
            return
        if ask.person not in self.room.people:
            self._voice.close(self.id, ask.person)
        if ask.ack is not None:
            accepted = Accepted(rev=self.room.revision, answer=sdp_answer)
            ask.client.acknowledge(ask.ack, accepted.model_dump_json().encode())

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._side_tasks.add(task)
        task.add_done_callback(self._side_tasks.discard)
