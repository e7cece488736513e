"""What somebody keeps of a reservation: the number to copy, its day for a calendar, and a picture; nobody else gets them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from icalendar import Calendar
from PIL import Image, ImageColor
from sqlalchemy import Connection, update

from moderation.office import StaffRole
from server.http.public.words import LANGUAGES, WORDS
from server.office.base.tables import sessions
from server.office.papers.drawings.colours import light
from server.office.papers.reserved import WIDE, Keepsake, picture
from server.office.papers.words import Language
from tests.office.api.client import FONTS, Office, Town
from tests.office.api.visiting import code_in, read, reserve


def _links(page_links: list[dict[str, str]]) -> dict[str, str]:
    found = [each["href"] for each in page_links if each["href"].startswith("/y/") and "download" in each]
    return {re.sub(r".*/|\?.*", "", href): href for href in found}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_reservation_is_kept_without_a_script(office: Office, kono: Town, language: Language) -> None:
    visitor = office.browser()
    page = read(await reserve(visitor, kono, lang=language, way="hall"))
    code = code_in(page)
    assert WORDS[language]["hall"] in page.said
    assert [each for each in page.all("a") if each["href"].startswith("tel:")]
    kept = _links(page.all("a"))
    assert set(kept) == {"number.png", "day.ics"}
    for name, kind in (("number.png", "image/png"), ("day.ics", "text/calendar")):
        assert code.replace("-", "") not in kept[name].upper()
        answer = await visitor.ask("GET", kept[name])
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
        assert answer.headers["Content-Type"].startswith(kind)
        assert answer.headers["Content-Disposition"].startswith("attachment")
    copying = next(each for each in page.all("button") if "data-copy" in each)
    assert "hidden" in copying, "a script shows it, where there is one"
    assert WORDS[language]["copy_code"] in page.said
    assert [each["src"] for each in page.all("script")] == ["/copy.js", "/hours.js"]


async def test_the_day_is_that_session_under_a_name_that_says_nothing_and_holds_no_number(
    office: Office, kono: Town
) -> None:
    visitor = office.browser()
    page = read(await reserve(visitor, kono))
    answer = await visitor.ask("GET", _links(page.all("a"))["day.ics"])
    (event,) = Calendar.from_ical(answer.text).walk("VEVENT")
    assert event["SUMMARY"] == "縁側"
    assert not [event[name] for name in ("DESCRIPTION", "URL") if event.get(name)]
    unfolded = answer.text.replace("\r\n ", "")
    feed = Calendar.from_ical((await visitor.ask("GET", f"/calendar/{kono.slug}.ics")).text)
    (titled,) = (each for each in feed.walk("VEVENT") if str(each["UID"]).startswith(kono.ids["session"]))
    assert event.decoded("DTSTART") == titled.decoded("DTSTART")
    for telling in (str(titled["SUMMARY"]), kono.ids["session"], code_in(page), code_in(page).replace("-", "")):
        assert telling not in unfolded


async def test_whatever_is_kept_of_a_day_is_one_file_and_no_feed_puts_its_title_there(
    office: Office, kono: Town
) -> None:
    """An event that comes again under a UID takes the place of the one before, with its title."""
    visitor = office.browser()
    reserved = await visitor.ask("GET", _links(read(await reserve(visitor, kono)).all("a"))["day.ics"])
    linked = await visitor.ask("GET", f"/calendar/session/{office.signer.day(kono.ids['session'])}/day.ics")
    assert reserved.body == linked.body
    (event,) = Calendar.from_ical(linked.body).walk("VEVENT")
    feed = Calendar.from_ical((await visitor.ask("GET", f"/calendar/{kono.slug}.ics")).text)
    assert event["UID"] not in {each["UID"] for each in feed.walk("VEVENT")}


async def test_nobody_else_gets_them(office: Office, kono: Town) -> None:
    visitor = office.browser()
    kept = _links(read(await reserve(visitor, kono)).all("a"))
    office.clock.passes(60_000)  # a browser without cookies has a minute
    for path in kept.values():
        answer = await office.browser().ask("GET", path)
        assert answer.status == 404
        assert read(answer).fields()["code"] == ""


async def test_who_typed_a_number_gets_the_day_and_no_picture_of_it(office: Office, kono: Town) -> None:
    typing = office.browser()
    page = read(await typing.ask("POST", "/y", form={"code": kono.code}))
    kept = _links(page.all("a"))
    assert set(kept) == {"day.ics"}
    assert (await typing.ask("GET", kept["day.ics"].replace("day.ics", "number.png"))).status == 404


@pytest.mark.parametrize("why", ["taken back", "cancelled", "over", "ended early"])
async def test_where_there_is_nothing_to_come_to_nothing_is_kept(office: Office, kono: Town, why: str) -> None:
    """Neither by the page nor by its addresses, which are answered as the page is, and saved as no file."""
    visitor = office.browser()
    page = read(await reserve(visitor, kono))
    kept, code = _links(page.all("a")), code_in(page)
    if why == "taken back":
        elsewhere = office.browser()
        assert (await elsewhere.ask("POST", "/y/cancel", form={"code": code}, follow=False)).status == 303
    elif why == "over":
        await _set(office, kono, until_at=office.clock.now)
    else:
        await _set(office, kono, **({"status": "cancelled"} if why == "cancelled" else {"ended_at": office.clock.now}))
    place = kept["day.ics"].partition("/day.ics")[0]
    seen = await visitor.ask("GET", f"{place}?lang=ja")
    assert seen.status == 200
    assert not [each for each in read(seen).all("a") if each["href"].startswith("/y/")]
    assert not [each for each in read(seen).all("form") if each["action"] == "/y/cancel"]
    for path in kept.values():
        answer = await visitor.ask("GET", path)
        assert (answer.status, answer.body) == (404, seen.body)
        assert "Content-Disposition" not in answer.headers


async def _set(office: Office, town: Town, **values: object) -> None:
    def change(connection: Connection) -> None:
        connection.execute(update(sessions).where(sessions.c.id == town.ids["session"]).values(**values))

    await office.database.write(change)


async def test_the_hall_says_its_address(office: Office, kono: Town) -> None:
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    there = f"/{kono.ids['o']}/venues/{kono.ids['venue']}"
    changed = await admin.office("PUT", there, {"name": f"{kono.name}会館", "address": "甲野市みどり町1-2-3"})
    assert changed.status == 200
    hall = read(await reserve(office.browser(), kono, way="hall"))
    assert f"会場で {kono.name}会館 甲野市みどり町1-2-3" in hall.said
    home = read(await reserve(office.browser(), kono, way="online"))
    assert "みどり町" not in home.said, "who stays at home is not sent there"


LONG = Keepsake(
    "縁側市 ひきこもり支援センター", "メタバース居場所「えんがわ」" * 3, "2026年6月21日(日) 14時〜16時",
    "会場で みどり館 2階 和室 縁側市1-2-3", "予約の番号", "ACD-EFH-JKM-NPR", "電話 03-0000-0000",
)  # fmt: skip


def test_the_picture_is_as_tall_as_its_words() -> None:
    short = Image.open(io.BytesIO(picture(Keepsake("a", "b", "c", "d", "e", LONG.code, ""), FONTS)))
    long = Image.open(io.BytesIO(picture(LONG, FONTS)))
    assert short.width == long.width == WIDE
    assert short.height + 200 < long.height < 2 * WIDE
    edge = long.convert("RGB").crop((WIDE - 70, 100, WIDE - 45, long.height - 90))
    assert len(edge.getcolors(9999) or ()) <= 2, "no letter reaches the edge"


def test_a_number_of_wide_letters_stands_in_one_line() -> None:
    """A line more would be a taller picture."""
    tall = {
        Image.open(io.BytesIO(picture(replace(LONG, code=code), FONTS))).height
        for code in ("111-111-111-111", "MMM-MMM-MMM-MMM")
    }
    assert max(tall) - min(tall) < 40


def test_the_picture_of_letters_that_no_font_has(tmp_path: Path) -> None:
    assert picture(Keepsake("\U0010fffd", "👨‍👩‍👧 か゚", "c", "d", "e", LONG.code, "f"), FONTS).startswith(b"\x89PNG")


def _lit(image: Image.Image) -> int:
    """Pixels that are lit."""
    lamp = ImageColor.getrgb(light()["lantern"])
    return next((count for count, colour in image.convert("RGB").getcolors(99_999) or () if colour == lamp), 0)


def test_a_line_is_drawn_by_what_it_is_and_not_by_what_it_says() -> None:
    """A programme may be called as the number's label is, and a hall as any code."""
    plain = Image.open(io.BytesIO(picture(replace(LONG, title="会の名前です", place="ABC-DEF"), FONTS)))
    alike = Image.open(io.BytesIO(picture(replace(LONG, title=LONG.label, place=LONG.code), FONTS)))
    assert plain.height == alike.height
    assert _lit(plain) == _lit(alike) > 0


def test_the_picture_has_the_colours_and_the_eaves_of_the_house() -> None:
    image = Image.open(io.BytesIO(picture(LONG, FONTS))).convert("RGB")
    colours = light()
    grounds = {ImageColor.getrgb(colours[role]) for role in ("shoji", "cup", "lantern", "plank", "grain")}
    assert grounds <= {colour for _, colour in image.getcolors(9999) or ()}
    ends = [image.getpixel((x, 55)) for x in range(WIDE)]  # of the rafters, below the beam
    begun = sum(one != ImageColor.getrgb(colours["plank"]) == other for one, other in pairwise(ends))
    assert begun > 5
