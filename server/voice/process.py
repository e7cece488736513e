"""server.ports.VoiceEngine over a worker process: starts it, talks to it, and starts it again when it dies.

After a worker's death all peers are lost; the plans are given to the new one and the listener is told, so that clients offer
again without waiting for ICE to notice.

What waits for the worker is bounded (server.voice.orders), and is written as fast as the worker reads. How much waits says
nothing of the worker, since clients cause it. What says that it is stuck is silence: once a second it is asked for a sign of
life, and the loop that answers is the loop that ticks, so a worker that has said nothing for STUCK_BEATS has sent nobody
any sound either, and its end costs nobody a call. Beats that the server itself was late for do not count: then the machine
is busy, and a new worker would be no quicker.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
import subprocess
import sys
from collections.abc import Coroutine
from typing import Protocol, assert_never

import structlog

from rooms.hearing import HearingPlan
from server.pools import in_thread
from server.ports import VoiceListener, VoiceRefused
from server.voice import pipe
from server.voice.config import VoiceConfig
from server.voice.orders import Orders

ANSWER_SECONDS = 5.0
START_SECONDS = 15.0
RESTART_PAUSE = 0.1
MAX_PAUSE = 5.0
BEAT_SECONDS = 1.0
STUCK_BEATS = 15
RETRY_MS = 2000
"""When to offer again after all places were taken."""

log = structlog.get_logger(__name__)


class Worker(Protocol):
    """A process as subprocess knows it, of which so much is asked."""

    pid: int

    def kill(self) -> None: ...

    def wait(self) -> int: ...


def start_worker(pipe_end: socket.socket, config: str) -> Worker:
    """A worker at the other end of a pipe, as a process of its own. (Tests that start hundreds of servers fork it.)"""
    return subprocess.Popen(  # noqa: S603  (starting takes a millisecond)
        [sys.executable, "-m", "server.voice.worker", str(pipe_end.fileno()), config],
        pass_fds=(pipe_end.fileno(),),
        stdin=subprocess.DEVNULL,
    )


class WorkerEngine:
    """One worker process and the pipe to it."""

    def __init__(self, config: VoiceConfig) -> None:
        self._config = config
        self._process: Worker | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._orders = Orders()
        self._helpers: list[asyncio.Task[None]] = []
        self._heard_of = False
        """Whether the worker has said anything since the last beat."""
        self._task: asyncio.Task[None] | None = None
        self._plans: dict[str, HearingPlan] = {}
        self._questions: dict[int, asyncio.Future[pipe.Reply]] = {}
        self._numbers = itertools.count(1)
        self._ready = asyncio.Event()
        self._had_worker = False
        self._unreadable = 0

    @property
    def pid(self) -> int | None:
        """The worker's process, for tests that kill it."""
        return self._process.pid if self._process else None

    async def start(self, listener: VoiceListener) -> None:
        """Start the worker and wait until its port is open. A worker that cannot start leaves text working."""
        self._task = asyncio.create_task(self._keep_alive(listener), name="voice worker")
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._ready.wait()
        except TimeoutError:
            log.error("voice_not_started", port=self._config.port)

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        await self._drop_worker()

    async def offer(self, room: str, person: str, sdp: str) -> str:
        self._require_worker()
        offer = pipe.Offer(id=next(self._numbers), room=room, person=person, sdp=sdp)
        future = self._expect(offer.id)
        away = self._orders.offer(offer)
        if away is not None:
            overtaken = (away.room, away.person) == (room, person) and away is not offer
            self._refuse(away, *(("too_fast", None) if overtaken else ("voice_unavailable", RETRY_MS)))
        try:
            reply = await self._reply(future)
        finally:
            self._orders.forget(offer)
        if isinstance(reply, pipe.Answer):
            return reply.sdp
        raise VoiceRefused(reply.code if isinstance(reply, pipe.Refused) else "voice_unavailable")

    def plan(self, room: str, plan: HearingPlan) -> None:
        self._plans[room] = plan
        self._say(pipe.Plan(room=room, plan=plan))

    def close(self, room: str, person: str) -> None:
        self._say(pipe.Close(room=room, person=person))

    def close_room(self, room: str) -> None:
        self._plans.pop(room, None)
        self._say(pipe.CloseRoom(room=room))

    async def stats(self) -> dict[str, float]:
        try:
            self._require_worker()
            question = self._orders.count(pipe.Stats(id=next(self._numbers)))
            future = self._questions.get(question.id) or self._expect(question.id)
            reply = await self._reply(asyncio.shield(future))  # others may wait for it, too
        except VoiceRefused:
            return {}
        return reply.stats if isinstance(reply, pipe.Counted) else {}

    # -- the pipe --------------------------------------------------------------------------------------------------

    def _require_worker(self) -> None:
        if not self._ready.is_set():
            raise VoiceRefused("voice_unavailable")

    def _say(self, order: pipe.Plan | pipe.Close | pipe.CloseRoom) -> None:
        if self._ready.is_set():  # else there is nobody to be closed, and a new worker gets the plans when it is ready
            for void in self._orders.say(order):
                self._refuse(void, "voice_unavailable", None)

    def _expect(self, number: int) -> asyncio.Future[pipe.Reply]:
        future: asyncio.Future[pipe.Reply] = asyncio.get_running_loop().create_future()
        self._questions[number] = future
        future.add_done_callback(lambda _: self._questions.pop(number, None))
        return future

    async def _reply(self, future: asyncio.Future[pipe.Reply]) -> pipe.Reply:
        """Wait for a reply. Raises VoiceRefused (voice_unavailable) if none comes in time."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await future
        except TimeoutError as error:
            raise VoiceRefused("voice_unavailable", RETRY_MS) from error

    def _refuse(self, offer: pipe.Offer, code: str, retry_after: int | None) -> None:
        future = self._questions.get(offer.id)
        if future is not None and not future.done():
            future.set_exception(VoiceRefused(code, retry_after))
            future.exception()  # who waited may have gone

    async def _write(self, writer: asyncio.StreamWriter) -> None:
        """Write what waits, as fast as the worker reads."""
        with contextlib.suppress(ConnectionError):
            while True:
                writer.write(pipe.dump(await self._orders.next()))
                await writer.drain()

    async def _watch(self, process: Worker) -> None:
        """Kill the worker if it is stuck."""
        loop = asyncio.get_running_loop()
        quiet = 0
        while quiet < STUCK_BEATS:
            self._heard_of = False
            self._orders.beat(pipe.Stats(id=next(self._numbers)))
            began = loop.time()
            await asyncio.sleep(BEAT_SECONDS)
            if self._heard_of:
                quiet = 0
            elif loop.time() - began < 2 * BEAT_SECONDS:
                quiet += 1
        log.error("voice_worker_stuck")
        process.kill()

    # -- the worker's life -----------------------------------------------------------------------------------------

    async def _keep_alive(self, listener: VoiceListener) -> None:
        pause = RESTART_PAUSE
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await self._run_worker(listener)
            except (OSError, ValueError) as error:
                log.error("voice_worker_failed", error=type(error).__name__)
            await self._drop_worker()
            lived = asyncio.get_running_loop().time() - began
            pause = RESTART_PAUSE if lived > MAX_PAUSE else min(pause * 2, MAX_PAUSE)
            log.error("voice_worker_ended", seconds=round(lived, 1))
            await asyncio.sleep(pause)

    async def _run_worker(self, listener: VoiceListener) -> None:
        """Start a worker and read what it says until its pipe closes."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = start_worker(theirs, self._config.dump())
        reader, self._writer = await asyncio.open_unix_connection(sock=ours, limit=pipe.LINE)
        self._help(self._write(self._writer))
        async for line in pipe.lines(reader):
            self._heard_of = True
            self._line(line, listener)

    def _line(self, line: bytes, listener: VoiceListener) -> None:
        try:
            report = pipe.read_report(line)
        except pipe.Unreadable as unreadable:
            self._unreadable += 1
            log.error("voice_report_unreadable", question=unreadable.id, count=self._unreadable)
            self._replied(unreadable.id, pipe.Failed(id=unreadable.id, why=type(unreadable).__name__))
            return
        self._heard(report, listener)

    def _heard(self, report: pipe.Report, listener: VoiceListener) -> None:
        match report:
            case pipe.Answer() | pipe.Refused() | pipe.Counted():
                self._replied(report.id, report)
            case pipe.Failed():
                log.error("voice_order_failed", question=report.id, error=report.why)
                self._replied(report.id, report)
            case pipe.Ready():
                self._begin(report.port, listener)
            case pipe.Speaking():
                listener.speaking(report.room, report.people)
            case pipe.Gone():
                listener.gone(report.room, report.person)
            case _:
                assert_never(report)

    def _replied(self, number: int | None, reply: pipe.Reply) -> None:
        if number is not None:
            self._orders.answered(number)
        future = self._questions.get(number) if number is not None else None
        if future is not None and not future.done():
            future.set_result(reply)

    def _begin(self, port: int, listener: VoiceListener) -> None:
        """A worker is ready: it gets the plans that stand, and who had sound with the one before must offer again."""
        self._ready.set()
        if self._process is not None:
            self._help(self._watch(self._process))
        for room, plan in self._plans.items():
            self.plan(room, plan)
        if self._had_worker:
            listener.restarted()
        self._had_worker = True
        log.info("voice_ready", port=port)

    def _help(self, work: Coroutine[None, None, None]) -> None:
        """Do this beside, for as long as this worker lives."""
        self._helpers.append(asyncio.create_task(work))

    async def _drop_worker(self) -> None:
        self._ready.clear()
        helpers, self._helpers = self._helpers, []
        for helper in helpers:
            helper.cancel()
        await asyncio.gather(*helpers, return_exceptions=True)
        self._orders = Orders()
        for future in list(self._questions.values()):
            if not future.done():
                future.set_exception(VoiceRefused("voice_unavailable"))
                future.exception()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            await in_thread(process.wait)
