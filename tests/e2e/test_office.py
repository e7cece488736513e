"""A newcomer at the office: from an empty database to a printed notice and a running room, through a strict proxy.

Everything is HTTPS through a forward proxy that allows one host and no WebSocket, as in a town hall; the facilitator's page
is opened elsewhere, since rooms need one.
"""

from __future__ import annotations

import asyncio
import io
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import pypdfium2
import pytest
from playwright.async_api import Browser, Page, expect

from tests.bots.server import ServerProcess, free_port
from tests.e2e.browser import browser, watch_policy
from tests.e2e.engines import IN_BOTH, Launch
from tests.e2e.people import PHONE
from tests.e2e.test_access import AXE
from tests.patience import PATIENCE

MAIL = "yamada@example.jp"
PASSWORD = "ながい ことばの れつ"
SHOTS = os.environ.get("OFFICE_SHOTS")
"""A folder for pictures of what was walked through, for those who want to look."""


@asynccontextmanager
async def forward_proxy() -> AsyncIterator[str]:
    """A real forward proxy in a process of its own."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "proxy", "--hostname", "127.0.0.1", "--port", str(port), "--num-workers", "1",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                except OSError:
                    await asyncio.sleep(0.05)
                else:
                    writer.close()
                    break
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


class Newcomer:
    """Counts what somebody has to do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0
        self.forms = 0

    async def click(self, name: str, role: str = "button") -> None:
        self.clicks += 1
        await self.page.get_by_role(role, name=re.compile(name)).first.click()  # type: ignore[arg-type]

    async def send(self, name: str) -> None:
        self.forms += 1
        await self.click(name)

    async def see(self, name: str) -> None:
        if SHOTS:
            await self.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


async def violations(page: Page) -> list[str]:
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(AXE.read_text(encoding="utf-8"))
    found = await page.evaluate("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations")
    return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"]]


async def setup_url(server: ServerProcess, base: str) -> str:
    said = (await server.run("staff", "setup-link")).strip()
    return f"{base}/o#setup={said.split('#setup=')[1]}"


async def set_up(newcomer: Newcomer, url: str) -> None:
    page = newcomer.page
    await page.goto(url)
    typed = {"団体の名前": "縁側市 福祉課", "あなたの名前": "やまだ", "メールアドレス": MAIL, "パスワード": PASSWORD}
    for label, text in typed.items():
        await page.get_by_role("textbox", name=re.compile(f"^{label}")).fill(text)
    await newcomer.send("はじめる")
    await page.get_by_role("heading", name="会をつくる").wait_for()


async def make_first(newcomer: Newcomer, kind: str = "メタバース居場所") -> None:
    await newcomer.click(f"^{kind}", "link")
    await newcomer.page.get_by_text("毎月第3日曜 14時〜16時").first.wait_for()
    await newcomer.send("この内容でつくる")
    await newcomer.page.get_by_role("link", name=re.compile("進行役の画面をひらく")).wait_for()


@IN_BOTH
async def test_from_nothing_to_a_printed_notice_and_a_running_room(server: ServerProcess, launch: Launch) -> None:
    base = f"https://localhost:{server.https_port}"
    async with forward_proxy() as proxy, launch() as launched:
        sockets: list[str] = []
        context = await launched.new_context(
            proxy={"server": proxy, "bypass": "<-loopback>"}, ignore_https_errors=True, locale="ja-JP",
            viewport={"width": 1280, "height": 900},
        )  # fmt: skip
        page = await context.new_page()
        page.on("websocket", lambda socket: sockets.append(socket.url))
        newcomer = Newcomer(page)
        await set_up(newcomer, await setup_url(server, base))
        await newcomer.see("office-kinds")
        await make_first(newcomer)
        await newcomer.see("office-session")
        link = page.get_by_role("link", name=re.compile("お知らせを印刷"))
        newcomer.clicks += 1
        answer = await context.request.get(f"{base}{await link.get_attribute('href')}")
        assert answer.headers["content-type"] == "application/pdf"
        paper = pypdfium2.PdfDocument(io.BytesIO(await answer.body()))
        text = paper[0].get_textpage().get_text_range()
        assert len(paper) == 1
        assert "メタバース居場所" in text
        desk = await page.get_by_role("link", name=re.compile("進行役の画面をひらく")).get_attribute("href")
        newcomer.clicks += 1
        assert sockets == [], "the office needs no WebSocket"
        # The hall's own network has no such proxy.
        room = await (await launched.new_context(ignore_https_errors=True, locale="ja-JP")).new_page()
        running = Newcomer(room)
        await room.goto(str(desk))
        await room.get_by_role("textbox").first.fill("やまだ")
        await running.send("入る|はじめる|進行役")
        await running.click("扉をひらく")
        # It is weeks before its day: asked once, with the date.
        await room.get_by_role("dialog").get_by_role("button", name="扉をひらく").click()
        running.clicks += 1
        await expect(room.get_by_text(re.compile("ひらいています|開いています")).first).to_be_visible()
        assert newcomer.clicks + running.clicks <= 12, (newcomer.clicks, running.clicks)
        assert newcomer.forms + running.forms <= 3


async def test_what_was_typed_stays_and_the_fault_stands_beside_the_field(server: ServerProcess) -> None:
    async with browser() as launched:
        page = await launched.new_page(locale="ja-JP")
        newcomer = Newcomer(page)
        await page.goto(await setup_url(server, server.base))
        await page.get_by_role("textbox", name=re.compile("^団体の名前")).fill("縁側市")
        await page.get_by_role("textbox", name=re.compile("^あなたの名前")).fill("やまだ")
        mail = page.get_by_role("textbox", name=re.compile("^メールアドレス"))
        await mail.fill("yamada")
        password = page.get_by_role("textbox", name=re.compile("^パスワード"))
        await password.fill(PASSWORD)
        await newcomer.send("はじめる")
        await expect(mail).to_have_attribute("aria-invalid", "true")
        described = await mail.get_attribute("aria-describedby")
        assert described
        texts = [await page.locator(f"[id='{each}']").inner_text() for each in described.split()]
        assert any("形" in text or "アドレス" in text for text in texts), texts
        await expect(password).to_have_value(PASSWORD)


async def test_a_date_is_cancelled_and_the_note_takes_it_back(server: ServerProcess) -> None:
    async with browser() as launched:
        page = await launched.new_page(locale="ja-JP")
        newcomer = Newcomer(page)
        await set_up(newcomer, await setup_url(server, server.base))
        await make_first(newcomer)
        await newcomer.click("^中止にする$")
        await page.get_by_role("dialog").wait_for()
        await newcomer.see("office-cancel")
        await page.get_by_role("dialog").get_by_role("button", name=re.compile("中止")).last.click()
        undo = page.get_by_role("button", name=re.compile("元に戻す"))
        await undo.first.wait_for()
        await expect(page.locator("main")).to_contain_text("中止")
        await undo.first.click()
        await expect(page.get_by_role("link", name=re.compile("お知らせを印刷"))).to_be_visible()


async def test_a_skipped_date_of_a_course_is_made_up_at_the_end_where_the_clerk_says_so(server: ServerProcess) -> None:
    async with browser() as launched:
        page = await launched.new_page(locale="ja-JP")
        newcomer = Newcomer(page)
        await set_up(newcomer, await setup_url(server, server.base))
        await newcomer.click("^メタバース居場所", "link")
        await page.get_by_label("くりかえし", exact=True).select_option(label="毎週")
        await page.get_by_label("はじまりの日").fill("2027-04-18")
        await page.get_by_label("祝日にあたったら").select_option(label="休みにする")
        await page.get_by_text("ところを交互に・部屋を二つ・回数").click()
        await page.get_by_label("全部で何回").fill("4")
        made_up = page.get_by_label("休んだ分は、あとに足す")
        # Mondays, of which 3 May is a holiday.
        await page.get_by_role("checkbox", name="月曜日").check()
        await page.get_by_role("checkbox", name="日曜日").uncheck()
        await page.get_by_text("毎週月曜(全4回)").first.wait_for()
        await expect(page.get_by_text("5月17日(月)")).to_have_count(0)
        await made_up.check()
        await page.get_by_text("毎週月曜(休んだ分は後に足して全4回)").first.wait_for()
        await page.get_by_text(re.compile(r"5月17日\(月\)")).first.wait_for()
        await newcomer.see("office-course")
        await newcomer.send("この内容でつくる")
        await page.get_by_role("link", name=re.compile("お知らせを印刷")).wait_for()
        await page.goto(f"{server.base}/o#/series")
        await page.locator("main a[href^='#/series/']").first.click()
        await page.get_by_text("毎週月曜(休んだ分は後に足して全4回)").first.wait_for()
        await page.get_by_role("link", name="予定を変える").click()
        await page.get_by_text("くりかえしを変える").click()
        await expect(page.get_by_label("休んだ分は、あとに足す")).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_in_the_office(server: ServerProcess, scheme: Literal["light", "dark"]) -> None:
    async with browser() as launched:
        found: dict[str, list[str]] = {}
        context = await launched.new_context(color_scheme=scheme, locale="ja-JP")
        blocked: list[str] = []
        context.on("page", lambda opened: watch_policy(opened, blocked))
        page = await context.new_page()
        newcomer = Newcomer(page)
        await set_up(newcomer, await setup_url(server, server.base))
        found["kinds"] = await violations(page)
        await page.goto(f"{server.base}/o#/new/ibasho")
        await page.get_by_text("毎月第3日曜 14時〜16時").first.wait_for()
        found["form"] = await violations(page)
        await page.goto(f"{server.base}/o#/new")
        await make_first(newcomer)
        found["session"] = await violations(page)
        await _look_round(page, server, found)
        phone = await context.new_page()
        await phone.set_viewport_size(PHONE)
        await _look_round(phone, server, found, "phone ", wide=True)
        assert {name: each for name, each in found.items() if each} == {}
        assert blocked == []


async def _look_round(
    page: Page, server: ServerProcess, found: dict[str, list[str]], prefix: str = "", *, wide: bool = False
) -> None:
    for name in ("calendar", "calendar?view=list", "series", "programmes", "counts", "places", "settings", "account"):
        await page.goto(f"{server.base}/o#/{name}")
        await page.get_by_role("heading", level=1).wait_for()
        await page.wait_for_load_state("networkidle")
        found[prefix + name] = await violations(page)
        if wide:
            over = await page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                found[prefix + name].append(f"{over} px wider than a phone")
        if SHOTS:
            await page.screenshot(
                path=f"{SHOTS}/{(prefix + name).replace('?', '-').replace(' ', '-')}.png", full_page=True
            )


async def test_public_pages_need_no_script(server: ServerProcess) -> None:
    async with browser() as launched:
        page = await launched.new_page(locale="ja-JP")
        newcomer = Newcomer(page)
        await set_up(newcomer, await setup_url(server, server.base))
        await make_first(newcomer)
        public = await page.get_by_role("link", name="公開ページ").first.get_attribute("href")
        visitor = await _without_script(launched)
        blocked: list[str] = []
        watch_policy(visitor, blocked)
        for language in ("ja", "ja-simple", "en"):
            await visitor.goto(f"{public}?lang={language}")
            assert await visitor.get_by_role("heading", level=1).inner_text() == "メタバース居場所"
            if SHOTS:
                await visitor.screenshot(path=f"{SHOTS}/public-{language}.png", full_page=True)
        town = str(public).rpartition("/")[0]
        first = town.replace("/p/", "/first/")
        await _drawn_well(launched, [str(public), town, first, f"{server.base}/y"])
        await visitor.goto(str(public))
        await visitor.get_by_role("link", name=re.compile("入口へ")).first.click()
        assert "/r" in visitor.url
        await _abroad(launched, str(public), blocked)
        assert blocked == []


SMALL = """() => [...document.querySelectorAll('a, button, summary, label.choice, input[type=text]')]
  .filter((each) => each.checkVisibility()).map((each) => [each.textContent, each.getBoundingClientRect()])
  .filter(([, box]) => box.width < 43.9 || box.height < 43.9).map(([text]) => text)"""
BROKEN = """() => {
  const found = [], texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node; (node = texts.nextNode()); ) {
    let last = null;
    for (let n = 0; n < node.length; n += 1) {
      const range = document.createRange();
      range.setStart(node, n);
      range.setEnd(node, n + 1);
      const box = range.getBoundingClientRect();
      if (last !== null && box.width > 0 && box.top > last + box.height / 2 && !/[\\s、。」)〜]/.test(node.data[n - 1]))
        found.push(`${node.data.slice(0, n)}/${node.data.slice(n)}`);
      last = box.width > 0 ? box.top : null;
    }
  }
  return found;
}"""
"""Texts that a line parts elsewhere than between two phrases: <wbr> parts nodes, too."""


async def _drawn_well(launched: Browser, pages: list[str]) -> None:
    """What is touched is large enough, no word is parted, nothing is too wide, and axe-core has nothing to say."""
    looks: list[tuple[Literal["light", "dark"], int]] = [("light", 360), ("dark", 360), ("dark", 1280), ("light", 180)]
    for scheme, width in looks:
        context = await launched.new_context(
            viewport={"width": width, "height": 740}, locale="ja-JP", timezone_id="Asia/Tokyo", color_scheme=scheme
        )
        page = await context.new_page()
        for path in pages:
            for language in ("ja", "ja-simple"):
                await page.goto(f"{path}?lang={language}")
                where = f"{path} {language} {scheme} {width}"
                assert await page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, where
                assert await page.evaluate(SMALL) == [], where
                if width > 180:
                    assert await page.evaluate(BROKEN) == [], where
                    assert await violations(page) == [], where
        await context.close()


async def _abroad(launched: Browser, public: str, blocked: list[str]) -> None:
    """With scripts, a reader in Los Angeles sees their own hours beside the place's; one in Japan nothing more."""
    for zone, words in (("America/Los_Angeles", r"\(あなたの時間では .+時〜.*\)"), ("Asia/Tokyo", None)):
        context = await launched.new_context(viewport=PHONE, locale="ja-JP", timezone_id=zone)
        page = await context.new_page()
        watch_policy(page, blocked)
        await page.goto(public)
        await page.wait_for_load_state("load")
        beside = page.locator(".yours")
        assert await beside.count() == (0 if words is None else await page.locator("time[data-zone]").count())
        if words is not None:
            assert re.search(words, await beside.first.inner_text())
        assert await page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
        if SHOTS:
            await page.screenshot(path=f"{SHOTS}/public-{zone.split('/')[1]}.png", full_page=True)
        await context.close()


async def _without_script(launched: Browser) -> Page:
    context = await launched.new_context(java_script_enabled=False, viewport=PHONE, locale="ja-JP")
    return await context.new_page()
