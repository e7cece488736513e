"""server.ports.VoiceEngine in the process that asks, so that tests see inside.

Not offered as a setting: a tick that shares its loop with HTTP and JSON is late, also on a machine with a single core,
where a process of its own is at least given its turn.
"""

from __future__ import annotations

import asyncio

from rooms.hearing import HearingPlan
from server.ports import VoiceListener, VoiceRefused
from server.voice.config import VoiceConfig
from server.voice.engine import Engine
from server.voice.runner import Runner


class InProcessEngine:
    """The engine on a port of its own, in this event loop."""

    def __init__(self, config: VoiceConfig) -> None:
        self._config = config
        self._runner: Runner | None = None
        self._plans: dict[str, HearingPlan] = {}

    @property
    def engine(self) -> Engine | None:
        return self._runner.engine if self._runner else None

    async def start(self, listener: VoiceListener) -> None:
        self._runner = Runner(self._config, listener)
        engine = await self._runner.start()
        for room, plan in self._plans.items():
            engine.plan(room, plan)

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.stop()
            self._runner = None

    async def offer(self, room: str, person: str, sdp: str) -> str:
        if self.engine is None:
            raise VoiceRefused("voice_unavailable")
        return self.engine.offer(room, person, sdp, asyncio.get_running_loop().time())

    def plan(self, room: str, plan: HearingPlan) -> None:
        self._plans[room] = plan
        if self.engine is not None:
            self.engine.plan(room, plan)

    def close(self, room: str, person: str) -> None:
        if self.engine is not None:
            self.engine.close(room, person)

    def close_room(self, room: str) -> None:
        self._plans.pop(room, None)
        if self.engine is not None:
            self.engine.close_room(room)

    async def stats(self) -> dict[str, float]:
        return self.engine.stats() if self.engine is not None else {}


def inner(running: InProcessEngine) -> Engine:
    """The engine inside one that has been started."""
    assert running.engine is not None
    return running.engine
