"""The one writer of a room: a bounded mailbox, and a loop that does gate → decide → evolve → journal → tell.

Commands that wait at the same time are decided one after another and committed to the journal as one group. The room
evolves at once; acknowledging and telling wait for the journal, so that nothing that anybody has seen can be lost by a kill.
When the journal fails, the room in memory is ahead of the truth: everybody is sent off to reconnect and the actor begins
again from the journal. Walks and speaking are soft: never journaled, lost in a crash. What is asked of a room at rest goes
the same way without waking the loop: that is most of what is ever asked, and waking costs as much as deciding.

The room in memory is `deciding`'s, how fast each may ask `paces`', making durable `committing`'s, what is told to whom
`telling`'s, voice `ears`'. Time comes in as `now`; waiting is the event loop's, which tests may replace by one in virtual
time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import assert_never

import structlog

from moderation.gate import Allow, Hold, Refuse, name_refusals
from rooms.base import STAFF_ROLES, Doors, LinkEnd, Role
from rooms.commands import (
    AddRemote,
    ClientCommand,
    Command,
    EndLinks,
    Enter,
    LayOut,
    Leave,
    LoseConnection,
    OfferVoice,
    Refresh,
    ShowBalance,
    ShowLooks,
    SuggestNickname,
    Tick,
    Walk,
)
from rooms.context import Context
from rooms.looks import offered, worn
from rooms.notes import Handed
from rooms.past import load_events
from rooms.refusals import Code, Refusal
from rooms.slides import sees_slide
from rooms.state import Room, Settings
from rooms.walks import stroll
from server.identity.nicknames import suggest, words_of
from server.live.claim import Claim
from server.live.coming import Coming
from server.live.committing import Committing
from server.live.counter import Counter, Write
from server.live.deciding import Deciding
from server.live.ears import Ears
from server.live.hub import Hub
from server.live.mailbox import Ask, Attach, Detach, Item, Mailbox, Order, answer, refuse, show
from server.live.notes import Keep, Notes
from server.live.paces import Paces
from server.live.telling import Batch, Telling
from server.ports import Client, Framer, JournalLost, Visitor, VoiceEngine
from server.wire import Bye

SAY_EVERY_MS = 60_000
"""How often a room that cannot begin again says so."""
TOGETHER_MS = 2
"""What is asked so soon after the last that was decided at once waits for the loop, and is decided with what else waits."""
log = structlog.get_logger(__name__)


class RoomActor:
    """Runs one room. All methods are called on the server's event loop."""

    def __init__(
        self,
        settings: Settings,
        claim: Claim,
        voice: VoiceEngine,
        framer: Framer,
        now: Callable[[], int],
        on_end: Callable[[str], Awaitable[None]],
        keep_counts: Write,
        keep_notes: Keep,
    ) -> None:
        self.id = settings.session
        self._settings = settings
        self._claim = claim
        self._now = now
        self._on_end = on_end
        self._deciding = Deciding(settings, now)
        self._counter = Counter(settings.session, settings.plan, keep_counts)
        self._notes = Notes(settings.session, keep_notes)
        self._hub = Hub(framer)
        self._ears = Ears(lambda: self.room, voice, self._hub, now)
        self._telling = Telling(self._hub, self._ears, now)
        self._committing = Committing(claim, self._telling, self._counter, self._notes)
        self._mailbox = Mailbox()
        self._paces = Paces()
        self._coming = Coming(lambda: self.room, self._hub, self._paces, self._decide, self._put, now)
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self._resting = False
        """Whether the loop waits for something to do: all that came before is decided, durable and told."""
        self._half: Batch | None = None
        """What was decided at once and could not be committed at once: the loop goes on with it."""
        self._asked_at = 0
        """When something was last decided at once; ms."""

    async def start(self) -> None:
        """Load the journal and begin. Everybody who was connected counts as just lost: nobody sees an absence yet."""
        await self._load()
        self._task = asyncio.create_task(self._run(), name=f"room {self.id}")

    async def _load(self) -> None:
        entries = await self._claim.begin()
        again, notes = Deciding(self._settings, self._now), list[Handed]()
        self._telling.forget()
        self._counter.begin()
        for entry in entries:
            events = load_events(entry.payload)
            if again.room.revision + len(events) != entry.last:
                log.error("journal_hole", room=self.id, count=sum(each.last >= entry.last for each in entries))
                await self._claim.cut(again.room.revision)
                break
            self._counter.replayed(events)
            notes += again.follow(events)
            self._telling.remember(events)
        self._deciding, room = again, again.room
        self._notes.hand(notes)
        self._telling.begin(room.revision)
        batch = Batch(room.revision)
        self._decide(batch, LayOut(), "")
        for person in [*room.people, *room.onlookers]:
            self._decide(batch, LoseConnection(), person)
        self._decide(batch, Tick(), "")
        await self._committing.commit(batch, self.room.revision)
        self._ears.follow()

    async def stop(self) -> None:
        """Graceful end of the server: tell everybody that it comes back, and leave the room as it is."""
        self._stopping = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        for item in self._mailbox.empty():
            if isinstance(item, Attach | Order):  # what was asked is asked again by those who come back
                item.answer(Refusal(Code.SHUTTING_DOWN, 2000))
        self._ears.stop()
        self._telling.dismiss(Bye(code="shutting_down"))
        self._telling.stop()
        await self._notes.stop()
        await self._counter.close()

    @property
    def room(self) -> Room:
        """As it is in memory."""
        return self._deciding.room

    @property
    def ended(self) -> bool:
        return self.room.doors is Doors.ENDED

    @property
    def at_rest(self) -> bool:
        """Whether nothing is being decided or written just now."""
        return self._resting or self.ended

    @property
    def connected(self) -> int:
        return len(self._hub)

    async def attach(self, client: Client, visitor: Visitor, rev: int | None) -> Refusal | None:
        """Connect a client. Returns when its view is on the way, or with the refusal."""
        done: asyncio.Future[Refusal | None] = asyncio.get_running_loop().create_future()
        if not self._put(Attach(client, visitor, rev, done)):
            return self._full()
        return await done

    def detach(self, client: Client, person: str) -> None:
        """The client's connection has ended. Never refused: the mailbox keeps room for it in a task if it is full."""
        item = Detach(client, person)
        if not self._put(item) and not self.ended and not self._stopping:
            self._mailbox.put_late(item)

    def ask(self, client: Client, person: str, ack: int | None, command: ClientCommand) -> None:
        """A command of a client. Answered through the client's acknowledgement, always."""
        item = Ask(client, person, ack, command)
        if not self._at_once(item) and not self._put(item):
            answer(client, ack, self._full())

    def sees_slide(self, person: str, deck: str, page: int) -> bool:
        """Whether this page is shown, just now, to this person."""
        return not self.ended and sees_slide(self.room, person, deck, page)

    def has(self, person: str) -> bool:
        """Whether somebody has entered, and is not absent."""
        return not self.ended and person in self.room.people

    @property
    def links(self) -> frozenset[str]:
        """The links by which those came who are here, with their remotes; also those whose connection is lost."""
        came = [person.link for person in self.room.people.values()]
        came += [onlooker.link for onlooker in self.room.onlookers.values()]
        return (frozenset(came) | self._hub.links) - {""}

    async def add_remote(self, person: str, remote: str) -> Refusal | None:
        """A telephone was confirmed at this person's desk. Durable when this returns None."""
        done: asyncio.Future[Refusal | None] = asyncio.get_running_loop().create_future()
        if not self._put(Order(AddRemote(remote=remote), person, done)):
            return self._full()
        return await done

    def end_links(self, links: frozenset[str], code: LinkEnd) -> None:
        """Let those go who came by these links. May come to nothing under load: whoever says so looks again."""
        self._put(Order(EndLinks(links=links, code=code)))
        self._hub.end_links(self.room, links, code)

    def speaking(self, people: frozenset[str]) -> None:
        """These people can be heard speaking now."""
        if not self.ended and not self._stopping:
            self._ears.heard(people)

    def voice_restarted(self) -> None:
        """Every voice peer was lost."""
        if not self.ended and not self._stopping:
            self._ears.restarted()

    def _put(self, item: Item) -> bool:
        return not self.ended and not self._stopping and self._mailbox.put(item)

    def _full(self) -> Refusal:
        return Refusal(Code.SESSION_ENDED) if self.ended else Refusal(Code.OVERLOADED, 2000)

    async def _run(self) -> None:
        while not self.ended:
            self._resting = True
            items = await self._mailbox.take(self._deciding.until_deadline())
            self._resting = False
            batch, self._half = self._half or Batch(self.room.revision), None
            for item in items:
                self._handle(batch, item)
            if self._deciding.until_deadline() == 0:
                self._decide(batch, Tick(), "")
            try:
                await self._committing.commit(batch, self.room.revision)
            except JournalLost as error:
                await self._begin_again(batch, error)
                continue
            except asyncio.CancelledError:
                batch.turn_away(Refusal(Code.SHUTTING_DOWN, 2000))
                raise
            self._telling.tell(self.room, batch)
        await self._end()

    def _at_once(self, ask: Ask) -> bool:
        """What the loop would do with this alone, if it has nothing else to do; False where it is for the loop."""
        if not self._idle():
            return False
        batch = Batch(self.room.revision)
        if isinstance(ask.command, Walk):  # makes no events, and by arrow keys there are hundreds a second
            self._handle(batch, ask)
            self._telling.answer(batch)
            return True
        now = self._now()
        if 0 <= now - self._asked_at < TOGETHER_MS:
            return False
        self._asked_at = now
        self._resting = False  # who is told may ask again
        self._handle(batch, ask)
        if self._committing.commit_at_once(batch, self.room.revision):
            self._telling.tell(self.room, batch)
            self._resting = True
            self._mailbox.wake_within(0.0 if self.ended else self._deciding.until_deadline())
        else:
            self._half = batch
            self._mailbox.wake_within(0.0)
        return True

    def _idle(self) -> bool:
        return self._resting and not self._mailbox and not self.ended and not self._stopping

    def _handle(self, batch: Batch, item: Item) -> None:
        try:
            if isinstance(item, Ask):
                self._asked(batch, item)
            elif isinstance(item, Attach):
                self._coming.arrived(batch, item)
            elif isinstance(item, Order):
                refusal = self._decide(batch, item.command, item.person)
                if refusal is None:
                    batch.orders.append(item)
                else:
                    refuse(item, refusal)
            else:
                self._coming.departed(batch, item)
        except Exception:
            # A bug in a rule must not end the room for everybody: the room is a value, so it is still whole.
            log.exception("command_failed", room=self.id)
            refuse(item, Refusal(Code.INTERNAL))

    def _decide(self, batch: Batch, command: Command, actor: str) -> Refusal | None:
        return self._deciding.decide(batch, command, actor)

    def _asked(self, batch: Batch, ask: Ask) -> None:
        """Whatever a client asks passes the gate; then it goes where it belongs."""
        member = self._hub.member(ask.person)
        remote = None if member is None else member.asks_by(ask.client)
        if member is None or remote is None:
            return refuse(ask, Refusal(Code.REPLACED))
        room, now, role = self.room, self._now(), member.role
        verdict = self._paces.judge(room, ask.person, role, ask.command, now, remote=remote)
        match verdict:
            case Allow():
                refusal = self._carry_out(batch, ask, role, verdict.command)
            case Refuse():
                refusal = verdict.refusal
            case Hold():
                refusal = Refusal(Code.HELD)
            case _:
                assert_never(verdict)
        if refusal is not None:
            refuse(ask, refusal)

    def _carry_out(self, batch: Batch, ask: Ask, role: Role, command: ClientCommand) -> Refusal | None:
        """Do what the gate has allowed. Answered with the batch, but for an offer, which the ears answer."""
        refusal: Refusal | None = None
        match command:
            case OfferVoice():
                self._ears.offer(ask, command.sdp)
                return None
            case ShowBalance():
                self._ears.show_balance(ask)
                return None
            case ShowLooks():
                show(ask, self.room.revision, looks=offered(worn(self.room), command.page))
                return None
            case SuggestNickname():
                name = suggest(name_refusals(self.room, role), words_of(self.id, ask.person))
                show(ask, self.room.revision, nickname=name)
                return None
            case Refresh():
                batch.fresh.append(ask)
            case Walk():
                made = stroll(self.room, command, Context(actor=ask.person, now=self._now()))
                if isinstance(made, Refusal):
                    return made
                self._telling.walks(made)
            case _:
                refusal = self._decide(batch, command, ask.person)
                if refusal is None and role in STAFF_ROLES and not isinstance(command, Enter | Leave):
                    log.info("staff_action", room=self.id, actor=ask.person, command=command.type)
        if refusal is None:
            batch.answers.append((ask, self.room.revision))
        return refusal

    async def _begin_again(self, batch: Batch, cause: JournalLost) -> None:
        """The journal failed: what is in memory is ahead of the truth. Send everybody off to reconnect, and reload."""
        say_at = self._now() + SAY_EVERY_MS
        log.error("journal_failed", room=self.id, error=type(cause).__name__)
        failed = Refusal(Code.STORAGE_FAILED, 2000)
        batch.refuse(failed)
        self._telling.dismiss(Bye(code="shutting_down"))
        delay = 0.5
        while True:
            try:
                await self._load()
            except JournalLost as error:
                if self._now() >= say_at:
                    log.error("journal_failed", room=self.id, error=type(error).__name__)
                    say_at = self._now() + SAY_EVERY_MS
                for item in self._mailbox.empty():
                    refuse(item, failed)
                await asyncio.sleep(delay)
                delay = min(delay * 2, 10.0)
            else:
                return

    async def _end(self) -> None:
        """The session is over: its words become unreadable."""
        self._telling.stop()
        self._ears.end()
        self._telling.dismiss(Bye(code="session_ended"))
        for item in self._mailbox.empty():
            refuse(item, Refusal(Code.SESSION_ENDED))
        await self._counter.close()
        await self._notes.all_kept()
        await self._claim.erase()
        self._deciding = Deciding(self._settings, self._now)
        self._deciding.room = replace(self.room, doors=Doors.ENDED)
        self._telling.forget()
        await self._on_end(self.id)
        log.info("session_ended", room=self.id)
