"""An activity played to its end, by people who take part in one way each.

The test file of a kind says how it is played: `plays(activity, person, way, chance)` is the next move of somebody at home,
as they see it, and `leads(activity, way, chance)` that of whoever leads it, who also brings in what was said by voice or
in the hall; None where there is nothing more to do. Whoever looks on makes no move, and it comes to its end all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from random import Random
from types import ModuleType
from typing import TYPE_CHECKING

from rooms import activities
from rooms.activities.kind import Activity, Move, Start
from rooms.audience import Audience, Viewer
from rooms.commands import Play, StartActivity
from rooms.context import Context
from rooms.refusals import Refusal
from tests.rooms.helpers import World

if TYPE_CHECKING:
    from tests.rooms.activities.players import Player

MOST_MOVES = 2_000


class Way(StrEnum):
    """How the people at home take part."""

    VOICE = "voice"
    """They say it: whoever leads brings it in."""
    TEXT = "text"
    TAPS = "taps"
    LOOKING = "looking"


def _seen(world: World, person: str) -> Activity:
    return world.view(person).activities[""]


def play(kind: ModuleType, world: World, start: Start, people: Sequence[str], way: Way, seed: int = 0) -> Activity:
    """Play it until nobody has a move left, led by `f`; everything that must always be true is asked after each move.
    Returns what `f` sees then."""
    chance = Random(seed)
    world.do("f", StartActivity(activity=start))
    for _ in range(MOST_MOVES):
        moves = 0
        if way is not Way.LOOKING:
            for person in people:
                move = kind.plays(_seen(world, person), person, way, chance)
                if move is not None:
                    world.do(person, Play(move=move))
                    moves += 1
        led = kind.leads(_seen(world, "f"), way, chance)
        if led is not None:
            world.do("f", Play(move=led))
            moves += 1
        if moves == 0:
            return _seen(world, "f")
    raise AssertionError(f"{start} has no end")


def play_alone(kind: Player, start: Start, people: Sequence[str], way: Way, seed: int = 0) -> Activity:
    """The same without a room: fast enough for every activity of a library. Returns it as the room knows it at its end."""
    chance = Random(seed)
    activity = activities.begin(start)
    staff = Audience(Viewer.STAFF, "", "f")

    def done(actor: str, move: Move) -> Activity:
        changes = activities.decide(activity, move, Context(actor=actor, now=0, chance=chance.getrandbits(63)))
        assert not isinstance(changes, Refusal), (actor, move, changes)
        after = activity
        for change in changes:
            after = activities.evolve(after, change)
        return after

    for _ in range(MOST_MOVES):
        moves = 0
        for person in people if way is not Way.LOOKING else ():
            move = kind.plays(activities.cut(activity, Audience(Viewer.PARTICIPANT, "", person)), person, way, chance)
            if move is not None:
                activity, moves = done(person, move), moves + 1
        led = kind.leads(activities.cut(activity, staff), way, chance)
        if led is None and moves == 0:
            return activity
        if led is not None:
            activity = done("f", led)
    raise AssertionError(f"{start} has no end")
