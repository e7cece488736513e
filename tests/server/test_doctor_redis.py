"""What the doctor says of a real redis-server that is set up well, badly, or not there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from server.doctor import redis as doctor
from server.doctor.finding import State
from tests.redis_server import RedisServer, redis_server


@pytest.fixture(scope="module")
def shared() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@pytest.mark.parametrize(
    ("settings", "expected", "named"),
    [
        ({}, ["good"], "2 秒"),
        ({"appendfsync": "always"}, ["good"], "停電でも"),
        ({"appendfsync": "no"}, ["warn"], "appendfsync"),
        ({"appendonly": "no"}, ["bad"], "appendonly yes"),
        ({"maxmemory-policy": "allkeys-lru"}, ["good", "warn"], "noeviction"),
        ({"maxmemory-policy": "allkeys-lru", "maxmemory": "100mb"}, ["good", "bad"], "noeviction"),
    ],
)
async def test_what_it_says(shared: RedisServer, settings: dict[str, str], expected: list[State], named: str) -> None:
    usual = {"appendonly": "yes", "appendfsync": "everysec", "maxmemory": "0", "maxmemory-policy": "noeviction"}
    for name, value in {**usual, **settings}.items():
        assert shared.say("CONFIG", "SET", name, value) == "OK"
    found = await doctor.journal(shared.url)
    assert [each.state for each in found] == expected
    assert named in found[-1].words + found[-1].todo


async def test_a_redis_that_is_not_there_or_does_not_know_the_password(shared: RedisServer) -> None:
    wrong = shared.url.replace("unix://", "unix://engawa:geheim@")
    for url in (wrong, "unix:///nowhere/redis.sock", "redis://engawa:geheim@127.0.0.1:1/0"):
        (found,) = await doctor.journal(url)
        assert found.state == "bad"
        assert "geheim" not in repr(found)


async def test_one_that_does_not_let_its_settings_be_seen(shared: RedisServer) -> None:
    assert shared.say("ACL", "SETUSER", "blind", "on", ">x", "~*", "+ping") == "OK"
    (found,) = await doctor.journal(shared.url.replace("unix://", "unix://blind:x@"))
    assert found.state == "warn"


async def test_where_none_is_configured_nothing_is_said() -> None:
    assert await doctor.journal(None) == []


def test_an_unencrypted_way_to_another_machine_is_named() -> None:
    assert [each.state for each in doctor._way("redis://u:p@redis.example.jp/0")] == ["warn"]
    for url in ("rediss://redis.example.jp/0", "redis://localhost/0", "unix:///run/redis.sock"):
        assert doctor._way(url) == []
