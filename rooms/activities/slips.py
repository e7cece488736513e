"""Slips: what people write without a name, and who would like the same. Questions and themes are made of them.

Who wrote a slip and who tapped it, the room alone knows: to let people take their own back, to count each once, and so that
nobody fills the board. Neither staff nor screens are told; everybody sees what is their own. It goes with the activity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Literal, TypeVar

from rooms.activities.kind import Activity, Change, Kind, Move, Start, folded
from rooms.audience import Audience, Viewer
from rooms.base import ClientId, Wire
from rooms.context import Context
from rooms.refusals import Code, Refusal

MOST = 100
"""Slips that wait to be let through, are up, or have been answered lately."""
IN_ALL = 12_000
"""Code points on all of them: even in four bytes each they fit into a view with all else that it has."""
MOST_OF_ONE = 5
"""Of one person's, that wait or are up."""
OVER_KEPT = 10
"""So many of the answered, and of those left out, stay to be seen."""


class State(StrEnum):
    HELD = "held"
    """Waits for staff: they and its author alone see it."""
    UP = "up"
    DONE = "done"
    KEPT = "kept"
    """Left out by staff: seen as while it was held. They can put it up after all."""


class Slip(Wire):
    number: int
    """In the order in which they were written."""
    text: str
    state: State


class Slips(Activity):
    """A board of slips. What is shown to nobody is empty in views."""

    review: bool
    """Whether staff look at a slip before others do."""
    slips: dict[str, Slip] = {}
    counts: dict[str, int] = {}
    """How many tapped each of them."""
    mine: dict[str, bool] = {}
    """Those that who looks has tapped."""
    own: dict[str, bool] = {}
    """Those that who looks has written."""
    authors: dict[str, str] = {}
    """Shown to nobody."""
    takers: dict[str, tuple[str, ...]] = {}
    """Who tapped each. Shown to nobody."""

    @property
    def owners(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.authors.values(), *(by for each in self.takers.values() for by in each))))


class SlipsChange(Change):
    slips: dict[str, Slip | None] = {}
    counts: dict[str, int | None] = {}
    mine: dict[str, bool | None] = {}
    """What `taker` tapped: told to them alone."""
    own: dict[str, bool | None] = {}
    taker: str = ""
    """Shown to nobody."""
    authors: dict[str, str] = {}
    """Of the slips that it is about. Shown to nobody."""
    hides: tuple[str, ...] = ()
    """Slips that all could see until now. Shown to nobody."""


class TakeBack(Wire):
    """Take back what oneself has written."""

    do: Literal["take_back"] = "take_back"
    id: ClientId


class Want(Wire):
    """わたしも: one would like it, too; or not any more."""

    do: Literal["want"] = "want"
    id: ClientId
    on: bool


class PutUp(Wire):
    """Staff show it to all: one that waits, or one that was left out."""

    do: Literal["put_up"] = "put_up"
    id: ClientId


class LeaveOut(Wire):
    """Staff leave it out."""

    do: Literal["leave_out"] = "leave_out"
    id: ClientId


B = TypeVar("B", bound=Slips)
C = TypeVar("C", bound=SlipsChange)
_PUBLIC = (State.UP, State.DONE)
_OPEN = (State.HELD, State.UP)


def put(board: Slips, make: type[C], slips: Mapping[str, Slip | None], **also: Any) -> C:
    """The change that puts these slips in place of what they were, or takes them away; with the oldest of those that are
    over, where there are too many of them."""
    after = {**board.slips, **slips}
    gone = dict(slips)
    for state in (State.DONE, State.KEPT):
        over = sorted((s.number, key) for key, s in after.items() if s is not None and s.state is state)
        # What has just come there stays, however long ago it was written.
        over = [each for each in over if each[1] not in slips]
        spare = sum(1 for s in after.values() if s is not None and s.state is state) - OVER_KEPT
        gone |= dict.fromkeys((key for _, key in over[: max(0, spare)]), None)
    authors = {key: board.authors[key] for key in gone if key in board.authors} | also.pop("authors", {})
    hides = tuple(
        key for key, slip in gone.items() if _was_seen(board, key) and (slip is None or slip.state not in _PUBLIC)
    )
    counts = {key: None if slip is None else board.counts.get(key, 0) for key, slip in gone.items()}
    named = tuple(dict.fromkeys(authors.values()))
    return make(slips=gone, counts=counts, authors=authors, hides=hides, named=named, **also)


def _was_seen(board: Slips, key: str) -> bool:
    """Whether others than its author have seen it; of what they tapped they still know that."""
    return _is_seen(board, key) or bool(board.takers.get(key))


def written(board: Slips, make: type[C], key: str, text: str, actor: str) -> tuple[C, ...] | Refusal:
    """Somebody wrote a slip. The same once more changes nothing."""
    if key in board.slips:
        return () if board.authors.get(key) == actor else Refusal(Code.ID_TAKEN)
    waiting = [slip for slip in board.slips.values() if slip.state is not State.KEPT]
    own = sum(1 for each, by in board.authors.items() if by == actor and board.slips[each].state in _OPEN)
    if own >= MOST_OF_ONE or len(waiting) >= MOST or sum(len(slip.text) for slip in waiting) + len(text) > IN_ALL:
        return Refusal(Code.TOO_MANY_SLIPS)
    number = max((slip.number for slip in board.slips.values()), default=0) + 1
    slip = Slip(number=number, text=text, state=State.HELD if board.review else State.UP)
    return (put(board, make, {key: slip}, authors={key: actor}),)


def brought(board: Slips, make: type[C], texts: Mapping[str, str]) -> tuple[C, ...] | Refusal:
    """Staff lay slips on the board that nobody in the room has written: nobody's own, and seen by all. Those that lie there
    already, or were left out there, stay as they are."""
    new = {key: text for key, text in texts.items() if key not in board.slips}
    waiting = [slip for slip in board.slips.values() if slip.state is not State.KEPT]
    points = sum(len(slip.text) for slip in waiting) + sum(len(text) for text in new.values())
    if len(waiting) + len(new) > MOST or points > IN_ALL:
        return Refusal(Code.TOO_MANY_SLIPS)
    first = max((slip.number for slip in board.slips.values()), default=0) + 1
    laid = {key: Slip(number=first + at, text=text, state=State.UP) for at, (key, text) in enumerate(new.items())}
    return (put(board, make, laid),) if laid else ()


def taken_back(board: Slips, make: type[C], key: str, actor: str, **also: Any) -> tuple[C, ...] | Refusal:
    if key not in board.slips:
        return ()
    if board.authors.get(key) != actor:
        return Refusal(Code.NOT_YOUR_MESSAGE)
    return (put(board, make, {key: None}, **also),)


def wanted(board: Slips, make: type[C], move: Want, actor: str, most: int | None = None) -> tuple[C, ...] | Refusal:
    """Somebody taps a slip, or takes their tap back; at most so many at a time."""
    slip, takers = board.slips.get(move.id), board.takers.get(move.id, ())
    if slip is None or slip.state is not State.UP or (actor in takers) == move.on:
        return ()
    up = [key for key, by in board.takers.items() if actor in by and board.slips[key].state is State.UP]
    if move.on and most is not None and len(up) >= most:
        return Refusal(Code.TOO_MANY_SLIPS)
    count = board.counts.get(move.id, 0) + (1 if move.on else -1)
    mine = {move.id: True if move.on else None}
    return (make(counts={move.id: count}, mine=mine, taker=actor, named=(actor,)),)


def moved(board: Slips, make: type[C], key: str, to: State, **also: Any) -> tuple[C, ...]:
    """Staff put a slip into another state; one that is gone or there already stays."""
    slip = board.slips.get(key)
    if slip is None or slip.state is to:
        return ()
    return (put(board, make, {key: slip.model_copy(update={"state": to})}, **also),)


def shown_again(board: Slips, make: type[C], key: str, most: int) -> tuple[C, ...]:
    """Staff put a slip up. Whoever has tapped as many others as one may meanwhile does not tap this one any more."""
    up = moved(board, make, key, State.UP)
    tapped = Counter(
        by for each, takers in board.takers.items() if board.slips[each].state is State.UP for by in takers
    )
    over = [by for by in board.takers.get(key, ()) if tapped[by] >= most] if up else []
    count = board.counts.get(key, 0)
    less = (
        make(counts={key: count - at}, mine={key: None}, taker=by, named=(by,)) for at, by in enumerate(over, start=1)
    )
    return (*up, *less)


def evolve(board: B, change: SlipsChange) -> B:
    after = folded(board, change.model_copy(update={"mine": {}, "own": {}}))
    takers = dict(after.takers)
    for key, on in change.mine.items():
        others = tuple(each for each in takers.get(key, ()) if each != change.taker)
        takers[key] = (*others, change.taker) if on else others
    return after.model_copy(
        update={
            "authors": {key: by for key, by in after.authors.items() if key in after.slips},
            "takers": {key: by for key, by in takers.items() if key in after.slips and by},
        }
    )


def _sees(slip: Slip, author: str, audience: Audience) -> bool:
    mine = audience.me != "" and audience.me == author
    return slip.state in _PUBLIC or audience.kind is Viewer.STAFF or mine


def cut(board: B, audience: Audience) -> B:
    """What an audience sees: what is up, staff all, and everybody what is theirs."""
    me = audience.me
    slips = {key: slip for key, slip in board.slips.items() if _sees(slip, board.authors.get(key, ""), audience)}
    return board.model_copy(
        update={
            "slips": slips,
            "counts": {key: count for key, count in board.counts.items() if key in slips},
            "mine": {key: True for key, by in board.takers.items() if me in by},
            "own": {key: True for key, by in board.authors.items() if me != "" and me == by},
            "authors": {},
            "takers": {},
        }
    )


def cut_change(change: C, audience: Audience) -> C | None:
    me = audience.me
    slips: dict[str, Slip | None] = {}
    own: dict[str, bool | None] = {}
    for key, slip in change.slips.items():
        author = change.authors.get(key, "")
        theirs = me != "" and me == author
        if slip is not None and _sees(slip, author, audience):
            slips[key] = slip
        elif key in change.hides or (slip is None and (theirs or audience.kind is Viewer.STAFF)):
            slips[key] = None
        if theirs:
            own[key] = True if slip is not None else None
    counts = {key: count for key, count in change.counts.items() if key not in change.slips}
    counts |= {key: None if slip is None else change.counts.get(key) for key, slip in slips.items()}
    gone = {key: None for key in slips if change.slips[key] is None}
    mine = change.mine if me != "" and me == change.taker else {}
    hidden = {"taker": "", "authors": {}, "hides": (), "named": ()}
    said = {"slips": slips, "counts": counts, "mine": {**gone, **mine}, "own": own}
    told = change.model_copy(update=said | hidden)
    return None if told == type(change)() else told


def again(change: C, board: Slips) -> C:
    """A change as it is now: what it says of slips and counts is what there is of them."""
    # Who tapped a slip saw it; where it was taken down since, that is told instead.
    down = tuple(key for key in change.counts if key not in change.slips and not _is_seen(board, key))
    authors = change.authors | {key: board.authors[key] for key in down if key in board.authors}

    def now_of(key: str) -> Slip | None:
        """What was taken away then stays so, also where somebody uses its id again: that is told after it."""
        gone = key in change.slips and change.slips[key] is None
        return None if gone or authors.get(key) != board.authors.get(key) else board.slips.get(key)

    own_fields = type(change).model_fields.keys() - SlipsChange.model_fields.keys() - {"kind"}
    now: dict[str, Any] = {
        "slips": {key: now_of(key) for key in (*change.slips, *down)},
        "counts": {key: board.counts.get(key) for key in change.counts},
        "mine": {key: change.taker in board.takers.get(key, ()) or None for key in change.mine},
        "authors": authors,
        "hides": change.hides + down,
    }
    now |= {name: getattr(board, name) for name in own_fields if getattr(change, name) is not None}
    return change.model_copy(update=now)


def _is_seen(board: Slips, key: str) -> bool:
    return key in board.slips and board.slips[key].state in _PUBLIC


S = TypeVar("S", bound=Start)
M = TypeVar("M", bound=Move)


def board_of(
    name: str,
    start: type[S],
    board: type[B],
    begin: Callable[[S], B],
    move: type[M],
    change: type[C],
    decide: Callable[[B, M, Context], tuple[C, ...] | Refusal],
    of_all: tuple[type[Wire], ...],
) -> Kind[S, B, M, C]:
    """A kind made of slips. `of_all`: the acts that are not of the staff alone."""

    def leads(asked: Any) -> bool:
        return not isinstance(asked.act, of_all)

    return Kind(name, start, board, begin, move, change, decide, evolve, cut, cut_change, leads, again)
