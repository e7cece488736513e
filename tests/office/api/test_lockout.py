"""Guessing is slowed, and yet nobody can lock another out. The log of sign-ins, and what the server's log keeps quiet."""

from __future__ import annotations

import asyncio
import io
import re
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pyotp
import pytest
import structlog
from pydantic import BaseModel
from sqlalchemy import select

from moderation.office import StaffRole
from server import logs
from server.http.office import trying
from server.http.office.endpoint import COOKIE, MARK, Call, Endpoint
from server.office.base import models
from server.office.base.tables import organisations, sign_ins
from server.office.papers.mails import LETTERS, MailServer
from server.office.staff import knowing, oneself, signing_in
from server.office.staff.organisations import change_settings, join
from tests.office.api.client import DAY, Answer, Browser, Office, Town
from tests.office.api.conftest import Running
from tests.office.api.towns import PASSWORD, mail_of
from tests.office.conftest import Post

ATTACKER, OWNER, ELSEWHERE = "198.51.100.7", "203.0.113.5", "203.0.113.99"
WRONG = "ちがうパスワードです"
LIMIT = 20
MINUTE = 60_000


async def sign_in(browser: Browser, mail: str, password: str = PASSWORD) -> Answer:
    return await browser.office("POST", "/sign-in", {"mail": mail, "password": password})


@pytest.fixture
def mail(kono: Town) -> str:
    return mail_of(kono.slug, StaffRole.ADMINISTRATOR)


async def known_browser(office: Office, mail: str) -> Browser:
    """One that has signed in before, and out again."""
    browser = office.browser(address=OWNER)
    await sign_in(browser, mail)
    await browser.office("POST", "/sign-out")
    assert browser.has(MARK)
    assert not browser.has(COOKIE)
    return browser


async def test_a_hundred_wrong_tries_elsewhere_keep_no_owner_out(office: Office, mail: str) -> None:
    owner = await known_browser(office, mail)
    attacker = office.browser(address=ATTACKER)
    answers = [await sign_in(attacker, mail, WRONG) for _ in range(100)]
    assert Counter(each.status for each in answers) == {401: LIMIT, 429: 100 - LIMIT}
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 600
    assert (await sign_in(owner, mail)).status == 200
    right = await sign_in(attacker, mail)
    assert (right.status, right.code) == (429, "too_many_tries"), "even the right password, once it is slowed"
    minutes = -(-int(right.headers["Retry-After"]) // 60)
    assert 1 <= minutes <= 10
    assert f"あと{minutes}分" in right.json["message"], "how long it lasts"
    assert "管理者" in right.json["message"], "and who can help meanwhile"
    assert (await sign_in(office.browser(address=ELSEWHERE), mail)).status == 200, "nor any browser from elsewhere"
    unknown = office.browser(address=ATTACKER)
    assert (await sign_in(unknown, mail)).status == 429, (
        "one that never signed in waits, where strangers have its address"
    )
    office.clock.passes(10 * MINUTE)
    assert (await sign_in(unknown, mail)).status == 200


async def test_a_hundred_tries_at_once_are_no_way_around(office: Office, mail: str) -> None:
    attacker = office.browser(address=ATTACKER)
    answers = await asyncio.gather(*(sign_in(attacker, mail, WRONG) for _ in range(100)))
    found = Counter(each.status for each in answers)
    assert found[401] <= LIMIT, "and most are refused before, since only so many may wait for their password"
    assert set(found) <= {401, 429, 503}


async def test_many_addresses_are_no_way_around(office: Office, mail: str) -> None:
    limit = trying.OF_ACCOUNT
    answers = [await sign_in(office.browser(address=f"198.51.100.{n}"), mail, WRONG) for n in range(limit + 5)]
    assert [each.status for each in answers] == [401] * limit + [429] * 5


async def test_many_accounts_from_one_address_are_no_way_around(
    office: Office, otsu: Town, mail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "OF_ADDRESS", LIMIT)
    attacker = office.browser(address=ATTACKER)
    for number in range(LIMIT):
        await sign_in(attacker, mail_of(otsu.slug, list(StaffRole)[number % len(StaffRole)]), WRONG)
    assert (await sign_in(attacker, mail)).status == 429
    assert (await sign_in(office.browser(address=ELSEWHERE), mail)).status == 200


async def test_wrong_tries_at_other_accounts_shut_no_town_hall_out(office: Office, otsu: Town, mail: str) -> None:
    """All its computers, and whoever uses its wireless network, have one address."""
    for role in StaffRole:
        await strangers_try(office, mail_of(otsu.slug, role))
    assert (await sign_in(office.browser(address=OWNER), mail)).status == 200


async def test_who_has_the_password_guesses_no_digits_from_many_addresses(
    office: Office, kono: Town, mail: str
) -> None:
    secret, _ = await office.database.write(oneself.start_totp, office.safe, kono.staff[StaffRole.ADMINISTRATOR])
    right = pyotp.TOTP(secret).at(office.clock.now // 1000)
    await office.database.write(
        oneself.confirm_totp, office.safe, kono.staff[StaffRole.ADMINISTRATOR], None, right, office.clock.now
    )
    wrong = f"{(int(right) + 500_000) % 1_000_000:06}"
    asked = {"mail": mail, "password": PASSWORD, "totp": wrong}
    browsers = [office.browser(address=f"198.51.100.{n}") for n in range(LIMIT + 1)]
    answers = [await each.office("POST", "/sign-in", asked) for each in browsers]
    assert [each.code for each in answers] == ["totp_wrong"] * LIMIT + ["too_many_tries"]


async def test_right_passwords_are_never_slowed(office: Office, mail: str) -> None:
    """A town hall's hundred computers share one address."""
    for _ in range(3 * LIMIT):
        assert (await sign_in(office.browser(address=OWNER), mail)).status == 200


async def test_a_known_browser_is_no_way_around(office: Office, kono: Town, otsu: Town, mail: str) -> None:
    """Its own wrong tries count; it is known to one account only; and a mark cannot be made up."""
    owner = await known_browser(office, mail)
    answers = [await sign_in(owner, mail, WRONG) for _ in range(LIMIT + 1)]
    assert [each.status for each in answers] == [401] * LIMIT + [429]
    other = mail_of(otsu.slug, StaffRole.ADMINISTRATOR)
    answers = [await sign_in(owner, other, WRONG) for _ in range(LIMIT + 1)]
    assert answers[-1].status == 429
    await strangers_try(office, mail)
    for made_up in (kono.staff[StaffRole.ADMINISTRATOR], f'"{kono.staff[StaffRole.ADMINISTRATOR]}".x', "x" * 5000):
        browser = office.browser(address=OWNER)
        browser.http.cookie_jar.update_cookies({MARK: made_up}, browser.base)
        assert (await sign_in(browser, mail)).status == 429


async def test_guessing_at_a_session_left_open_is_slowed(office: Office, kono: Town) -> None:
    browser = office.browser(kono.cookies[StaffRole.READER])
    asked = ({"password": WRONG, "new_password": "あたらしい朝のひかり"} for _ in range(2 * LIMIT))
    answers = await asyncio.gather(*(browser.office("POST", "/me/password", each) for each in asked))
    found = Counter(each.code for each in answers)
    assert found["password_wrong"] <= LIMIT
    assert set(found) <= {"password_wrong", "too_many_tries", "busy"}
    for _ in range(LIMIT - found["password_wrong"]):
        await browser.office("POST", "/me/password", {"password": WRONG, "new_password": "あたらしい朝のひかり"})
    assert (await browser.office("POST", "/me/totp/remove", {"password": PASSWORD})).status == 429
    office.clock.passes(10 * MINUTE)
    assert (await browser.office("POST", "/me/totp/remove", {"password": PASSWORD})).status == 200


# -- a link that makes a browser known -----------------------------------------------------------------------------


async def use(browser: Browser, secret: str) -> Answer:
    return await browser.office("POST", "/sign-in/known", {"secret": secret})


def encoded(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


async def ask_for_mail(browser: Browser, mail: str) -> Answer:
    return await browser.office("POST", "/sign-in/mail", {"mail": mail})


async def strangers_try(office: Office, mail: str, address: str = OWNER) -> None:
    for _ in range(LIMIT + 4):
        await sign_in(office.browser(address=address), mail, WRONG)


async def test_a_link_lets_a_new_browser_try_while_strangers_do(office: Office, kono: Town, mail: str) -> None:
    """It holds once and for an hour, for one account, and lets nobody in by itself."""
    account, sign = kono.staff[StaffRole.ADMINISTRATOR], office.signer.mark
    secret = knowing.known_secret(sign, account, office.clock.now, "1")
    await strangers_try(office, mail)
    owner = office.browser(address=OWNER)
    assert (await sign_in(owner, mail)).status == 429
    assert (await use(owner, secret)).status == 200
    assert (await owner.office("GET", "/me")).status == 401
    assert (await sign_in(owner, mail, WRONG)).status == 401
    assert (await sign_in(owner, mail)).status == 200
    old = knowing.known_secret(sign, account, office.clock.now - knowing.FOR_MS, "2")
    for held in (secret, old, encoded(sign(account)), encoded(sign("x y z w")), encoded("あ" * 9), "x" * 20, "-" * 21):
        other = office.browser(address=ELSEWHERE)
        answer = await use(other, held)
        assert (answer.status, answer.code, answer.cookies) == (404, "link_unknown", []), held


def _links(post: Post) -> list[str]:
    texts = [each.get_content() for each in post.mails]
    return [found for text in texts for found in re.findall(r"https://engawa\.example\.jp/o#known=(\S+)", text)]


@pytest.fixture
async def posting(running: Running, post: tuple[Post, MailServer]) -> AsyncIterator[tuple[Office, Post]]:
    """An office whose letters go to a real mail server."""
    async with running(mail_server=post[1]) as office:
        letters = asyncio.create_task(office.postman.send_letters())
        yield office, post[0]
        letters.cancel()


async def test_whom_strangers_keep_waiting_comes_in_by_mail(posting: tuple[Office, Post], mail: str) -> None:
    office, post = posting
    await strangers_try(office, mail)
    owner = office.browser(address=OWNER)
    refused = await sign_in(owner, mail)
    assert (refused.status, refused.code, refused.json["by_mail"]) == (429, "too_many_tries", True)
    answer = await ask_for_mail(owner, f" {mail.upper()}")
    assert (answer.status, answer.json) == (200, {"ok": True})
    await office.postman.letters_sent()
    assert [each["To"] for each in post.mails] == [mail]
    [secret] = _links(post)  # to the address of the settings, whatever name the request came under
    assert (await use(owner, secret)).status == 200
    assert (await sign_in(owner, mail)).status == 200


async def test_a_flood_of_requests_sends_no_flood_and_uses_nothing_up(posting: tuple[Office, Post], mail: str) -> None:
    """Three an hour to one account, and the last of them holds until there is another."""
    office, post = posting
    await strangers_try(office, mail)
    answers = [await ask_for_mail(office.browser(address=f"198.51.100.{n}"), mail) for n in range(40)]
    answers += [await ask_for_mail(office.browser(), f"nobody{n}@example.jp") for n in range(40)]
    assert {(each.status, each.text) for each in answers} == {(200, '{"ok":true}')}, (
        "and nobody learns who has an account"
    )
    await office.postman.letters_sent()
    assert [each["To"] for each in post.mails] == [mail] * knowing.MAILS
    office.clock.passes(knowing.FOR_MS - 1)
    await strangers_try(office, mail)
    await ask_for_mail(office.browser(), mail)
    await office.postman.letters_sent()
    assert len(post.mails) == knowing.MAILS
    owner = office.browser(address=OWNER)
    assert (await use(owner, _links(post)[-1])).status == 200
    assert (await sign_in(owner, mail)).status == 200
    office.clock.passes(1)
    await ask_for_mail(office.browser(), mail)
    await office.postman.letters_sent()
    assert len(post.mails) == knowing.MAILS + 1


async def test_letters_that_wait_are_bounded_and_told_alike_to_all(running: Running, mail: str) -> None:
    async with running() as office:  # nobody takes the letters out
        for number in range(LETTERS):
            office.postman.post(f"{number}@example.jp", "", "")
        answers = [await ask_for_mail(office.browser(), each) for each in (mail, "nobody@example.jp")]
        assert [(each.status, each.code) for each in answers] == [(503, "busy")] * 2


async def test_without_mail_the_refusal_says_whom_to_ask(running: Running, mail: str) -> None:
    async with running(mail=False) as office:
        await strangers_try(office, mail)
        refused = await sign_in(office.browser(address=OWNER), mail)
        assert (refused.status, refused.json["by_mail"]) == (429, False)
        assert "engawa staff unlock" in refused.json["message"]
        assert (await ask_for_mail(office.browser(), mail)).code == "no_mail"


async def test_a_browsers_own_wrong_tries_are_no_matter_for_mail(office: Office, mail: str) -> None:
    owner = await known_browser(office, mail)
    answers = [await sign_in(owner, mail, WRONG) for _ in range(LIMIT + 1)]
    assert (answers[-1].status, answers[-1].json["by_mail"]) == (429, False)


# -- the log of sign-ins -------------------------------------------------------------------------------------------


async def shown(office: Office, town: Town) -> list[tuple[str, str, str]]:
    browser = await office.signed_in(town.staff[StaffRole.ADMINISTRATOR])
    rows = (await browser.office("GET", f"/{town.ids['o']}/sign-ins")).json["sign_ins"]
    return [(each["mail"], each["address"], each["outcome"]) for each in rows]


async def test_the_log_says_from_where_and_how_it_went(office: Office, kono: Town, otsu: Town) -> None:
    mail = mail_of(kono.slug, StaffRole.SCHEDULER)
    before = await shown(office, otsu)
    for password in (WRONG, PASSWORD):
        office.clock.passes(1000)
        await sign_in(office.browser(address=OWNER), mail, password)
    for _ in range(LIMIT + 1):
        office.clock.passes(1000)
        await sign_in(office.browser(address=ATTACKER), mail, WRONG)
    rows = await shown(office, kono)
    assert rows[-3:-1] == [(mail, OWNER, "signed_in"), (mail, OWNER, "wrong_password")]
    assert rows[0] == (mail, ATTACKER, "slowed")
    assert await shown(office, otsu) == before, "who tried at one town is not told to another"
    await sign_in(office.browser(address=ATTACKER), "nobody@example.jp", WRONG)
    assert not [each for each in await shown(office, kono) if each[0].startswith("nobody")]


async def test_the_log_is_forgotten_after_the_towns_days(office: Office, kono: Town, mail: str) -> None:
    admin = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    path = f"/{kono.ids['o']}/settings"
    settings = (await admin.office("GET", path)).json
    del settings["version"]
    assert (await admin.office("PUT", path, {**settings, "sign_ins_days": 7})).status == 200
    await sign_in(office.browser(address=OWNER), mail)
    await sign_in(office.browser(address=OWNER), "nobody@example.jp", WRONG)

    async def left(days: int) -> set[str]:
        await office.database.write(signing_in.forget_old_sign_ins, office.clock.now + days * DAY + 1)
        rows = await office.database.read(
            lambda connection: connection.execute(select(sign_ins.c.mail)).scalars().all()
        )
        return set(rows)

    reader, neighbour = mail_of("kono", StaffRole.READER), mail_of("otsu", StaffRole.READER)
    assert await left(6) == {mail, reader, neighbour, "nobody@example.jp"}
    assert await left(7) == {neighbour, "nobody@example.jp"}
    assert await left(30) == {neighbour}, "whoever belongs to nobody, after a month"
    assert await left(180) == set()


async def test_of_two_towns_the_longer_wish_holds(office: Office, kono: Town, otsu: Town, mail: str) -> None:
    def take_in(connection: Any) -> None:
        join(connection, kono.staff[StaffRole.ADMINISTRATOR], otsu.ids["o"], StaffRole.READER)
        row = connection.execute(select(organisations.c.settings).where(organisations.c.id == kono.ids["o"])).one()
        settings = models.OrganisationSettings.model_validate_json(row.settings)
        change_settings(connection, kono.ids["o"], settings.model_copy(update={"sign_ins_days": 7}))

    await office.database.write(take_in)
    await sign_in(office.browser(), mail)
    later = office.clock.now + 100 * DAY
    await office.database.write(signing_in.forget_old_sign_ins, later)
    rows = await office.database.read(lambda connection: connection.execute(select(sign_ins.c.mail)).scalars().all())
    assert mail in rows


# -- the server's log ----------------------------------------------------------------------------------------------


async def _breaks(call: Call) -> BaseModel:
    """Fails in the worst way: with everything that was sent in the exception."""
    raise ValueError(f"{call.body.mail} {call.body.password} {call.request.remote} {call.request.headers}")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the server's log would hold, written as `server.logs.configure` has it written."""
    text = io.StringIO()
    structlog.configure(
        processors=[logs._without_values, logs._only_allowed, structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(text),
    )
    yield text
    structlog.reset_defaults()


async def test_the_servers_log_knows_nobody(
    running: Running, mail: str, written: io.StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    breaking = Endpoint("POST", "/breaks", "", "nothing", _breaks, models.Done, models.SignIn)
    async with running(extra=[breaking]) as office:
        browser = office.browser(address=OWNER)
        await sign_in(browser, mail)
        for _ in range(LIMIT + 1):
            await sign_in(office.browser(address=ATTACKER), mail, WRONG)
        answer = await browser.office("POST", "/breaks", {"mail": mail, "password": PASSWORD})
        assert (answer.status, answer.code) == (500, "internal")
        for word in (mail, PASSWORD, WRONG, OWNER, ATTACKER, "127.0.0.1"):
            assert word not in answer.text
            assert word not in written.getvalue()
            assert word not in caplog.text
    assert '"event": "office_failed"' in written.getvalue()
    assert "ValueError at " in written.getvalue()
