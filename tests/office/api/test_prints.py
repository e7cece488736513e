"""All that the server prints, over HTTP: no empty box on any paper, whatever was written, and one paper is of one moment."""

from __future__ import annotations

import asyncio
import itertools
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from moderation.office import StaffRole
from server.http.office.table import endpoints
from server.http.public.words import LANGUAGES
from tests.office.api.client import Answer, Browser, Office, Town
from tests.office.api.conftest import Running
from tests.office.api.samples import key
from tests.office.api.test_any_text import MARK, write_everywhere
from tests.office.letters import ENGLAND, NAMED, PRINTED
from tests.office.notices import undrawn, words

PRINTS = [each for each in endpoints() if each.answer == "application/pdf"]
ALL: dict[str, tuple[str, list[str]]] = {**{written: (drawn, []) for written, drawn in PRINTED.items()}, **NAMED}
CLEANED = {"e" + "\u0301" * 300, ENGLAND, "\ue000外字"}
"""Not stored as they are sent, so that the office shows what will be printed (see test_notice_letters.py)."""
OLD, NEW = "古い集会所", "新しい公民館"


async def printed(browser: Browser, town: Town) -> list[Answer]:
    """Every paper in every language."""
    asked = itertools.product(PRINTS, LANGUAGES)
    return [await browser.office("GET", town.path(each), query={"language": language}) for each, language in asked]


def named(answer: Answer) -> list[str]:
    return unquote(answer.headers.get("X-Engawa-Lacking", "")).split()


def test_these_are_all_prints() -> None:
    assert {key(each) for each in PRINTS} == {
        "GET /{o}/sessions/{session}/notice.pdf",
        "GET /{o}/series/{series}/notice.pdf",
    }


@pytest.mark.parametrize("half", [0, 1])
async def test_on_every_paper_all_letters_are_printed_or_named(
    running: Running, kono: Town, fonts: Path, half: int
) -> None:
    async with running(fonts=fonts) as office:
        admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
        for written in [each for each in ALL if each not in CLEANED][half::2]:
            drawn, lacking = ALL[written]
            await write_everywhere(office, kono, itertools.repeat(f"{MARK}{written[:40]}"))
            for answer in await printed(admin, kono):
                assert answer.status == 200
                assert undrawn(answer.body, fonts) == []
                assert f"{MARK}{drawn}".replace(" ", "") in words(answer.body)
                assert named(answer) == lacking


async def test_many_lacking_characters_are_a_short_header(running: Running, kono: Town, fonts: Path) -> None:
    async with running(fonts=fonts) as office:
        hangul = "".join(chr(0xAC00 + 40 * n) for n in range(50))
        await write_everywhere(office, kono, itertools.repeat(hangul))
        for answer in await printed(office.browser(kono.cookies[StaffRole.ADMINISTRATOR]), kono):
            assert named(answer) == [*hangul[:12], "…"]
            assert len(answer.headers["X-Engawa-Lacking"]) < 2000


async def test_a_paper_printed_during_a_rename_is_of_one_moment(either_office: tuple[Office, Town]) -> None:
    """On either database; the places of all dates and of the contact are from before, or all from after."""
    office, town = either_office
    await write_everywhere(office, town, itertools.repeat("縁側"))
    renamer, *printers = (office.browser(town.cookies[StaffRole.ADMINISTRATOR]) for _ in range(3))

    async def rename(name: str) -> None:
        body = {"name": name, "address": "本町1-2", "access": "", "rooms": []}
        assert (await renamer.office("PUT", f"/{town.ids['o']}/venues/{town.ids['venue']}", body)).status == 200

    async def renaming() -> None:
        for name in [NEW, OLD] * 8:
            await rename(name)

    seen: list[set[str]] = []

    async def printing(browser: Browser) -> None:
        for _ in range(3):
            for answer in await printed(browser, town):
                assert answer.status == 200
                names = re.findall(f"{OLD}|{NEW}", words(answer.body))
                assert len(names) > 1
                seen.append(set(names))

    await rename(OLD)
    await asyncio.gather(renaming(), *map(printing, printers))
    assert [names for names in seen if len(names) > 1] == []
    assert {OLD} in seen
