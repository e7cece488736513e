"""The mailbox's alarm: a loop that waits is woken in time, whatever deadlines came and went before."""

from __future__ import annotations

import asyncio
from typing import cast

from rooms.commands import Refresh
from server.live.mailbox import Ask, Mailbox
from server.ports import Client
from tests.virtual_time import virtual


def asked() -> Ask:
    return Ask(cast(Client, None), "a", None, Refresh())


async def waits(mailbox: Mailbox, seconds: float | None) -> float:
    """How long `take` takes, looking again after each wake that came too early, as the room's loop does."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    while not await mailbox.take(None if seconds is None else max(0.0, begun + seconds - loop.time())):
        if seconds is not None and loop.time() >= begun + seconds:
            break
    return loop.time() - begun


@virtual
async def test_a_deadline_that_comes_nearer_or_goes_away_is_kept() -> None:
    mailbox, loop = Mailbox(), asyncio.get_running_loop()
    for seconds in (10.0, 3.0, 3.0, 50.0, 0.5, 20.0):
        assert abs(await waits(mailbox, seconds) - seconds) < 0.01
    loop.call_later(5, mailbox.put, asked())
    assert abs(await waits(mailbox, 60.0) - 5) < 0.01  # its alarm is still set
    loop.call_later(200, mailbox.put, asked())
    assert abs(await waits(mailbox, None) - 200) < 0.01


@virtual
async def test_what_comes_sets_no_alarm_anew() -> None:
    mailbox, loop = Mailbox(), asyncio.get_running_loop()
    set_at: list[float] = []
    real = loop.call_at

    def counted(when: float, *args: object, **more: object) -> asyncio.TimerHandle:
        if args and getattr(args[0], "__self__", None) is mailbox:
            set_at.append(when)
        return real(when, *args, **more)  # type: ignore[arg-type]

    loop.call_at = counted  # type: ignore[method-assign]
    for _ in range(20):
        loop.call_soon(mailbox.put, asked())
        assert await mailbox.take(30.0)
    assert len(set_at) == 1
    assert mailbox.empty() == []
    await mailbox.take(1.0)
    assert len(set_at) == 2  # emptied: that one was taken back
