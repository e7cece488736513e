"""Two ready-made sessions by ear: the room's plans go to a real engine, everybody at home sends a tone of their own all the
time, and after each step it is decoded who heard whom. (tests/server/test_templates.py holds the plans of all templates.)"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from itertools import islice

import pytest

from rooms.base import Microphone
from rooms.hearing import HearingPlan
from server.office.content import defaults
from tests.bots.voice import encode, tone
from tests.rooms.oracle import may_open, who_hears_whom
from tests.server.fakes import Clock, MemoryJournal, SilentVoice
from tests.server.play import STAFF, Play
from tests.server.test_templates import change_places, end, gather, next_step, tables_of, wait_for_a_booth
from tests.voice.helpers import power
from tests.voice.stage import Stage

COUNT = 12
AT_ONCE = 3
"""Who speak in one place at a time: an engine mixes the loudest of more."""
TICKS = 40


class Heard(SilentVoice):
    """Hands on what the room says to an engine."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage()

    def plan(self, room: str, plan: HearingPlan) -> None:
        super().plan(room, plan)
        self.stage.engine.plan(room, plan)

    def close(self, room: str, person: str) -> None:
        super().close(room, person)
        self.stage.engine.close(room, person)

    def close_room(self, room: str) -> None:
        super().close_room(room)
        self.stage.engine.close_room(room)


class PlayHeard(Play):
    def _new_voice(self) -> SilentVoice:
        self.heard = Heard()
        return self.heard

    async def connect(self) -> None:
        """Everybody at home, with a tone of their own."""
        home = [pid for pid in (*STAFF, *self.came) if self.shown(pid).hall is None]
        self.tones = {pid: 300.0 + 170.0 * number for number, pid in enumerate(home)}
        self.sounds = {pid: encode(tone(hertz, TICKS * 0.02)) for pid, hertz in self.tones.items()}
        await self.heard.stage.enter(*home, room="s1")

    async def speak(self) -> None:
        """Some at each place open their microphones, as far as they may; all others close theirs."""
        by_place: dict[str, list[str]] = {}
        for pid in self.tones:
            if pid in self.actor.room.people:
                by_place.setdefault(self.shown(pid).place, []).append(pid)
        some = {pid for there in by_place.values() for pid in islice(reversed(there), AT_ONCE)}
        for pid in self.tones.keys() & self.actor.room.people.keys():
            if pid in some and may_open(self.actor.room, pid):
                await self.does(pid, type="set_microphone", microphone="open")
            elif self.shown(pid).microphone is not Microphone.OFF:
                await self.does(pid, type="set_microphone", microphone="off")

    async def listen(self) -> int:
        """All send, whatever their microphones say, and each hears exactly whom they should. How many pairs that were."""
        await self.speak()
        self.check()
        stage, pairs = self.heard.stage, 0
        for peer in stage.people.values():
            peer.forget()
        stage.play(TICKS, self.sounds)
        wanted = who_hears_whom(self.actor.room)
        for pid, peer in stage.people.items():
            sound = peer.heard()
            reached = {other for other, hertz in self.tones.items() if power(sound, hertz) > 0.02}
            assert reached == wanted.get(pid, set()), (pid, self.actor.room.step)
            pairs += len(reached)
        return pairs


async def by_ear(kind: str, act: Callable[[PlayHeard], Coroutine[None, None, None]]) -> list[int]:
    """The whole session; how many pairs heard each other in each step, before something was done and after."""
    template = defaults().kind(kind)
    assert template is not None
    play = PlayHeard(template, COUNT, MemoryJournal(), Clock())
    await gather(play)
    await play.come(play.coming)
    await play.connect()
    pairs = []
    for step in range(len(play.planned.steps)):
        if step:
            await next_step(play, step)
        pairs.append(await play.listen())
        await act(play)
        pairs.append(await play.listen())
    await end(play)
    for peer in play.heard.stage.people.values():
        peer.forget()
    play.heard.stage.play(TICKS, play.sounds)
    assert {peer.received for peer in play.heard.stage.people.values()} == {0}, "it is over, and nobody hears anybody"
    await play.heard.stage.stop()
    return pairs


async def sit_and_go_in(play: PlayHeard) -> None:
    """Those at home sit down at tables, or are led into booths."""
    tables = tables_of(play.actor.room)
    for number, pid in enumerate(play.present(hall=False) if tables else ()):
        await play.does(pid, type="take_place", place=tables[number % len(tables)].id)
    await wait_for_a_booth(play)


async def exchange(play: PlayHeard) -> None:
    if play.actor.room.plan.exchange is not None:
        await change_places(play)
        await play.does("f", type="change_places")


@pytest.mark.parametrize(("kind", "act"), [("salon", sit_and_go_in), ("reflecting", exchange)])
async def test_in_every_step_one_hears_whom_one_should_and_nobody_else(
    kind: str, act: Callable[[PlayHeard], Coroutine[None, None, None]]
) -> None:
    pairs = await by_ear(kind, act)
    assert max(pairs) > 10, "and some were heard"
