"""How each kind is played, by people who take part in one way each: as its test file says, or the oldest ones as here."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from random import Random
from types import SimpleNamespace
from typing import Any, Protocol, cast

from rooms.activities import KINDS
from rooms.activities.kind import Activity, Move
from rooms.activities.questions import Answer, Ask, Done, Questions, QuestionsMove, TakeQuestions
from rooms.activities.slips import PutUp, State, Want
from rooms.activities.themes import Choose, Phase, Propose, SetPhase, Themes, ThemesMove
from tests.rooms.activities.ways import Way

Plays = Callable[[Any, str, Way, Random], Move | None]
Leads = Callable[[Any, Way, Random], Move | None]


class Player(Protocol):
    plays: Plays
    leads: Leads


def _nothing(activity: Activity, person: str, way: Way, chance: Random) -> None:
    return None


def _ask(board: Questions, person: str, way: Way, chance: Random) -> Move | None:
    asked = max((slip.number for slip in board.slips.values()), default=0)
    if way is Way.TEXT and board.open and not board.own and asked < 5:
        return QuestionsMove(act=Ask(id=f"asked-by-{person}", text="どんな音がすきですか"))
    up = [key for key, slip in board.slips.items() if slip.state is State.UP and key not in board.mine]
    return QuestionsMove(act=Want(id=up[0], on=True)) if way is Way.TAPS and up else None


def _answer(board: Questions, way: Way, chance: Random) -> Move | None:
    """Whoever leads asks for who speaks, lets up what waits, has each answered, and takes no more."""
    if way is not Way.TEXT and not board.slips and board.open:
        return QuestionsMove(act=Ask(id="asked-aloud", text="どんな色がすきですか"))
    held = [key for key, slip in board.slips.items() if slip.state is State.HELD]
    up = [key for key, slip in board.slips.items() if slip.state is State.UP]
    if held:
        return QuestionsMove(act=PutUp(id=held[0]))
    if board.now:
        return QuestionsMove(act=Done(id=board.now))
    if up:
        return QuestionsMove(act=Answer(id=up[0], seen=""))
    return QuestionsMove(act=TakeQuestions(on=False)) if board.open else None


def _propose(board: Themes, person: str, way: Way, chance: Random) -> Move | None:
    if board.phase is Phase.PROPOSE and way is Way.TEXT and not board.own:
        return ThemesMove(act=Propose(id=f"theme-of-{person}", text="雨の音"))
    free = [key for key in board.slips if key not in board.mine]
    wants = board.phase is Phase.VOTE and way in (Way.TEXT, Way.TAPS) and free and len(board.mine) < 3
    return ThemesMove(act=Want(id=free[0], on=True)) if wants else None


def _choose(board: Themes, way: Way, chance: Random) -> Move | None:
    if board.phase is Phase.PROPOSE:
        said = ThemesMove(act=Propose(id="theme-said-aloud", text="すきな橋"))
        return said if not board.own else ThemesMove(act=SetPhase(phase="vote"))
    return ThemesMove(act=Choose(ids=tuple(board.slips)[:2])) if board.phase is Phase.VOTE else None


_OLDEST = {
    "prompt": SimpleNamespace(plays=_nothing, leads=lambda activity, way, chance: None),
    "questions": SimpleNamespace(plays=_ask, leads=_answer),
    "themes": SimpleNamespace(plays=_propose, leads=_choose),
}


def player_of(kind: str) -> Player:
    return cast(Player, _OLDEST.get(kind) or import_module(f"tests.rooms.activities.test_{kind}"))


PLAYED = [kind.name for kind in KINDS if not kind.of_session]
