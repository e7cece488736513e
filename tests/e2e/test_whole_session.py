"""A facilitator's whole session, on a tablet and at a desk: from the early doors to the look back, every act in two presses at most.

docs/measured.md (A whole session) says the same numbers to people; who changes a number here changes that table too.
"""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Locator
from sqlalchemy import Connection, select

from rooms.plans import Mode
from rooms.sheet import Step
from server.clock import now_ms
from server.office.base.database import Database
from server.office.base.tables import sessions
from tests import pdfs
from tests.bots.client import Bot
from tests.bots.people import person
from tests.bots.server import ROOT, Links
from tests.e2e.fingers import Finger, finger, mouse
from tests.e2e.people import DESKTOP, TABLET, Somebody, Venue
from tests.e2e.test_modes import WIDER, town
from tests.e2e.town import HOUR, MINUTE, Town

MEASURED = (ROOT / "docs" / "measured.md").read_text(encoding="utf-8")
SHOTS = os.environ.get("WHOLE_SHOTS")
"""A folder for pictures of each station, for those who want to look."""
HANDS = {"tablet": (finger, TABLET), "desk": (mouse, DESKTOP)}
MOST = 2
"""Presses that one act may cost."""
PROMISES = "話さなくても、何もしなくても大丈夫です。いつでもパスできます。"
STEPS = (
    Step(title="ようこそ・約束ごと", minutes=10, mode=Mode.IBASHO, notes=PROMISES),
    Step(title="お話", minutes=30, mode=Mode.LECTURE),
    Step(title="ひとまわり", minutes=30, mode=Mode.CIRCLE, notes="トーキングピースを、ゆっくりまわします。"),
)
TALK = "縁側のはなし"
QUESTION = "相談は、本人が行かなくてもできますか"
OFF = """() => {
  const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  const found = [];
  for (const each of top.querySelectorAll('button, a[href], input, select, textarea, summary, label.button')) {
    if (each.closest('.unseen, .skip') || !each.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (each.matches('a') && getComputedStyle(each).display === 'inline') continue;
    const { left, right, width, height } = (each.closest('label') ?? each).getBoundingClientRect();
    const name = (each.ariaLabel ?? each.innerText ?? '').trim() || each.id;
    if (width < 43.5 || height < 43.5) found.push(`${name}: ${Math.round(width)} × ${Math.round(height)}`);
    if (left < -1 || right > innerWidth + 1) found.push(`${name}: off the screen`);
  }
  return found;
}"""
"""What a finger does not easily hit, or would have to scroll sideways for."""


class Leads:
    """Who leads, with what they press counted; and what was found wrong on the way."""

    def __init__(self, f: Finger, size: str, venue: Venue, links: Links) -> None:
        self.f = f
        self.page = f.page
        self.venue = venue
        self.links = links
        self.wrong: dict[str, object] = {}
        self._size = size

    def part(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name, exact=True)

    @property
    def strip(self) -> Locator:
        return self.part("いま待っていること")

    async def press(self, name: str, part: str | None = None) -> None:
        where = self.page if part is None else self.part(part)
        await self.f.tap(where.get_by_role("button", name=name, exact=True))

    @asynccontextmanager
    async def act(self, name: str, presses: int) -> AsyncIterator[None]:
        """What is done meanwhile costs so many presses, and as many swipes as it takes."""
        assert presses <= MOST, name
        before = await self.f.counted()
        yield
        after = await self.f.counted()
        cost = type(after)(after.taps - before.taps, after.swipes - before.swipes)
        assert cost.taps == presses, name
        self.f.acts[name] = cost

    async def station(self, name: str) -> None:
        """Nothing stands off the screen or is small; whoever wants to look gets a picture of all of it."""
        found = await self.page.evaluate(OFF)
        if wider := await self.page.evaluate(WIDER):
            found.append(f"{wider} wider than the page")
        if found:
            self.wrong[name] = found
        if SHOTS:
            await self.page.screenshot(path=Path(SHOTS) / f"{self._size}-{name}.png", full_page=True)
            await self.page.screenshot(path=Path(SHOTS) / f"{self._size}-{name}-seen.png")


def next_of(connection: Connection) -> str:
    """The next session of the town's 居場所."""
    coming = (sessions.c.title == "メタバース居場所", sessions.c.starts_at > now_ms())
    return str(connection.execute(select(sessions.c.id).where(*coming).order_by(sessions.c.starts_at)).scalars().first())


async def planned(venue: Venue) -> tuple[Links, str, str]:
    """A session of a town's programme, which begins in six minutes; and the clerk's mail address and password."""
    mail, password = await town(venue)
    database = Database(venue.server.data)
    made = Town(venue.server.data, venue.server.base)
    made.days = [await database.write(next_of)]
    await database.close()
    meeting = await made.meets(6 * MINUTE, early=HOUR, steps=STEPS)
    return Links(meeting.session, "", meeting.urls), mail, password


async def signed_in(f: Finger, venue: Venue, mail: str, password: str) -> None:
    """In the same browser, as whoever opens the desk from the office's page of the day."""
    page = await f.page.context.new_page()
    await page.goto(f"{venue.server.base}/o")
    await page.get_by_role("textbox", name=re.compile("^メールアドレス")).fill(mail)
    await page.get_by_role("textbox", name=re.compile("^パスワード")).fill(password)
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", name="カレンダー").first.wait_for()
    await page.close()


async def must(bot: Bot, **command: Any) -> None:
    answer = await bot.ask(command)
    assert answer["ok"], answer


async def plays(bot: Bot, kind: str, **act: Any) -> None:
    await must(bot, type="play", move={"kind": kind, "act": act}, place=None)


async def receives(w: Leads, first: Bot, pdf: Path) -> None:
    """Early doors."""
    f, page = w.f, w.page
    await page.goto(w.links.urls["facilitator"])
    async with w.act("from the link to the desk", 2):
        box = page.get_by_label("よび名")
        await f.tap(box)
        await f.write("はるか", box)
        await f.press("入る")
        await page.get_by_role("heading", name="あいさつ").wait_for()
    await w.station("1-before")
    async with w.act("greet who comes for the first time", 2):
        await f.tap(w.part("あいさつ").get_by_role("listitem").filter(has_text="はじめて").get_by_role("button"))
        await w.station("1-greeting")
        await f.tap(page.get_by_role("button", name="来てくださって、"))
        await first.until(lambda: any(text.startswith("来てくださって、") for text in first.texts()))
    async with w.act("say a sentence to all who wait", 2):
        await f.tap(w.strip.get_by_role("button", name="縁側 2", exact=True))
        await f.tap(w.strip.get_by_role("button", name="もうすぐひらきます"))
        await first.until(lambda: first.view is not None and first.view.told_waiting.startswith("もうすぐ"))
    await w.station("1-told")
    async with w.act("put the list away", 1):
        await f.tap(w.strip.get_by_role("button", name="とじる"))
    async with w.act("turn to the slides", 1):
        await w.press("スライド", "お題・アクティビティ")
    async with w.act("bring a PDF", 2):
        await f.bring(page.locator("label", has_text="PDFを入れる"), pdf)
        await page.get_by_text(f"「{TALK}」(3枚)が入りました。").wait_for()
    await w.station("1-slides")
    async with w.act("open the doors", 1):
        await w.press("扉をひらく")
        await page.get_by_text("扉がひらいています").wait_for()


async def promises(w: Leads) -> None:
    async with w.act("read the promises", 0):
        await w.f.reach(w.part("段取り").get_by_text(PROMISES))
    await w.station("2-promises")


async def tables(w: Leads, bots: list[Bot]) -> None:
    """Themes, a table for each, and other seats; which are taken back."""
    panel = w.part("お題・アクティビティ")
    async with w.act("ask for themes", 2):
        await w.press("話したいテーマ", "お題・アクティビティ")
        await w.press("テーマを出してもらう")
        await panel.get_by_role("button", name="えらんでもらう").wait_for()
    for number, (bot, text) in enumerate(zip(bots, ("ねこ", "雨の日のすごしかた"), strict=False)):
        await plays(bot, "themes", do="propose", id=f"theme-000{number}", text=text)
    await panel.get_by_role("button", name="出さない: 雨の日のすごしかた").wait_for()
    async with w.act("let people choose themes", 1):
        await w.press("えらんでもらう")
        await panel.get_by_role("button", name="テーブルにする").wait_for()
    for number in range(2):
        await plays(bots[2], "themes", do="want", id=f"theme-000{number}", on=True)
    await panel.get_by_role("checkbox", checked=True).nth(1).wait_for()
    await w.station("3-themes")
    async with w.act("make tables of the themes", 1):
        await w.press("テーブルにする")
        await panel.get_by_role("button", name="えらびなおす").wait_for()
    for number, bot in enumerate(bots[:-1]):
        await must(bot, type="take_place", place=f"table-{1 + number // 3}")
    async with w.act("let people change tables", 1):
        await w.press("席がえをする")
        await w.page.get_by_text("席がえをしました").first.wait_for()
    await w.station("3-tables")
    async with w.act("take that back", 1):
        await w.f.tap(w.page.get_by_role("status").get_by_role("button", name="もとにもどす"))
        await w.page.get_by_text("席がえをしました").first.wait_for(state="detached")


async def lecture(w: Leads, bots: list[Bot]) -> None:
    """A talk with slides, then questions without names, one of which is read aloud."""
    f, page = w.f, w.page
    panel = w.part("お題・アクティビティ")
    async with w.act("go on to the talk, with its stage", 1):
        await w.press("次へ", "いま待っていること")
        await bots[0].until(lambda: bots[0].view is not None and bots[0].view.plan.mode is Mode.LECTURE)
    async with w.act("ask somebody to the stage", 2):
        await f.tap(page.get_by_role("button", name="ひばりさん"))
        await f.choose("ステージへ(いま1人)")
        await page.get_by_role("dialog").wait_for(state="detached")
    async with w.act("show slides", 2):
        await w.press("スライド", "お題・アクティビティ")
        await w.press(f"「{TALK}」を見せる")
        await panel.get_by_role("img", name=f"{TALK} 1").wait_for()
    async with w.act("turn a page", 1):
        await w.press("次へ(次のページ)")
        await panel.get_by_role("img", name=f"{TALK} 2").wait_for()
    await w.station("4-slides")
    async with w.act("put the slides away", 1):
        await w.press("片づける")
        await panel.get_by_role("img").wait_for(state="detached")
    async with w.act("take questions", 2):
        await w.press("質問", "お題・アクティビティ")
        await w.press("質問を受けつける")
        await panel.get_by_text("まだ質問はありません").wait_for()
    await plays(bots[0], "questions", do="ask", id="question-0001", text=QUESTION)
    await plays(bots[1], "questions", do="ask", id="question-0002", text="どこに電話すればいいですか")
    async with w.act("show a question to all", 1):
        await w.press(f"出す: {QUESTION}")
        await panel.get_by_role("button", name=f"答える: {QUESTION}").wait_for()
    await w.station("4-questions")
    async with w.act("read a question aloud and answer it", 1):
        await w.press(f"答える: {QUESTION}")
        await panel.get_by_role("heading", name="いま答えています").wait_for()
    assert "さくら" not in str(await panel.text_content()), "nobody learns who asked"
    await w.station("4-answering")
    async with w.act("say that it is answered", 1):
        await w.press("答えました")
        await panel.get_by_text("答えた質問 1").wait_for()
    async with w.act("put the questions away", 1):
        await w.press("片づける")
        await panel.get_by_role("button", name="質問を受けつける").wait_for()


async def booths(w: Leads, waits: Bot, other: Bot) -> None:
    """The line: called, led, gone along with; and a plan by mistake, taken back."""
    f, page = w.f, w.page
    shape = page.get_by_role("combobox", name="部屋の形")
    async with w.act("lay the room out with booths", 2):
        await f.pick(shape, "相談ブース")
        await page.get_by_role("region", name="相談を待つ人").wait_for()
    for bot in (waits, other):
        await must(bot, type="join_line")
    await page.get_by_role("region", name="相談を待つ人").get_by_role("listitem").nth(1).wait_for()
    async with w.act("call who has waited longest", 1):
        await w.press("さくらさんを呼ぶ")
        await page.get_by_role("button", name="さくらさんを相談ブース 1へ").wait_for()
    await w.station("5-called")
    async with w.act("lead them to a booth", 1):
        await w.press("さくらさんを相談ブース 1へ")
        await waits.until(lambda: waits.view is not None and waits.view.people[waits.person].place == "booth-1")
    async with w.act("go along", 1):
        await w.press("いっしょに行く")
        await page.get_by_text("あなたは相談ブース 1にいます。").wait_for()
    await w.station("5-booth")
    async with w.act("come back to all", 1):
        await w.press("みんなのところへもどる")
        await page.get_by_text("あなたは相談ブース 1にいます。").wait_for(state="detached")
    async with w.act("lay the room out by mistake", 2):
        await f.pick(shape, "出入り自由")
        await page.get_by_role("status").get_by_text("部屋の形を変えました").wait_for()
    await w.station("5-mistake")
    async with w.act("take the plan back", 1):
        await f.tap(page.get_by_role("status").get_by_role("button", name="もとにもどす"))
        await page.get_by_role("region", name="相談を待つ人").wait_for()
        await waits.until(lambda: waits.view is not None and waits.view.plan.mode is Mode.BOOTHS)


async def rounds(w: Leads, bots: list[Bot]) -> None:
    """A talking piece that goes round: a pass, and free talk in between."""
    page = w.page
    panel = w.part("ひとりずつ")
    async with w.act("go on to the circle", 1):
        await w.press("次へ", "いま待っていること")
        await bots[0].until(lambda: bots[0].view is not None and bots[0].view.plan.mode is Mode.CIRCLE)
    async with w.act("begin a round", 2):
        await w.press("順番を考える")
        await w.station("6-order")
        await w.press("はじめる", "ひとりずつ")
        await panel.get_by_text("の番です").wait_for()
    has = next(bot for bot in bots if bot.view is not None and bot.view.turn == bot.person)
    said = str(await panel.get_by_text("の番です").text_content())
    await must(has, type="end_turn")
    await panel.get_by_text(said).wait_for(state="detached")
    await w.station("6-round")
    async with w.act("give the turn on", 1):
        await w.press("つぎの人へ")
    async with w.act("let all talk freely", 1):
        await w.press("自由に話す")
        await page.get_by_text("いまは、自由に話しています。").wait_for()
    async with w.act("go on with the round", 1):
        await w.press("つづける")
        await panel.get_by_text("の番です").wait_for()
    async with w.act("end the round", 1):
        await w.press("ひとりずつを終わる")
        await panel.get_by_role("button", name="順番を考える").wait_for()


async def closes(w: Leads, bots: list[Bot], home: Somebody) -> None:
    """One word each, three taps without names, the next date, the end."""
    page = w.page
    async with w.act("say that it ends soon", 2):
        await w.press("そろそろおしまいにする")
        await w.f.choose("そろそろおしまいにする")
        await w.part("ひとりずつ").get_by_role("button", name="ひとことの順番をはじめる").wait_for()
    await w.station("7-closing")
    async with w.act("begin a round of one word", 2):
        await w.press("ひとことの順番をはじめる")
        await w.press("はじめる", "ひとりずつ")
        await w.part("ひとりずつ").get_by_text("の番です").wait_for()
    async with w.act("end that round", 1):
        await w.press("ひとりずつを終わる")
    await home.press("来てよかった")
    await home.page.get_by_role("button", name="来てよかった", pressed=True).wait_for()
    for bot in bots[:2]:
        await must(bot, type="tell_how", how="glad")
    await home.page.get_by_text(re.compile("次は|つぎ")).locator("visible=true").first.wait_for()
    async with w.act("end the session", 2):
        await w.press("終わる")
        await w.f.choose("終わる")
        await page.get_by_role("link", name="ふりかえりと人数を書く").wait_for()
    await w.station("7-ended")


async def looks_back(w: Leads) -> None:
    page = w.page
    async with w.act("from the end to the look back", 1):
        await w.f.tap(page.get_by_role("link", name="ふりかえりと人数を書く"))
        await page.get_by_role("textbox", name="次回へ").wait_for()
    async with w.act("write for the next time, and keep it", 2):
        box = page.get_by_role("textbox", name="次回へ")
        await w.f.tap(box)
        await w.f.write("いすを、もう2つ", box)
        await w.press("ふりかえりを残す")
        await page.get_by_text("に、自動で消えます").wait_for()
    await w.station("8-look-back")


def ends_as_written(w: Leads, size: str) -> None:
    """The table that people read has every act with its presses, and at most so many swipes; and their sum."""
    at = list(HANDS).index(size)
    rows = re.findall(r"^\| (.+?) \| (\d+) \| (\d+) \| (\d+) \|$", MEASURED, re.MULTILINE)
    written = {name: (int(presses), (int(tablet), int(desk))[at]) for name, presses, tablet, desk in rows}
    costs = {**w.f.acts, "all of it": w.f.acts_together()}
    told = {name: (cost.taps, cost.swipes) for name, cost in costs.items()}
    assert {name: each for name, each in told.items() if written.get(name) != each} == {}, "docs/measured.md"


@pytest.mark.parametrize("size", HANDS)
async def test_a_whole_session_is_led_with_two_presses_an_act(
    venue: Venue, http: aiohttp.ClientSession, tmp_path: Path, size: str
) -> None:
    links, mail, password = await planned(venue)
    venue.links = links
    hold, screen = HANDS[size]
    w = Leads(await hold(venue, screen), size, venue, links)
    await signed_in(w.f, venue, mail, password)
    pdf = tmp_path / f"{TALK}.pdf"
    pdf.write_bytes(pdfs.pdf(3))
    bots = [
        await person(http, venue.server, links, name, wish="circle", card="talk", first_time=name == "さくら")
        for name in ("さくら", "つばめ")
    ]
    await receives(w, bots[0], pdf)
    bots += [
        await person(http, venue.server, links, name, wish="circle", card="talk", hall=hall)
        for name, hall in (("ひばり", None), ("すみれ", None), ("もず", None), ("かえで", "hall"))
    ]
    home = await venue.participant("すいれん", sound=False)
    await promises(w)
    await tables(w, bots)
    await lecture(w, bots)
    await booths(w, bots[0], bots[1])
    await rounds(w, bots)
    await closes(w, bots, home)
    await looks_back(w)
    assert w.wrong == {}
    assert [await w.f.hidden(), await w.f.keys()] == [[], 0]
    assert [*w.f.somebody.errors, *home.errors] == []
    ends_as_written(w, size)
    for bot in bots:
        await bot.close()
