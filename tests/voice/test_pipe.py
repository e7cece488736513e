"""The pipe between server and worker: what is said is understood, and what cannot be understood ends nothing."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from typing import Any, get_args

import pytest

from rooms.hearing import HearingGroup, Profile
from server.voice import pipe
from server.voice.config import VoiceConfig
from server.voice.engine import Engine
from server.voice.worker import handle
from tests.bots.server import ROOT
from tests.bots.voice import VoicePeer
from tests.voice.helpers import Listener

GROUPS = (
    HearingGroup(frozenset({"p", "q"}), frozenset({"p", "q", "r"})),
    HearingGroup(frozenset({"p"}), frozenset({"d"}), Profile(64_000, dtx=False, always_decoded=True)),
)
ORDERS: tuple[pipe.Order, ...] = (
    pipe.Offer(id=7, room="r", person="p", sdp="v=0\r\nさくら"),
    pipe.Stats(id=8),
    pipe.Plan(room="r", plan=GROUPS),
    pipe.Close(room="r", person="p"),
    pipe.CloseRoom(room="r"),
)
REPORTS: tuple[pipe.Report, ...] = (
    pipe.Ready(port=40_000),
    pipe.Answer(id=7, sdp="v=0\r\n"),
    pipe.Refused(id=7, code="voice_full"),
    pipe.Counted(id=8, stats={"peers": 2, "wait_p95": 0.01}),
    pipe.Failed(id=None, why="Unreadable"),
    pipe.Speaking(room="r", people=frozenset({"p", "q"})),
    pipe.Gone(room="r", person="p"),
)


def read(message: pipe.Order | pipe.Report, line: bytes) -> pipe.Order | pipe.Report:
    return pipe.read_order(line) if isinstance(message, get_args(pipe.Order)) else pipe.read_report(line)


def fields(found: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of all fields, also of those inside (but not the names of counters)."""
    if isinstance(found, dict):
        inner = [each for name, value in found.items() if name != "stats" for each in fields(value, (*path, name))]
        return [(*path, name) for name in found] + inner
    if isinstance(found, list):
        return [each for number, value in enumerate(found) for each in fields(value, (*path, number))]
    return []


def renamed(line: bytes, path: tuple[str | int, ...]) -> bytes:
    """The line with one field under another name."""
    whole = json.loads(line)
    at = whole
    for step in path[:-1]:
        at = at[step]
    at[f"{path[-1]}_"] = at.pop(path[-1])
    return json.dumps(whole).encode()


def test_every_kind_stands_here() -> None:
    assert {type(each) for each in ORDERS} == set(get_args(pipe.Order))
    assert {type(each) for each in REPORTS} == set(get_args(pipe.Report))


@pytest.mark.parametrize("message", [*ORDERS, *REPORTS], ids=lambda each: each.kind)
def test_every_kind_is_read_as_it_was_said_in_one_line(message: pipe.Order | pipe.Report) -> None:
    line = pipe.dump(message)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert read(message, line) == message


@pytest.mark.parametrize("message", [*ORDERS, *REPORTS], ids=lambda each: each.kind)
def test_a_renamed_field_is_seen(message: pipe.Order | pipe.Report) -> None:
    """Also inside a plan's groups and their profiles, where a default would hide it."""
    line = pipe.dump(message)
    paths = fields(json.loads(line))
    assert len(paths) >= 2
    for path in paths:
        with pytest.raises(pipe.Unreadable):
            read(message, renamed(line, path))


@pytest.mark.parametrize(
    ("line", "number"),
    [
        (b"", None),
        (b"\xff\n", None),
        (b"[]\n", None),
        (b"[" * 100_000, None),
        (b'{"kind":"no such","id":3}\n', 3),
        (b'{"kind":"offer","id":3,"room":"r","person":"p"}\n', 3),
        (b'{"kind":"offer","id":"3","room":"r","person":"p","sdp":""}\n', None),
        (b'{"kind":"plan","room":"r","plan":[{"sources":[1],"listeners":[]}]}\n', None),
        (b'{"kind":"ready","port":1}\n', None),
    ],
)
async def test_a_worker_counts_what_it_cannot_read_and_says_whose_it_was(line: bytes, number: int | None) -> None:
    engine = Engine(VoiceConfig(), lambda data, address: None, Listener())
    assert handle(engine, line, 0.0) == pipe.Failed(id=number, why="Unreadable")
    assert engine.stats()["unreadable_orders"] == 1
    offer = pipe.Offer(id=4, room="r", person="p", sdp=VoicePeer(lambda data: None).sdp())
    assert isinstance(handle(engine, pipe.dump(offer), 0.0), pipe.Answer)


async def test_an_error_tells_nothing_of_the_line() -> None:
    line = b'{"kind":"offer","id":3,"room":"r","person":"p","sdp":192.0.2.7}'
    with pytest.raises(pipe.Unreadable) as unreadable:
        pipe.read_order(line)
    error: BaseException | None = unreadable.value
    assert error is not None
    assert "192" not in str(error)
    assert error.__cause__ is None
    assert error.__suppress_context__


async def test_an_order_that_meets_a_bug_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(VoiceConfig(), lambda data, address: None, Listener())
    monkeypatch.setattr(engine, "stats", None)
    assert handle(engine, pipe.dump(pipe.Stats(id=5)), 0.0) == pipe.Failed(id=5, why="TypeError")
    assert engine.counts["failed_orders"] == 1


async def test_lines_are_bounded_and_what_comes_after_a_long_one_is_read() -> None:
    reader = asyncio.StreamReader(limit=64)
    for data in (b"first\n", b"x" * 300, b"y" * 300, b"\n", b"z" * 100 + b"\n", b"last\n", b"half"):
        reader.feed_data(data)
    reader.feed_eof()
    assert [line async for line in pipe.lines(reader)] == [b"first\n", b"", b"", b"last\n"]


async def test_a_worker_that_is_sent_rubbish_goes_on() -> None:
    """The real process: neither rubbish nor a line without end costs anybody their call."""
    ours, theirs = socket.socketpair()
    with theirs:
        config = VoiceConfig(host="127.0.0.1", port=0)
        worker = subprocess.Popen(
            [sys.executable, "-m", "server.voice.worker", str(theirs.fileno()), config.dump()],
            pass_fds=(theirs.fileno(),),
            cwd=ROOT,
        )
    reader, writer = await asyncio.open_unix_connection(sock=ours, limit=pipe.LINE)
    try:
        said = pipe.lines(reader)
        assert isinstance(pipe.read_report(await anext(said)), pipe.Ready)
        for line in (b"rubbish\n", b"x" * (pipe.LINE + 10) + b"\n"):
            writer.write(line)
            assert pipe.read_report(await anext(said)) == pipe.Failed(id=None, why="Unreadable")
        writer.write(pipe.dump(pipe.Stats(id=1)))
        counted = pipe.read_report(await anext(said))
        assert isinstance(counted, pipe.Counted)
        assert counted.stats["unreadable_orders"] == 2
    finally:
        writer.close()
        await asyncio.to_thread(worker.wait)
