"""For everybody: no violation that axe-core finds on any page, the whole staircase by keyboard alone, a small first load."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

import pytest

from tests.bots.server import ROOT
from tests.e2e.people import PHONE, Somebody, Venue

AXE = ROOT / "web_client/node_modules/axe-core/axe.min.js"
FIRST_LOAD = {"br": 80 * 1024, "gzip": 95 * 1024}
"""Bytes until one is in the room, in each way of packing. Older proxies and browsers take gzip alone."""
"""Bytes of the participant's page as they cross the wire, from the first screen into the room, without avatars."""


STILL = """() => document.getAnimations().every(
  (each) => each.playState !== 'running' || each.effect?.getComputedTiming().iterations === Infinity)"""


async def violations(person: Somebody) -> list[str]:
    """What axe-core finds, as short sentences."""
    if not await person.page.evaluate("() => 'axe' in window"):
        # As a debugger does it: the page's own policy forbids foreign scripts, rightly.
        await person.page.evaluate(AXE.read_text(encoding="utf-8"))
    # Esc twice within 0.7 s means something else, and a sheet that is still coming in has half its contrast.
    await asyncio.sleep(0.8)
    await person.page.wait_for_function(STILL)
    found: list[dict[str, Any]] = await person.page.evaluate(
        "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations"
    )
    return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_on_any_page(venue: Venue, scheme: str) -> None:
    other = await venue.participant("つばめ")
    await other.say("こんにちは")
    person = await venue.somebody(color_scheme=scheme)
    found: dict[str, list[str]] = {}

    async def check(name: str) -> None:
        found[name] = await violations(person)
        wide = await person.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            found[name].append(f"{wide} px wider than a phone")

    await person.page.goto(venue.server.base)
    await person.page.get_by_role("button").first.wait_for()
    await check("code")
    await person.page.goto(venue.links.urls["participant"])
    await person.button("のぞいてみる").wait_for()
    await check("start")
    await person.press("のぞいてみる")
    await person.button("入る").wait_for()
    await check("look")
    name = await person.at_the_door()
    await check("door")
    await name.fill("つばめ")
    await person.press("入る")
    await person.button("「つばめ」にもどして、少しかえる").wait_for()
    await check("a name that is had")
    await person.go_in()
    await other.say("いらっしゃい")
    await person.reads("いらっしゃい")
    await check("room")
    for opens in ("スタンプ", "ほかに", "話す"):
        await person.press(opens)
        await check(opens)
        await person.page.keyboard.press("Escape")
    for inner in ("スタッフに話す", "心配を知らせる", "みやすさ・きこえかた"):
        await person.press("ほかに")
        await person.page.get_by_role("dialog").get_by_role("button", name=inner, exact=True).click()
        await check(inner)
        await person.page.keyboard.press("Escape")
    await person.press("ほかに")
    await person.page.get_by_role("dialog").get_by_role("button", name="しずかに出る").click()
    await person.page.get_by_role("heading", name="またいつでも").wait_for()
    await check("left")
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_on_desk_and_screen(venue: Venue, scheme: Literal["light", "dark"]) -> None:
    a = await venue.participant("さくら")
    await a.say("こんにちは")
    f = await venue.facilitator()
    await f.page.emulate_media(color_scheme=scheme)
    found = {"desk": await violations(f)}
    await f.page.get_by_role("button", name="さくらさん").first.click()
    found["person"] = await violations(f)
    await f.page.keyboard.press("Escape")
    await f.press("終わる")
    found["end"] = await violations(f)
    screen = await venue.somebody(size={"width": 1280, "height": 720}, color_scheme=scheme)
    await screen.page.goto(venue.links.urls["screen"])
    await screen.page.get_by_role("heading", name="みんなの文字").wait_for()
    found["screen"] = await violations(screen)
    assert {name: each for name, each in found.items() if each} == {}


IN_PLAN = "() => document.activeElement?.closest('section')?.getAttribute('aria-labelledby') === 'plan-heading'"


async def focused(person: Somebody) -> str:
    """The name of what has the focus, as a screen reader would begin to say it."""
    return str(
        await person.page.evaluate(
            """() => {
              const e = document.activeElement;
              return (e?.getAttribute('aria-label') ?? e?.innerText ?? '').trim();
            }"""
        )
    )


async def tab_to(person: Somebody, name: str) -> None:
    """Press Tab until something of that name has the focus."""
    for _ in range(60):
        await person.page.keyboard.press("Tab")
        if name in await focused(person):
            return
    raise AssertionError(f"{name} cannot be reached by Tab")


async def about_the_plan(person: Somebody) -> None:
    """It is one stop; arrows move in it; the sign of another place says who is there, and leads there."""
    keyboard = person.page.keyboard
    for _ in range(60):
        await keyboard.press("Tab")
        if await person.page.evaluate(IN_PLAN):
            break
    place = "() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.innerText"
    names = set()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "End", "Home"):
        await keyboard.press(key)
        names.add(await person.page.evaluate(place))
    assert len(names) >= 3
    for arrow in ("ArrowUp", "ArrowLeft") * 12:
        if (await focused(person)).startswith("リスナー席"):
            break
        await keyboard.press(arrow)
    assert (await focused(person)).startswith("リスナー席")
    await keyboard.press("Enter")
    await person.page.get_by_role("dialog").wait_for()
    await tab_to(person, "ここにすわる")
    await keyboard.press("Enter")
    await person.page.get_by_role("heading", name="リスナー席・1人", exact=True).wait_for()
    await keyboard.press("Home")
    await keyboard.press("Enter")
    await tab_to(person, "ここにすわる")
    await keyboard.press("Enter")
    await person.page.get_by_role("heading", name="輪・2人", exact=True).wait_for()


async def test_the_staircase_by_keyboard_alone(venue: Venue) -> None:
    other = await venue.participant("つばめ")
    person = await venue.somebody()
    keyboard = person.page.keyboard
    await person.page.goto(venue.links.urls["participant"])
    await person.button("のぞいてみる").wait_for()
    await tab_to(person, "のぞいてみる")
    await keyboard.press("Enter")
    await person.button("入る").wait_for()
    await tab_to(person, "入る")
    await keyboard.press("Enter")
    await person.page.get_by_role("heading", name="入るまえに").wait_for()
    await tab_to(person, "よび名")
    await keyboard.press("ControlOrMeta+a")
    await keyboard.type("すいれん")
    await tab_to(person, "入る")
    await keyboard.press("Enter")
    await person.page.get_by_role("region", name="操作").wait_for()
    await about_the_plan(person)
    # the bar: hand, and text
    await keyboard.press("Escape")
    await tab_to(person, "手を挙げる")
    await keyboard.press("Enter")
    await person.button("手をおろす").wait_for()
    await keyboard.press("Enter")
    await person.button("手を挙げる").wait_for()
    await tab_to(person, "文字")
    await keyboard.press("Enter")
    await keyboard.type("キーボードだけで書きました")
    await tab_to(person, "送る")
    await keyboard.press("Enter")
    await other.reads("キーボードだけで書きました")
    await tab_to(person, "ほかに")
    await keyboard.press("Enter")
    await person.page.get_by_role("dialog").wait_for()
    await tab_to(person, "しずかに出る")
    await keyboard.press("Enter")
    await person.page.get_by_role("heading", name="またいつでも").wait_for()


async def test_esc_twice_blanks_the_page_at_once(venue: Venue) -> None:
    person = await venue.participant("さくら")
    await person.page.keyboard.press("Escape")
    await person.page.keyboard.press("Escape")
    await person.button("もどる").wait_for()
    assert "さくら" not in await person.page.locator("body").inner_text()
    assert "ふらっと" not in await person.page.title()
    await person.press("もどる")
    await person.page.get_by_role("region", name="操作").wait_for()


@pytest.mark.parametrize("packed", FIRST_LOAD)
async def test_the_first_load_is_small(venue: Venue, packed: str) -> None:
    person = await venue.somebody(size=PHONE, extra_http_headers={"Accept-Encoding": packed})
    sizes: dict[str, int] = {}
    ways: set[str] = set()

    async def add(response: Any) -> None:
        if "/api/avatars/" not in response.url and "socket.io" not in response.url:
            measured = await response.request.sizes()
            sizes[response.url] = max(0, measured["responseBodySize"])
            ways.add((await response.all_headers()).get("content-encoding", packed))

    pending: list[asyncio.Task[None]] = []
    person.page.on("response", lambda response: pending.append(asyncio.ensure_future(add(response))))
    await person.peek(venue.links.urls["participant"])
    await person.enter("さくら")
    await asyncio.gather(*pending)
    assert ways == {packed}
    assert 20_000 < sum(sizes.values()) <= FIRST_LOAD[packed], (sum(sizes.values()), sizes)


async def test_another_tab_and_back(venue: Venue) -> None:
    person = await venue.participant("さくら")
    tab = Somebody(await person.page.context.new_page())
    await tab.page.goto(venue.links.urls["participant"])
    await tab.page.get_by_role("region", name="操作").or_(tab.button("のぞいてみる")).first.wait_for()
    if await tab.button("のぞいてみる").count():
        await tab.press("のぞいてみる")
    await person.page.get_by_role("heading", name="別のタブでひらきました").wait_for()
    await person.press("こちらで続ける")
    await person.page.get_by_role("region", name="操作").wait_for()


async def test_without_voice_the_room_works_in_text(venue: Venue) -> None:
    """A message app's own browser: no microphone, no WebRTC."""
    other = await venue.participant("つばめ")
    person = await venue.somebody()
    await person.page.add_init_script("delete window.RTCPeerConnection; delete Navigator.prototype.mediaDevices;")
    await person.peek(venue.links.urls["participant"])
    name = await person.at_the_door()
    await person.page.get_by_text("このブラウザでは声が使えません").first.wait_for()
    await name.fill("さくら")
    await person.go_in()
    await person.say("文字だけで来ました")
    await other.reads("文字だけで来ました")
    assert not person.errors
