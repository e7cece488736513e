"""話したいテーマ: people propose what to talk about and tap what they would like; staff make tables of what was chosen.

Nobody is told who proposed what, or who tapped it (rooms/activities/slips.py). Some were sent to the office before the
session: staff lay them on the board, where they are nobody's own.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from rooms.activities import slips
from rooms.activities.kind import Move, Start
from rooms.activities.slips import LeaveOut, PutUp, Slips, SlipsChange, State, TakeBack, Want
from rooms.base import ClientId, Wire
from rooms.context import Context
from rooms.plan import MAX_THEMES, THEME, THEME_POINTS
from rooms.refusals import Code, Refusal
from rooms.texts import Sort, Text

VOTES = 3
"""So many one may tap."""
BROUGHT = 20
"""So many are brought in at a time: even in four bytes for each code point they fit into one command."""


class Phase(StrEnum):
    PROPOSE = "propose"
    VOTE = "vote"
    DECIDED = "decided"


class StartThemes(Start):
    """Let people propose themes."""

    kind: Literal["themes"] = "themes"
    review: bool = False
    """Whether staff look at a theme before others do."""


class Themes(Slips):
    kind: Literal["themes"] = "themes"
    phase: Phase = Phase.PROPOSE
    chosen: tuple[str, ...] = ()
    """Those of which tables were made, the first table's first."""


class Propose(Wire):
    do: Literal["propose"] = "propose"
    id: ClientId
    text: Annotated[str, Field(max_length=THEME_POINTS), Text(Sort.MESSAGE, THEME)]


class SentTheme(Wire):
    """A theme that somebody sent beforehand, without a name."""

    id: ClientId
    """The office's; so that it lies there once, however often it is brought."""
    text: Annotated[str, Field(max_length=THEME_POINTS), Text(Sort.MESSAGE, THEME)]


class BringIn(Wire):
    """Staff lay themes on the board that were sent beforehand."""

    do: Literal["bring_in"] = "bring_in"
    themes: Annotated[tuple[SentTheme, ...], Field(min_length=1, max_length=BROUGHT)]


class SetPhase(Wire):
    """Staff say what is done now. Proposing or voting again takes back what was chosen."""

    do: Literal["set_phase"] = "set_phase"
    phase: Literal["propose", "vote"]


class Choose(Wire):
    """Staff say of which themes there will be tables."""

    do: Literal["choose"] = "choose"
    ids: Annotated[tuple[ClientId, ...], Field(min_length=1, max_length=MAX_THEMES)]


class ThemesMove(Move):
    kind: Literal["themes"] = "themes"
    act: Annotated[
        Propose | TakeBack | Want | BringIn | PutUp | LeaveOut | SetPhase | Choose,
        Field(discriminator="do"),
    ]


class ThemesChange(SlipsChange):
    kind: Literal["themes"] = "themes"
    phase: Phase | None = None
    chosen: tuple[str, ...] | None = None


_Decided = tuple[ThemesChange, ...] | Refusal


def begin(start: StartThemes) -> Themes:
    return Themes(review=start.review)


def decide(board: Themes, move: ThemesMove, context: Context) -> _Decided:
    act = move.act
    if isinstance(act, Propose):
        if board.phase is Phase.DECIDED and act.id not in board.slips:
            return Refusal(Code.NO_SUCH_MOVE)
        return slips.written(board, ThemesChange, act.id, act.text, context.actor)
    if isinstance(act, TakeBack):
        return slips.taken_back(board, ThemesChange, act.id, context.actor, **_without(board, act.id))
    if isinstance(act, Want):
        if board.phase is not Phase.VOTE:
            return Refusal(Code.NO_SUCH_MOVE)
        return slips.wanted(board, ThemesChange, act, context.actor, VOTES)
    if isinstance(act, BringIn):
        texts = {each.id: each.text for each in act.themes}
        if board.phase is Phase.DECIDED and not texts.keys() <= board.slips.keys():
            return Refusal(Code.NO_SUCH_MOVE)
        return slips.brought(board, ThemesChange, texts)
    return _led(board, act)


def _led(board: Themes, act: PutUp | LeaveOut | SetPhase | Choose) -> tuple[ThemesChange, ...]:
    if isinstance(act, PutUp):
        return slips.shown_again(board, ThemesChange, act.id, VOTES)
    if isinstance(act, LeaveOut):
        return slips.moved(board, ThemesChange, act.id, State.KEPT, **_without(board, act.id))
    if isinstance(act, SetPhase):
        phase = Phase(act.phase)
        chosen: tuple[str, ...] = ()
    else:
        there = dict.fromkeys(key for key in act.ids if key in board.slips and board.slips[key].state is State.UP)
        phase, chosen = (Phase.DECIDED, tuple(there)) if there else (board.phase, board.chosen)
    if (phase, chosen) == (board.phase, board.chosen):
        return ()
    return (ThemesChange(phase=phase, chosen=chosen),)


def _without(board: Themes, key: str) -> dict[str, object]:
    """What else changes where a theme leaves the others: it is not among the chosen."""
    return {"chosen": tuple(each for each in board.chosen if each != key)} if key in board.chosen else {}


KIND = slips.board_of(
    "themes", StartThemes, Themes, begin, ThemesMove, ThemesChange, decide, of_all=(Propose, TakeBack, Want)
)
