"""手元リモコン in the room: which telephones are whose, told to nobody else, and one person all the while."""

from __future__ import annotations

from rooms.base import Role
from rooms.commands import AddRemote, Leave, LookIn, LoseConnection, PutOutRemote
from rooms.events import RemotesSet
from rooms.machine import cut
from rooms.refusals import Code
from rooms.state import ABSENCE_MS
from rooms.views import audience_of, view_of
from tests.rooms.helpers import World


def _world() -> World:
    world = World()
    world.enter("f", Role.FACILITATOR)
    world.enter("g", Role.ASSISTANT)
    world.enter("a")
    return world


def _remotes(world: World, person: str) -> tuple[str, ...]:
    return view_of(world.room, audience_of(world.room, person)).remotes


def test_a_third_telephone_puts_the_first_out() -> None:
    world = _world()
    for n in (1, 2, 3):
        world.do("f", AddRemote(remote=f"remote-{n}"))
    assert _remotes(world, "f") == ("remote-2", "remote-3")
    assert world.do("f", AddRemote(remote="remote-3")) == ()


def test_one_puts_out_ones_own_alone() -> None:
    world = _world()
    world.do("f", AddRemote(remote="remote-1"))
    assert world.do("g", PutOutRemote(remote="remote-1")) == ()
    world.do("f", PutOutRemote(remote="remote-1"))
    assert world.room.remotes == {}


def test_nobody_else_is_told_and_nobody_is_counted() -> None:
    world = _world()
    people, onlookers = len(world.room.people), len(world.room.onlookers)
    (event,) = world.do("f", AddRemote(remote="remote-1"))
    assert isinstance(event, RemotesSet)
    told = {person for person in "fga" if cut(event, audience_of(world.room, person)) is not None}
    assert told == {"f"}
    assert _remotes(world, "g") == _remotes(world, "a") == ()
    assert (len(world.room.people), len(world.room.onlookers)) == (people, onlookers)


def test_participants_have_none() -> None:
    world = _world()
    assert world.refused("a", AddRemote(remote="remote-1")) == Code.NOT_ALLOWED
    assert world.refused("x", AddRemote(remote="remote-1")) == Code.NOT_ENTERED


def test_who_was_lost_and_comes_again_has_what_they_had() -> None:
    world = _world()
    world.do("f", AddRemote(remote="remote-1"))
    world.do("f", LoseConnection())
    world.tick(world.now + ABSENCE_MS)
    assert "f" not in world.room.people
    world.do("f", LookIn(role=Role.FACILITATOR, device="another"))
    assert _remotes(world, "f") == ()
    world.enter("f", Role.FACILITATOR)
    assert _remotes(world, "f") == ("remote-1",)


def test_who_leaves_takes_them_along() -> None:
    world = _world()
    world.do("f", AddRemote(remote="remote-1"))
    world.do("f", Leave())
    assert world.room.remotes == {}
    world.do("f", LookIn(role=Role.FACILITATOR, device="another"))
    world.enter("f", Role.FACILITATOR)
    assert _remotes(world, "f") == ()
