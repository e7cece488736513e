"""Rates refuse, say when to try again, and never meet ordinary use."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.gate import NO_LIMITS, Allow, Limits, Refuse, arrives, comings, judge, whose
from rooms import commands as c
from rooms.base import ReactionKind, Role
from rooms.refusals import Code
from tests.rooms.helpers import World, roomy_plan

P = Role.PARTICIPANT


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


def test_who_waits_in_a_crowd_writes_at_the_rate_of_their_network() -> None:
    world = World(plan=roomy_plan())
    with patch("rooms.crowd.OF_A_NETWORK", 1):
        for person in ("a", "b", "c"):
            world.enter(person, way={"link": "public", "network": "hall"})
    assert [whose(world.room, person, c.Say) for person in "abc"] == ["a", "network hall", "network hall"]
    assert [whose(world.room, person, c.RaiseConcern) for person in "ab"] == ["a", "network hall"]
    assert whose(world.room, "b", c.TakePlace) == "b"
    assert whose(world.room, "stranger", c.Say) == "stranger"


def comes(world: World, person: str, limits: dict[str, Limits], now: int, *, personal: bool = False) -> bool:
    """Whether somebody of the network `hall` may come, at this moment."""
    for spends, rate in comings(world.room, person, Role.PARTICIPANT, "hall", personal=personal):
        limits[spends], refusal = arrives(Role.PARTICIPANT, rate, limits.get(spends, NO_LIMITS), now)
        if refusal is not None:
            return False
    return True


def test_new_devices_without_end_make_the_journal_grow_no_faster_than_one_person() -> None:
    world, limits = World(), dict[str, Limits]()
    came = sum(comes(world, f"device-{n}", limits, n * 10) for n in range(12_000))
    assert came <= 300 + 120_000 / 500
    assert comes(world, "reserved", limits, 120_000, personal=True), "who has a link of their own comes all the same"


def test_a_hall_comes_at_once_and_one_device_keeps_nobody_of_it_out() -> None:
    world, limits = World(), dict[str, Limits]()
    assert all(comes(world, f"device-{n}", limits, 0) for n in range(120))
    assert sum(comes(world, "restless", limits, n * 10) for n in range(60_000)) <= 20 + 600
    assert comes(world, "another", limits, 600_000)
    world.look("here")
    assert [spends for spends, _ in comings(world.room, "here", Role.PARTICIPANT, "hall", personal=False)] == ["here"]
