"""Strangers try passwords at somebody's mail address, on a real server that sends no mail: the right person comes in by the
link that whoever has the machine prints."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from sqlalchemy import Connection

from server.clock import now_ms
from server.office.base.database import Database
from server.office.staff import accounts, setting_up
from tests.bots.server import ROOT, ServerProcess
from tests.patience import PATIENCE

OURS = {"X-Engawa": "1"}
MAIL, PASSWORD = "sato@example.jp", "夜の図書館でよむ古い本"


async def set_up(server: ServerProcess) -> None:
    def first(connection: Connection) -> None:
        secret = setting_up.first_invitation(connection, now_ms())
        newcomer = accounts.newcomer("さとう", MAIL, PASSWORD)
        setting_up.first_account(connection, secret or "", "町", newcomer, now_ms())

    database = Database(server.data)
    await database.write(first)
    await database.close()


@asynccontextmanager
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    """One that the server has never seen."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), headers=OURS) as made:
        yield made


async def ask(http: aiohttp.ClientSession, server: ServerProcess, path: str, body: dict[str, str]) -> tuple[int, str]:
    async with http.post(f"{server.base}/api/office{path}", json=body) as answer:
        return answer.status, await answer.text()


async def unlock(server: ServerProcess, mail: str) -> tuple[int | None, str]:
    command = (sys.executable, "-m", "server.cli", "staff", "unlock", mail)
    piped = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=server.environment, stdout=piped, stderr=piped
    )
    out, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, out.decode().strip()


async def test_a_printed_link_lets_the_right_person_in_while_strangers_try(server: ServerProcess) -> None:
    await set_up(server)
    right, wrong = {"mail": MAIL, "password": PASSWORD}, {"mail": MAIL, "password": "ちがうパスワードです"}
    async with browser() as stranger, browser() as owner:
        tries = [(await ask(stranger, server, "/sign-in", wrong))[0] for _ in range(24)]
        assert tries[-1] == 429
        status, said = await ask(owner, server, "/sign-in", right)
        assert (status, "engawa staff unlock" in said) == (429, True)
        code, url = await unlock(server, MAIL)
        assert code == 0
        page, _, secret = url.partition("#known=")
        assert page.endswith("/o")
        assert (await ask(owner, server, "/sign-in/known", {"secret": secret}))[0] == 200
        assert (await ask(owner, server, "/sign-in", right))[0] == 200
        assert (await ask(stranger, server, "/sign-in/known", {"secret": secret}))[0] == 404, "once"
        assert (await unlock(server, "nobody@example.jp"))[0] != 0
