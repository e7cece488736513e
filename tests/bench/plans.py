"""What it costs a room of eighty to be laid out anew, and what a step, a turn and a hand cost beside it: CPU of one process
that decides, cuts, encodes and sends to clients that only count, and writes to no disk. Beside it, in the same run and in
turns, a message that reaches the same eighty."""

from __future__ import annotations

import asyncio
import logging
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

from rooms.base import Mode, Role
from rooms.plans import build
from rooms.plans.sizes import Sizes
from rooms.sheet import Step
from tests.bench.figures import Figure
from tests.server.fakes import Clock, FakeClient, MemoryJournal
from tests.server.room import RoomUnderTest, settings

PEOPLE, ROUNDS = 80, 15
PLANS = (Mode.IBASHO, Mode.TABLES, Mode.LECTURE, Mode.BOOTHS, Mode.REFLECTING)
SIZES = Sizes(tables=8)


class Counting(FakeClient):
    """Reads nothing of what it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = 0
        self.fresh = 0

    def send(self, frame: bytes, *, volatile: bool = False) -> None:
        self.sent += len(frame)
        self.fresh += frame.startswith(b'["view"')


def later(room: RoomUnderTest) -> None:
    """So much that nobody is too fast."""
    if isinstance(room.now, Clock):
        room.now.now += 60_000


@dataclass
class Bench:
    room: RoomUnderTest
    costs: dict[str, list[float]] = field(default_factory=dict)
    views: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def clients(self) -> list[Counting]:
        return [client for client in self.room.clients.values() if isinstance(client, Counting)]

    async def measured(self, what: str, work: Callable[[], Awaitable[None]]) -> None:
        begun = time.process_time()
        await work()
        self.costs.setdefault(what, []).append((time.process_time() - begun) * 1000)

    async def ask(self, who: str, **command: Any) -> None:
        answer = await self.room.ask(who, **command)
        if not answer["ok"]:
            raise RuntimeError((who, command, answer))
        later(self.room)

    async def lay_out(self, mode: Mode) -> None:
        fresh, sent = (sum(getattr(each, name) for each in self.clients()) for name in ("fresh", "sent"))
        await self.measured("plan", lambda: self.ask("f", type="set_plan", mode=mode))
        self.views.append(sum(each.fresh for each in self.clients()) - fresh)
        self.sizes.append(sum(each.sent for each in self.clients()) - sent)


async def _gather() -> Bench:
    planned = settings().model_copy(
        update={
            "steps": tuple(Step(title=f"段{number}", minutes=10) for number in range(5)),
            "sizes": SIZES,
            "plan": build(Mode.IBASHO, SIZES),
            "capacity": 200,
            "closing_at": 2**50,
            "end_at": 2**51,
        }
    )
    room = RoomUnderTest(MemoryJournal(), Clock(), planned)
    await room.start()
    for number in range(PEOPLE):
        person = "f" if number == 0 else f"p{number}"
        role = Role.FACILITATOR if number == 0 else Role.PARTICIPANT
        await room.actor.attach(client := Counting(), room.visitor(person, role), None)
        room.clients[person] = client
        name = f"{'かかり' if number == 0 else 'なまえ'}{person}"
        avatar = {"style": "critters", "seed": "a"}
        answer = await room.ask(person, type="enter", nickname=name, avatar=avatar, card="talk")
        if not answer["ok"]:
            raise RuntimeError(answer)
        later(room)
    return Bench(room)


async def _round(bench: Bench, number: int) -> None:
    """Each once. Who can sits at a table, so that most people are moved by the next plan."""
    await bench.lay_out(PLANS[number % len(PLANS)])
    tables = [place.id for place in bench.room.actor.room.plan.places if place.id.startswith("table")]
    for at, person in enumerate([*bench.room.clients][1:] if tables else []):
        await bench.ask(person, type="take_place", place=tables[at % len(tables)])
    begun = 0 if bench.room.actor.room.step else 4
    await bench.ask("f", type="set_step", step=begun)  # lays the room out as it began
    await bench.measured("step", lambda: bench.ask("f", type="set_step", step=number % 3 + 1))
    raising = next(pid for pid, each in bench.room.actor.room.people.items() if pid != "f" and each.shown.hand is None)
    await bench.measured("hand", lambda: bench.ask(raising, type="raise_hand"))
    await bench.measured("turn", lambda: bench.ask("f", type="give_turn", person=raising))
    text = "今日はいい天気ですね。"
    await bench.measured(
        "message", lambda: bench.ask("f", type="say", id=f"message-{number:04}", text=text, scope="room")
    )


async def figures() -> list[Figure]:
    """All figures of this file."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    bench = await _gather()
    for number in range(1, ROUNDS + 1):
        await _round(bench, number)
    await bench.room.actor.stop()
    await asyncio.sleep(0)
    costs = {what: statistics.median(each) for what, each in bench.costs.items()}
    message = costs["message"]
    names = {"plan": "another plan", "step": "a step", "turn": "a turn", "hand": "a hand"}
    found = [
        Figure(
            f"plans: {name}, told to {PEOPLE}, to a message", costs[what], "ms", message, costs[what] / message, reach
        )
        for what, name, reach in ((what, names[what], "≤ 100 ms" if what == "plan" else "") for what in names)
    ]
    return [
        *found,
        Figure("plans: another plan, the dearest", max(bench.costs["plan"]), "ms", reach="≤ 100 ms"),
        Figure("plans: fresh views by another plan, at most", max(bench.views), "views", reach=f"≤ {PEOPLE}"),
        Figure("plans: sent by another plan, at most", max(bench.sizes) / 1000, "KB"),
    ]
