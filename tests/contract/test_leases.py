"""One suite for every Leases: in this process, and in a real redis-server."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from server.ports import Leases, LeasesAway, Token
from server.storage.leases import LEASE_SECONDS, Held, InProcessLeases
from server.storage.redis_leases import RedisLeases, node_of
from server.storage.redis_store import RedisStore
from tests.redis_server import RedisServer, redis_server
from tests.server.fakes import Clock


class Nodes:
    """Nodes that share their leases, by name; the same name again is the same node after a restart."""

    def __init__(self, node: Callable[[str], Leases], run_out: Callable[[], Awaitable[None]]) -> None:
        self.node = node
        self.run_out = run_out
        """Lets every lease run out that is not renewed."""


@pytest.fixture(params=["in process", "redis"])
async def nodes(request: pytest.FixtureRequest) -> AsyncIterator[Nodes]:
    if request.param == "in process":
        clock, held = Clock(), Held()

        async def floor(_: str) -> Token:
            return Token(0)

        async def later() -> None:
            clock.now += LEASE_SECONDS * 1000 + 1

        yield Nodes(lambda name: InProcessLeases(clock, floor, owner=name, held=held), later)
        return
    server: RedisServer = request.getfixturevalue("redis")
    store = RedisStore(server.url)

    async def expire() -> None:
        for key in server.names():
            if key.startswith("engawa:lease:"):
                assert server.say("PEXPIRE", key, "1") == "1"
        async with asyncio.timeout(20):
            while any(key.startswith("engawa:lease:") for key in server.names()):
                await asyncio.sleep(0.005)

    yield Nodes(lambda name: RedisLeases(store, name), expire)
    await store.close()


async def taken(leases: Leases, room: str = "r1") -> Token:
    token = await leases.take(room)
    assert token is not None
    return token


async def test_one_node_holds_a_room_and_others_get_none(nodes: Nodes) -> None:
    a, b = nodes.node("a"), nodes.node("b")
    token = await taken(a)
    assert await b.take("r1") is None
    assert await b.take("r2") is not None
    assert await a.renew("r1", token)


async def test_a_node_takes_its_own_room_again_with_a_newer_token(nodes: Nodes) -> None:
    a = nodes.node("a")
    first = await taken(a)
    second = await taken(nodes.node("a"))  # killed, and started again
    assert second > first
    assert not await a.renew("r1", first)
    assert await a.renew("r1", second)


async def test_a_lease_that_runs_out_can_be_taken_by_another_and_never_renewed_by_the_first(nodes: Nodes) -> None:
    a, b = nodes.node("a"), nodes.node("b")
    first = await taken(a)
    await nodes.run_out()
    second = await taken(b)
    assert second > first
    assert not await a.renew("r1", first)
    await a.drop("r1", first)  # what is no longer its own, it cannot drop
    assert await b.renew("r1", second)
    assert await a.take("r1") is None


async def test_what_was_dropped_is_free_and_its_tokens_go_on(nodes: Nodes) -> None:
    a, b = nodes.node("a"), nodes.node("b")
    first = await taken(a)
    await a.drop("r1", first)
    assert not await a.renew("r1", first)
    assert await taken(b) > first


async def test_tokens_grow_whoever_takes_and_however_it_ended(nodes: Nodes) -> None:
    seen = [Token(0)]
    for number in range(12):
        leases = nodes.node("ab"[number % 2])
        seen.append(await taken(leases))
        if number % 3:
            await leases.drop("r1", seen[-1])
        else:
            await nodes.run_out()
    assert seen == sorted(set(seen))


async def test_of_many_who_ask_at_once_one_gets_it(nodes: Nodes) -> None:
    tokens = await asyncio.gather(*(nodes.node(f"n{number}").take("r1") for number in range(20)))
    assert len([token for token in tokens if token is not None]) == 1


# -- what only one of them has -----------------------------------------------------------------------------------------


async def test_in_process_tokens_begin_above_those_of_the_process_before() -> None:
    async def floor(_: str) -> Token:
        return Token(41)

    assert await InProcessLeases(Clock(), floor).take("r1") == 42


async def test_tokens_in_redis_grow_also_when_it_has_lost_everything(redis: RedisServer) -> None:
    store = RedisStore(redis.url)
    leases = RedisLeases(store, "a")
    before = await taken(leases)
    await asyncio.sleep(0.005)  # tokens are milliseconds of Redis' clock at least
    redis.say("FLUSHALL")
    assert await taken(leases) > before
    await store.close()


async def test_a_lease_in_redis_ends_by_itself(redis: RedisServer) -> None:
    store = RedisStore(redis.url)
    a, b = RedisLeases(store, "a", seconds=0.2), RedisLeases(store, "b")
    await taken(a)
    assert await b.take("r1") is None
    async with asyncio.timeout(20):
        while await b.take("r1") is None:
            await asyncio.sleep(0.02)
    await store.close()


async def test_nothing_of_a_room_is_left_in_redis_when_its_lease_is_over(redis: RedisServer) -> None:
    store = RedisStore(redis.url)
    leases = RedisLeases(store, "a")
    await leases.drop("r1", await taken(leases))
    assert redis.names() == {"engawa:tokens"}
    await store.close()


async def test_a_redis_that_stands_still_or_is_gone_is_told_in_time() -> None:
    async with AsyncExitStack() as stack:
        with redis_server() as server:
            store = RedisStore(server.url, seconds=1)
            stack.push_async_callback(store.close)
            leases = RedisLeases(store, "a")
            token = await taken(leases)
            server.signal(signal.SIGSTOP)
            for ask in (leases.take("r1"), leases.renew("r1", token), leases.drop("r1", token)):
                with pytest.raises(LeasesAway):
                    async with asyncio.timeout(60):
                        await ask
            server.kill()
            with pytest.raises(LeasesAway):
                await leases.take("r1")
            server.start()
            assert await leases.take("r1") is not None


def test_a_node_is_its_data_folder(tmp_path: Path) -> None:
    assert node_of(tmp_path / "a") == node_of(tmp_path / "a")
    assert node_of(tmp_path / "a") != node_of(tmp_path / "b")
