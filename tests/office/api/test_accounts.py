"""Setting up, signing in and out, sessions that end, and the second factor."""

from __future__ import annotations

import asyncio

import pyotp
import pytest

from moderation.office import StaffRole
from server.http.office.endpoint import COOKIE, MARK
from server.office.staff import setting_up
from tests.office.api.client import DAY, HOUR, Answer, Browser, Office, Town
from tests.office.api.conftest import Running
from tests.office.api.towns import PASSWORD, mail_of

STEP = 30_000
"""Milliseconds for which six digits hold."""


async def first_secret(office: Office) -> str:
    secret = await office.database.write(setting_up.first_invitation, office.clock.now)
    assert secret is not None
    return secret


async def set_up(office: Office, secret: str, **other: str) -> Answer:
    body = {"organisation": "縁側市", "name": "さとう", "mail": "sato@example.jp", "password": PASSWORD, **other}
    return await office.browser().office("POST", "/set-up", {"secret": secret, **body})


async def sign_in(browser: Browser, town: Town, password: str = PASSWORD, **more: str) -> Answer:
    body = {"mail": mail_of(town.slug, StaffRole.ADMINISTRATOR), "password": password, **more}
    return await browser.office("POST", "/sign-in", body)


# -- the first start -----------------------------------------------------------------------------------------------


async def test_the_first_link_makes_the_first_administrator_once(bare_office: Office) -> None:
    before = await bare_office.browser().office("GET", "/me")
    assert (before.status, before.code) == (404, "not_set_up")
    secret = await first_secret(bare_office)
    made = await set_up(bare_office, secret)
    assert made.status == 200
    assert made.json["operator"] is True
    assert [(each["name"], each["role"]) for each in made.json["organisations"]] == [("縁側市", "administrator")]
    again = await set_up(bare_office, secret, mail="other@example.jp")
    assert (again.status, again.code) == (409, "already_set_up")
    assert (await bare_office.browser().office("GET", "/me")).code == "not_signed_in"
    assert await bare_office.database.write(setting_up.first_invitation, bare_office.clock.now) is None


async def test_of_several_who_set_up_at_once_one_does(bare_office: Office) -> None:
    secret = await first_secret(bare_office)
    answers = await asyncio.gather(*(set_up(bare_office, secret, mail=f"sato{n}@example.jp") for n in range(5)))
    assert [each.status for each in answers].count(200) == 1
    assert {each.status for each in answers} <= {200, 404, 409}
    rows = await bare_office.dump()
    assert (len(rows["staff"]), len(rows["organisations"])) == (1, 1)


async def test_wrong_links_and_old_ones_set_nothing_up(empty_office: Office) -> None:
    old = await first_secret(empty_office)
    new = await first_secret(empty_office)
    for secret in (old, "x" * 32):
        answer = await set_up(empty_office, secret)
        assert (answer.status, answer.code) == (404, "invitation_unknown")
    statuses = [(await set_up(empty_office, "y" * 32)).status for _ in range(20)]
    assert statuses == [404] * 18 + [429] * 2, "guessing is slowed"
    empty_office.clock.passes(10 * 60_000)
    assert (await set_up(empty_office, new)).status == 200


WEAK = ["aaaaaaaaaaaa", "abababababab", "1234567890", "Password123", "さとうさとうさとうさとう", "sato-sato-sato"]


@pytest.mark.parametrize("password", [*WEAK, "みじかい", "123456789"])
async def test_weak_passwords_are_refused_beside_the_field(empty_office: Office, password: str) -> None:
    secret = await first_secret(empty_office)
    answer = await set_up(empty_office, secret, password=password, name="さとうさん")
    assert answer.status == 422
    assert answer.code in ("password_weak", "invalid")
    assert [each["at"] for each in answer.json["fields"]] == ["password"]
    assert password not in answer.text
    assert (await set_up(empty_office, secret)).status == 200, "the link was not used up by it"


async def test_choosing_a_password_is_no_guessing(empty_office: Office) -> None:
    secret = await first_secret(empty_office)
    for _ in range(25):
        assert (await set_up(empty_office, secret, password="aaaaaaaaaaaa")).status == 422
    assert (await set_up(empty_office, secret)).status == 200


# -- signing in and out --------------------------------------------------------------------------------------------


async def test_signing_in_and_out(office: Office, kono: Town) -> None:
    browser = office.browser()
    assert (await browser.office("GET", "/me")).status == 401
    answer = await sign_in(browser, kono)
    assert answer.status == 200
    assert [each["id"] for each in answer.json["organisations"]] == [kono.ids["o"]]
    assert (await browser.office("GET", "/me")).json == answer.json
    secret = browser.has(COOKIE)
    assert secret
    assert (await browser.office("POST", "/sign-out")).status == 200
    assert not browser.has(COOKIE)
    assert (await office.browser(secret).office("GET", "/me")).status == 401, "a copy of the cookie is out, too"
    assert (await browser.office("POST", "/sign-out")).status == 200, "twice is fine"


async def test_a_mail_address_may_be_written_in_capitals(office: Office, kono: Town) -> None:
    mail = f"  {mail_of(kono.slug, StaffRole.ADMINISTRATOR).upper()} "
    answer = await office.browser().office("POST", "/sign-in", {"mail": mail, "password": PASSWORD})
    assert answer.status == 200


async def test_nobody_learns_which_addresses_have_an_account(office: Office, kono: Town) -> None:
    wrong = await sign_in(office.browser(), kono, password="ちがうパスワードです")
    unknown = await office.browser().office("POST", "/sign-in", {"mail": "nobody@example.jp", "password": PASSWORD})
    assert (wrong.status, wrong.code) == (401, "sign_in_failed")
    assert (wrong.status, wrong.body, wrong.cookies) == (unknown.status, unknown.body, unknown.cookies)


@pytest.mark.parametrize("secure", [False, True])
async def test_cookies_are_out_of_reach_of_scripts_and_other_sites(running: Running, kono: Town, secure: bool) -> None:
    async with running(secure=secure) as office:
        answer = await sign_in(office.browser(), kono)
        assert {cookie.partition("=")[0] for cookie in answer.cookies} == {
            f"__Host-{name}" if secure else name for name in (COOKIE, MARK)
        }
        for cookie in answer.cookies:
            parts = {part.strip().lower() for part in cookie.split(";")[1:]}
            assert {"httponly", "samesite=strict", "path=/"} <= parts
            assert ("secure" in parts) is secure
            assert not any(part.startswith("domain") for part in parts)
        assert answer.headers["Cache-Control"] == "no-store"


# -- sessions ------------------------------------------------------------------------------------------------------


async def test_a_session_ends_after_twelve_hours_without_use(office: Office, kono: Town) -> None:
    browser = office.browser(kono.cookies[StaffRole.READER])
    office.clock.passes(12 * HOUR - 1)
    assert (await browser.office("GET", "/me")).status == 200
    office.clock.passes(12 * HOUR)
    assert (await browser.office("GET", "/me")).status == 401


async def test_a_session_ends_after_two_weeks_whatever_its_use(office: Office, kono: Town) -> None:
    browser, begun = office.browser(kono.cookies[StaffRole.READER]), office.clock.now
    while office.clock.now + 11 * HOUR < begun + 14 * DAY:
        office.clock.passes(11 * HOUR)
        assert (await browser.office("GET", "/me")).status == 200
    office.clock.now = begun + 14 * DAY - 1
    assert (await browser.office("GET", "/me")).status == 200
    office.clock.passes(1)
    assert (await browser.office("GET", "/me")).status == 401


async def test_ones_sessions_can_be_ended_one_by_one_and_nobody_elses(office: Office, kono: Town) -> None:
    browsers = [office.browser() for _ in range(3)]
    for browser in browsers:
        await sign_in(browser, kono)
    mine = (await browsers[0].office("GET", "/me/sessions")).json["sessions"]
    assert [each["current"] for each in mine].count(True) == 1
    assert len(mine) == 4
    reader = office.browser(kono.cookies[StaffRole.READER])
    for foreign in (mine[0]["id"], "%" * 16, "_" * 16, "0" * 16, "x"):
        assert (await reader.office("DELETE", f"/me/sessions/{foreign.replace('%', '%25')}")).status == 404
    theirs = (await browsers[1].office("GET", "/me/sessions")).json["sessions"]
    other = next(each["id"] for each in theirs if each["current"])
    for pattern in ("%25" * 16, "_" * 16):
        assert (await browsers[0].office("DELETE", f"/me/sessions/{pattern}")).status == 404
    assert (await browsers[0].office("DELETE", f"/me/sessions/{other}")).status == 200
    assert [(await browser.office("GET", "/me")).status for browser in browsers] == [200, 401, 200]


async def test_a_new_password_ends_every_other_session(office: Office, kono: Town) -> None:
    here, there = office.browser(), office.browser()
    await sign_in(here, kono)
    await sign_in(there, kono)
    new = "あたらしい朝のひかり"
    wrong = await here.office("POST", "/me/password", {"password": "ちがうパスワード", "new_password": new})
    assert (wrong.status, wrong.code) == (403, "password_wrong")
    weak = await here.office("POST", "/me/password", {"password": PASSWORD, "new_password": "aaaaaaaaaaaa"})
    assert (weak.status, weak.code) == (422, "password_weak")
    assert (await there.office("GET", "/me")).status == 200
    assert (await here.office("POST", "/me/password", {"password": PASSWORD, "new_password": new})).status == 200
    assert [(await browser.office("GET", "/me")).status for browser in (here, there)] == [200, 401]
    assert (await sign_in(there, kono)).status == 401
    assert (await sign_in(there, kono, password=new)).status == 200


# -- the second factor ---------------------------------------------------------------------------------------------


async def with_totp(office: Office, town: Town) -> tuple[Browser, pyotp.TOTP]:
    browser = office.browser()
    await sign_in(browser, town)
    started = await browser.office("POST", "/me/totp", {"password": PASSWORD})
    clock = pyotp.TOTP(started.json["secret"])
    assert (await sign_in(office.browser(), town)).status == 200, "nothing is asked for before it is confirmed"
    confirmed = await browser.office("PUT", "/me/totp", {"totp": digits(office, clock)})
    assert confirmed.status == 200
    return browser, clock


def digits(office: Office, clock: pyotp.TOTP) -> str:
    return clock.at(office.clock.now // 1000)


async def test_the_six_digits_are_asked_for_and_hold_once(office: Office, kono: Town) -> None:
    _, clock = await with_totp(office, kono)
    missing = await sign_in(office.browser(), kono)
    assert (missing.status, missing.code) == (401, "totp_needed")
    used = await sign_in(office.browser(), kono, totp=digits(office, clock))
    assert (used.status, used.code) == (401, "totp_wrong"), "those that confirmed it are used up"
    office.clock.passes(STEP)
    now = digits(office, clock)
    both = await asyncio.gather(*(sign_in(office.browser(), kono, totp=now) for _ in range(2)))
    assert sorted(each.status for each in both) == [200, 401]
    assert (await sign_in(office.browser(), kono, totp=now)).code == "totp_wrong"
    for wrong in ("000000", "12345", "abcdef", "１２３", "", "é" * 6):
        assert (await sign_in(office.browser(), kono, totp=wrong)).status == 401, wrong


async def test_full_width_digits_are_digits(office: Office, kono: Town) -> None:
    _, clock = await with_totp(office, kono)
    office.clock.passes(STEP)
    full_width = digits(office, clock).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert (await sign_in(office.browser(), kono, totp=f" {full_width} ")).status == 200


async def test_clocks_may_differ_by_half_a_minute(office: Office, kono: Town) -> None:
    _, clock = await with_totp(office, kono)
    office.clock.passes(5 * STEP)
    seconds = office.clock.now // 1000
    for step, status in ((-60, 401), (60, 401), (-30, 200), (30, 200)):
        assert (await sign_in(office.browser(), kono, totp=clock.at(seconds + step))).status == status, step


async def test_removing_the_second_factor_asks_for_the_password(office: Office, kono: Town) -> None:
    browser, clock = await with_totp(office, kono)
    again = await browser.office("POST", "/me/totp", {"password": PASSWORD})
    assert (again.status, again.code) == (409, "state_cannot_change"), "one that holds is not replaced in passing"
    wrong = await browser.office("POST", "/me/totp/remove", {"password": "ちがうパスワード"})
    assert (wrong.status, wrong.code) == (403, "password_wrong")
    used = digits(office, clock)
    for totp in ({}, {"totp": "000000"}, {"totp": used}, {"totp": ""}):
        alone = await browser.office("POST", "/me/totp/remove", {"password": PASSWORD, **totp})
        assert (alone.status, [each["at"] for each in alone.json["fields"]]) == (422, ["totp"]), "the password alone"
    office.clock.passes(30_000)
    right = {"password": PASSWORD, "totp": digits(office, clock)}
    assert (await browser.office("POST", "/me/totp/remove", right)).status == 200
    assert (await sign_in(office.browser(), kono)).status == 200


async def test_wrong_digits_confirm_nothing(office: Office, kono: Town) -> None:
    browser = office.browser()
    await sign_in(browser, kono)
    never = await browser.office("PUT", "/me/totp", {"totp": "123456"})
    await browser.office("POST", "/me/totp", {"password": PASSWORD})
    wrong = await browser.office("PUT", "/me/totp", {"totp": "000000"})
    full_width = await browser.office("PUT", "/me/totp", {"totp": "００００００"})
    for answer in (never, wrong, full_width):
        assert (answer.status, [each["at"] for each in answer.json["fields"]]) == (422, ["totp"])
    assert (await browser.office("GET", "/me")).json["totp"] is False


async def test_an_administrator_helps_where_a_telephone_is_lost(office: Office, kono: Town, otsu: Town) -> None:
    _, clock = await with_totp(office, kono)
    admin = kono.staff[StaffRole.ADMINISTRATOR]
    path = f"/{kono.ids['o']}/staff/{admin}/totp/remove"
    other = office.browser(otsu.cookies[StaffRole.ADMINISTRATOR])
    assert (await other.office("POST", path)).status == 404
    office.clock.passes(STEP)
    helper = office.browser()
    assert (await sign_in(helper, kono, totp=digits(office, clock))).status == 200
    assert (await helper.office("POST", path)).status == 200
    assert (await helper.office("GET", "/me")).status == 401, "every session of the account has ended"
    assert (await sign_in(office.browser(), kono)).status == 200
