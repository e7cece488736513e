"""What hands at a Japanese keyboard give, at every door that reads it: forms, codes, sign-in, and the API."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from moderation.office import StaffRole
from server.http.public.words import WORDS
from server.http.tries import GUESSES
from server.office.papers.mails import MailServer
from tests.office.api.client import DAY, Office, Town
from tests.office.api.conftest import Running
from tests.office.api.test_lockout import sign_in
from tests.office.api.towns import mail_of, series_body
from tests.office.api.visiting import read, reserve
from tests.office.conftest import Post

WIDE = str.maketrans({number: number + 0xFEE0 for number in range(0x21, 0x7F)})


async def mails_kept(office: Office) -> list[str | None]:
    rows = (await office.dump())["reservations"]
    return [office.safe.open(row["mail"]) for row in sorted(rows, key=lambda row: row["number"])]


ADDRESSES: tuple[tuple[str, str | None], ...] = (
    ("yamada＠example.jp", "yamada@example.jp"),
    ("ｙａｍａｄａ＠ｅｘａｍｐｌｅ。ｊｐ　", "yamada@example.jp"),
    ("yamada+ibasho@EXAMPLE.jp", "yamada+ibasho@example.jp"),
    ("hanako..chan@docomo.ne.jp", "hanako..chan@docomo.ne.jp"),
    ("taro.＠docomo.ne.jp", "taro.@docomo.ne.jp"),
    (".a@ezweb.ne.jp", ".a@ezweb.ne.jp"),
    ('"hanako..chan"@docomo.ne.jp', "hanako..chan@docomo.ne.jp"),
    ("a-.-b@t.vodafone.ne.jp", "a-.-b@t.vodafone.ne.jp"),
    ("..@softbank.ne.jp", "..@softbank.ne.jp"),
    ("\u200b\u3000", None),
)


async def test_an_address_in_the_public_form_is_read(office: Office, kono: Town) -> None:
    for written, kept in ADDRESSES:
        office.clock.passes(DAY)  # nobody waits for the bounds of an address
        assert (await reserve(office.browser(), kono, mail=written)).status == 200, written
        assert (await mails_kept(office))[-1] == kept, written


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("written", ["hanako..chan@example.jp", "taro.@example.jp", ".a@notdocomo.ne.jp"])
async def test_dots_elsewhere_are_refused_with_a_word_about_dots(
    office: Office, kono: Town, written: str, language: Any
) -> None:
    answer = await reserve(office.browser(), kono, mail=written, lang=language)
    assert answer.status == 422
    assert WORDS[language]["mail_dots"] in read(answer).said
    wrong = await reserve(office.browser(), kono, mail="yamada", way="", lang=language)
    assert WORDS[language]["mail_unreadable"] in read(wrong).said
    assert WORDS[language]["way_unknown"] in read(wrong).said


async def on_the_wire(send: Callable[[int], Awaitable[None]]) -> list[str]:
    """The lines that a mail server gets while mails are sent to its port. Its own library would take the quotes off."""
    lines: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        inside = False
        while line := (await reader.readline()).decode().rstrip("\r\n"):
            lines.append(line)
            if inside:
                inside = line != "."
            elif line.startswith("QUIT"):
                writer.write(b"221 bye\r\n")
                break
            if not inside:
                inside = line == "DATA"
                writer.write(b"354 go on\r\n" if inside else b"250 yes\r\n")
            while inside and (text := (await reader.readline()).decode().rstrip("\r\n")) != ".":
                lines.append(text)
            if inside:
                inside = False
                writer.write(b"250 taken\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        await send(server.sockets[0].getsockname()[1])
    return lines


@pytest.mark.parametrize(
    "mail", ["hanako..chan@docomo.ne.jp", "taro.@docomo.ne.jp", ".a@ezweb.ne.jp", "a.b@example.jp"]
)
async def test_a_carriers_address_is_quoted_on_its_way(running: Running, kono: Town, mail: str) -> None:
    local, _, domain = mail.partition("@")
    right = mail if local == "a.b" else f'"{local}"@{domain}'

    async def send(port: int) -> None:
        server = MailServer.of(f"smtp://127.0.0.1:{port}", "engawa@example.jp")
        async with running(mail_server=server) as office:
            await reserve(office.browser(), kono, mail=mail)
            assert await office.postman.round() >= 1

    lines = await on_the_wire(send)
    assert any(line.startswith(f"RCPT TO:<{right}>") for line in lines), lines
    assert f"To: {right}" in lines


async def test_a_carriers_address_gets_its_mail(running: Running, kono: Town, post: tuple[Post, MailServer]) -> None:
    async with running(mail_server=post[1]) as office:
        await reserve(office.browser(), kono, mail="hanako..chan@docomo.ne.jp")
        assert await office.postman.round() >= 1
    assert "hanako..chan@docomo.ne.jp" in [str(sent["To"]).replace('"', "") for sent in post[0].mails]


BETWEEN = ("ー", "ｰ", "－", "−", "—", "―", "‐", "〜", "～", "　", " \n", ".", "一", "")


async def test_a_reservations_code_is_found_however_it_is_typed(office: Office, kono: Town) -> None:
    for between in BETWEEN:
        plain = kono.code.replace("-", between)
        for written in (plain, plain.lower(), plain.translate(WIDE), f"\u3000{plain}\u200b"):
            answer = await office.browser().ask("POST", "/y", form={"code": written})
            assert WORDS["ja"]["booked"] in read(answer).said, written


async def test_a_rooms_code_and_secret_are_found_however_they_are_typed(office: Office, kono: Town) -> None:
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    links = (await admin.office("GET", f"/{kono.ids['o']}/sessions/{kono.ids['session']}/links")).json["links"]
    code = next(each["code"] for each in links if each["code"]).replace("-", "")
    browser = office.browser(address="203.0.113.78")

    async def join(**way: str) -> int:
        return (await browser.ask("POST", "/api/join", body={"device": "d" * 20, **way})).status

    for _ in range(GUESSES + 5):
        assert await join(code="F6Mー0O") == 403, "no code at all, and so no guess"
    for between in ("ー", "ｰ", "－", "―", "〜", "　", "-", " "):
        written = f"{code[:3]}{between}{code[3:]}"
        for each in (written, written.translate(WIDE).lower(), f"　{' '.join(written)} "):
            assert await join(code=each) == 200, each
    secret = links[0]["url"].partition("#")[2]
    assert await join(secret=f" {secret[:8]}\n{secret[8:20]} \u200b{secret[20:]}　") == 200


@pytest.mark.parametrize("language", WORDS)
async def test_what_cannot_be_a_code_is_no_wrong_try_and_one_is_told_what_is_one(
    office: Office, kono: Town, language: Any
) -> None:
    browser = office.browser(address="203.0.113.77")
    for _ in range(GUESSES + 5):
        answer = await browser.ask("POST", "/y", form={"code": kono.code[:-1], "lang": language})
        assert WORDS[language]["code_form"] in read(answer).said
    unknown = await browser.ask("POST", "/y", form={"code": "ACD-EFH-JKM-NPR", "lang": language})
    assert WORDS[language]["code_unknown"] in read(unknown).said
    right = await browser.ask("POST", "/y", form={"code": kono.code.replace("-", "ー"), "lang": language})
    assert right.status == 200


async def test_one_signs_in_with_a_wide_address_and_with_a_carriers(office: Office, kono: Town) -> None:
    mail = mail_of(kono.slug, StaffRole.ADMINISTRATOR)
    for written in (mail.replace("@", "＠"), mail.translate(WIDE), f"　{mail.upper()}\n", mail.replace(".jp", "。jp")):
        assert (await sign_in(office.browser(), written)).status == 200, written
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    made = await admin.office(
        "POST", f"/{kono.ids['o']}/staff/invitations", {"role": "reader", "mail": "Ｈanako..chan＠docomo.ne.jp"}
    )
    secret = made.json["url"].partition("=")[2]
    words = {"name": "はなこ", "mail": "hanako..chan@docomo.ne.jp", "password": "みずうみ そらまめ ふうせん"}
    taken = await office.browser().office(
        "POST", "/invitations/accept", {"secret": f" {secret[:9]}\n{secret[9:]}　", **words}
    )
    assert taken.status == 200, taken.text
    for written in ("hanako..chan@docomo.ne.jp", "HANAKO..CHAN＠DOCOMO.NE.JP", '"hanako..chan"@docomo.ne.jp'):
        assert (await sign_in(office.browser(), written, words["password"])).status == 200, written


async def test_hours_days_numbers_and_parts_of_addresses_are_stored_in_one_form(office: Office, kono: Town) -> None:
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    schedule = {
        "timezone": " asia/tokyo", "starts_on": "令和8年6月1日", "ends_on": "２０２７／３／３１",
        "closed": ["12月29日〜1月3日"],
        "rules": [
            {"rule": "FREQ=MONTHLY;BYDAY=−1SU", "start": "午後10時", "end": "翌1時"},
            {"dates": ["2026/7/1", "20260708"], "start": "９時半", "end": "24:00"},
        ],
    }  # fmt: skip
    body = {
        **series_body(kono.name, kono.ids["programme"], kono.ids["crew"]),
        "schedule": schedule,
        "capacities": {"online": "２０", "hall": "1,000"},
    }
    made = await admin.office("POST", f"/{kono.ids['o']}/series", {"series": body})
    assert made.status == 200, made.text
    kept = made.json["series"]
    assert kept["capacities"] == {"online": 20, "hall": 1000, "listeners": None}
    assert (kept["schedule"]["timezone"], kept["schedule"]["starts_on"]) == ("Asia/Tokyo", "2026-06-01")
    assert kept["schedule"]["ends_on"] == "2027-03-31"
    assert kept["schedule"]["closed"] == ["12-29/01-03"]
    assert [(each["start"], each["end"]) for each in kept["schedule"]["rules"]] == [
        ("22:00", "01:00"),
        ("09:30", "00:00"),
    ]
    assert kept["schedule"]["rules"][0]["rule"].endswith("BYDAY=-1SU")
    assert kept["schedule"]["rules"][1]["dates"] == ["2026-07-01", "2026-07-08"]
    asked = "?first=2026年7月1日&last=２０２６－７－３１"
    shown = await admin.office("GET", f"/{kono.ids['o']}/sessions{asked}")
    assert shown.status == 200, shown.text
    assert "2026-07-01T09:30:00+09:00" in shown.text


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        ("25:00", "26:00", "01:00"),
        ("10:00", "翌11時", "24時間"),
        ("あさ", None, "14:00"),
        ("10:00", "午後12時", "翌1時"),
        ("1777593600", None, "14:00"),
    ],
)
async def test_an_hour_that_is_refused_is_told_what_would_be_right(
    office: Office, kono: Town, start: str, end: str | None, says: str
) -> None:
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    rule = {"rule": "FREQ=WEEKLY;BYDAY=SU", "start": start, "end": end}
    asked = {"schedule": {"starts_on": "2026-06-01", "rules": [rule]}}
    answer = await admin.office("POST", f"/{kono.ids['o']}/schedule/preview", asked)
    assert answer.status == 422, answer.text
    assert says in answer.json["fields"][0]["message"]


@pytest.mark.parametrize("day", ["1777593600", "2026-02-30", "2026年6月1日(火)", "6月1日", "1e9"])
async def test_a_day_that_is_refused_is_told_what_would_be_right(office: Office, kono: Town, day: str) -> None:
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    answer = await admin.office("GET", f"/{kono.ids['o']}/sessions?first={day}&last=2026-07-31")
    assert answer.status == 422
    assert "2026-04-01" in answer.json["fields"][0]["message"]
