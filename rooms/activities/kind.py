"""What a kind of activity is: its models, and a few pure functions between them.

An activity lies in a zone, or in the middle for the whole room. Staff begin and end it; people of the zone play. Of what a
move changes only the change is kept and told. What a change says of fields that the activity has, replaces them in every
view, so that no client needs to know how a kind is played; a change's other fields are for the room alone. What an audience
saw, with what it is told of the change, must be what it sees afterwards (law 2, which tests/rooms asks of every kind).

What an audience sees may depend on its kind and zone, not on who in it looks: the same words go to all of a group.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from rooms.audience import Audience
from rooms.base import Wire
from rooms.context import Context
from rooms.refusals import Code, Refusal


class Start(Wire):
    """What staff hand in to begin. A kind's own carries `kind`, the tag by which all of its models are told apart."""


class Activity(Wire):
    """An activity as it stands."""


class Move(Wire):
    """What somebody does in it.

    It says what they saw, if doing it twice would do more: it may be sent again after a lost answer, be tapped twice, or
    meet another's of the same moment. What is stale changes nothing.
    """


class Change(Wire):
    """What a move changed."""


S = TypeVar("S", bound=Start)
A = TypeVar("A", bound=Activity)
M = TypeVar("M", bound=Move)
C = TypeVar("C", bound=Change)


def _no_move(activity: Any, move: Any, context: Context) -> Refusal:
    return Refusal(Code.NO_SUCH_MOVE)


def _as_it_is(value: Any, audience: Audience) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Kind(Generic[S, A, M, C]):
    """One kind. Those without moves give only `begin`."""

    name: str
    start: type[S]
    activity: type[A]
    begin: Callable[[S], A]
    """The activity as it begins."""
    move: type[M] | None = None
    change: type[C] | None = None
    decide: Callable[[A, M, Context], tuple[C, ...] | Refusal] = _no_move
    """What a move changes, or why it is refused. The context brings chance."""
    evolve: Callable[[A, C], A] = lambda activity, change: activity
    """The activity after a change."""
    cut: Callable[[A, Audience], A] = _as_it_is
    """What an audience sees of it."""
    cut_change: Callable[[C, Audience], C | None] = _as_it_is
    """What an audience is told of a change."""
