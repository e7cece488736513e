"""An activity played to its end, by people who take part in one way each.

The test file of a kind says how it is played: `plays(activity, person, way, chance)` is the next move of somebody at home,
as they see it, and `leads(activity, way, chance)` that of whoever leads it, who also brings in what was said by voice or
in the hall; None where there is nothing more to do. Whoever looks on makes no move, and it comes to its end all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from random import Random
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
Seen = Callable[[str], Activity]
"""What somebody sees of it now."""


class Way(StrEnum):
    """How the people at home take part."""

    VOICE = "voice"
    """They say it: whoever leads brings it in."""
    TEXT = "text"
    TAPS = "taps"
    LOOKING = "looking"


def _to_its_end(
    kind: Player,
    start: Start,
    people: Sequence[str],
    way: Way,
    chance: Random,
    seen: Seen,
    do: Callable[[str, Move], None],
) -> None:
    """Everybody makes a move where they have one, then whoever leads, until nobody has one left."""
    for _ in range(MOST_MOVES):
        moves = 0
        for person in people if way is not Way.LOOKING else ():
            move = kind.plays(seen(person), person, way, chance)
            if move is not None:
                do(person, move)
                moves += 1
        led = kind.leads(seen("f"), way, chance)
        if led is not None:
            do("f", led)
        elif moves == 0:
            return
    raise AssertionError(f"{start} has no end")


def play(kind: Player, world: World, start: Start, people: Sequence[str], way: Way, seed: int = 0) -> Activity:
    """Play it until nobody has a move left, led by `f`; everything that must always be true is asked after each move.
    Returns what `f` sees then."""

    def seen(person: str) -> Activity:
        return world.view(person).activities[""]

    def do(person: str, move: Move) -> None:
        world.do(person, Play(move=move))

    world.do("f", StartActivity(activity=start))
    _to_its_end(kind, start, people, way, Random(seed), seen, do)
    return seen("f")


def play_alone(kind: Player, start: Start, people: Sequence[str], way: Way, seed: int = 0) -> Activity:
    """The same without a room: fast enough for every activity of a library. Returns it as the room knows it at its end."""
    chance = Random(seed)
    activity = activities.begin(start)

    def seen(person: str) -> Activity:
        audience = Audience(Viewer.STAFF, "", "f") if person == "f" else Audience(Viewer.PARTICIPANT, "", person)
        return activities.cut(activity, audience)

    def do(actor: str, move: Move) -> None:
        nonlocal activity
        changes = activities.decide(activity, move, Context(actor=actor, now=0, chance=chance.getrandbits(63)))
        assert not isinstance(changes, Refusal), (actor, move, changes)
        for change in changes:
            activity = activities.evolve(activity, change)

    _to_its_end(kind, start, people, way, chance, seen, do)
    return activity
