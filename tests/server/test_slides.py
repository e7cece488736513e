"""Slides: any PDF becomes pages or a clear refusal, pages are for those who see them, and nothing is left of either."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import psutil
import pytest
from PIL import Image

from rooms.refusals import Code
from server.http.bringing import MAX_PDF
from server.ports import SlidePage, SlidesRefused
from server.slides.draw import PICTURE
from server.slides.renderer import PdfRenderer
from tests import pdfs
from tests.bots.client import Bot
from tests.bots.people import person
from tests.bots.server import ServerProcess
from tests.patience import PATIENCE, happens

MOST = 150
JUNK = b"hello"


async def drawn(body: bytes, renderer: PdfRenderer | None = None) -> list[SlidePage]:
    pages: list[SlidePage] = []

    async def take(number: int, page: SlidePage) -> None:
        pages.append(page)
        assert number == len(pages)

    with tempfile.TemporaryFile() as file:
        file.write(body)
        file.flush()
        assert await (renderer or PdfRenderer()).draw(file, MOST, take) == len(pages)
    return pages


def children() -> list[psutil.Process]:
    return [each for each in psutil.Process().children(recursive=True) if "server.slides.draw" in each.cmdline()]


async def test_pages_are_pictures_with_what_is_written_on_them() -> None:
    pages = await drawn(pdfs.pdf(3))
    assert [page.text for page in pages] == [f"縁側のはなし {number}" for number in (1, 2, 3)]
    for page in pages:
        image = Image.open(io.BytesIO(page.picture))
        assert (image.format, image.size) == ("WEBP", (1600, 900))
        assert len(set(image.convert("L").resize((160, 90)).get_flattened_data())) > 2, "an empty page"
    assert len({page.picture for page in pages}) == 3


async def test_what_somebody_filled_in_is_on_the_page() -> None:
    def ink(page: SlidePage) -> int:
        grey = Image.open(io.BytesIO(page.picture)).convert("L")
        return sum(grey.histogram()[:100])

    [empty], [full] = await drawn(pdfs.filled_in("")), await drawn(pdfs.filled_in("Tea at three"))
    assert ink(full) > ink(empty) + 1000


async def test_a_picture_is_small_whatever_is_on_it() -> None:
    (page,) = await drawn(pdfs.noisy(os.urandom(500 * 500), 500))
    assert 30_000 < len(page.picture) <= PICTURE


@pytest.mark.parametrize("size", [(14_400.0 * 60, 14_400.0 * 60), (14_400.0, 1.0)], ids=["huge", "thin"])
async def test_a_page_of_absurd_size_is_drawn_small(size: tuple[float, float]) -> None:
    (page,) = await drawn(pdfs.pdf(1, size))
    assert max(Image.open(io.BytesIO(page.picture)).size) == 1600


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: JUNK, Code.NOT_A_PDF),
        (lambda: b"", Code.NOT_A_PDF),
        (lambda: pdfs.pdf(2)[:400], Code.NOT_A_PDF),
        (lambda: pdfs.pdf(1, password="ひみつ"), Code.PDF_LOCKED),
        (lambda: pdfs.pdf(MOST + 1), Code.TOO_MANY_PAGES),
        (lambda: pdfs.bomb(80), Code.PDF_TOO_HARD),
    ],
    ids=["junk", "empty", "cut off", "password", "151 pages", "bomb"],
)
async def test_what_is_no_good_is_refused_with_its_reason_and_no_process_is_left(
    made: Callable[[], bytes], code: Code
) -> None:
    with pytest.raises(SlidesRefused) as why:
        await drawn(made())
    assert why.value.code is code
    assert children() == []


@pytest.mark.parametrize(
    "renderer",
    [PdfRenderer(wait_seconds=0.3), PdfRenderer(processor_seconds=1)],
    ids=["on the wall", "of the processor"],
)
async def test_who_takes_too_long_is_ended(renderer: PdfRenderer) -> None:
    with pytest.raises(SlidesRefused) as why:
        await drawn(pdfs.pdf(MOST), renderer)
    assert why.value.code is Code.PDF_TOO_HARD
    assert children() == []


async def test_a_drawing_is_given_up_when_nobody_waits_for_it() -> None:
    task = asyncio.create_task(drawn(pdfs.pdf(MOST)))
    await happens(children)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert children() == []


async def test_where_memory_ends_the_drawing_goes_and_not_the_server() -> None:
    task = asyncio.create_task(drawn(pdfs.pdf(MOST)))
    await happens(children)
    (process,) = children()
    await happens(lambda: Path(f"/proc/{process.pid}/oom_score_adj").read_text(encoding="ascii") == "1000\n")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_pdf_fetches_nothing_and_runs_nothing() -> None:
    """It names scripts, links, pictures and files elsewhere in all ways there are; it is a page like any other."""
    asked: list[bool] = []
    server = await asyncio.start_server(lambda *_: asked.append(True), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    (page,) = await drawn(pdfs.asking(b"http://127.0.0.1:%d/x" % port))
    assert (page.text, asked) == ("縁側", [])
    server.close()


async def test_a_pdf_without_a_password_may_forbid_what_it_likes() -> None:
    (page,) = await drawn(pdfs.pdf(1, password=""))
    assert page.text == "縁側のはなし 1"


async def test_a_drawing_ends_with_its_server() -> None:
    """Also where that was killed: its end of the pipe is closed then."""
    with tempfile.TemporaryFile() as file:
        file.write(pdfs.pdf(MOST))
        file.flush()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "server.slides.draw", str(file.fileno()), str(MOST), "60"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=(file.fileno(),),
        )
        assert process.stdin is not None
        assert process.stdout is not None
        first = await process.stdout.readexactly(5)
        assert first[:1] == b"N"
        process.stdin.close()
        rest = await process.stdout.read()
        assert await process.wait() == 0
    assert len(rest) < 8_000 * MOST / 2, "it had drawn all of them"


# -- over HTTP -----------------------------------------------------------------------------------------------------


def refused(code: str) -> dict[str, object]:
    return {"code": code, "retry_after": None, "contact": None}


@pytest.fixture(name="server")
def one_server(shared_server: ServerProcess) -> ServerProcess:
    """One for all tests of this file."""
    return shared_server


class Desk:
    """Asks for slides as a bot's page does."""

    def __init__(self, http: aiohttp.ClientSession, bot: Bot) -> None:
        self._http, self._bot = http, bot

    async def ask(self, method: str, path: str = "", data: Any = None, token: str | None = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self._bot.token if token is None else token}"}
        url = f"{self._bot.base}/api/slides{path}"
        async with self._http.request(method, url, data=data, headers=headers) as response:
            assert response.status == 503 or response.headers["Cache-Control"] == "no-store"
            kind = response.content_type
            body = await (response.json() if kind == "application/json" else response.read())
            return response.status, body

    async def bring(self, body: Any, name: str = "%E3%81%AF%E3%81%AA%E3%81%97.pdf") -> tuple[int, Any]:
        return await self.ask("POST", f"?name={name}", body)


async def test_a_page_goes_to_those_whose_place_sees_it(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links, others = await server.new_session(), await server.new_session()
    f = await person(http, server, links, "しんこう", role="facilitator")
    a = await person(http, server, links, "さくら")
    waits = await person(http, server, links, "つばめ")
    elsewhere = await person(http, server, others, "べつの会", role="facilitator")
    await f.ask({"type": "move_person", "person": waits.person, "place": "veranda"})
    passer, wall = Bot(http, server.base), Bot(http, server.base)
    await passer.join(secret=links.secret())
    await wall.join(secret=links.secret("screen"))
    for bot in (passer, wall):
        await bot.connect()
    asks = {each: Desk(http, each) for each in (f, a, waits, elsewhere, passer, wall)}

    assert (await asks[a].bring(pdfs.pdf()))[0] == 403
    assert (await asks[passer].ask("GET"))[0] == 403
    status, deck = await asks[f].bring(pdfs.pdf())
    assert (status, deck["title"], deck["pages"]) == (200, "はなし", 3)
    assert [each["id"] for each in (await asks[f].ask("GET"))[1]["decks"]] == [deck["id"]]
    assert (await asks[elsewhere].ask("GET"))[1]["decks"] == []

    start = {"kind": "slides", "deck": deck["id"], "title": deck["title"], "pages": deck["pages"]}
    assert (await f.ask({"type": "start_activity", "activity": start, "place": None}))["ok"]
    assert (await f.ask({"type": "play", "move": {"kind": "slides", "page": 2}, "place": None}))["ok"]

    async def sees(page: int, what: str = "") -> dict[Bot, int]:
        return {bot: (await each.ask("GET", f"/{deck['id']}/{page}{what}"))[0] for bot, each in asks.items()}

    nobody = {waits: 404, elsewhere: 404, passer: 404}
    for what in ("", "/text"):
        assert await sees(2, what) == {f: 200, a: 200, wall: 200} | nobody
        assert await sees(3, what) == {f: 200, a: 404, wall: 404} | nobody
        assert await sees(4, what) == dict.fromkeys(asks, 404)
    picture = (await asks[a].ask("GET", f"/{deck['id']}/2"))[1]
    assert Image.open(io.BytesIO(picture)).size == (1600, 900)
    assert (await asks[a].ask("GET", f"/{deck['id']}/2/text"))[1].decode() == "縁側のはなし 2"
    assert (await asks[a].ask("GET", f"/{deck['id']}/2", token="rubbish"))[0] == 403
    assert passer.view is not None
    assert passer.view.activities[""].model_dump()["deck"] == ""

    assert (await asks[a].ask("DELETE", f"/{deck['id']}"))[0] == 403
    assert (await asks[f].ask("DELETE", f"/{deck['id']}"))[1]["decks"] == []
    assert await sees(2) == dict.fromkeys(asks, 404)


async def endless(megabytes: int) -> AsyncIterator[bytes]:
    yield b"%PDF-1.4\n"
    for _ in range(megabytes * 16):
        yield b" " * 65_536


def left_in(data: Path, process: psutil.Process) -> list[str]:
    """Files that slides have left: named ones, and open ones without a name."""
    named = [str(path) for path in data.iterdir() if path.name.startswith("tmp")]
    return named + [each.path for each in process.open_files() if "(deleted)" in each.path]


async def test_what_is_no_good_is_refused_in_words_and_nothing_is_left_of_it(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    f = await person(http, server, links, "しんこう", role="facilitator")
    desk = Desk(http, f)
    for body, status, code in (
        (JUNK, 422, "not_a_pdf"),
        (pdfs.pdf(1, password="x"), 422, "pdf_locked"),
        (io.BytesIO(b" " * (MAX_PDF + 1)), 413, "too_large"),
    ):
        assert await desk.bring(body) == (status, refused(code))
    with contextlib.suppress(aiohttp.ClientError):  # it was answered while it was still sending, and hung up on
        assert (await desk.bring(endless(21)))[0] == 413
    assert (await desk.ask("GET"))[1] == {"decks": []}
    with pytest.raises(TimeoutError):  # やめる
        async with asyncio.timeout(1):
            await desk.bring(pdfs.pdf(MOST))
    await happens(lambda: len(server.processes()) == 2 and not left_in(server.data, server.processes()[0]), every=0.05)
    assert await desk.bring(JUNK) == (422, refused("not_a_pdf"))
    assert (await desk.ask("GET"))[1] == {"decks": []}
    assert (await f.say("つづいています"))["ok"]


async def test_after_the_end_nothing_of_the_slides_is_readable(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    f = await person(http, server, links, "しんこう", role="facilitator")
    desk = Desk(http, f)
    body = pdfs.pdf(1)
    _, deck = await desk.bring(body, "kabocha-no-hanashi.pdf")
    picture = (await desk.ask("GET", f"/{deck['id']}/1"))[1]
    sealed = b"".join(path.read_bytes() for path in server.data.rglob("*") if path.is_file())
    for words in ("縁側のはなし".encode(), b"kabocha", picture[100:400], body[200:400]):
        assert words not in sealed
    assert deck["id"].encode() in sealed
    await f.ask({"type": "set_doors", "doors": "ended"})

    async with asyncio.timeout(PATIENCE):
        while (await desk.ask("GET"))[1]["decks"]:
            await asyncio.sleep(0.02)
    assert await desk.ask("GET", f"/{deck['id']}/1") == (409, refused("session_ended"))
    assert await desk.bring(body) == (409, refused("session_ended"))
