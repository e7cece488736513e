"""The gate: who may ask for what, and as what it passes. What a person says about their pain passes unchanged."""

from __future__ import annotations

import pytest

from moderation.gate import NO_LIMITS, Allow, judge
from rooms import commands as c
from rooms.activities.cards import DeckCard, StartCards
from rooms.base import Role
from rooms.refusals import Code
from tests.moderation.asking import enter, verdict
from tests.rooms.helpers import AVATAR, World


def test_nobody_takes_a_name_that_is_here() -> None:
    world = World()
    world.enter("f", Role.FACILITATOR, nickname="はるか")
    world.enter("p2", nickname="つばめ")
    assert verdict(world, enter("ハルカ")) == Code.NICKNAME_OF_STAFF
    assert verdict(world, enter("ﾂﾊﾞﾒ")) == Code.NICKNAME_TAKEN


@pytest.mark.parametrize("said", ["死にたい", "消えてしまいたいです", "もう無理", "殺してほしい"])
def test_pain_is_never_judged_by_the_machine(said: str) -> None:
    assert verdict(World(), c.Say(id="message-0001", text=said)) == said


def test_a_concern_may_be_without_words() -> None:
    assert verdict(World(), c.RaiseConcern(id="concern-0001", text=" ")) == ""


def test_unknown_avatars_are_refused() -> None:
    assert verdict(World(), enter("さくら", style="faces")) == Code.AVATAR_UNKNOWN
    assert AVATAR.style in ("critters",)


@pytest.mark.parametrize("command", [c.SetDoors(doors="open"), c.RestMicrophone(person="x"), c.EndActivity()])
def test_participants_do_not_lead(command: c.RoomCommand) -> None:
    assert verdict(World(), command) == Code.NOT_ALLOWED


def test_assistants_help_but_do_not_close_or_send_away() -> None:
    assert verdict(World(), c.RestMicrophone(person="x"), Role.ASSISTANT) == "ok"
    assert verdict(World(), c.SetDoors(doors="ended"), Role.ASSISTANT) == Code.NOT_ALLOWED
    assert verdict(World(), c.SendAway(person="x"), Role.ASSISTANT) == Code.NOT_ALLOWED


def test_words_deep_in_an_activity_are_looked_at_like_any() -> None:
    def start(*words: str) -> c.StartActivity:
        return c.StartActivity(activity=StartCards(cards=tuple(DeckCard(text=word) for word in words)))

    judged = judge(World().room, "p1", Role.FACILITATOR, start("春\u202e", "  夏 "), NO_LIMITS, 0)
    assert isinstance(judged, Allow)
    assert judged.command == start("春", "夏")
    assert verdict(World(), start("春", " "), Role.FACILITATOR) == Code.TEXT_EMPTY
    assert verdict(World(), start("春", "あ" * 121), Role.FACILITATOR) == Code.TEXT_TOO_LONG
