"""A facilitator's whole session, on a tablet and at a desk, from the early doors to the look back: two presses an act.

docs/measured.md (A whole session) says the same numbers to people; who changes a number here changes that table too.
"""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest

from rooms.base import Mode
from rooms.sheet import Step
from tests import pdfs
from tests.bots.client import Bot
from tests.bots.people import person
from tests.e2e.people import Somebody, Venue
from tests.e2e.whole import HANDS, Leads, ends_as_written, must, planned, plays, signed_in

PROMISES = "話さなくても、何もしなくても大丈夫です。いつでもパスできます。"
STEPS = (
    Step(title="ようこそ・約束ごと", minutes=10, mode=Mode.IBASHO, notes=PROMISES),
    Step(title="お話", minutes=30, mode=Mode.LECTURE),
    Step(title="ひとまわり", minutes=30, mode=Mode.CIRCLE, notes="トーキングピースを、ゆっくりまわします。"),
)
TALK = "縁側のはなし"
QUESTION = "相談は、本人が行かなくてもできますか"


async def receives(w: Leads, first: Bot, pdf: Path) -> None:
    """Early doors."""
    f, page = w.f, w.page
    await w.led_by("はるか")
    async with w.act("see how many wait", 0):
        assert await f.sees(w.strip.get_by_role("button", name="縁側 2", exact=True))
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


async def helps(w: Leads, a: Bot, b: Bot) -> None:
    """A message to the staff, a concern, a hand, a microphone that rests, and a word to all."""
    f, page = w.f, w.page
    assert (await a.say("声がきこえません", scope="staff"))["ok"]
    await must(b, type="raise_concern", id="concern-1", text="つらそうです")
    async with w.act("answer the one message that waits", 2):
        await f.tap(w.strip.get_by_role("button", name="スタッフへ 1", exact=True))
        await f.write("いま、なおします", page.get_by_label("さくらさんへ"))
        await f.press("返事を送る")
        await a.until(lambda: "いま、なおします" in a.texts())
    async with w.act("receive a concern", 2):
        await f.tap(w.strip.get_by_role("button", name="心配 1", exact=True))
        await f.press("受けとりました")
        await w.strip.get_by_role("button", name="心配 0", exact=True).wait_for()
    await must(a, type="raise_hand")
    async with w.act("give the floor to a hand", 2):
        await f.tap(w.strip.get_by_role("button", name="手 1", exact=True))
        await f.press("順番をわたす")
        await a.until(lambda: a.view is not None and a.view.turn == a.person)
    await w.station("2-hands")
    async with w.act("put the list of hands away", 1):
        await f.tap(w.strip.get_by_role("button", name="とじる"))
    await must(a, type="end_turn")
    async with w.act("let somebody's microphone rest", 2):
        await f.tap(page.get_by_role("button", name="つばめさん"))
        await f.choose("マイクを休ませる")
        await b.until(lambda: b.view is not None and b.view.people[b.person].rested)
    async with w.act("open one's microphone, once it is seen to work", 2):
        await f.press("話す")
        await f.press("声を出す")
        await f.somebody.button("話すのをやめる").first.wait_for()
    async with w.act("speak to all", 1):
        await f.press("全員に話す")
        await a.until(lambda: a.view is not None and any(each.to_all for each in a.view.people.values()))
    await w.station("2-speaking")
    async with w.act("speak no more", 1):
        await f.press("話すのをやめる")
        await f.somebody.button("話す").first.wait_for()


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
        await page.get_by_role("group", name="場所でえらぶ").get_by_role("button", name="客席").wait_for()
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
        await w.strip.get_by_text("ひとまわり").wait_for()
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
    await home.page.get_by_text("次の会は").locator("visible=true").first.wait_for()
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


@pytest.mark.parametrize("size", HANDS)
async def test_a_whole_session_is_led_with_two_presses_an_act(
    venue: Venue, http: aiohttp.ClientSession, tmp_path: Path, size: str
) -> None:
    links, mail, password = await planned(venue, STEPS)
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
    await helps(w, bots[0], bots[1])
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
