"""Whoever keeps every frame that a room sends them finds no secret of others in it: whose words stand without a name, who
waits, whom somebody would like to stay beside, what is for the staff alone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

from rooms.base import Role
from rooms.refusals import Code
from tests.server.fakes import FakeClient
from tests.server.live.test_remotes import World
from tests.server.seeded import AVATAR
from tests.virtual_time import virtual

NOTES, LATER, HELD, PUBLIC = "himitsu-no-memo", "tsugi-no-odai", "matteiru-shitsumon", "minna-no-shitsumon"
WAITING, THEME = "engawa-no-hito-e", "watashi-no-teema"
BOARD, THEMES = {"kind": "questions", "review": True}, {"kind": "themes"}
NAMELESS = ("authors", "takers", "taker", "hides", "named", "same", "gone")
"""What is shown to nobody."""
SHEET = [
    {"title": "はじめ", "key": "step-0", "notes": NOTES},
    {"title": "つぎ", "key": "step-1", "brings": {"kind": "prompt", "text": LATER}},
]


def within(value: Any) -> Iterator[tuple[str, Any]]:
    """Every field of a frame, however deep."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield str(name), each
            yield from within(each)
    elif isinstance(value, list):
        for each in value:
            yield from within(each)


def told(client: FakeClient, words: str) -> bool:
    return words in json.dumps([client.frames, client.acks], ensure_ascii=False)


class Evening(World):
    """Staff with a tablet and a telephone, another of the staff, two who take part, one who waits on the veranda, one who
    looks in, and the screen of a hall."""

    async def begin(self) -> None:
        self.author = self.guest
        self.other = await self.come("b")
        self.colleague = await self.come("g", Role.ASSISTANT)
        waits = await self.connect("h", Role.PARTICIPANT)
        assert isinstance(waits, FakeClient)
        self.waits = waits
        await self.does(waits, "h", type="enter", nickname="まつひと", avatar=AVATAR, wish="listener")
        await self.does(self.tablet, "f", type="move_person", person="h", place="veranda")
        passer, wall = await self.connect("o", Role.PARTICIPANT), await self.connect("s", Role.SCREEN)
        assert isinstance(passer, FakeClient)
        assert isinstance(wall, FakeClient)
        self.passer, self.wall = passer, wall
        self.phone = await self.remote()

    async def does(self, client: FakeClient, who: str, **command: Any) -> None:
        answer = await self.ask(client, who, **command)
        assert answer["ok"], (command, answer)

    async def plays(self, client: FakeClient, who: str, kind: str, **act: Any) -> None:
        await self.does(client, who, type="play", move={"kind": kind, "act": act}, place=None)

    @property
    def staff(self) -> set[FakeClient]:
        return {self.tablet, self.colleague, self.phone}

    @property
    def outside(self) -> set[FakeClient]:
        return {self.passer, self.waits}

    @property
    def everybody(self) -> set[FakeClient]:
        return {*self.staff, *self.outside, self.author, self.other, self.wall}

    def who_was_told(self, words: str) -> set[FakeClient]:
        return {client for client in self.everybody if told(client, words)}


async def _boards(evening: Evening) -> None:
    """Questions and themes, put up, tapped, ended, and brought back by もとにもどす."""
    await evening.does(evening.tablet, "f", type="start_activity", activity=BOARD)
    await evening.plays(evening.author, "a", "questions", do="ask", id="question-1", text=HELD)
    await evening.plays(evening.author, "a", "questions", do="ask", id="question-2", text=PUBLIC)
    await evening.plays(evening.tablet, "f", "questions", do="put_up", id="question-2")
    await evening.plays(evening.other, "b", "questions", do="want", id="question-2", on=True)
    await evening.does(evening.tablet, "f", type="end_activity")
    assert evening.room.room.undo is not None
    await evening.does(evening.colleague, "g", type="undo", rev=evening.room.room.undo.rev)
    for client, who in ((evening.author, "a"), (evening.other, "b"), (evening.phone, "f"), (evening.colleague, "g")):
        await evening.does(client, who, type="refresh")
    assert evening.author.view is not None
    assert evening.author.view.activities[""].model_dump()["own"] == {"question-1": True, "question-2": True}
    await evening.does(evening.tablet, "f", type="start_activity", activity=THEMES)
    await evening.plays(evening.author, "a", "themes", do="propose", id="theme-one", text=THEME)
    sent = [{"id": "sent-one", "text": "mae-no-teema"}]
    await evening.plays(evening.tablet, "f", "themes", do="bring_in", themes=sent)


@virtual
async def test_what_a_room_keeps_to_itself_is_in_no_frame_of_others() -> None:
    async with Evening() as evening:
        await evening.begin()
        await evening.does(evening.tablet, "f", type="change_sheet", steps=SHEET, seen=0)
        await evening.does(evening.tablet, "f", type="tell_waiting", text=WAITING)
        await _boards(evening)
        await evening.does(evening.author, "a", type="stay_together", person="b")
        for client in evening.everybody:
            own = client.view.me if client.view is not None else ""
            await evening.ask(client, own, type="refresh")
        assert evening.who_was_told(NOTES) == evening.who_was_told(LATER) == evening.staff
        assert evening.who_was_told(HELD) == {*evening.staff, evening.author}
        assert evening.who_was_told(PUBLIC) == evening.who_was_told(THEME) == evening.everybody - evening.outside
        assert evening.who_was_told(WAITING) == evening.staff | evening.outside
        assert {client for client in evening.everybody if client.view and client.view.together} == {evening.author}
        for client in evening.everybody:
            said = [(name, each) for name, each in within([client.frames, list(client.acks.values())]) if each]
            assert [(name, each) for name, each in said if name in NAMELESS] == []
            if client is not evening.author:
                assert [each for name, each in said if name in ("own", "together")] == []


@virtual
async def test_what_is_the_staffs_is_refused_to_all_others_and_to_a_remote() -> None:
    """Whoever asks for it without a page of ours."""
    async with Evening() as evening:
        await evening.begin()
        asked: tuple[dict[str, Any], ...] = (
            {"type": "show_balance"},
            {"type": "tell_waiting", "text": WAITING},
            {"type": "change_sheet", "steps": SHEET, "seen": 0},
            {"type": "greet", "person": "b"},
            {"type": "start_activity", "activity": THEMES},
            {"type": "mix_tables"},
            {"type": "put_out_remote", "remote": "remote-1"},
        )
        for client, who in ((evening.author, "a"), (evening.passer, "o"), (evening.waits, "h"), (evening.wall, "s")):
            codes = [(await evening.ask(client, who, **command))["code"] for command in asked]
            assert set(codes) <= {Code.NOT_ALLOWED, Code.NOT_ENTERED}, (who, codes)
        for command in (asked[0], asked[1], asked[3], asked[5]):
            assert (await evening.ask(evening.phone, "f", **command))["code"] == Code.NOT_BY_REMOTE, command
        assert evening.who_was_told(WAITING) == set()


@virtual
async def test_the_same_move_again_and_again_is_told_once() -> None:
    """And one with an absurd id or number is refused at the wire, and never replayed."""
    async with Evening() as evening:
        await evening.begin()
        await evening.does(evening.tablet, "f", type="start_activity", activity={"kind": "questions", "review": False})
        ask = {"do": "ask", "id": "question-1", "text": PUBLIC}
        want = {"do": "want", "id": "question-1", "on": True}
        for act in (ask, want):
            await evening.plays(evening.author, "a", "questions", **act)
            at, frames = evening.room.room.revision, len(evening.other.frames)
            for _ in range(30):
                answer = await evening.ask(
                    evening.author, "a", type="play", move={"kind": "questions", "act": act}, place=None
                )
                assert answer["ok"] or answer["code"] == Code.TOO_FAST
            assert (evening.room.room.revision, len(evening.other.frames)) == (at, frames)
            await asyncio.sleep(60)
        stolen = {"do": "ask", "id": "question-1", "text": "xx"}
        answer = await evening.ask(
            evening.other, "b", type="play", move={"kind": "questions", "act": stolen}, place=None
        )
        assert answer["code"] == Code.ID_TAKEN
