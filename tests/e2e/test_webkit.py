"""WebKit, the engine of every iPhone: public pages, the way into the room, words, walking, the desk, the wall, the office.

All but voices, which Debian's WebKitGTK does not have: so it also stands for a browser without them.
"""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.bots.server import ServerProcess
from tests.e2e.people import Venue
from tests.e2e.test_office import MAIL, PASSWORD, setup_url
from tests.e2e.webkit import Reader, webkit

PHONE, DESKTOP = (360, 740), (1280, 800)
SHOTS = os.environ.get("WEBKIT_SHOTS")
"""A folder for pictures, for those who want to look."""
PUBLIC = "() => [...document.querySelectorAll('a')].find((each) => each.innerText.includes('公開ページ'))?.href"
SAID = "() => document.body.innerText"
UNSAID = re.compile(r"NaN|undefined|Invalid|\bM\d\d\b")
"""What is read where a date could not be said; M11 is how some engines name a month of a calendar that they lack."""
TOO_WIDE = "() => document.documentElement.scrollWidth - innerWidth"


@pytest_asyncio.fixture(loop_scope="session")
async def reader() -> AsyncIterator[Reader]:
    async with webkit(*PHONE) as made:
        yield made


async def fits(reader: Reader, name: str) -> None:
    """Nothing is wider than a desk's screen, nor than a phone's."""
    for width, height in (DESKTOP, PHONE):
        await reader.size(width, height)
        await reader.until("() => [...document.images].every((each) => each.complete)")
        if SHOTS:
            await reader.picture(Path(SHOTS, f"{name}-{width}.png"))
        over = await reader.evaluate(TOO_WIDE)
        assert over <= 0, f"{name} at {width}: {over} px too wide"


async def enter(reader: Reader, venue: Venue, name: str) -> None:
    await reader.go(venue.links.urls["participant"])
    await reader.press("のぞいてみる")
    await reader.reads("縁側から、部屋をのぞいています。")
    await reader.press("入る")
    await reader.reads("入るまえに")
    await reader.fill("よび名", name)
    await reader.press("入る")
    await reader.until("() => document.querySelector('section[aria-label=操作], [role=region][aria-label=操作]')")


async def test_the_way_in_fits_and_says_that_there_is_no_voice_here(venue: Venue, reader: Reader) -> None:
    await reader.go(venue.links.urls["participant"])
    await fits(reader, "start")
    await reader.press("のぞいてみる")
    await reader.reads("縁側から、部屋をのぞいています。")
    await fits(reader, "look")
    await reader.press("入る")
    await reader.reads("入るまえに")
    await reader.reads("このブラウザでは声が使えません")
    await fits(reader, "door")
    await reader.fill("よび名", "さくら")
    await reader.press("入る")
    await reader.until("() => scrollY < 1 && document.activeElement?.tagName === 'H1'")
    await fits(reader, "room")


async def test_words_go_both_ways_and_one_walks(venue: Venue, reader: Reader) -> None:
    other = await venue.participant("つばめ")
    await enter(reader, venue, "さくら")
    await other.page.get_by_role("heading", name="輪・2人").wait_for()
    await other.say("いらっしゃい")
    await reader.press("ひらく: 文字")
    await reader.reads("いらっしゃい")
    await reader.fill("文字をかく", "おじゃまします")
    await reader.press("送る")
    await other.reads("おじゃまします")
    await fits(reader, "talk")
    await reader.press("とじる")
    await reader.press("リスナー席")
    await reader.press("ここにすわる")
    await other.page.get_by_role("heading", name="リスナー席・1人").wait_for()
    await reader.until("() => document.body.textContent.includes('リスナー席・1人')")


async def test_the_desk_leads_and_the_wall_follows(venue: Venue, reader: Reader) -> None:
    other = await venue.participant("つばめ")
    await reader.size(*DESKTOP)
    await reader.go(venue.links.urls["facilitator"])
    await reader.fill("よび名", "かかり")
    await reader.press("入る")
    await reader.reads("つばめさん")
    await reader.fill("お題の言葉", "最近の小さなよかったこと")
    await reader.press("お題を出す")
    await other.reads("最近の小さなよかったこと")
    await reader.press("次へ")
    await reader.reads("アイスブレイク")
    await fits(reader, "desk")
    await reader.size(1280, 720)
    await reader.go(venue.links.urls["screen"])
    await reader.reads("最近の小さなよかったこと")
    await other.say("おにぎりがおいしかった")
    await reader.reads("おにぎりがおいしかった")
    assert await reader.evaluate("() => document.documentElement.scrollHeight - innerHeight") <= 1
    if SHOTS:
        await reader.picture(Path(SHOTS, "wall.png"))


async def made(reader: Reader, kind: str) -> None:
    """A session of this kind as the office offers it."""
    await reader.reads("会をつくる")
    await reader.press(kind)
    await reader.press("この内容でつくる")
    await reader.reads("お知らせを印刷")


async def test_the_office_names_its_months_and_days_and_whoever_comes_reserves(
    server: ServerProcess, reader: Reader
) -> None:
    await reader.size(*DESKTOP)
    await reader.go(await setup_url(server, server.base))
    typed = {"団体の名前": "縁側市", "あなたの名前": "かかり", "メールアドレス": MAIL, "パスワード": PASSWORD}
    for name, text in typed.items():
        await reader.fill(name, text)
    await reader.press("はじめる")
    await made(reader, "個別相談")
    await fits(reader, "session")
    public = await reader.until(PUBLIC)
    await reader.size(*DESKTOP)
    for name in ("series", "counts", "calendar"):
        await reader.go(f"{server.base}/o#/{name}")
        await reader.until("() => document.querySelector('main h1')")
        await fits(reader, name)
        assert not UNSAID.search(await reader.evaluate(SAID))
    year, month = await reader.evaluate("() => [new Date().getFullYear(), new Date().getMonth() + 1]")
    await reader.reads(f"{year}年{month}月")
    for _ in range(2):
        await reader.press("次の月")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        await reader.reads(f"{year}年{month}月")
        await reader.reads("個別相談")
        assert not UNSAID.search(await reader.evaluate(SAID))
    await fits(reader, "month")
    await reader.go(public)
    await fits(reader, "public")
    await reader.press("予約する")
    await reader.reads("名前はいりません。")
    await fits(reader, "reserve")
    await reader.press("予約する", "form button")
    await reader.reads("予約できています")
    await fits(reader, "reserved")
