"""A real server with real sockets: kills, erasure, floods, clients that stop reading, two tabs, graceful shutdown."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from pathlib import Path

import aiohttp
import pytest

from tests.bench.chat import stop_reading
from tests.bots.client import Bot, Refusal
from tests.bots.people import come_back, person, voice_of
from tests.bots.server import ServerProcess, free_port
from tests.bots.voice import VoiceBot, encode, tone
from tests.patience import PATIENCE, happens

A = tone(440, 3)


async def unheard(talking: VoiceBot, listening: VoiceBot, packets: int) -> None:
    """Wait until so many packets have been sent one after the other of which none arrived: a second's are 50."""
    sent, received = talking.sent, listening.received

    def quiet() -> bool:
        nonlocal sent, received
        if listening.received != received:
            sent, received = talking.sent, listening.received
        return talking.sent - sent >= packets

    await happens(quiet)


async def test_kill_9_of_the_server_in_the_middle_of_speech_and_chat(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    f = await person(http, server, links, "しんこう", role="facilitator")
    a, b = await person(http, server, links, "さくら"), await person(http, server, links, "つばめ", wish="listener")
    bad = await person(http, server, links, "らんぼう")
    await f.ask({"type": "send_away", "person": bad.person, "for_good": True})
    await f.ask({"type": "rest_microphone", "person": b.person})
    await a.ask({"type": "raise_hand"})
    await a.ask({"type": "set_microphone", "microphone": "open"})
    talking, listening = voice_of(a), voice_of(b)
    await talking.connect()
    await listening.connect()
    talking.speak(encode(A))
    await happens(lambda: listening.received >= 20)
    acknowledged: list[str] = []

    async def chatter() -> None:
        number = 0
        while True:
            if (await f.say(f"ことば{number}"))["ok"]:
                acknowledged.append(f"ことば{number}")
            number += 1

    chatting = asyncio.create_task(chatter())
    await happens(lambda: len(acknowledged) >= 10)
    await server.kill()
    await asyncio.gather(chatting, return_exceptions=True)
    await asyncio.gather(server.start(), *(come_back(bot) for bot in (f, a, b)))
    for old in (talking, listening):
        await old.close()
    talking, listening = voice_of(a), voice_of(b)
    await talking.connect()
    await listening.connect()
    talking.speak(encode(A))
    await happens(lambda: listening.received >= 5)
    assert f.view is not None
    assert [text for text in f.texts() if text in acknowledged] == acknowledged
    assert f.view.people[a.person].hand is not None
    assert f.view.people[b.person].rested
    assert f.view.people[b.person].place == "listeners"
    assert bad.person not in f.view.people
    with pytest.raises(Refusal) as refused:
        await bad.connect()
    assert refused.value.code == "sent_away"
    for voice in (talking, listening):
        await voice.close()


async def test_kill_9_of_the_voice_worker(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()
    a, b = await person(http, server, links, "さくら"), await person(http, server, links, "つばめ")
    await a.ask({"type": "set_microphone", "microphone": "open"})
    worker = server.processes()[1]
    os.kill(worker.pid, signal.SIGKILL)
    await b.until(lambda: b.voice_restarts == 1)
    talking, listening = voice_of(a), voice_of(b)
    await talking.connect()
    await listening.connect()
    talking.speak(encode(A))
    await happens(lambda: listening.received >= 20)
    assert (await b.say("つながったまま"))["ok"]
    for voice in (talking, listening):
        await voice.close()


async def test_moved_to_a_listener_seat_nobody_hears_them_any_more(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    f = await person(http, server, links, "しんこう", role="facilitator")
    a, b = await person(http, server, links, "さくら"), await person(http, server, links, "つばめ")
    looker = Bot(http, server.base)
    await looker.join(code=links.code)
    await looker.connect()
    refused = await looker.ask({"type": "offer_voice", "sdp": "v=0"})
    assert refused["code"] == "not_entered"
    await a.ask({"type": "set_microphone", "microphone": "open"})
    talking, listening = voice_of(a), voice_of(b)
    await talking.connect()
    await listening.connect()
    talking.speak(encode(A))
    await b.until(lambda: b.speaking == (a.person,))
    assert looker.speaking == ()
    await happens(lambda: listening.received >= 20)
    assert (await f.ask({"type": "move_person", "person": a.person, "place": "listeners"}))["ok"]
    await unheard(talking, listening, packets=50)
    for voice in (talking, listening):
        await voice.close()


async def test_after_the_end_no_word_is_in_the_raw_files(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()
    f = await person(http, server, links, "しんこう", role="facilitator")
    a = await person(http, server, links, "のこらないなまえ")
    for number in range(30):
        await f.say(f"ぜったいに残らないことば{number}")
    await a.say("これも残らない", scope="staff")
    await f.ask({"type": "set_doors", "doors": "ended"})
    await a.until(lambda: a.bye is not None)
    assert a.bye is not None
    assert a.bye["code"] == "session_ended"
    keys = server.data / "keys"
    await happens(lambda: not list(keys.iterdir()))
    assert_nowhere(server.data.parent, ["残らない", "のこらない", "しんこう"])
    again = Bot(http, server.base)
    await again.join(secret=links.secret())
    with pytest.raises(Refusal) as refused:
        await again.connect()
    assert refused.value.code == "session_ended"


def assert_nowhere(folder: Path, words: list[str]) -> None:
    """No file below the folder (the log included) holds any of the words, as UTF-8 or escaped."""
    for path in folder.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            for word in words:
                assert word.encode() not in raw, (path, word)
                assert json.dumps(word).strip('"').encode() not in raw, (path, word)


async def test_a_client_that_stops_reading_is_dropped_and_nobody_else_notices(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    talkers = [await person(http, server, links, f"ひと{number}") for number in range(6)]
    frozen = await person(http, server, links, "こおり")
    stop_reading(frozen)
    before = server.processes()[0].memory_info().rss
    async with asyncio.timeout(PATIENCE):
        connected = 7
        while connected == 7:
            await asyncio.gather(*(bot.say("あ" * 500) for bot in talkers))
            async with http.get(f"{server.base}/api/ready") as response:
                connected = (await response.json())["connected"]
            await asyncio.sleep(0.05)
    assert server.processes()[0].memory_info().rss - before < 30_000_000
    assert all(bot.open for bot in talkers)
    answer = await talkers[0].ask({"type": "set_card", "card": "talk"})
    assert answer["ok"]
    await talkers[1].until(lambda: talkers[1].rev == talkers[0].rev)


async def test_rubbish_on_the_socket_is_answered_or_ignored(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()
    a, b = await person(http, server, links, "さくら"), await person(http, server, links, "つばめ")
    for text in (
        '42["command",{"type":"raise_hand"}]',  # no acknowledgement wanted
        '421["command"]',
        '422["nothing",{}]',
        "42",
        "42[",
        '423["command",{"type":"raise_hand"},1]',
        '42999999999999999999["command",{}]',
        '424["command",null]',
        '425["command","' + "x" * 3000 + '"]',
    ):
        await a.send_text(text)
    for command in (
        {"type": "nothing"},
        {},
        {"type": "say", "id": "12345678", "text": 5},
        {"type": "say", "id": "12345678", "text": "x", "more": 1},
        {"type": "say", "id": "../..", "text": "x"},
        {"type": "tick"},
        {"type": "look_in", "role": "facilitator", "device": "x"},
        {"type": "walk", "path": [{"x": 5000, "y": 0}]},
        {"type": "walk", "path": []},
        {"type": "take_place", "place": "circle", "seat": -1},
    ):
        assert (await a.ask(command))["code"] == "bad_command", command
    assert (await a.enter("x"))["code"] == "already_entered"
    assert (await b.say("なにもおきていない"))["ok"]
    await a.until(lambda: "なにもおきていない" in a.texts())


async def test_a_packet_that_is_too_large_ends_only_its_own_connection(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    a, b = await person(http, server, links, "さくら"), await person(http, server, links, "つばめ")
    await a.send_text('421["command",{"type":"say","text":"' + "x" * 100_000 + '"}]')
    await happens(lambda: not a.open)
    assert (await b.say("つづいています"))["ok"]


async def test_a_flood_is_refused_and_the_room_goes_on(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()
    a, b = await person(http, server, links, "さくら"), await person(http, server, links, "つばめ")
    answers = await asyncio.gather(*(a.ask({"type": "raise_hand"}) for _ in range(400)))
    codes = {answer.get("code") for answer in answers}
    assert "too_fast" in codes
    assert (await b.say("ふつうに話せます"))["ok"]


async def test_repeated_messages_are_said_once(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()
    a = await person(http, server, links, "さくら")
    said = {"type": "say", "id": "the-same-id", "text": "一度だけ"}
    assert (await a.ask(said))["ok"]
    await a.close()
    await come_back(a)
    assert (await a.ask(said))["ok"]
    assert a.texts() == ["一度だけ"]


async def test_two_tabs_of_one_person(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()
    a = await person(http, server, links, "さくら")
    tab = Bot(http, server.base)
    tab.device, tab.token = a.device, a.token
    await tab.join(secret=links.secret())
    assert tab.person == a.person
    await tab.connect()
    await a.until(lambda: a.bye is not None)
    assert a.bye is not None
    assert a.bye["code"] == "replaced"
    assert tab.view is not None
    assert tab.view.entered


async def test_shutting_down_is_said_and_everybody_comes_back(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    links = await server.new_session()
    a = await person(http, server, links, "さくら")
    await a.say("まだここに")
    await server.stop()
    assert a.bye is not None
    assert a.bye["code"] == "shutting_down"
    await server.start()
    await come_back(a)
    assert a.texts() == ["まだここに"]


async def test_another_origin_may_not_connect(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    url = server.base.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
    for origin in ("https://elsewhere.example", "null", "http://[", "http://[::1", "http://①℀.example"):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await http.ws_connect(url, headers={"Origin": origin})
        assert refused.value.status == 400, origin
    async with http.get(f"{server.base}/socket.io/?EIO=4&transport=polling") as response:
        assert response.status == 400


async def test_a_phone_on_the_same_network_connects_over_https(tmp_path: Path, http: aiohttp.ClientSession) -> None:
    server = ServerProcess(tmp_path / "data", https_port=free_port())
    await server.start()
    try:
        base = f"127.0.0.1:{server.https_port}"
        url = f"wss://{base}/socket.io/?EIO=4&transport=websocket"
        async with http.ws_connect(url, ssl=False, headers={"Origin": f"https://{base}"}) as socket:
            assert str((await socket.receive()).data).startswith("0{")
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(url, ssl=False, headers={"Origin": "https://elsewhere.example"})
        async with http.get(f"https://{base}/r", ssl=False) as response:
            assert response.status == 200
    finally:
        await server.stop()


async def test_a_laptop_that_sleeps_finds_its_place_again(server: ServerProcess, http: aiohttp.ClientSession) -> None:
    links = await server.new_session()
    a, b = await person(http, server, links, "さくら"), await person(http, server, links, "つばめ")
    await a.ask({"type": "take_place", "place": "table-1"})
    await a.ask({"type": "raise_hand"})
    stop_reading(a)  # asleep: no pong, no close
    async with asyncio.timeout(PATIENCE):
        while True:
            async with http.get(f"{server.base}/api/ready") as response:
                if (await response.json())["connected"] == 1:
                    break
            await asyncio.sleep(0.2)
    assert b.view is not None
    assert b.view.people[a.person].hand is not None  # nobody sees an absence
    await b.say("ねている間の一言")
    await come_back(a)
    await a.until(lambda: "ねている間の一言" in a.texts())
    assert a.view is not None
    assert a.view.people[a.person].place == "table-1"
