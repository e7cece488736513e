"""One hybrid session with real browsers: at home with a microphone, in a listener seat, at the desk, on the veranda."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from pathlib import Path

import aiohttp

from tests.bots.client import Bot
from tests.e2e.browser import heard, likeness, read_wav, record
from tests.e2e.engines import IN_BOTH
from tests.e2e.people import Somebody, Venue
from tests.patience import PATIENCE, happens
from tests.server.test_live import assert_nowhere

ALIKE = 0.8
"""Of what somebody plays to what another says; test_likeness.py says what lies on either side."""


async def hears(person: Somebody, file: Path) -> None:
    """Wait until what a page plays is what is said in a file: a browser may stumble for as long as its machine is busy."""
    async with asyncio.timeout(PATIENCE):
        while likeness(await record(person.page, 5), read_wav(file)) <= ALIKE:
            pass


@IN_BOTH
async def test_voices_between_real_browsers(venue: Venue, a_file: Path, c_file: Path) -> None:
    onlooker = await venue.somebody()
    await onlooker.peek(venue.links.urls["participant"])
    b = await venue.participant("つばめ", listening=True)
    a = await venue.participant("さくら", a_file)
    await b.open_ears()
    await a.open_ears()
    await a.speak()
    await b.hears_sound()
    await hears(b, a_file)
    assert max(await a.listen(1.5)) < 0.003  # A does not hear A

    c = await venue.participant("もみじ", c_file)
    await c.open_ears()
    await c.speak()
    await a.hears_sound()
    await hears(a, c_file)  # A hears only C
    await hears(c, a_file)  # C hears only A
    # B heard A before C came, and hears C with A at rest: both, while both speak.
    assert max(await b.listen(1)) > 0.01
    await a.press("話すのをやめる")
    await hears(b, c_file)

    assert await b.count("asked") == 0  # B was never asked for a microphone
    await b.say("文字で参加しています")
    await a.reads("文字で参加しています")
    seen = "".join(await onlooker.frames())
    assert await onlooker.count("sockets") == 1
    assert "ふらっと" in seen or json.dumps("ふらっと").strip('"') in seen
    for secret in ("さくら", "つばめ", "もみじ", "文字で参加", json.dumps("文字で参加").strip('"')):
        assert secret not in seen
    assert await onlooker.count("peers") == 0
    assert not [*a.errors, *b.errors, *c.errors, *onlooker.errors]


@IN_BOTH
async def test_a_listener_speaks_and_stops_without_reconnecting(venue: Venue, a_file: Path) -> None:
    a = await venue.participant("さくら")
    await a.open_ears()
    b = await venue.participant("つばめ", a_file, listening=True)
    before = [await b.count("peers"), await b.count("sockets")]
    assert await b.count("asked") == 0
    await b.press("話す")
    await b.press("輪にうつって話す")
    await b.page.get_by_text("まだ誰にも聞こえていません").wait_for()
    assert max(await a.listen(0.5)) < 0.003
    await b.press("声を出す")
    await a.hears_sound()
    await b.press("話すのをやめる")
    await a.hears_nothing_any_more()
    assert [await b.count("peers"), await b.count("sockets")] == before
    assert await b.count("asked") == 1


async def test_moved_to_a_listener_seat_nobody_hears_a_any_more(venue: Venue, a_file: Path) -> None:
    f = await venue.facilitator()
    b = await venue.participant("つばめ")
    a = await venue.participant("さくら", a_file)
    await b.open_ears()
    await a.speak()
    await b.hears_sound()
    await f.page.get_by_role("button", name="さくらさん").first.click()
    await f.press("リスナー席へ")
    await a.page.get_by_text("スタッフが席をリスナー席にうつしました").first.wait_for()
    await b.hears_nothing_any_more()
    assert not await b.page.get_by_text("うつしました").count()  # told to nobody else


@IN_BOTH
async def test_the_desk_does_what_one_person_needs(venue: Venue) -> None:
    f = await venue.facilitator()
    a = await venue.participant("さくら")
    b = await venue.participant("つばめ")
    screen = await venue.somebody(size={"width": 1280, "height": 720})
    await screen.page.goto(venue.links.urls["screen"])
    await f.page.get_by_label("お題の言葉").fill("最近の小さなよかったこと")
    await f.press("お題を出す")
    for person in (a, b, screen):
        await person.reads("最近の小さなよかったこと")
    await f.press("次へ")
    await screen.reads("アイスブレイク")
    await a.say("おにぎりがおいしかった")
    for person in (b, screen):
        await person.reads("おにぎりがおいしかった")
    await a.press("手を挙げる")
    await f.waiting("手", 1)
    await f.press("順番をわたす")
    await a.page.get_by_text("あなたの順番です").first.wait_for()
    await a.press("パス")
    # a word to the staff, and the answer
    await a.press("ほかに")
    await a.press("スタッフに話す")
    await a.page.get_by_label("スタッフへ").fill("すこし疲れました")
    await a.page.get_by_role("dialog").get_by_role("button", name="送る").click()
    await f.waiting("スタッフへ", 1)
    await f.reads("すこし疲れました")
    await f.page.get_by_label("さくらさんへ").fill("休んで大丈夫ですよ")
    await f.press("返事を送る")
    await a.page.get_by_text("休んで大丈夫ですよ").first.wait_for()
    assert not await b.page.get_by_text("疲れました").count()
    # a microphone at rest is told to its owner alone
    await f.page.get_by_role("button", name="つばめさん").first.click()
    await f.press("マイクを休ませる")
    await b.page.get_by_text("マイクをお休みにしました。文字で続けられます").first.wait_for()
    assert not await a.page.get_by_text("お休みにしました").count()
    # asked to leave, for good
    await f.page.get_by_role("button", name="つばめさん").first.click()
    await f.press("部屋を出てもらう")
    await f.press("この会には、もう入れないようにする")
    await b.page.get_by_role("heading", name="きょうは、ここまで").wait_for()
    assert not [*f.errors, *a.errors, *b.errors, *screen.errors]


@IN_BOTH
async def test_kills_are_survived_without_touching_anything(venue: Venue, a_file: Path) -> None:
    f = await venue.facilitator()
    a = await venue.participant("さくら", a_file)
    b = await venue.participant("つばめ", listening=True)
    bad = await venue.participant("らんぼう")
    await f.page.get_by_role("button", name="らんぼうさん").first.click()
    await f.press("部屋を出てもらう")
    await f.press("この会には、もう入れないようにする")
    await bad.page.get_by_role("heading", name="きょうは、ここまで").wait_for()
    await b.open_ears()
    await a.speak()
    await b.say("消えないことば")
    await b.hears_sound()

    await venue.server.kill()
    await venue.server.start()
    await heard(b.page)
    await b.hears_sound()
    await b.reads("消えないことば")
    await a.button("話すのをやめる").first.wait_for()
    assert "リスナー席" in await b.page.locator("main").inner_text()

    worker = venue.server.processes()[1].pid
    os.kill(worker, signal.SIGKILL)
    await happens(lambda: worker not in [each.pid for each in venue.server.processes()])
    await b.listen(0.5)  # what was on its way
    await b.hears_sound()

    async with aiohttp.ClientSession() as http:
        looker = Bot(http, venue.server.base)
        await looker.join(secret=venue.links.secret())
        await looker.connect()
        assert looker.view is not None
        assert len(looker.view.people) == 3
        await looker.close()
    # Still away after all of that, with the link opened anew.
    await bad.page.goto("about:blank")
    await bad.page.goto(venue.links.urls["participant"])
    away = bad.page.get_by_role("heading", name="きょうは、ここまで")
    await away.or_(bad.button("のぞいてみる")).first.wait_for()
    if await bad.button("のぞいてみる").count():
        await bad.press("のぞいてみる")
    await away.wait_for()


async def test_after_the_end_no_word_is_left(venue: Venue) -> None:
    f = await venue.facilitator("しんこうのはるか")
    a = await venue.participant("のこらないなまえ")
    await a.say("ぜったいに残らないことば")
    await f.reads("ぜったいに残らないことば")
    await f.press("終わる")
    await f.page.get_by_role("dialog").get_by_role("button", name="終わる").click()
    await a.page.get_by_role("heading", name="おしまいです").wait_for()
    await happens(lambda: not list((venue.server.data / "keys").iterdir()))
    assert_nowhere(venue.server.data.parent, ["ぜったいに残らない", "のこらないなまえ", "しんこうのはるか"])
    kept = await a.page.evaluate("() => JSON.stringify({...localStorage, ...sessionStorage})")
    assert kept == "{}"
