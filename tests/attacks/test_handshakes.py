"""Handshakes that begin and go no further, against a real worker: new voices connect while they last."""

from __future__ import annotations

import asyncio

from server.voice.config import VoiceConfig
from server.voice.process import WorkerEngine
from tests.bots.voice import VoiceBot, encode, tone
from tests.voice.helpers import Listener, everybody, hears, offerer, until, voices

PACKETS = encode(tone(440, 3))


class Silent(VoiceBot):
    """Proves its address, says a real hello, and then hears nothing of what it is answered."""

    def receive(self, data: bytes, now: float) -> None:
        if data and data[0] < 4:
            super().receive(data, now)


async def test_40_silent_handshakes_of_one_and_36_of_many_keep_no_voice_out() -> None:
    listener = Listener()
    engine = WorkerEngine(VoiceConfig(host="127.0.0.1", port=0))
    await engine.start(listener)
    pid = engine.pid
    bots = [Silent(offerer(engine, "r", person)) for person in ["one"] * 40 + [f"p{number}" for number in range(36)]]
    tasks = []
    try:
        for bot in bots:  # of one person each is ended by the next
            tasks.append(asyncio.create_task(bot.connect()))
            await bot.checked.wait()
        found: dict[str, float] = {}
        while found.get("shaking", 0) < 37:
            found = await engine.stats()
        engine.plan("r", everybody({"a"}, {"a", "b"}))
        engine.plan("other", everybody({"c"}, {"c", "d"}))
        async with voices(engine, "a", "b") as same, voices(engine, "c", "d", room="other") as other:
            for speaker, hearer in ((same["a"], same["b"]), (other["c"], other["d"])):
                speaker.speak(PACKETS)
                await hears(hearer, 0.5)
        assert engine.pid == pid
        # Those who are silent are given up after a while, and everything of them is freed.
        await until(lambda: len(set(listener.went)) >= 37)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for bot in bots:
            await bot.close()
        await engine.stop()
