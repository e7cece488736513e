"""Voice as one room knows it: offers are answered, the engine's plan follows the room, and who speaks is remembered.

The engine is told who hears whom and nothing else. Offers wait for it beside the room's loop, since a handshake takes its
time and nobody else shall wait for it. Who is speaking is soft: never journaled, told as it comes. For how long each has
been heard is soft, too, and told to nobody but the staff who ask, in coarse steps.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from rooms.balance import Measured, balance
from rooms.hearing import HearingPlan, hearing
from rooms.refusals import Code, Refusal
from rooms.state import Room
from server.live.hub import Hub
from server.live.mailbox import Ask, answer, refuse, show
from server.ports import VoiceEngine, VoiceRefused
from server.wire import encode_accepted


class Ears:
    """The voice side of one room. `room` gives the room of this moment, `now` the time in ms since 1970."""

    def __init__(self, room: Callable[[], Room], voice: VoiceEngine, hub: Hub, now: Callable[[], int]) -> None:
        self._room = room
        self._id = room().settings.session
        self._voice = voice
        self._hub = hub
        self._plan: HearingPlan | None = None
        self._offers: set[asyncio.Task[None]] = set()
        self.speaking: frozenset[str] = frozenset()
        """Who speaks just now, as the engine says; what each viewer may know of it, rooms say."""
        self._measured = Measured(since=now())

    def follow(self) -> None:
        """Who hears whom may have changed: tell the engine if it has, and everybody whom they may see speaking now."""
        self._measure()
        plan = hearing(self._room())
        if plan != self._plan:
            self._plan = plan
            self._voice.plan(self._id, plan)
        self._hub.speaking(self._room(), self.speaking)

    def heard(self, people: frozenset[str]) -> None:
        """The engine says who speaks."""
        self.speaking = people
        self._measure()
        self._hub.speaking(self._room(), people)

    def restarted(self) -> None:
        """The engine has lost all it knew: give it the plan again, and have everybody offer again."""
        self._plan = None
        self.speaking = frozenset()  # a new engine reports changes only
        self.follow()
        self._hub.voice_restarted()

    def offer(self, ask: Ask, sdp: str) -> None:
        """Connect a voice peer for somebody who may hear; answered when the engine has answered, or refused at once."""
        person = self._room().people.get(ask.person)
        if person is None or person.shown.hall is not None:
            answer(ask.client, ask.ack, Refusal(Code.NOT_ENTERED if person is None else Code.NO_VOICE_HERE))
            return
        task = asyncio.ensure_future(self._connect(ask, sdp))
        self._offers.add(task)
        task.add_done_callback(self._offers.discard)

    async def _connect(self, ask: Ask, sdp: str) -> None:
        try:
            sdp_answer = await self._voice.offer(self._id, ask.person, sdp)
        except VoiceRefused as refused:
            answer(ask.client, ask.ack, Refusal(Code(refused.code), refused.retry_after))
            return
        if ask.person not in self._room().people:  # gone in the meantime, and with them who would close it
            self._voice.close(self._id, ask.person)
        if ask.ack is not None:
            ask.client.acknowledge(ask.ack, encode_accepted(self._room().revision, sdp_answer))

    def show_balance(self, ask: Ask) -> None:
        """Answer who has been heard how much. That their role may ask, the gate has said; looking in is not enough."""
        room = self._room()
        if ask.person not in room.people:
            refuse(ask, Refusal(Code.NOT_ENTERED))
            return
        self._measure()
        show(ask, room.revision, balance=balance(room, self._measured))

    def _measure(self) -> None:
        """By the loop's clock: one that is set while somebody speaks would give them its hours."""
        self._measured = self._measured.after(self._room(), self.speaking, asyncio.get_running_loop().time())

    def close(self, person: str) -> None:
        """Free the peer of somebody who went."""
        self._voice.close(self._id, person)

    def end(self) -> None:
        """The session is over: nobody hears anybody, and nobody has been heard."""
        self._measured = self._measured.forgotten()
        self._voice.close_room(self._id)

    def stop(self) -> None:
        """Answer no offer any more."""
        for task in list(self._offers):
            task.cancel()
