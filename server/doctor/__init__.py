"""`engawa doctor`: looks at the machine and the settings, and says in plain sentences what is well and what to do.

Theory: each check is a small function that looks at one thing, with a time limit, and never raises: what cannot be seen is
itself a finding. Nothing but the addresses that are configured here is contacted, and no words hold a password.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from server.config import Config
from server.doctor import address, content, machine, mail, ports, redis
from server.doctor.finding import Check, Finding, State, look, render
from server.office.base.database import revealed

__all__ = ["Finding", "State", "examine", "render"]


async def examine(config: Config, database: Callable[[], Awaitable[Finding]] | None = None) -> list[Finding]:
    """Every check, at the same time; findings in the order in which one would mend things. Never raises."""

    async def asked() -> list[Finding]:
        return [] if database is None else [await database()]

    checks: list[tuple[str, Check]] = [
        ("公開アドレス", lambda: address.setting(config)),
        ("名前", lambda: address.name(config)),
        ("証明書", lambda: address.certificate(config)),
        ("外からの道", lambda: address.way_in(config)),
        ("リバースプロキシ", lambda: address.proxy(config)),
        ("HTTP のポート", lambda: ports.http(config)),
        ("ためし用 HTTPS", lambda: ports.trial_https(config)),
        ("声のポート", lambda: ports.voice(config)),
        ("声のアドレス", lambda: ports.voice_addresses(config)),
        ("データのフォルダー", lambda: machine.folder(config.data_dir)),
        ("鍵のファイル", lambda: machine.keys(config.data_dir)),
        ("ディスクの空き", lambda: machine.disk(config.data_dir)),
        ("データベース", asked),
        (redis.NAME, lambda: redis.journal(revealed(config.redis_url))),
        ("メール", lambda: mail.server(revealed(config.smtp_url), config.mail_from)),
        ("時計のずれ", lambda: address.clock(config)),
        ("時計の同期", machine.synchronised),
        ("画面", lambda: machine.web_client(config.web_root)),
        ("印刷の文字", lambda: machine.fonts(config.web_root)),
        (content.NAME, lambda: content.files(config.content)),
        ("同時に開ける数", machine.open_files),
    ]
    found = await asyncio.gather(*(look(name, check) for name, check in checks))
    return [finding for findings in found for finding in findings]
