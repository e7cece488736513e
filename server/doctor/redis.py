"""Redis, where it is the journal: is it there, and does it keep what it was given? Nothing is written or changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from server.doctor.finding import Finding
from server.storage.redis_store import RedisAway, RedisStore

NAME = "Redis"
_ADDRESS = "ENGAWA_REDIS_URL と、Redis が動いているかを見てください。"
_HERE = (None, "localhost", "127.0.0.1", "::1")


async def journal(url: str | None) -> list[Finding]:
    """Nothing where none is configured. What `redis.conf` should say is in docs/operations.md."""
    if url is None:
        return []
    store = RedisStore(url)
    try:
        async with store.bounded():
            told = await store.client.info("persistence")
            settings = await store.client.config_get("appendfsync", "maxmemory", "maxmemory-policy")
    except RedisAway as away:
        if await store.reachable():
            words = f"つながりますが、設定を見ることができません({away.kind})。"
            return [Finding(NAME, "warn", words, "利用者に info と config|get の許しを足してください。")]
        return [Finding(NAME, "bad", f"つながりません({away.kind})。会の部屋がひらけません。", _ADDRESS)]
    finally:
        await store.close()
    return [*_kept(told, settings), *_full(settings), *_way(url)]


def _kept(told: Mapping[str, Any], settings: Mapping[Any, Any]) -> list[Finding]:
    if not told.get("aof_enabled"):
        words = "つながりますが、appendonly が no です。Redis が止まると、会の話がなくなります。"
        return [Finding(NAME, "bad", words, "redis.conf に appendonly yes と書いてください。")]
    if told.get("aof_last_write_status") != "ok":
        return [Finding(NAME, "bad", "つながりますが、ファイルに書けていません。", "Redis のディスクを見てください。")]
    fsync = settings.get("appendfsync")
    if fsync == "no":
        words = "つながりますが、appendfsync が no です。停電で 30 秒ほどの話がなくなることがあります。"
        return [Finding(NAME, "warn", words, "redis.conf に appendfsync everysec か always と書いてください。")]
    lost = "停電でもなくなりません" if fsync == "always" else "停電のときだけ、2 秒ほどの話がなくなることがあります"
    return [Finding(NAME, "good", f"つながり、書いたものを保ちます。{lost}。")]


def _full(settings: Mapping[Any, Any]) -> list[Finding]:
    policy = settings.get("maxmemory-policy")
    if policy == "noeviction":
        return []
    never = settings.get("maxmemory") == "0"
    words = f"maxmemory-policy が {policy} です。" + (
        "いまは maxmemory に限りがないので、何も捨てられません。" if never else "いっぱいになると、会の話を捨てます。"
    )
    todo = "redis.conf に maxmemory-policy noeviction と書いてください。"
    return [Finding(NAME, "warn" if never else "bad", words, todo)]


def _way(url: str) -> list[Finding]:
    parts = urlsplit(url)
    if parts.scheme != "redis" or parts.hostname in _HERE:
        return []
    todo = "rediss:// を使うか、自分のネットワークの中だけを通してください。"
    return [Finding(NAME, "warn", "ほかの機械の Redis へ、暗号化せずにつなぎます。パスワードが見えます。", todo)]
