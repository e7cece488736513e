"""Hostile telephones before a desk that offers 手元リモコン: none learns or does anything without はい at that desk."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

import aiohttp
import pytest

from server.clock import now_ms
from server.identity.links import Signer
from server.main import REMOTE_BURST, REMOTE_PER_SECOND
from server.office.base.common import Safe
from server.office.base.database import Database
from server.office.live import LiveOffice
from tests.bots.client import Bot, Refusal
from tests.bots.server import Links, ServerProcess


class Asking:
    """POST under /api/remote."""

    def __init__(self, http: aiohttp.ClientSession, base: str) -> None:
        self._http, self._base = http, base

    async def __call__(self, name: str, headers: dict[str, str] | None = None, **body: Any) -> dict[str, Any]:
        """The answer; of a refusal its code and status."""
        async with self._http.post(f"{self._base}/api/remote{name}", json=body, headers=headers) as response:
            answer: dict[str, Any] = await response.json()
            return answer if response.status == 200 else {"code": answer["code"], "status": response.status}


async def _staff(http: aiohttp.ClientSession, server: ServerProcess, secret: str, name: str) -> Bot:
    bot = Bot(http, server.base)
    await bot.join(secret=secret)
    await bot.connect()
    assert (await bot.enter(name))["ok"]
    return bot


async def _connected(http: aiohttp.ClientSession, server: ServerProcess, token: str) -> Bot:
    bot = Bot(http, server.base)
    await bot.join(secret=token)
    await bot.connect()
    return bot


async def _nothing_beside_the_room(http: aiohttp.ClientSession, server: ServerProcess, token: str) -> None:
    """Neither the list, nor a page, nor bringing any, nor taking any away; nor the themes that were sent beforehand."""
    headers = {"Authorization": f"Bearer {token}"}
    slides = (("GET", ""), ("GET", "/deck-one/1"), ("POST", "?name=a"), ("DELETE", "/deck-one"))
    for method, path in (*((method, f"slides{path}") for method, path in slides), ("GET", "themes")):
        async with http.request(method, f"{server.base}/api/{path}", headers=headers) as response:
            assert (response.status, (await response.json())["code"]) == (403, "not_by_remote"), (method, path)


def _over(code: str = "remote_over") -> dict[str, Any]:
    return {"code": code, "status": 403}


class Hall(NamedTuple):
    """Those before whom a desk makes its offer, and the word in its QR code."""

    ask: Asking
    links: Links
    desk: Bot
    other: Bot
    guest: Bot
    elsewhere: Bot
    word: str


async def _hall(http: aiohttp.ClientSession, server: ServerProcess) -> Hall:
    ask = Asking(http, server.base)
    links = await server.new_session()
    desk = await _staff(http, server, links.secret("facilitator"), "かかりA")
    other = await _staff(http, server, links.secret("facilitator"), "かかりB")
    guest = await _staff(http, server, links.secret(), "さくら")
    elsewhere = await _staff(http, server, (await server.new_session()).secret("facilitator"), "かかりC")
    offered = await ask("", token=desk.token)
    assert "svg" in offered["qr"]
    word = offered["url"].split("#", 1)[1]
    assert len(word) >= 22
    return Hall(ask, links, desk, other, guest, elsewhere, word)


async def _nobody_without_a_desk(http: aiohttp.ClientSession, server: ServerProcess, hall: Hall) -> None:
    ask, links, desk, guest, word = hall.ask, hall.links, hall.desk, hall.guest, hall.word
    # Before anybody has claimed it, there is nothing to say yes to; and whoever has no desk offers nothing.
    assert await ask("/answer", token=desk.token, number="10", yes=True) == _over()
    assert await ask("", token=guest.token) == _over("not_allowed")
    assert await ask("", token="x") == _over("token_invalid")
    looking_on = Bot(http, server.base)
    await looking_on.join(secret=links.secret("facilitator"))
    assert await ask("", token=looking_on.token) == _over("not_entered")
    foreign = {"Origin": "https://example.org", "Sec-Fetch-Site": "cross-site"}
    assert (await ask("/claim", foreign, offer=word, device="d" * 20))["code"] == "bad_request"
    assert (await ask("/claim", offer=word, device="'"))["code"] == "bad_request"
    assert await ask("/claim", offer=word[:-1] + "!", device="d" * 20) == _over()


async def _first_claims(http: aiohttp.ClientSession, server: ServerProcess, hall: Hall) -> dict[str, Any]:
    ask, word = hall.ask, hall.word
    # The first claims it. It gets a number, and neither a token nor a view before はい.
    mine = await ask("/claim", offer=word, device="phone-of-the-hand-1")
    assert await ask("/claim", offer=word, device="phone-across-the-hall") == _over("remote_taken")
    assert await ask("/wait", claim=mine["claim"]) == {"token": None}
    assert await ask("/wait", claim=word) == _over()
    for way in (word, mine["claim"]):
        with pytest.raises(Refusal, match="link_unknown"):
            await Bot(http, server.base).join(secret=way)
        bot = Bot(http, server.base)
        bot.token = way
        with pytest.raises(Refusal, match="token_invalid"):
            await bot.connect()
    return mine


async def _said_yes(hall: Hall, mine: dict[str, Any]) -> str:
    """The token that the telephone gets."""
    ask, word, desk = hall.ask, hall.word, hall.desk
    # No other desk says yes for this one, nor this one to another number.
    for bot in (hall.other, hall.elsewhere):
        assert await ask("/answer", token=bot.token, number=mine["number"], yes=True) == _over()
    wrong = "11" if mine["number"] == "10" else "10"
    assert await ask("/answer", token=desk.token, number=wrong, yes=True) == _over()
    assert (await ask("/look", token=desk.token))["number"] == mine["number"]
    assert await ask("/answer", token=desk.token, number=mine["number"], yes=True) == {"token": None}
    token = str((await ask("/wait", claim=mine["claim"]))["token"])
    assert await ask("/claim", offer=word, device="phone-across-the-hall") == _over("remote_taken")
    assert await ask("/answer", token=desk.token, number=mine["number"], yes=True) == _over()
    return token


async def _the_same_person(http: aiohttp.ClientSession, server: ServerProcess, hall: Hall, token: str) -> Bot:
    ask, links, desk = hall.ask, hall.links, hall.desk
    # It is the same person, beside the desk; it makes no remotes, no voice, and nothing of itself by another link.
    phone = await _connected(http, server, token)
    assert phone.person == desk.person
    assert phone.joined["remote"]
    assert phone.joined["join_url"] is None
    assert await ask("", token=phone.token) == _over("not_allowed")
    assert (await phone.ask({"type": "offer_voice", "sdp": "v=0"}))["code"] == "not_by_remote"
    await _nothing_beside_the_room(http, server, phone.token)
    thief = Bot(http, server.base)
    thief.token = phone.token
    await thief.join(secret=links.secret("facilitator"))
    assert thief.person != desk.person
    assert (await phone.ask({"type": "set_step", "step": 1}))["ok"]
    await desk.until(lambda: desk.view is not None and desk.view.step == 1)
    assert desk.bye is None
    return phone


async def _said_no(hall: Hall) -> None:
    ask, desk = hall.ask, hall.desk
    # いいえ: told so, and over.
    again = (await ask("", token=desk.token))["url"].split("#", 1)[1]
    stranger = await ask("/claim", offer=again, device="phone-across-the-hall")
    assert await ask("/answer", token=desk.token, number=stranger["number"], yes=False) == {"token": None}
    assert await ask("/wait", claim=stranger["claim"]) == _over("remote_refused")


async def _put_out(http: aiohttp.ClientSession, server: ServerProcess, hall: Hall, phone: Bot) -> Bot:
    """The telephone that was not."""
    ask, desk = hall.ask, hall.desk
    # Put out, it stays out, over a restart as well; another that was not comes back by itself.
    second = (await ask("", token=desk.token))["url"].split("#", 1)[1]
    claim = await ask("/claim", offer=second, device="phone-of-the-hand-2")
    assert (await ask("/answer", token=desk.token, number=claim["number"], yes=True))["token"] is None
    kept = await _connected(http, server, (await ask("/wait", claim=claim["claim"]))["token"])
    assert (await desk.ask({"type": "put_out_remote", "remote": phone.joined["remote"]}))["ok"]
    await phone.until(lambda: phone.bye is not None)
    assert phone.bye == {"code": "remote_ended", "for_good": False}
    await server.kill()
    await server.start()
    with pytest.raises(Refusal, match="remote_ended"):
        await phone.connect()
    await _nothing_beside_the_room(http, server, phone.token)
    await kept.connect()
    assert (await kept.ask({"type": "set_step", "step": 0}))["ok"]
    return kept


async def _link_ended(http: aiohttp.ClientSession, server: ServerProcess, hall: Hall, kept: Bot, token: str) -> None:
    ask, links, desk = hall.ask, hall.links, hall.desk
    # With the link of the desk, the remote goes.
    office = LiveOffice(Database(server.data), now_ms, Safe.of(server.data))
    await office.revoke_link(Signer(server.data).read_secret(links.secret("facilitator")))
    await office.close()
    await kept.until(lambda: kept.bye is not None)
    assert kept.bye is not None
    assert kept.bye["code"] == "link_revoked"
    with pytest.raises(Refusal, match="link_revoked"):
        await Bot(http, server.base).join(secret=token)
    assert await ask("", token=desk.token) == _over("link_revoked")


async def test_put_out_it_does_not_hammer_at_the_doors_and_shuts_nobody_out(
    http: aiohttp.ClientSession, server: ServerProcess
) -> None:
    """All of them of one network, as in a hall."""
    hall = await _hall(http, server)
    token = await _said_yes(hall, await hall.ask("/claim", offer=hall.word, device="phone-of-the-hand-1"))
    phone = await _connected(http, server, token)
    assert (await hall.desk.ask({"type": "put_out_remote", "remote": phone.joined["remote"]}))["ok"]
    await phone.until(lambda: phone.bye is not None)

    async def knocks(number: int) -> str:
        thief = Bot(http, server.base)
        thief.token = token
        try:
            if number % 2:
                await thief.join(secret=token)
                return "joined"
            await thief.connect()
        except Refusal as refused:
            return str(refused)
        return "in"

    begun, said = time.monotonic(), [await knocks(number) for number in range(REMOTE_BURST)]
    while said[-1] != "too_fast" and len(said) < 10 * REMOTE_BURST:
        said.append(await knocks(len(said)))
    said += [await knocks(number) for number in range(20)]
    assert set(said) == {"joined", "remote_ended", "too_fast"}
    let_through = sum(each != "too_fast" for each in said)
    assert let_through <= REMOTE_BURST + REMOTE_PER_SECOND * (time.monotonic() - begun)
    # The desk, whose person it is, comes back; another telephone of theirs comes in; and so does a guest.
    await hall.desk.close()
    await hall.desk.connect()
    again = (await hall.ask("", token=hall.desk.token))["url"].split("#", 1)[1]
    claim = await hall.ask("/claim", offer=again, device="phone-of-the-hand-2")
    assert (await hall.ask("/answer", token=hall.desk.token, number=claim["number"], yes=True))["token"] is None
    second = await _connected(http, server, (await hall.ask("/wait", claim=claim["claim"]))["token"])
    assert (await second.ask({"type": "set_step", "step": 1}))["ok"]
    guest = await _staff(http, server, hall.links.secret(), "もみじ")
    for bot in (hall.desk, hall.other, hall.guest, hall.elsewhere, phone, second, guest):
        await bot.close()


async def test_no_telephone_gets_in_but_the_one_that_the_desk_means(
    http: aiohttp.ClientSession, server: ServerProcess
) -> None:
    hall = await _hall(http, server)
    await _nobody_without_a_desk(http, server, hall)
    mine = await _first_claims(http, server, hall)
    token = await _said_yes(hall, mine)
    phone = await _the_same_person(http, server, hall, token)
    await _said_no(hall)
    kept = await _put_out(http, server, hall, phone)
    await _link_ended(http, server, hall, kept, token)
    assert phone.person == kept.person == hall.desk.person
    for bot in (hall.desk, hall.other, hall.guest, hall.elsewhere, phone, kept):
        await bot.close()
