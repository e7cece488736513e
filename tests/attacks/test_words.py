"""Who listens to the raw frames of a real server learns nothing that is not theirs: not of a concern about them, not of a
booth, and not what was taken back."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from tests.bots.client import Bot
from tests.bots.people import person
from tests.bots.server import ServerProcess

Frames = list[str]


@pytest.fixture(name="server")
def one_server(shared_server: ServerProcess) -> ServerProcess:
    """One for all: each test listens to a session of its own."""
    return shared_server


def listen(bot: Bot) -> Frames:
    """All that this bot is sent from now on, as it came."""
    frames: Frames = []
    bot.on_frame = lambda name, data: frames.append(json.dumps([name, data], ensure_ascii=False))
    return frames


async def told_again(*bots: Bot) -> None:
    """A fresh view for each, after all that was under way."""
    for bot in bots:
        assert (await bot.ask({"type": "refresh"}))["ok"]


async def test_a_facilitator_learns_nothing_of_a_concern_about_them(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    f = await person(http, server, links, "しんこう", role="facilitator")
    phone = await person(http, server, links, "しんこうの電話", role="facilitator")
    a = await person(http, server, links, "さくら")
    heard = listen(f), listen(phone)
    worry = {"type": "raise_concern", "id": "concern-0001", "text": "こわいです", "about": f.person}
    assert (await a.ask(worry))["ok"]
    handled = [await bot.ask({"type": "handle_concern", "id": "concern-0001"}) for bot in (f, phone)]
    assert [each["code"] for each in handled] == ["no_such_concern", "no_such_concern"]
    await told_again(f, phone)
    assert not [frame for frames in heard for frame in frames if "こわいです" in frame or "concern-0001" in frame]
    assert a.view is not None
    assert [each.text for each in a.view.concerns] == ["こわいです"]


async def test_a_removed_word_is_in_no_frame_of_who_comes_back(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    a = await person(http, server, links, "さくら")
    b = await person(http, server, links, "つばめ")
    await b.close()
    said: dict[str, Any] = {"type": "say", "id": "message-0001", "text": "わたしの住所は"}
    assert (await a.ask(said))["ok"]
    assert (await a.ask({"type": "remove_message", "id": "message-0001"}))["ok"]
    assert (await a.ask({**said, "id": "message-0002", "text": "いまのことば"}))["ok"]
    heard = listen(b)
    await b.connect(resume=True)
    await b.until(lambda: "いまのことば" in b.texts())
    assert [frame for frame in heard if '["events"' in frame], "it was told what it missed, not a fresh view"
    assert not [frame for frame in heard if "わたしの住所は" in frame]


async def test_no_sign_of_a_booth_is_in_a_frame_of_others(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()
    f = await person(http, server, links, "しんこう", role="facilitator")
    a = await person(http, server, links, "さくら")
    b = await person(http, server, links, "つばめ")
    assert (await f.ask({"type": "move_person", "person": a.person, "place": "booth-1"}))["ok"]
    await told_again(f, b)
    heard = listen(f), listen(b)
    signs: tuple[dict[str, Any], ...] = (
        {"type": "react", "reaction": "heart"},
        {"type": "set_writing", "writing": True},
        {"type": "raise_hand"},
        {"type": "set_microphone", "microphone": "open"},
        {"type": "set_card", "card": "watch"},
        {"type": "set_card", "card": "talk"},
    )
    ask: Callable[[dict[str, Any]], Awaitable[dict[str, Any]]] = a.ask
    for sign in signs:
        assert (await ask(sign))["ok"], sign
    assert (await b.say("輪の話"))["ok"]
    await f.until(lambda: "輪の話" in f.texts())
    assert not [frame for frames in heard for frame in frames if a.person in frame]
