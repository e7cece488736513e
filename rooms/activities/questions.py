"""質問: people ask in writing, others say わたしも聞きたい, and staff put the questions in order and have them answered.

Nobody is told who asked: neither staff nor screens (rooms/activities/slips.py).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rooms.activities import slips
from rooms.activities.kind import Move, Start
from rooms.activities.slips import LeaveOut, PutUp, Slips, SlipsChange, State, TakeBack, Want
from rooms.base import ClientId, Wire
from rooms.context import Context
from rooms.refusals import Code, Refusal
from rooms.texts import Sort, Text

LONGEST = 200
"""Characters of a question."""
MAX_CODE_POINTS = 400
_NONE = r"^([A-Za-z0-9_-]{8,40})?$"


class StartQuestions(Start):
    """Let people ask."""

    kind: Literal["questions"] = "questions"
    review: bool = True
    """Whether staff look at a question before others do."""


class Questions(Slips):
    kind: Literal["questions"] = "questions"
    open: bool = True
    """Whether new ones are taken."""
    queue: tuple[str, ...] = ()
    """Those that staff have put in order, the next first. All others come after them, by how many want them."""
    now: str = ""
    """The one that is being answered."""


class Ask(Wire):
    do: Literal["ask"] = "ask"
    id: ClientId
    text: Annotated[str, Field(max_length=MAX_CODE_POINTS), Text(Sort.MESSAGE, LONGEST)]


class Order(Wire):
    """Staff put a question on this place of the queue, the first being 0; None takes it out."""

    do: Literal["order"] = "order"
    id: ClientId
    to: Annotated[int, Field(ge=0, le=slips.MOST)] | None


class Answer(Wire):
    """Staff say which question is being answered from now on; the one before it is answered then."""

    do: Literal["answer"] = "answer"
    id: Annotated[str, Field(pattern=_NONE)]
    """Empty for none: the one before goes back to the others."""
    seen: Annotated[str, Field(pattern=_NONE)]
    """Which one was being answered as whoever asks saw it: of two who go on at once, one does."""


class Done(Wire):
    """Staff say that a question is answered."""

    do: Literal["done"] = "done"
    id: ClientId


class TakeQuestions(Wire):
    """Staff take new questions, or no more."""

    do: Literal["take_questions"] = "take_questions"
    on: bool


class QuestionsMove(Move):
    kind: Literal["questions"] = "questions"
    act: Annotated[
        Ask | TakeBack | Want | PutUp | LeaveOut | Order | Answer | Done | TakeQuestions, Field(discriminator="do")
    ]


class QuestionsChange(SlipsChange):
    kind: Literal["questions"] = "questions"
    open: bool | None = None
    queue: tuple[str, ...] | None = None
    now: str | None = None


_Decided = tuple[QuestionsChange, ...] | Refusal


def begin(start: StartQuestions) -> Questions:
    return Questions(review=start.review)


def decide(board: Questions, move: QuestionsMove, context: Context) -> _Decided:
    act = move.act
    if isinstance(act, Ask):
        if not board.open and act.id not in board.slips:
            return Refusal(Code.NO_SUCH_MOVE)
        return slips.written(board, QuestionsChange, act.id, act.text, context.actor)
    if isinstance(act, TakeBack):
        return slips.taken_back(board, QuestionsChange, act.id, context.actor, **_without(board, act.id))
    if isinstance(act, Want):
        return slips.wanted(board, QuestionsChange, act, context.actor)
    return _led(board, act)


def _led(
    board: Questions, act: PutUp | LeaveOut | Order | Answer | Done | TakeQuestions
) -> tuple[QuestionsChange, ...]:
    if isinstance(act, TakeQuestions):
        return () if act.on == board.open else (QuestionsChange(open=act.on),)
    if isinstance(act, Answer):
        return _answered(board, act)
    if isinstance(act, Order):
        return _ordered(board, act)
    if isinstance(act, PutUp):
        return slips.moved(board, QuestionsChange, act.id, State.UP)
    to = State.DONE if isinstance(act, Done) else State.KEPT
    return slips.moved(board, QuestionsChange, act.id, to, **_without(board, act.id))


def _ordered(board: Questions, act: Order) -> tuple[QuestionsChange, ...]:
    if act.id == board.now or not _up(board, act.id):
        return ()
    others = tuple(key for key in board.queue if key != act.id)
    queue = others if act.to is None else (*others[: act.to], act.id, *others[act.to :])
    return () if queue == board.queue else (QuestionsChange(queue=queue),)


def _answered(board: Questions, act: Answer) -> tuple[QuestionsChange, ...]:
    if act.seen != board.now or act.id == board.now or (act.id and not _up(board, act.id)):
        return ()
    queue = tuple(key for key in board.queue if key != act.id)
    if board.now and act.id:
        done = board.slips[board.now].model_copy(update={"state": State.DONE})
        return (slips.put(board, QuestionsChange, {board.now: done}, now=act.id, queue=queue),)
    return (QuestionsChange(now=act.id, queue=queue),)


def _up(board: Questions, key: str) -> bool:
    return key in board.slips and board.slips[key].state is State.UP


def _without(board: Questions, key: str) -> dict[str, object]:
    """What else changes where a question leaves the others: it is not in the queue, nor being answered."""
    also: dict[str, object] = {}
    if key in board.queue:
        also["queue"] = tuple(each for each in board.queue if each != key)
    if key == board.now:
        also["now"] = ""
    return also


KIND = slips.board_of(
    "questions", StartQuestions, Questions, begin, QuestionsMove, QuestionsChange, decide, of_all=(Ask, TakeBack, Want)
)
