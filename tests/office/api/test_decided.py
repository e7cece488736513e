"""What a users' meeting decided, over HTTP: staff say what became of it, and the public page tells what they ticked."""

from __future__ import annotations

from moderation.office import StaffRole
from server.http.public.words import WORDS
from tests.office.api.client import Office, Town
from tests.office.api.visiting import read


async def test_the_programmes_page_tells_what_staff_ticked_and_nothing_else(either_office: tuple[Office, Town]) -> None:
    office, town = either_office
    browser = office.browser(town.cookies[StaffRole.FACILITATOR])
    page = f"/p/{town.slug}/flat"
    path = f"/{town.ids['o']}/sessions/{town.ids['session']}/decided"
    assert "甲野の本だな" not in (await office.browser().ask("GET", page)).text
    body = {"became": "done", "word": "できあがりました", "told": True}
    assert (await browser.office("PUT", f"{path}/{town.ids['line']}", body)).status == 200
    for lang in WORDS:
        said = read(await office.browser().ask("GET", f"{page}?lang={lang}")).said
        assert "甲野の本だな" in said
        assert WORDS[lang]["told"] in said
        assert "甲野の意見" not in said
