"""Which role may send which command, as the table says and as people would."""

from __future__ import annotations

import typing

import pytest

from moderation.permissions import LEADERS, PERMISSIONS, STAFF, may
from rooms import commands as c
from rooms.base import Role

LOOK_ONLY = (Role.SCREEN, Role.HALL_DEVICE)


@pytest.mark.parametrize("role", LOOK_ONLY)
def test_screens_and_devices_of_the_hall_ask_for_nothing_but_a_fresh_view(role: Role) -> None:
    assert [command for command in PERMISSIONS if may(role, command)] == [c.Refresh]


def test_whoever_may_lead_may_do_what_others_may() -> None:
    of = {role: {command for command in PERMISSIONS if may(role, command)} for role in Role}
    for leader in LEADERS:
        assert of[leader] > of[Role.ASSISTANT] > of[Role.PARTICIPANT]


def test_only_leaders_open_close_and_send_away() -> None:
    for command in (c.SetDoors, c.LockRoom, c.SendAway, c.LetBack):
        assert {role for role in Role if may(role, command)} == LEADERS
    assert LEADERS < STAFF


def test_nobody_may_send_what_the_server_alone_asks() -> None:
    for command in (c.LookIn, c.LoseConnection, c.Tick):
        assert PERMISSIONS[command] == frozenset()
        assert not [role for role in Role if may(role, command)]


def test_every_client_command_has_its_rows() -> None:
    commands = typing.get_args(typing.get_args(c.ClientCommand)[0])
    assert {c.OfferVoice, c.Refresh, c.Walk, c.Say} <= set(commands)
    assert [each.__name__ for each in commands if each not in PERMISSIONS or not PERMISSIONS[each]] == []


def test_a_command_without_a_row_is_for_nobody() -> None:
    class Poll:
        pass

    assert not [role for role in Role if may(role, Poll)]
