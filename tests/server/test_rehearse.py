"""Two ready-made sessions by real sockets and real voices, as `make rehearse` shows them: every step is held, voices reach
whom the plan says and nobody else, and in the end nothing is left."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from rooms.events import Shown
from server.office.content import defaults
from tests.bots.leading import SESSION, Leading, prepared
from tests.bots.people import voice_of
from tests.bots.server import ServerProcess
from tests.bots.voice import VoiceBot, encode, tone
from tests.patience import happens
from tests.rooms.oracle import reaches, speaks

PEOPLE = 10
FASTER = 1e6
"""What the run sheet waits for is not what is looked at."""
TALK = encode(tone(440, 1))


class Listening:
    """Voices of some at home, and of who leads."""

    def __init__(self) -> None:
        self.voices: dict[str, VoiceBot] = {}
        self.heard = 0

    async def _silence(self) -> None:
        """Wait until nothing comes any more of what was said before."""
        heard = 1
        while heard:
            for voice in self.voices.values():
                voice.forget()
            await asyncio.sleep(0.2)
            heard = sum(voice.received for voice in self.voices.values())

    async def look(self, leading: Leading) -> None:
        """All talk who may; and a step is over once everybody was reached who should be."""
        bots = {bot.person: bot for bot in (leading.leader, *(guest.bot for guest in leading.guests))}
        if not self.voices:
            self.voices = {guest.bot.person: guest.voice for guest in leading.guests if guest.voice is not None}
            mine = voice_of(leading.leader)
            await mine.connect()
            self.voices[leading.leader.person] = mine
            assert list((leading.server.data / "keys").glob(f"{SESSION}*"))
        await self._silence()
        for person, voice in self.voices.items():
            await bots[person].ask({"type": "set_microphone", "microphone": "open"})  # refused where one listens
            voice.speak(TALK)
        await leading.leader.ask({"type": "refresh"})
        people, plan = leading.view.people, leading.view.plan

        def reached(listener: Shown) -> bool:
            others = (people[person] for person in self.voices if person in people)
            return any(speaks(plan, each) and reaches(plan, each, listener) for each in others)

        wanted = {person for person in self.voices if person in people and reached(people[person])}
        await happens(lambda: all(self.voices[person].received > 5 for person in wanted))
        assert {person for person, voice in self.voices.items() if voice.received} == wanted
        self.heard += len(wanted)
        for person, voice in self.voices.items():
            voice.silent()
            await bots[person].ask({"type": "set_microphone", "microphone": "off"})


@pytest.mark.parametrize("name", ["salon", "reflecting"])
async def test_a_ready_made_session_is_held_by_real_sockets_and_voices(tmp_path: Path, name: str) -> None:
    kind = defaults().kind(name)
    assert kind is not None
    server = ServerProcess(tmp_path / "data")
    server.data.mkdir()
    links = await prepared(server.data, kind, server.base)
    await server.start()
    try:
        listening, said = Listening(), list[str]()
        leading = Leading(kind, server, links, PEOPLE, FASTER, [TALK], said.append, lively=False, look=listening.look)
        await leading.hold()
        await listening.voices[leading.leader.person].close()
        assert leading.steps == [step.title for step in kind.programme.steps]
        assert len(said) == len(leading.steps) + 2
        assert listening.heard > 0
        assert {guest.bot.bye and guest.bot.bye["code"] for guest in leading.guests} <= {"session_ended", None}
        await happens(lambda: not list((server.data / "keys").glob(f"{SESSION}*")))
    finally:
        await server.stop()
