"""みんなで描く: a shared paper on which everybody draws lines and sets stamps. Whoever likes does; looking is as good.

Who drew what, the room alone knows: so that people take back their own. A line comes when it is finished, several of one
person together, so that thirty who draw make few tellings. What fills the paper is counted as it is told: it fits into a
view with all else that it has, and nobody can fill it alone. A paper that staff cleared is kept until they clear the next,
or the activity ends; nobody is told of it, but that it can be laid back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from rooms.activities.kind import Activity, Change, Kind, Move, Start, folded
from rooms.activities.paper import LINES, Mark, points
from rooms.audience import Audience
from rooms.base import ClientId, Wire
from rooms.context import Context
from rooms.refusals import Code, Refusal
from rooms.texts import Sort, Text

TITLE = 60
AT_ONCE = 8
"""Marks in one move."""
IN_ALL = 120_000
"""Letters of a paper, as it is told."""
OF_ONE = IN_ALL // 4
_AROUND = 36
"""Letters of a mark beside its id, its pen and its points."""


class CanvasForm(StrEnum):
    FREE = "free"
    """Lines and stamps, as one likes."""
    STARS = "stars"
    """Dots, and straight lines from one to another."""


class StartCanvas(Start):
    """Lay a paper there."""

    kind: Literal["canvas"] = "canvas"
    form: CanvasForm = CanvasForm.FREE
    title: Annotated[str, Field(max_length=240), Text(Sort.MESSAGE, TITLE, may_be_empty=True)] = ""
    """What it is to be: 春の壁画, 居場所の地図."""
    one_each: bool = False
    """線を一本: each draws one, and another after having taken it back."""


class Canvas(Activity):
    kind: Literal["canvas"] = "canvas"
    form: CanvasForm
    title: str
    one_each: bool
    open: bool = True
    """Whether one draws; otherwise it is looked at."""
    marks: dict[str, Mark] = {}
    restorable: bool = False
    """Whether there is a paper that staff cleared."""
    own: dict[str, bool] = {}
    """Those that who looks has drawn."""
    authors: dict[str, str] = {}
    """Shown to nobody."""
    cleared: dict[str, Mark] = {}
    """Shown to nobody, but as it is laid back."""

    @property
    def owners(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.authors.values()))


class DrawMarks(Wire):
    """One or several marks that somebody has finished."""

    do: Literal["draw"] = "draw"
    marks: Annotated[dict[ClientId, Mark], Field(min_length=1, max_length=AT_ONCE)]
    hall: bool = False
    """By staff, for people in the hall: neither the one mark of `one_each` nor the share of one person."""


class TakeBackMark(Wire):
    """Take back a mark of one's own."""

    do: Literal["take_back"] = "take_back"
    id: ClientId


class LeaveOutMark(Wire):
    """Staff take out a mark."""

    do: Literal["leave_out"] = "leave_out"
    id: ClientId


class SetOpen(Wire):
    """Staff say that it is only looked at now, or drawn on again."""

    do: Literal["set_open"] = "set_open"
    open: bool


class ClearPaper(Wire):
    """Staff lay an empty paper there."""

    do: Literal["clear"] = "clear"
    last: ClientId
    """The newest mark as they saw it: where it is gone, nothing is cleared, so that a cleared paper is not lost."""


class LayBack(Wire):
    """Staff lay back the paper that was cleared; what has been drawn since stays on it."""

    do: Literal["lay_back"] = "lay_back"


class CanvasMove(Move):
    kind: Literal["canvas"] = "canvas"
    act: Annotated[DrawMarks | TakeBackMark | LeaveOutMark | SetOpen | ClearPaper | LayBack, Field(discriminator="do")]


class CanvasChange(Change):
    kind: Literal["canvas"] = "canvas"
    marks: dict[str, Mark | None] = {}
    open: bool | None = None
    restorable: bool | None = None
    own: dict[str, bool | None] = {}
    """Told to each of their authors alone."""
    authors: dict[str, str] = {}
    """Of the marks that it is about. Shown to nobody."""
    clears: bool = False
    """Whether what it takes away is kept. For the room alone."""


_Decided = tuple[CanvasChange, ...] | Refusal


def begin(start: StartCanvas) -> Canvas:
    return Canvas(form=start.form, title=start.title, one_each=start.one_each)


def size(marks: Iterable[tuple[str, Mark]]) -> int:
    """Letters of marks, as they are told."""
    return sum(_AROUND + len(key) + len(mark.pen) + len(mark.line) for key, mark in marks)


def decide(canvas: Canvas, move: CanvasMove, context: Context) -> _Decided:
    act = move.act
    if isinstance(act, DrawMarks):
        return _drawn(canvas, act, context.actor)
    if isinstance(act, TakeBackMark):
        if act.id in canvas.marks and canvas.authors.get(act.id) != context.actor:
            return Refusal(Code.NOT_YOUR_MESSAGE)
        return _without(canvas, act.id)
    if isinstance(act, LeaveOutMark):
        return _without(canvas, act.id)
    if isinstance(act, SetOpen):
        return () if act.open == canvas.open else (CanvasChange(open=act.open),)
    return _cleared(canvas, act.last) if isinstance(act, ClearPaper) else _laid_back(canvas)


def _drawn(canvas: Canvas, act: DrawMarks, actor: str) -> _Decided:
    there = [key for key in act.marks if key in canvas.authors]
    if any(canvas.authors[key] != actor for key in there):
        return Refusal(Code.ID_TAKEN)
    new = {key: mark for key, mark in act.marks.items() if key not in there}
    if not new:
        return ()
    stars = canvas.form is CanvasForm.STARS
    if not canvas.open or (stars and not all(map(_of_stars, new.values()))):
        return Refusal(Code.NO_SUCH_MOVE)
    if size((*canvas.marks.items(), *new.items())) > IN_ALL:
        return Refusal(Code.NOTHING_LEFT)
    if not act.hall:
        theirs = [(key, mark) for key, mark in canvas.marks.items() if canvas.authors[key] == actor]
        if size((*theirs, *new.items())) > OF_ONE or (canvas.one_each and len(theirs) + len(new) > 1):
            return Refusal(Code.TOO_MANY_SLIPS)
    return (
        CanvasChange(marks=dict(new), own=dict.fromkeys(new, True), authors=dict.fromkeys(new, actor), named=(actor,)),
    )


def _of_stars(mark: Mark) -> bool:
    return mark.pen in LINES and len(points(mark.line)) <= 2


def _without(canvas: Canvas, key: str) -> _Decided:
    return (_change(canvas, {key: None}),) if key in canvas.marks else ()


def _cleared(canvas: Canvas, last: str) -> _Decided:
    if last not in canvas.marks:
        return ()
    change = _change(canvas, dict.fromkeys(canvas.marks, None))
    return (change.model_copy(update={"restorable": True, "clears": True}),)


def _laid_back(canvas: Canvas) -> _Decided:
    if not canvas.cleared:
        return ()
    if size((*canvas.marks.items(), *canvas.cleared.items())) > IN_ALL:
        return Refusal(Code.NOTHING_LEFT)
    return (_change(canvas, canvas.cleared).model_copy(update={"restorable": False}),)


def _change(canvas: Canvas, marks: Mapping[str, Mark | None]) -> CanvasChange:
    """A change of marks whose authors the room knows."""
    authors = {key: canvas.authors[key] for key in marks}
    own = {key: None if mark is None else True for key, mark in marks.items()}
    return CanvasChange(marks=dict(marks), own=own, authors=authors, named=tuple(dict.fromkeys(authors.values())))


def evolve(canvas: Canvas, change: CanvasChange) -> Canvas:
    after = folded(canvas, change.model_copy(update={"own": {}, "authors": {}}))
    cleared = canvas.marks if change.clears else canvas.cleared if after.restorable else {}
    known = {**canvas.authors, **change.authors}
    authors = {key: by for key, by in known.items() if key in after.marks or key in cleared}
    return after.model_copy(update={"authors": authors, "cleared": cleared})


def cut(canvas: Canvas, audience: Audience) -> Canvas:
    me = audience.me
    own = {key: True for key, by in canvas.authors.items() if me != "" and by == me and key in canvas.marks}
    return canvas.model_copy(update={"own": own, "authors": {}, "cleared": {}})


def cut_change(change: CanvasChange, audience: Audience) -> CanvasChange:
    me = audience.me
    own = {key: on for key, on in change.own.items() if me != "" and change.authors.get(key) == me}
    return change.model_copy(update={"own": own, "authors": {}, "named": (), "clears": False})


def again(change: CanvasChange, canvas: Canvas) -> CanvasChange:
    """As it is now: a mark that was taken out since is in nothing that anybody is told later."""

    def now(key: str, mark: Mark | None) -> Mark | None:
        same = canvas.authors.get(key) == change.authors.get(key)
        return canvas.marks.get(key) if mark is not None and same else None

    marks = {key: now(key, mark) for key, mark in change.marks.items()}
    return change.model_copy(
        update={
            "marks": marks,
            "own": {key: None if marks[key] is None else on for key, on in change.own.items()},
            "open": None if change.open is None else canvas.open,
            "restorable": None if change.restorable is None else canvas.restorable,
        }
    )


def leads(move: CanvasMove) -> bool:
    return move.act.hall if isinstance(move.act, DrawMarks) else not isinstance(move.act, TakeBackMark)


KIND = Kind(
    "canvas", StartCanvas, Canvas, begin, CanvasMove, CanvasChange, decide, evolve, cut, cut_change, leads, again
)
