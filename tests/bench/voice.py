"""Voice: CPU of the worker per listener, what silence costs, and the delay it adds; against aiortc's own sender."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import NamedTuple

import psutil
from aiortc import RTCPeerConnection, RTCSessionDescription

from server.voice.config import VoiceConfig
from server.voice.process import WorkerEngine
from tests.bench.figures import Figure
from tests.bots.server import cpu_of
from tests.bots.voice import VoiceBot, encode, tone
from tests.voice.helpers import Listener, everybody, offerer

SECONDS = 6.0
SPEAKERS = ("s0", "s1", "s2")


class Work(NamedTuple):
    """CPU seconds, and what was done in them."""

    cpu: float
    encodes: float
    packets: float


def per_packet(small: Work, large: Work) -> float:
    """CPU seconds of one packet more, of two crowds whose encodes cost alike.

    It is the slope between them, also on a machine so busy that ticks are skipped or speakers falter: what is not done costs
    nothing, and does not count here.
    """
    return (large.cpu * small.encodes - small.cpu * large.encodes) / (
        large.packets * small.encodes - small.packets * large.encodes
    )


class Crowd:
    """A worker with listeners and three speakers."""

    def __init__(self) -> None:
        self.engine = WorkerEngine(VoiceConfig(host="127.0.0.1", port=0))
        self.bots: dict[str, VoiceBot] = {}

    async def start(self) -> None:
        await self.engine.start(Listener())
        await self.grow(SPEAKERS)

    async def grow(self, people: tuple[str, ...]) -> None:
        for person in people:
            self.bots[person] = VoiceBot(offerer(self.engine, "r", person))
            await self.bots[person].connect()
        self.engine.plan("r", everybody(set(SPEAKERS), set(self.bots)))

    def cpu(self) -> float:
        if self.engine.pid is None:
            raise RuntimeError("no worker")
        return cpu_of(psutil.Process(self.engine.pid))

    async def work(self, seconds: float = SECONDS) -> Work:
        """What the worker does in this time."""
        before, one = self.cpu(), await self.engine.stats()
        await asyncio.sleep(seconds)
        used, two = self.cpu() - before, await self.engine.stats()
        return Work(used, two["encodes"] - one["encodes"], two.get("media_out", 0) - one.get("media_out", 0))

    async def stop(self) -> None:
        for bot in self.bots.values():
            await bot.close()
        await self.engine.stop()


async def ours() -> dict[str, float]:
    """Costs of our worker, in ms per second and listener, its delays in ms, and what `theirs` says in the midst of it."""
    crowd = Crowd()
    await crowd.start()
    found: dict[str, float] = {}
    sounds = [encode(tone(300 + 200 * number, 2)) for number in range(3)]
    await crowd.grow(tuple(f"a{number}" for number in range(47)))
    for number, person in enumerate(SPEAKERS):
        crowd.bots[person].speak(sounds[number])
    await asyncio.sleep(2)
    small = await crowd.work()
    stats = await crowd.engine.stats()
    found["delay"] = stats["wait_p95"] * 1000
    losing = crowd.bots["s0"]
    losing.speak(sounds[0], drop=lambda number: number % 3 == 0)
    await asyncio.sleep(2)
    losing.speak(sounds[0])
    await asyncio.sleep(5)  # the figure asks for recovery within five seconds
    before = (await crowd.engine.stats())["ticks"]
    # Long enough that the window of the statistic, 4000 packets of three who speak, holds nothing older.
    _, found["theirs"] = await asyncio.gather(asyncio.sleep(27), theirs())
    found["delay_after"] = (await crowd.engine.stats())["wait_p95"] * 1000
    found["ticks"] = (await crowd.engine.stats())["ticks"] - before
    await crowd.grow(tuple(f"b{number}" for number in range(150)))
    await asyncio.sleep(1)
    large = await crowd.work()
    found["slope"] = per_packet(small, large) * 50 * 1000
    found["late"] = (await crowd.engine.stats()).get("late_ticks", 0.0)
    for person in SPEAKERS:
        crowd.bots[person].silent()
    await asyncio.sleep(1)
    one = await crowd.engine.stats()
    found["silent_cpu"] = (await crowd.work(3)).cpu / 3 * 1000 / 200
    two = await crowd.engine.stats()
    found["silent_rtp"] = two["media_out"] - one["media_out"]
    found["silent_encodes"] = two["encodes"] - one["encodes"]
    await crowd.stop()
    return found


async def _received(peers: list[RTCPeerConnection]) -> int:
    """Packets that have come to all of them."""
    reports = [report for peer in peers for report in (await peer.getStats()).values()]
    return sum(report.packetsReceived for report in reports if report.type == "inbound-rtp")


async def theirs(listeners: int = 6) -> float:
    """ms of CPU per listener-second (50 packets) of aiortc's own sender."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.aiortc_sender"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("no pipes")
    peers = []
    for _ in range(listeners):
        peer = RTCPeerConnection()
        peer.addTransceiver("audio", direction="recvonly")
        await peer.setLocalDescription(await peer.createOffer())
        process.stdin.write(json.dumps(peer.localDescription.sdp).encode() + b"\n")
        answer = json.loads(await process.stdout.readline())
        await peer.setRemoteDescription(RTCSessionDescription(sdp=answer, type="answer"))
        peers.append(peer)
    await asyncio.sleep(2)
    watched = psutil.Process(process.pid)
    before, sent = cpu_of(watched), await _received(peers)
    await asyncio.sleep(SECONDS)
    cost = (cpu_of(watched) - before) / (await _received(peers) - sent) * 50 * 1000
    await asyncio.gather(*(peer.close() for peer in peers))
    process.kill()
    await process.wait()
    return cost


async def figures() -> list[Figure]:
    """All figures of this file."""
    before, found = await theirs(), await ours()
    baseline = (before + found["theirs"]) / 2  # a machine is not equally quick all the time
    speaking = {"listeners": "50 to 200", "speaking": 3, "packet": "20 ms"}
    ratio = found["slope"] / baseline
    return [
        Figure("voice: CPU per listener-second, slope", found["slope"], "ms", baseline, ratio, "≤ 1/55", speaking),
        Figure("voice: RTP packets while nobody speaks", found["silent_rtp"], "packets", reach="0"),
        Figure("voice: encodes while nobody speaks", found["silent_encodes"], "encodes", reach="0"),
        Figure("voice: CPU per listener-second while nobody speaks", found["silent_cpu"], "ms"),
        Figure(
            "voice: delay added, packet in to its tick, p95",
            found["delay"],
            "ms",
            reach="≤ 60",
            conditions={"people": 50},
        ),
        Figure("voice: the same, from 5 s after a burst of loss", found["delay_after"], "ms", reach="≤ 60"),
        Figure("voice: late ticks in the whole run", found["late"], "ticks"),
    ]
