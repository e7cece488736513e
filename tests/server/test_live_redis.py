"""A real server whose journal is in a real Redis: kills of either, a Redis that is away, and what is left after the end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.bots.client import Bot, Refusal
from tests.bots.people import come_back, person
from tests.bots.server import ServerProcess
from tests.contract.stores import files, shapes
from tests.patience import PATIENCE
from tests.redis_server import RedisServer, redis_server

# What docs/operations.md lets the server's user do in Redis.
RULE = next(
    line.split()[2:]
    for line in (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("user engawa on ")
)


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@pytest.fixture
async def server(tmp_path: Path, redis: RedisServer) -> AsyncIterator[ServerProcess]:
    made = ServerProcess(tmp_path / "data", more={"ENGAWA_REDIS_URL": redis.url})
    await made.start()
    yield made
    await made.stop()


async def status(http: aiohttp.ClientSession, server: ServerProcess) -> int:
    async with http.get(f"{server.base}/api/ready") as response:
        return response.status


async def until_status(http: aiohttp.ClientSession, server: ServerProcess, wanted: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while await status(http, server) != wanted:
            await asyncio.sleep(0.05)


async def test_a_killed_server_comes_back_and_the_end_leaves_nothing(
    server: ServerProcess, redis: RedisServer, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    f = await person(http, server, links, "しんこう", role="facilitator")
    a = await person(http, server, links, "のこらないなまえ")
    await a.ask({"type": "take_place", "place": "table-1"})
    await a.ask({"type": "raise_hand"})
    said = [f"ぜったいに残らないことば{number}" for number in range(10)]
    for words in said:
        assert (await f.say(words))["ok"]
    assert redis.names() >= {f"engawa:journal:{links.session}", f"engawa:token:{links.session}"}
    assert not (server.data / "journal.db").exists()
    await server.kill()
    await server.start()
    await asyncio.gather(come_back(f), come_back(a))
    assert f.view is not None
    assert [words for words in f.texts() if words in said] == said
    assert f.view.people[a.person].place == "table-1"
    assert (await f.say(said[0]))["ok"]

    await f.ask({"type": "set_doors", "doors": "ended"})
    await a.until(lambda: a.bye is not None)
    async with asyncio.timeout(PATIENCE):
        while any(links.session in name for name in redis.names()) or list((server.data / "keys").iterdir()):
            await asyncio.sleep(0.02)
    redis.say("SAVE")
    written = files(redis.folder) + files(server.data.parent)
    for word in ("残らない", "のこらない", "しんこう"):
        for shape in (*shapes(word), json.dumps(word).strip('"').encode()):
            assert shape not in written, word


async def test_while_redis_is_away_people_are_told_and_all_of_it_comes_back(
    server: ServerProcess, redis: RedisServer, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    a = await person(http, server, links, "さくら")
    assert (await a.say("まえに"))["ok"]
    redis.kill()
    refused = await a.say("きえたかもしれない")
    assert refused["code"] == "storage_failed"
    await a.until(lambda: a.bye is not None)
    late = Bot(http, server.base)
    await late.join(secret=links.secret())
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(Refusal) as told:
            await late.connect()
    assert told.value.code == "storage_failed"
    assert await status(http, server) == 503
    async with http.get(f"{server.base}/api/health") as response:
        assert response.status == 200
    redis.start()
    await come_back(a)
    assert (await a.say("あとで"))["ok"]
    assert [words for words in a.texts() if words != "きえたかもしれない"] == ["まえに", "あとで"]
    await until_status(http, server, 200)


async def test_a_server_that_starts_before_its_redis_says_so_and_waits(
    server: ServerProcess, redis: RedisServer, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    a = await person(http, server, links, "さくら")
    assert (await a.say("まえに"))["ok"]
    await server.kill()
    redis.kill()
    starting = asyncio.create_task(server.start())
    async with asyncio.timeout(PATIENCE):
        while b'"redis_away"' not in files(server.data.parent):
            await asyncio.sleep(0.05)
    redis.start()
    await starting
    await come_back(a)
    assert a.texts() == ["まえに"]


async def test_the_documented_rights_suffice_and_the_password_is_never_written(
    redis: RedisServer, tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    password = "sakura-7391-momiji"
    rule = [word.replace(">password", f">{password}") for word in RULE]
    assert redis.say("ACL", "SETUSER", "engawa", *rule) == "OK"
    assert redis.say("ACL", "SETUSER", "default", "-@all", "+ping", "+acl|setuser") == "OK"
    url = redis.url.replace("unix://", f"unix://engawa:{password}@")
    server = ServerProcess(tmp_path / "data", more={"ENGAWA_REDIS_URL": url})
    await server.start()
    links = await server.new_session()
    f = await person(http, server, links, "しんこう", role="facilitator")
    assert (await f.say("ことば"))["ok"]
    redis.kill()
    await f.say("ことば")
    redis.start()  # with no users but the default one again
    redis.say("ACL", "SETUSER", "engawa", *rule)
    await come_back(f)
    await f.ask({"type": "set_doors", "doors": "ended"})
    async with asyncio.timeout(PATIENCE):
        while list((server.data / "keys").iterdir()):
            await asyncio.sleep(0.02)
    await server.stop()
    assert password.encode() not in files(tmp_path)


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        (("REPLICAOF", "127.0.0.1", "1"), ("REPLICAOF", "NO", "ONE")),
        (("CONFIG", "SET", "maxmemory", "1"), ("CONFIG", "SET", "maxmemory", "0")),
    ],
    ids=["it only reads", "it is full"],
)
async def test_a_redis_that_answers_but_takes_no_write_is_not_ready(
    server: ServerProcess,
    redis: RedisServer,
    http: aiohttp.ClientSession,
    broken: tuple[str, ...],
    mended: tuple[str, ...],
) -> None:
    assert redis.say("CONFIG", "SET", "maxmemory-policy", "noeviction") == "OK"
    await until_status(http, server, 200)
    assert redis.say(*broken) == "OK"
    assert redis.say("PING") == "PONG"
    assert await status(http, server) == 503
    assert redis.say(*mended) == "OK"
    await until_status(http, server, 200)


async def test_a_stream_that_is_thrown_away_under_an_open_room_ends_nothing(
    server: ServerProcess, redis: RedisServer, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    a = await person(http, server, links, "さくら")
    assert (await a.say("まえに"))["ok"]
    assert redis.say("DEL", f"engawa:journal:{links.session}") == "1"
    assert (await a.say("穴のあと"))["code"] == "storage_failed"
    await a.until(lambda: a.bye is not None)
    again = await person(http, server, links, "さくら")
    assert (await again.say("あとで"))["ok"]
    await server.kill()
    await server.start()
    await come_back(again)
    assert again.texts() == ["あとで"]


async def test_a_redis_that_may_lose_rooms_is_named_at_the_start(redis: RedisServer, tmp_path: Path) -> None:
    redis.say("CONFIG", "SET", "appendonly", "no")
    redis.say("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
    server = ServerProcess(tmp_path / "data", more={"ENGAWA_REDIS_URL": redis.url})
    await server.start()
    lines = [json.loads(line) for line in files(tmp_path).splitlines() if b'"redis_may_lose"' in line]
    assert [line["reason"] for line in lines] == ["appendonly", "maxmemory-policy"]
    await server.stop()
