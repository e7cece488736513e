"""The gate: permissions, rates, and texts. What a person says about their pain passes unchanged."""

from __future__ import annotations

import typing
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation import text
from moderation.gate import NO_LIMITS, Allow, Limits, Refuse, judge
from moderation.permissions import PERMISSIONS
from rooms import commands as c
from rooms.base import AvatarChoice, ReactionKind, Role
from rooms.refusals import Code
from tests.rooms.helpers import AVATAR, World

P, F = Role.PARTICIPANT, Role.FACILITATOR


def enter(name: str, style: str = "critters") -> c.Enter:
    return c.Enter(nickname=name, avatar=AvatarChoice(style=style, seed="a"))


def verdict(world: World, command: c.RoomCommand, role: Role = P) -> str:
    """The code, or the nickname or text as it passes."""
    judged = judge(world.room, "p1", role, command, NO_LIMITS, 0)
    if isinstance(judged, Refuse):
        return str(judged.refusal.code)
    assert isinstance(judged, Allow)
    assert type(judged.command) is type(command)
    return str(getattr(judged.command, "nickname", getattr(judged.command, "text", "ok")))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("さくら", "さくら"),
        ("  さく　ら ", "さく ら"),
        ("ｻｸﾗ", "サクラ"),
        ("が", "が"),
        ("は゜", "ぱ"),
        ("a‮bc", "abc"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("", "nickname_empty"),
        ("   ", "nickname_empty"),
        ("　\u3164\u200b", "nickname_empty"),
        ("あ" * 21, "nickname_too_long"),
        ("あ" * 200, "nickname_too_long"),
        ("。。。", "nickname_unreadable"),
        ("スタッフ", "nickname_of_staff"),
        ("すたっふ", "nickname_of_staff"),
        ("進行役さん", "nickname_of_staff"),
        ("Ｓｔａｆｆ", "nickname_of_staff"),
    ],
)
def test_nicknames(typed: str, shown: str) -> None:
    assert verdict(World(), enter(typed)) == unicodedata.normalize("NFC", shown)


def test_stacked_marks_are_cut_to_what_stays_in_its_line() -> None:
    result = verdict(World(), enter("Z" + "\u0335\u0327\u0321\u0322\u0301" * 4 + "a"))
    assert sum(1 for character in result if unicodedata.combining(character)) <= text.MAX_MARKS


def test_nobody_takes_a_name_that_is_here() -> None:
    world = World()
    world.enter("f", F, nickname="はるか")
    world.enter("p2", nickname="つばめ")
    assert verdict(world, enter("ハルカ")) == Code.NICKNAME_OF_STAFF
    assert verdict(world, enter("ﾂﾊﾞﾒ")) == Code.NICKNAME_TAKEN


@given(st.text(max_size=60))
def test_any_nickname_is_fit_to_be_shown_or_refused(typed: str) -> None:
    result = text.nickname(typed, c.MAX_NICKNAME)
    if not isinstance(result, Code):
        assert 1 <= text.count(result) <= c.MAX_NICKNAME
        assert result == result.strip()
        assert not any(unicodedata.category(ch) in ("Cc", "Co", "Cs") for ch in result)
        assert "\u202e" not in result
        assert text.nickname(result, c.MAX_NICKNAME) == result


@pytest.mark.parametrize("said", ["死にたい", "消えてしまいたいです", "もう無理", "殺してほしい"])
def test_pain_is_never_judged_by_the_machine(said: str) -> None:
    assert verdict(World(), c.Say(id="message-0001", text=said)) == said


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\r\nb", "a\nb"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        (" \n ", "text_empty"),
        ("\u200b", "text_empty"),
        ("あ" * 501, "text_too_long"),
        ("あ" * 500, "あ" * 500),
        ("x\u202ey", "xy"),
    ],
)
def test_messages(typed: str, shown: str) -> None:
    assert verdict(World(), c.Say(id="message-0001", text=typed)) == shown


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


def test_nobody_may_send_what_the_server_alone_asks() -> None:
    for command in (c.LookIn, c.LoseConnection, c.Tick):
        assert PERMISSIONS[command] == frozenset()


def test_rates_refuse_and_say_when_to_try_again() -> None:
    world, limits = World(), NO_LIMITS
    command = c.Say(id="message-0001", text="x")
    for _ in range(5):
        judged = judge(world.room, "p1", P, command, limits, 1000)
        assert isinstance(judged, Allow)
        limits = judged.limits
    refused = judge(world.room, "p1", P, command, limits, 1000)
    assert isinstance(refused, Refuse)
    assert refused.refusal.code is Code.TOO_FAST
    wait = refused.refusal.retry_after
    assert wait is not None
    assert 0 < wait <= 1500
    assert isinstance(judge(world.room, "p1", P, command, refused.limits, 1000 + wait + 1), Allow)
    assert isinstance(judge(world.room, "p1", P, c.Leave(), refused.limits, 1000), Allow)


@given(st.lists(st.integers(0, 3000), max_size=60))
def test_no_order_of_requests_beats_the_rate(pauses: list[int]) -> None:
    world, limits, now, allowed = World(), NO_LIMITS, 0, 0
    for pause in pauses:
        now += pause
        judged = judge(world.room, "p1", P, c.React(reaction=ReactionKind.NOD), limits, now)
        limits = judged.limits
        allowed += isinstance(judged, Allow)
    assert allowed <= 8 + now / 500 + 1


def allowed_of(command: c.ClientCommand, at: list[int]) -> int:
    """How many of these, sent at these milliseconds, a participant may send."""
    world, limits, allowed = World(), Limits(), 0
    for now in at:
        judged = judge(world.room, "p1", P, command, limits, now)
        limits = judged.limits
        allowed += isinstance(judged, Allow)
    return allowed


OFFER, REFRESH = c.OfferVoice(sdp="v=0"), c.Refresh()


@pytest.mark.parametrize("command", [OFFER, REFRESH], ids=["offer", "refresh"])
def test_ordinary_use_never_meets_the_rate_of_what_costs_most(command: c.ClientCommand) -> None:
    between_two_networks = [n * 2500 for n in range(200)]
    between_two_apps = [burst * 20_000 + n * 500 for burst in range(20) for n in range(8)]
    for times in (between_two_networks, between_two_apps):
        assert allowed_of(command, times) == len(times)


@pytest.mark.parametrize("command", [OFFER, REFRESH], ids=["offer", "refresh"])
def test_what_costs_most_cannot_be_asked_for_all_the_time(command: c.ClientCommand) -> None:
    assert allowed_of(command, [n * 40 for n in range(25 * 60)]) <= 10 + 60_000 / 2000


def test_every_client_command_has_its_rows() -> None:
    commands = typing.get_args(typing.get_args(c.ClientCommand)[0])
    assert {c.OfferVoice, c.Refresh, c.Walk, c.Say} <= set(commands)
    assert [each.__name__ for each in commands if each not in PERMISSIONS or not PERMISSIONS[each]] == []
