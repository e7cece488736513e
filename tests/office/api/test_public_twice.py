"""A form that comes twice counts once: pressed twice, sent again, gone back to; and a second seat is asked for as such."""

from __future__ import annotations

import asyncio

import pytest

from moderation.office import StaffRole
from server.http.public.words import WORDS
from server.office.papers.words import Language
from tests.office.api.client import Office, Town
from tests.office.api.visiting import code_in, form_path, open_reservations, read, reserve


async def test_a_form_that_comes_twice_reserves_once(office: Office, kono: Town) -> None:
    """Pressed twice at once, sent again after an answer was lost, or loaded anew; also by a browser that keeps nothing."""
    before = await open_reservations(office, kono)
    visitor = office.browser()
    fields = read(await visitor.ask("GET", form_path(kono))).fields()
    pages = await asyncio.gather(*(visitor.ask("POST", form_path(kono), form=fields) for _ in range(3)))
    pages += [await office.browser().ask("POST", form_path(kono), form=fields)]
    assert {page.status for page in pages} == {200}
    assert len({code_in(read(page)) for page in pages}) == 1
    assert await open_reservations(office, kono) == before + 1


@pytest.mark.parametrize("otherwise", [{"way": "hall"}, {"mail": "hito@example.jp"}, {"mark": "another form"}])
@pytest.mark.parametrize("language", ["ja", "ja-simple", "en"])
async def test_who_goes_back_and_chooses_otherwise_is_led_to_what_is_reserved(
    office: Office, kono: Town, otherwise: dict[str, str], language: Language
) -> None:
    visitor = office.browser()
    fields = {**read(await visitor.ask("GET", form_path(kono))).fields(), "lang": language}
    sent = await visitor.ask("POST", form_path(kono), form=fields, follow=False)
    before = await open_reservations(office, kono)
    again = await visitor.ask("POST", form_path(kono), form={**fields, **otherwise})
    page, words = read(again), WORDS[language]
    assert (again.status, await open_reservations(office, kono)) == (409, before)
    assert words["held"] in page.said
    there = sent.headers["Location"]
    assert there in [each["href"] for each in page.all("a")]
    assert code_in(read(await visitor.ask("GET", there)))
    second = page.fields()
    assert (second["another"], second["way"]) == ("yes", otherwise.get("way", fields["way"]))
    assert (await visitor.ask("POST", form_path(kono), form=second)).status == 200, "for a companion: asked once"
    assert await open_reservations(office, kono) == before + 1
    assert (await visitor.ask("POST", form_path(kono), form=second)).status == 200
    assert await open_reservations(office, kono) == before + 1, "and that counts once, too"


async def test_the_form_itself_says_so_to_a_browser_that_has_reserved(office: Office, kono: Town, otsu: Town) -> None:
    visitor = office.browser()
    made = await reserve(visitor, kono, follow=False)
    page = read(await visitor.ask("GET", form_path(kono)))
    assert WORDS["ja"]["held"] in page.said
    assert made.headers["Location"] in [each["href"] for each in page.all("a")]
    for other, path in ((visitor, form_path(otsu)), (office.browser(), form_path(kono))):
        assert WORDS["ja"]["held"] not in read(await other.ask("GET", path)).said
    wrong = read(await visitor.ask("POST", form_path(kono), form={**page.fields(), "mail": "x"}))
    assert (wrong.fields()["another"], wrong.all("details")) == ("yes", [{"class": "ask", "open": ""}])
    code = code_in(read(await visitor.ask("GET", made.headers["Location"])))
    await visitor.ask("POST", "/y/cancel", form={"code": code})
    assert WORDS["ja"]["held"] not in read(await visitor.ask("GET", form_path(kono))).said


async def test_a_form_whose_reservation_was_taken_back_makes_a_new_one(office: Office, kono: Town) -> None:
    visitor = office.browser()
    fields = read(await visitor.ask("GET", form_path(kono))).fields()
    first = code_in(read(await visitor.ask("POST", form_path(kono), form=fields)))
    await visitor.ask("POST", "/y/cancel", form={"code": first})
    again = await visitor.ask("POST", form_path(kono), form={**fields, "way": "hall"})
    assert (again.status, code_in(read(again)) != first) == (200, True)


async def test_nobody_is_asked_where_many_use_one_screen(office: Office, kono: Town) -> None:
    staff, browser = office.browser(kono.cookies[StaffRole.FACILITATOR]), office.browser()
    path = f"/{kono.ids['o']}/sessions/{kono.ids['session']}/reservations/bounds"
    await staff.office("PUT", path, {"unbounded": True})
    for _ in range(3):
        page = read(await browser.ask("GET", form_path(kono)))
        assert WORDS["ja"]["held"] not in page.said
        assert (await browser.ask("POST", form_path(kono), form=page.fields())).status == 200


async def test_a_form_that_comes_again_is_bounded_by_nothing(office: Office, kono: Town) -> None:
    """Its answer was lost, and meanwhile others have reserved from that address."""
    fields = read(await office.browser().ask("GET", form_path(kono))).fields()
    first = await office.browser().ask("POST", form_path(kono), form=fields)
    while (await reserve(office.browser(), kono, way="hall")).status == 200:
        pass
    assert (await reserve(office.browser(), kono)).status == 429
    again = await office.browser().ask("POST", form_path(kono), form=fields)
    assert (again.status, code_in(read(again))) == (200, code_in(read(first)))
