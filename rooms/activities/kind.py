"""What a kind of activity is: its models, and a few pure functions between them.

An activity lies in a zone, or in the middle for the whole room. Staff begin and end it; people of the zone play. Of what a
move changes only the change is kept and told. What a change says of fields that the activity has is taken into every view
by `folded`, so that no client needs to know how a kind is played; a change's other fields are for the room alone. What an
audience saw, with what it is told of the change, must be what it sees afterwards (law 2, which tests/rooms asks of every
kind).

What an audience sees may depend on its kind and zone. What is somebody's own (what they wrote or tapped) depends on who
looks (`Audience.me`): a change names those to whom it says more or less than to the rest of their group, since all others
are told the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from rooms.audience import Audience
from rooms.base import Wire
from rooms.context import Context
from rooms.notes import Minutes
from rooms.refusals import Code, Refusal


class Start(Wire):
    """What staff hand in to begin. A kind's own carries `kind`, the tag by which all of its models are told apart."""


class Activity(Wire):
    """An activity as it stands."""

    @property
    def owners(self) -> tuple[str, ...]:
        """Those of whom something in it is their own: as it is laid there as a whole they are told in a cut of their own."""
        return ()


class Move(Wire):
    """What somebody does in it.

    It says what they saw, if doing it twice would do more: it may be sent again after a lost answer, be tapped twice, or
    meet another's of the same moment. What is stale changes nothing.
    """


class Change(Wire):
    """What a move changed."""

    named: tuple[str, ...] = ()
    """Those whose own it is: they are told in a cut of their own. Shown to nobody."""


S = TypeVar("S", bound=Start)
A = TypeVar("A", bound=Activity)
M = TypeVar("M", bound=Move)
C = TypeVar("C", bound=Change)


def _no_move(activity: Any, move: Any, context: Context) -> Refusal:
    return Refusal(Code.NO_SUCH_MOVE)


def _as_it_is(value: Any, audience: Audience) -> Any:
    return value


def _nobody_s(move: Any) -> bool:
    return False


def _whatever_it_is(activity: Any, start: Any) -> bool:
    return True


def folded(shown: A, change: Change) -> A:
    """An activity with what a change says of its fields: None says nothing, a mapping is taken in key by key (None takes the
    key away), anything else takes the field's place. The client does the same (web_client/src/state/fold.ts)."""
    has = type(shown).model_fields
    said = {name: getattr(change, name) for name in type(change).model_fields if name in has}
    return shown.model_copy(
        update={
            name: merged(getattr(shown, name), value) if isinstance(value, dict) else value
            for name, value in said.items()
            if value is not None
        }
    )


def by_now(change: Change, activity: Activity, *but: str) -> dict[str, Any]:
    """What a change says of fields that the activity has, as they are by now, for `again`; `but` those that say how it is
    cut."""
    said = {name: getattr(change, name) for name in type(change).model_fields.keys() - {"kind", "named", *but}}
    there = {name: getattr(activity, name) for name, value in said.items() if value is not None}
    return {
        name: {key: value.get(key) for key in said[name]} if isinstance(said[name], dict) else value
        for name, value in there.items()
    }


def merged(before: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**before, **change}.items() if value is not None}


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
    leads: Callable[[M], bool] = _nobody_s
    """Whether a move is for staff alone."""
    again: Callable[[C, A], C] | None = None
    """A change as it is told later, to an activity that has gone on: nothing in it that was taken away since. Without one
    the whole activity is told instead."""
    seen_outside: bool = False
    """Whether who looks in or waits is told that it is there, where it lies in the middle: by `cut`, which then shows them
    nothing else of it."""
    same: Callable[[A, S], bool] = _whatever_it_is
    """Whether what lies there is what would be begun, however far it has come: a step that brings it leaves it as it is."""
    of_session: bool = False
    """Whether it begins with something that is there in one session only: no library holds one."""
    hands: Callable[[A, C], Minutes | None] = lambda activity, change: None
    """What a change hands out for the office to keep, as the activity was before it. The same change hands out the same."""
