"""Floods of what is costly: whoever sends them, people go on joining, and what has ended is erased, while the flood runs.

The server's pools refuse most of a flood at once, so each flood here goes on asking until the others are through. What is
still unanswered when they are is the condition, never a time.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from sqlalchemy import Connection, select
from yarl import URL

from server.clock import now_ms
from server.http.office.endpoint import COOKIE
from server.office.base.database import Database
from server.office.base.tables import memberships
from server.office.staff import accounts, setting_up, signing_in
from tests.bots.people import person
from tests.bots.server import Links, ServerProcess
from tests.patience import happens

OURS = {"X-Engawa": "1", "If-Match": "*"}
PASSWORD = "夜の図書館でよむ古い本"
DAILY = [{"rule": "FREQ=DAILY", "start": f"{hour:02}:00", "end": f"{hour:02}:30"} for hour in range(8, 20)]
FAR = {"starts_on": "2026-01-01", "rules": DAILY, "holidays": "next_week", "closed": ["01-01/12-30"]}
Ask = Callable[[int], Awaitable[int]]
"""Sends the flood's n-th request; the status of its answer."""


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    jar = aiohttp.CookieJar(unsafe=True)  # cookies of 127.0.0.1, too
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), cookie_jar=jar) as session:
        yield session


@pytest.fixture
async def town(server: ServerProcess, http: aiohttp.ClientSession) -> str:
    """The id of an organisation whose administrator `http` is signed in as."""
    now = now_ms()

    def set_up(connection: Connection) -> tuple[str, str]:
        secret = setting_up.first_invitation(connection, now)
        newcomer = accounts.newcomer("さとう", "sato@example.jp", PASSWORD)
        account = setting_up.first_account(connection, secret or "", "町", newcomer, now)
        organisation = connection.execute(select(memberships.c.organisation)).scalar_one()
        return signing_in.open_session(connection, account, "Firefox", now), str(organisation)

    database = Database(server.data)
    cookie, organisation = await database.write(set_up)
    await database.close()
    http.cookie_jar.update_cookies({COOKIE: cookie}, URL(server.base))
    return organisation


@asynccontextmanager
async def flood(ask: Ask, at_once: int) -> AsyncIterator[tuple[Counter[int], Callable[[], int]]]:
    """`at_once` who ask again as soon as they are answered. Gives the answers so far, and how many are waiting for one."""
    statuses: Counter[int] = Counter()
    numbers, waiting = itertools.count(), [0]

    async def one() -> None:
        while True:
            waiting[0] += 1
            try:
                statuses[await ask(next(numbers))] += 1
            finally:
                waiting[0] -= 1
            await asyncio.sleep(0.05)

    tasks = [asyncio.create_task(one()) for _ in range(at_once)]
    try:
        yield statuses, lambda: waiting[0]
        for task in tasks:
            assert not task.done(), "the flood itself came to an end"
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def others_go_on(
    server: ServerProcess, http: aiohttp.ClientSession, links: Links, waiting: Callable[[], int]
) -> None:
    """The server answers, somebody joins, enters and speaks, and the session's end erases its key; all during the flood."""
    await happens(waiting)
    async with http.get(f"{server.base}/api/health") as health:
        assert health.status == 200
    guest = await person(http, server, links, "さくら")
    host = await person(http, server, links, "はなこ", role="facilitator")
    assert (await guest.say("こんにちは"))["ok"]
    key = server.data / "keys" / f"{links.session}.key"
    assert key.exists()
    assert (await host.ask({"type": "set_doors", "doors": "ended"}))["ok"]
    await happens(lambda: not key.exists())
    assert waiting(), "the flood was over before"


async def test_strangers_who_sign_in(server: ServerProcess, http: aiohttp.ClientSession, town: str) -> None:
    """From eight addresses. Who is signed in may have their own password hashed meanwhile."""
    links = await server.new_session()

    async def ask(number: int) -> int:
        headers = {**OURS, "X-Forwarded-For": f"198.51.100.{number % 8}"}
        body = {"mail": f"nobody{number}@example.jp", "password": "ちがうパスワード"}
        async with aiohttp.ClientSession() as stranger:
            asked = stranger.post(f"{server.base}/api/office/sign-in", json=body, headers=headers)
            async with asked as answer:
                if answer.status == 503:
                    assert (await answer.json())["code"] == "busy"
                    assert int(answer.headers["Retry-After"]) > 0
                return answer.status

    async with flood(ask, 40) as (statuses, waiting):
        await happens(lambda: statuses[503])
        mine = {"password": "ちがうパスワード", "new_password": "昼の図書館でよむ古い本"}
        async with http.post(f"{server.base}/api/office/me/password", json=mine, headers=OURS) as answer:
            assert (answer.status, (await answer.json())["code"]) == (403, "password_wrong")
        await others_go_on(server, http, links, waiting)
    assert set(statuses) <= {401, 429, 503}


async def test_previews_of_the_largest_schedules(server: ServerProcess, http: aiohttp.ClientSession, town: str) -> None:
    links = await server.new_session()
    body = {"schedule": FAR, "first": "2026-01-01", "last": "2030-12-31"}

    async def ask(number: int) -> int:
        async with http.post(f"{server.base}/api/office/schedule/preview", json=body, headers=OURS) as answer:
            assert (await answer.json())["code"] in ("span_too_long", "busy")
            return answer.status

    async with flood(ask, 12) as (statuses, waiting):
        await happens(lambda: statuses[503])
        await others_go_on(server, http, links, waiting)
    assert set(statuses) <= {422, 503}, "one account has two at once"


NEVER = {
    "starts_on": "2026-01-01", "closed": ["01-01/12-31", *(f"{month:02}-01/12-31" for month in range(1, 13))],
    "holidays": "next_day", "on_closed": "next_day",
    "rules": [{**each, "held": 400} for each in DAILY],
    "changes": [{"kind": "cancel", "date": f"2026-{month:02}-{day:02}", "rule": "a"}
                for month in range(1, 13) for day in range(1, 29)],
}  # fmt: skip
"""Looked for on every day of a lifetime by twelve rules, anew for each change: minutes."""


async def test_no_way_stores_what_takes_minutes_to_unfold(
    server: ServerProcess, http: aiohttp.ClientSession, town: str
) -> None:
    """Everybody who writes waits for whoever stores a schedule, so its weight is known before."""
    office = f"{server.base}/api/office/{town}"
    plain = {"starts_on": "2026-10-01", "rules": [{**DAILY[0], "rule": "FREQ=WEEKLY"}]}
    async with http.post(
        f"{office}/start", json={"kind": "ibasho", "title": "会", "schedule": plain}, headers=OURS
    ) as made:
        series = await made.json()
        assert made.status == 200, series
    body = {**series["series"], "schedule": NEVER}
    one = f"{office}/series/{series['id']}"
    replace = {"kind": "replace", "date": "2026-10-01", "scope": "all", "rules": NEVER["rules"]}
    ways = [
        ("POST", f"{office}/start", {"kind": "ibasho", "title": "別の会", "schedule": NEVER}),
        ("POST", f"{office}/series", {"series": body}),
        ("PUT", one, {"series": body, "version": 1}),
        ("PUT", one, {"series": {**body, "schedule": {**NEVER, "rules": NEVER["rules"][:1], "changes": []}}, "version": 1}),
        ("POST", f"{one}/changes", {"change": replace, "version": 2}),
    ]  # fmt: skip
    answers = []
    for method, url, asked in ways:
        async with http.request(method, url, json=asked, headers=OURS) as answer:
            said = await answer.json()
            answers.append((answer.status, said.get("fields", [{}])[0].get("code", "")))
    refused = (422, "too_costly")
    assert answers == [refused, refused, refused, (200, ""), refused]


async def test_a_feed_that_everybody_fetches(server: ServerProcess, http: aiohttp.ClientSession, town: str) -> None:
    links = await server.new_session()
    office = f"{server.base}/api/office/{town}"
    async with http.get(f"{office}/settings") as answer:
        settings = await answer.json()
    del settings["version"]
    async with http.put(
        f"{office}/settings", json={**settings, "listed": True, "slug": "machi"}, headers=OURS
    ) as answer:
        assert answer.status == 200, await answer.text()
    daily = {"starts_on": "2026-10-01", "rules": DAILY[:3]}
    plan = {"kind": "ibasho", "title": "毎日の会", "schedule": daily, "venue": "会館"}
    async with http.post(f"{office}/start", json=plan, headers=OURS) as answer:
        assert answer.status == 200, await answer.text()

    async def ask(number: int) -> int:
        # As of another address each time: what is kept is of no use to them.
        headers = {"Host": f"machi{number}.localhost"}
        async with http.get(f"{server.base}/calendar/machi.ics", headers=headers) as answer:
            text = await answer.text()
            assert ("BEGIN:VEVENT" in text) == (answer.status == 200), text[:300]
            return answer.status

    async with flood(ask, 24) as (statuses, waiting):
        await happens(lambda: statuses[503])
        await others_go_on(server, http, links, waiting)
        await happens(lambda: statuses[200])
    assert set(statuses) <= {200, 503}


async def test_pictures_that_nobody_has(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()

    async def ask(number: int) -> int:
        async with http.get(f"{server.base}/api/avatars/critters/flood{number}.svg") as answer:
            return answer.status

    async with flood(ask, 140) as (statuses, waiting):
        await happens(lambda: statuses[503])
        await others_go_on(server, http, links, waiting)
        await happens(lambda: statuses[200])
    assert set(statuses) <= {200, 503}


async def test_notices_and_counts(server: ServerProcess, http: aiohttp.ClientSession, town: str) -> None:
    links = await server.new_session()
    office = f"{server.base}/api/office/{town}"
    plan = {
        "kind": "ibasho", "title": "土曜の会", "venue": "会館",
        "schedule": {"starts_on": "2026-12-01", "rules": [{**DAILY[0], "rule": "FREQ=WEEKLY;BYDAY=SA"}]},
    }  # fmt: skip
    async with http.post(f"{office}/start", json=plan, headers=OURS) as answer:
        started = await answer.json()
        assert answer.status == 200, started
    async with http.get(f"{office}/series") as answer:
        series = (await answer.json())["series"][0]["id"]

    async def ask(number: int) -> int:
        paths = (f"series/{series}/notice.pdf", "counts.csv?first=2021-01-01&last=2026-12-31&by=session")
        async with http.get(f"{office}/{paths[number % 2]}") as answer:
            await answer.read()
            return answer.status

    async with flood(ask, 24) as (statuses, waiting):
        await happens(lambda: statuses[503])
        await others_go_on(server, http, links, waiting)
    assert set(statuses) <= {200, 503}
