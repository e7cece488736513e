"""The kinds of activities. A new one is a file here that says what its `KIND` is, and touches no other.

The unions of their models are made from the kinds found, so that the wire's schema, the journal and the client know one as
soon as its file stands here; to the type checker they are their common bases, and each kind's functions narrow to their own.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, Union

from pydantic import Field

from rooms.activities.kind import Activity, Change, Kind, Move, Start, folded
from rooms.audience import Audience
from rooms.context import Context
from rooms.notes import Minutes
from rooms.refusals import Code, Refusal


def _found() -> tuple[Kind[Any, Any, Any, Any], ...]:
    """Files without a `KIND` are what several kinds are made of."""
    files = (import_module(f"{__name__}.{name}") for name in sorted(found.name for found in iter_modules(__path__)))
    return tuple(file.KIND for file in files if hasattr(file, "KIND"))


KINDS = _found()


def _tagged(models: list[Any]) -> Any:
    """The union of a kind's models, told apart by `kind`."""
    return models[0] if len(models) == 1 else Annotated[Union[tuple(models)], Field(discriminator="kind")]  # noqa: UP007


if TYPE_CHECKING:
    AnyStart: TypeAlias = Start
    AnyActivity: TypeAlias = Activity
    AnyMove: TypeAlias = Move
    AnyChange: TypeAlias = Change
else:
    AnyStart = _tagged([kind.start for kind in KINDS])
    AnyActivity = _tagged([kind.activity for kind in KINDS])
    AnyMove = _tagged([kind.move for kind in KINDS if kind.move is not None])
    AnyChange = _tagged([kind.change for kind in KINDS if kind.change is not None])

_BY_MODEL: dict[type[Any], Kind[Any, Any, Any, Any]] = {
    model: kind for kind in KINDS for model in (kind.start, kind.activity, kind.move, kind.change) if model is not None
}


def kind_of(model: Start | Activity | Move | Change) -> Kind[Any, Any, Any, Any]:
    """The kind to which a start, an activity, a move or a change belongs."""
    return _BY_MODEL[type(model)]


def begin(start: Start) -> Activity:
    activity: Activity = kind_of(start).begin(start)
    return activity


def same(activity: Activity | None, start: Start) -> bool:
    """Whether what lies there is what would be begun."""
    kind = kind_of(start)
    return activity is not None and kind_of(activity) is kind and kind.same(activity, start)


def decide(activity: Activity, move: Move, context: Context) -> tuple[Change, ...] | Refusal:
    """What a move changes. A move of another kind meets an activity that has gone meanwhile."""
    kind = kind_of(activity)
    if kind_of(move) is not kind:
        return Refusal(Code.NO_SUCH_ACTIVITY)
    decided: tuple[Change, ...] | Refusal = kind.decide(activity, move, context)
    return decided


def evolve(activity: Activity, change: Change) -> Activity:
    evolved: Activity = kind_of(activity).evolve(activity, change)
    return evolved


def seen_outside(activity: Activity | None) -> bool:
    """Whether who looks in or waits is told that it is there."""
    return activity is not None and kind_of(activity).seen_outside


def cut(activity: Activity, audience: Audience) -> Activity:
    shown: Activity = kind_of(activity).cut(activity, audience)
    return shown


def cut_change(change: Change, audience: Audience) -> Change | None:
    told: Change | None = kind_of(change).cut_change(change, audience)
    return told


def fold(shown: Activity, change: Change) -> Activity:
    """What an audience sees after a change that it was told of: the same for every kind, here and in the client."""
    return folded(shown, change)


def leads(move: Move) -> bool:
    """Whether a move is for staff alone."""
    return kind_of(move).leads(move)


def again(change: Change, now: Activity | None) -> Change | None:
    """A change as it is told to somebody who comes back; None where the activity has to be told as a whole."""
    kind = kind_of(change)
    if now is None or kind_of(now) is not kind or kind.again is None:
        return None
    told: Change = kind.again(change, now)
    return told


def hands(activity: Activity, change: Change) -> Minutes | None:
    """What a change hands out for the office to keep; the activity is as it was before it."""
    handed: Minutes | None = kind_of(activity).hands(activity, change)
    return handed
