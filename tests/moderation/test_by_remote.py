"""What may be sent by a 手元リモコン: a short list, walked against everything that anybody can ask."""

from __future__ import annotations

import typing

import pytest
from hypothesis import given, settings

from moderation.gate import NO_LIMITS, Allow, Refuse, judge
from moderation.permissions import BY_REMOTE, may, may_by_remote, may_now_by_remote
from rooms import commands as c
from rooms.activities.cards import DeckCard, StartCards
from rooms.activities.prompt import StartPrompt
from rooms.base import STAFF_ROLES, Microphone, Role, Scope
from rooms.commands import PutOutRemote
from rooms.plan import Point
from rooms.refusals import Code
from tests.rooms.commands import anything
from tests.rooms.helpers import World

MAY = (
    c.SetStep(step=1),
    c.StartActivity(activity=StartPrompt(text="雨の日")),
    c.RestMicrophone(person="a"),
    c.SpeakToAll(on=False),
    c.Say(id="message-0001", text="あと5分です"),
    c.Say(id="message-0001", text="手をかしてください", scope=Scope.STAFF),
    c.GiveTurn(person="a"),
    c.EndTurn(),
    c.CallFromLine(person="a"),
    PutOutRemote(remote="remote-1"),
    c.Refresh(),
)
MAY_NOT = (
    c.OfferVoice(sdp="v=0"),
    c.SetMicrophone(microphone=Microphone.OPEN),
    c.Leave(),
    c.Walk(path=(Point(x=1, y=1),)),
    c.SuggestNickname(),
    c.ShowLooks(),
    c.StartActivity(activity=StartCards(cards=(DeckCard(text="春"),))),
    c.Say(id="message-0001", text="ふたりの話", scope=Scope.STAFF, to="a"),
    c.Say(id="message-0001", text="ここだけの話", scope=Scope.PLACE),
)


def _judged(command: c.ClientCommand, role: Role = Role.FACILITATOR) -> Code | None:
    judged = judge(World().room, "f", role, command, NO_LIMITS, 0, remote=True)
    assert isinstance(judged, Allow | Refuse)
    return judged.refusal.code if isinstance(judged, Refuse) else None


@pytest.mark.parametrize("command", MAY)
def test_what_is_done_with_one_hand_passes(command: c.ClientCommand) -> None:
    assert _judged(command) is None


@pytest.mark.parametrize("command", MAY_NOT)
def test_nothing_else_does(command: c.ClientCommand) -> None:
    assert _judged(command) == Code.NOT_BY_REMOTE


def test_every_command_was_thought_of() -> None:
    every = set(typing.get_args(typing.get_args(c.ClientCommand)[0]))
    assert set(BY_REMOTE) == {type(command) for command in MAY}
    assert set(BY_REMOTE) < every
    for command in every - set(BY_REMOTE):
        assert not may_by_remote(command.model_construct())


def test_it_lets_a_voice_reach_all_only_where_the_microphone_at_the_desk_is_open() -> None:
    world = World()
    world.enter("f", Role.FACILITATOR)

    def judged(command: c.ClientCommand) -> Code | None:
        judged = judge(world.room, "f", Role.FACILITATOR, command, NO_LIMITS, 0, remote=True)
        return judged.refusal.code if isinstance(judged, Refuse) else None

    for microphone in Microphone:
        world.do("f", c.SetMicrophone(microphone=microphone))
        assert (judged(c.SpeakToAll(on=True)) is None) is (microphone is Microphone.OPEN)
        assert judged(c.SpeakToAll(on=False)) is None


@given(anything("f"))
@settings(max_examples=60)
def test_a_remote_may_never_do_what_its_person_may_not(command: typing.Any) -> None:
    """And by the page, one may do all that one's role may, whether or not there is a remote."""
    for role in STAFF_ROLES:
        if may(role, type(command)):
            passes = may_by_remote(command) and may_now_by_remote(World().room, "f", command)
            assert (_judged(command, role) == Code.NOT_BY_REMOTE) is not passes
        else:
            assert _judged(command, role) == Code.NOT_ALLOWED
