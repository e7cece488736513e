"""Mail through a real SMTP server: told once, neutral, and forgotten."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest
from pydantic import ValidationError
from sqlalchemy import Connection, select, update

from server.office.base import models
from server.office.base.models import Capacities, ReservationState
from server.office.base.tables import reservations as table
from server.office.base.tables import sessions
from server.office.keeper import forget_addresses
from server.office.papers.mails import MailServer, Postman
from server.office.rules.entry import Entry, EntryKind
from server.office.seats import reservations
from tests.office.conftest import NOW, Clock, NewTown, Post, Town, monthly

DAY = 86_400_000


async def booked(town: Town, mail: str | None = "hito@example.jp", language: Any = "ja") -> models.ReservationMade:
    session = select(sessions.c.id).order_by(sessions.c.starts_at).limit(1)
    first = await town.database.read(lambda c: str(c.execute(session).scalar_one()))
    asked = models.NewReservation(mail=mail, language=language)
    return await town.database.write(reservations.reserve, town.organisation, first, asked, town.safe, NOW)


async def start_of_first(town: Town) -> int:
    query = select(sessions.c.starts_at).order_by(sessions.c.starts_at).limit(1)
    return await town.database.read(lambda c: int(c.execute(query).scalar_one()))


async def test_a_seat_is_confirmed_once_and_remembered_the_day_before(
    new_town: NewTown, post: tuple[Post, MailServer], clock: Clock
) -> None:
    town = await new_town(capacities=Capacities(online=1))
    await town.series(monthly(), entry=Entry(kind=EntryKind.RESERVATION))
    box, server = post
    postman = Postman(town.database, town.safe, server, "https://engawa.example", clock)
    first, second = await booked(town), await booked(town, "machi@example.jp")
    await booked(town, None)
    assert second.state is ReservationState.WAITING
    assert await postman.round() == 2
    assert await postman.round() == 0
    assert {mail["To"]: mail["Subject"] for mail in box.mails} == {
        "hito@example.jp": "予約ができました",
        "machi@example.jp": "キャンセル待ちです",
    }
    text = box.mails[0].get_content()
    assert "6月21日(日) 10時〜12時" in text
    assert "https://engawa.example/y" in text
    assert first.code not in text, "whoever reads the family's mail cannot take the seat"
    await town.database.write(reservations.cancel_by_code, first.code, NOW)
    assert await postman.round() == 1
    assert (box.mails[-1]["To"], box.mails[-1]["Subject"]) == ("machi@example.jp", "予約ができました")
    clock.now = await start_of_first(town) - 25 * 3_600_000
    assert await postman.round() == 1
    assert box.mails[-1]["Subject"] == "もうすぐの会のお知らせ"
    assert await postman.round() == 0


async def test_a_cancelled_session_is_told_once_and_the_address_kept_until_its_end(
    town: Town, post: tuple[Post, MailServer], clock: Clock
) -> None:
    shown = await town.series(monthly(), entry=Entry(kind=EntryKind.RESERVATION))
    box, server = post
    postman = Postman(town.database, town.safe, server, "https://engawa.example", clock)
    await booked(town, language="en")
    starts = await start_of_first(town)
    off = await town.change(shown, {"kind": "cancel", "date": "2026-06-21"})
    assert await postman.round() == 1
    assert box.mails[0]["Subject"] == "Cancelled"
    await town.change(off, {"kind": "move", "date": "2026-07-19", "to": {"date": "2026-07-26"}, "scope": "later"})
    assert await postman.round() == 0
    clock.now = starts - 25 * 3_600_000
    assert await postman.round() == 0, "nobody is reminded of what is cancelled"
    clock.now = starts + DAY
    assert await postman.round() == 0
    assert await town.database.write(forget_addresses, clock.now) == 1


@pytest.mark.parametrize(
    ("language", "subject"),
    [("ja", "会をひらくお知らせ"), ("ja-simple", "会は あります"), ("en", "It will be held after all")],
)
async def test_who_was_told_that_it_is_cancelled_is_told_that_it_is_held(
    new_town: NewTown, post: tuple[Post, MailServer], clock: Clock, language: str, subject: str
) -> None:
    town = await new_town(capacities=Capacities(online=1))
    shown = await town.series(monthly(), entry=Entry(kind=EntryKind.RESERVATION))
    box, server = post
    postman = Postman(town.database, town.safe, server, "https://engawa.example", clock)
    first, _ = await booked(town, language=language), await booked(town, "machi@example.jp", language)
    assert await postman.round() == 2
    off = await town.change(shown, {"kind": "cancel", "date": "2026-06-21"})
    assert await postman.round() == 2
    await town.database.write(reservations.cancel_by_code, first.code, NOW)
    assert await postman.round() == 0, "who moves up in what is cancelled was told"
    on = await town.change(off, {"kind": "move", "date": "2026-06-21", "to": {"date": "2026-06-22"}})
    assert await postman.round() == 1
    assert (box.mails[-1]["To"], box.mails[-1]["Subject"]) == ("machi@example.jp", subject)
    assert "22" in box.mails[-1].get_content(), "where it is moved at once, the new day"
    assert await postman.round() == 0
    await town.change(on, {"kind": "cancel", "date": "2026-06-21"})
    assert await postman.round() == 1, "and so on"


async def test_a_server_that_is_down_loses_nothing(
    town: Town, post: tuple[Post, MailServer], clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    await town.series(monthly(), entry=Entry(kind=EntryKind.RESERVATION))
    box, server = post
    postman = Postman(town.database, town.safe, server, "https://engawa.example", clock)
    await booked(town)
    box.refuse = "451 try again"
    assert await postman.round() == 0
    box.refuse = None
    assert await postman.round() == 1
    assert "hito" not in caplog.text


async def test_nothing_is_sent_about_what_is_over(town: Town, post: tuple[Post, MailServer], clock: Clock) -> None:
    await town.series(monthly(), entry=Entry(kind=EntryKind.RESERVATION))
    postman = Postman(town.database, town.safe, post[1], "https://engawa.example", clock)
    await booked(town)
    await town.database.write(lambda c: c.execute(update(sessions).values(ended_at=NOW)))
    assert await postman.round() == 0


@pytest.mark.parametrize("url", ["http://example.jp", "example.jp", "smtp://", ""])
def test_an_address_that_is_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="ENGAWA_SMTP_URL"):
        MailServer.of(url, "engawa@example.jp")


@pytest.mark.parametrize(
    "sender",
    [
        "縁側市福祉部地域福祉課ひきこもり居場所づくり推進担当窓口<engawa@example.jp>",
        "縁側市@役所 <engawa@example.jp>",
        '"縁側市 福祉課, 窓口" <engawa@example.jp>',
        "縁側市＜ｅｎｇａｗａ＠example.jp＞",
        "engawa@example.jp",
    ],
)
def test_a_header_holds_whoever_sends(sender: str) -> None:
    """Words that are encoded stand apart from the address (RFC 2047, 5), each of at most 75 letters."""
    postman = Postman(cast(Any, None), cast(Any, None), MailServer.of("smtp://localhost", sender), "", Clock())
    raw = postman._message("hito@example.jp", "予約ができました", "こんにちは").as_bytes()
    line = raw.replace(b"\n ", b" ").split(b"\n")[0].decode("ascii")
    assert re.fullmatch(r"From: ((=\?utf-8\?[bq]\?[^? ]{1,60}\?= )+<engawa@example\.jp>|engawa@example\.jp)", line), (
        line
    )


@pytest.mark.parametrize(
    "sender", ["縁側市", "", "<>", "a@", "縁側市 <engawa@example.jp", "a\r\nb <a@example.jp>, b@c.jp"]
)
def test_a_sender_that_would_lose_every_mail_is_refused(sender: str) -> None:
    with pytest.raises(ValueError, match="ENGAWA_MAIL_FROM"):
        MailServer.of("smtp://localhost", sender)


async def test_who_reserves_on_the_day_is_told_once(town: Town, post: tuple[Post, MailServer], clock: Clock) -> None:
    await town.series(monthly(), entry=Entry(kind=EntryKind.RESERVATION))
    box, server = post
    postman = Postman(town.database, town.safe, server, "https://engawa.example", clock)
    await booked(town)
    clock.now = await start_of_first(town) - 5 * 3_600_000
    assert await postman.round() == 1
    assert await postman.round() == 0
    assert [mail["Subject"] for mail in box.mails] == ["予約ができました"]


async def test_an_address_that_no_mail_can_go_to_keeps_nobody_waiting(
    town: Town, post: tuple[Post, MailServer], clock: Clock
) -> None:
    await town.series(monthly(), entry=Entry(kind=EntryKind.RESERVATION))
    box, server = post
    postman = Postman(town.database, town.safe, server, "https://engawa.example", clock)
    await booked(town, "first@example.jp")
    for bad in ("a@[", "a,b@example.jp", "=?utf-8?q?=0a?=@x.jp"):
        # As an older release may have taken it.
        spoilt = update(table).values(mail=town.safe.seal(bad))
        await town.database.write(Connection.execute, spoilt)
        await booked(town, "good@example.jp")
        await postman.round()
        assert box.mails[-1]["To"] == "good@example.jp"
        await town.database.write(lambda c: c.execute(update(table).values(told="booked")))


@pytest.mark.parametrize("mail", ["a@[", "a,b@example.jp", "しょくいん@example.jp", "a@b", "a b@example.jp"])
def test_what_is_no_address_is_refused_at_the_form(mail: str) -> None:
    with pytest.raises(ValidationError):
        models.NewReservation(mail=mail)


async def test_a_moved_session_is_told_and_reminded_again(
    town: Town, post: tuple[Post, MailServer], clock: Clock
) -> None:
    shown = await town.series(monthly(), entry=Entry(kind=EntryKind.RESERVATION))
    box, server = post
    postman = Postman(town.database, town.safe, server, "https://engawa.example", clock)
    await booked(town)
    await postman.round()
    await town.change(shown, {"kind": "move", "date": "2026-06-21", "to": {"date": "2026-06-28"}})
    await postman.round()
    clock.now = await start_of_first(town) - 20 * 3_600_000
    await postman.round()
    await postman.round()
    subjects = [mail["Subject"] for mail in box.mails]
    assert subjects == ["予約ができました", "日時か場所が変わりました", "もうすぐの会のお知らせ"]
    assert "6月28日(日)" in box.mails[1].get_content()


async def test_another_place_is_told(town: Town, post: tuple[Post, MailServer], clock: Clock) -> None:
    """Also where it changes because an earlier date was skipped, and only held dates use up a turn."""
    places = [{"form": "venue", "venue": "本所"}, {"form": "venue", "venue": "八広"}]
    rule = {**monthly()["rules"][0], "places": places, "turns": "held"}
    shown = await town.series({"starts_on": "2026-05-17", "rules": [rule]}, entry=Entry(kind=EntryKind.RESERVATION))
    box, server = post
    postman = Postman(town.database, town.safe, server, "https://engawa.example", clock)
    await booked(town)
    await postman.round()
    assert "八広" in box.mails[0].get_content()
    await town.change(shown, {"kind": "skip", "date": "2026-05-17"})
    await postman.round()
    assert [mail["Subject"] for mail in box.mails] == ["予約ができました", "日時か場所が変わりました"]
    assert "本所" in box.mails[1].get_content()
