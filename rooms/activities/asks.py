"""What is handed in, asked, answered and told of どれにする (rooms/activities/choice.py)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rooms.activities.kind import Activity, Change, Move, Start
from rooms.base import Wire, unsaid
from rooms.texts import Sort, Text

MOST_ASKS = 20
IN_ALL = 4_000
"""Code points of all asks: even in four bytes each they fit into one command, and into a view with all else that it has."""
LONGEST, LONGEST_OPTION, LONGEST_AFTER = 100, 30, 120
"""Characters, so that they are read from the other end of a hall."""
MOST_PEOPLE = 999
"""Of whom there is an answer to one ask, and so many at most are brought in for one answer."""
MOST_SAID = 100
"""Guesses that staff bring in."""
STEPS = 11
"""A line goes from 0 to 10."""

Number = Annotated[int, Field(ge=0, le=MOST_PEOPLE)]
At = Annotated[int, Field(ge=0, lt=MOST_ASKS)]
Points = 8 * LONGEST


class ChoiceForm(StrEnum):
    SIDES = "sides"
    """Two sides of the room."""
    CORNERS = "corners"
    """Three or four corners."""
    QUIZ = "quiz"
    """Two to four answers, of which some are meant."""
    GUESS = "guess"
    """Yes or no for oneself, and how many will have said yes."""
    SCALE = "scale"
    """A line."""


class Telling(StrEnum):
    LIVE = "live"
    """Told while people choose, in steps of at least `LEAST` people."""
    AFTER = "after"
    """Told when staff show them."""


_OPTIONS = {
    ChoiceForm.SIDES: (2,),
    ChoiceForm.CORNERS: (3, 4),
    ChoiceForm.QUIZ: (2, 3, 4),
    ChoiceForm.GUESS: (0,),
    ChoiceForm.SCALE: (0, 2),
}
"""How many answers are written. A guess has yes and no, a line its ends."""


class AskOption(Wire):
    text: Annotated[str, Field(max_length=Points), Text(Sort.MESSAGE, LONGEST_OPTION)]


class Asked(Wire):
    """An ask as it is handed in, and as all see it once it has been shown; before that without `right` and `after`."""

    text: Annotated[str, Field(max_length=Points), Text(Sort.MESSAGE, LONGEST, may_be_empty=True)]
    options: Annotated[tuple[AskOption, ...], Field(max_length=4)]
    right: Annotated[tuple[Annotated[int, Field(ge=0, le=3)], ...], Field(max_length=4)]
    """The answers that are meant, in a quiz."""
    after: Annotated[str, Field(max_length=Points), Text(Sort.MESSAGE, LONGEST_AFTER, may_be_empty=True)]
    """A word for when it is shown."""


class StartChoice(Start):
    """Lay out asks, of one form."""

    kind: Literal["choice"] = "choice"
    form: ChoiceForm
    asks: Annotated[tuple[Asked, ...], Field(min_length=1, max_length=MOST_ASKS)]
    counts: Telling = Telling.LIVE
    """A quiz and guesses are always told after."""

    @model_validator(mode="after")
    def _fits(self) -> StartChoice:
        for ask in self.asks:
            if len(ask.options) not in _OPTIONS[self.form]:
                raise ValueError(f"{self.form} has no ask of {len(ask.options)} answers")
            if ask.right and (self.form is not ChoiceForm.QUIZ or max(ask.right) >= len(ask.options)):
                raise ValueError("only answers of a quiz that are there are meant")
        points = sum(len(part) for ask in self.asks for part in (ask.text, ask.after, *(o.text for o in ask.options)))
        if points > IN_ALL:
            raise ValueError(f"more than {IN_ALL} code points in all asks")
        return self


class AllTogether(Wire):
    """What all together had of an ask of a quiz."""

    right: int
    all: int


class KeptAsk(Wire):
    """An ask that staff went on from, so that they can go back to it. Shown to nobody."""

    shown: bool = False
    counts: dict[str, int] = {}
    guesses: dict[str, int] = {}
    hall: dict[str, int] = {}
    said: dict[str, int] = {}
    taps: dict[str, int] = {}
    guessed: dict[str, int] = {}
    before: dict[str, int] = {}


class Choice(Activity):
    kind: Literal["choice"] = "choice"
    form: ChoiceForm
    tells: Telling
    asks: tuple[Asked, ...] = ()
    """All of them, as they were handed in: for staff alone."""
    of: int
    at: int = 0
    ask: Asked
    """The present one, without what is told only when it is shown."""
    shown: bool = False
    """Staff have shown it."""
    counts: dict[str, int] = {}
    """How many chose each answer, as it was last told, with those of the hall. Empty while it has not been told."""
    guesses: dict[str, int] = {}
    """How many guessed each number, when it is shown."""
    points: dict[str, AllTogether] = {}
    """Of the asks of a quiz that have been shown, by their number."""
    mine: dict[str, int] = {}
    """What who looks has chosen (`tap`) and guessed (`guess`)."""
    hall: dict[str, int] = {}
    """How many in the hall and of those who spoke chose each answer, as staff brought it in: for staff alone."""
    said: dict[str, int] = {}
    """Guesses that staff brought in, and how many guessed each: for staff alone."""
    answered: int = 0
    """How many have chosen by a tap: for staff alone."""
    taps: dict[str, int] = {}
    """Who chose what. Shown to nobody."""
    guessed: dict[str, int] = {}
    """Shown to nobody."""
    before: dict[str, int] = {}
    """Of whoever has chosen otherwise than `counts` says, what it says of them; -1 for nothing. Shown to nobody."""
    kept: dict[str, KeptAsk] = {}
    """Shown to nobody."""

    @property
    def owners(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.taps, *self.guessed)))


class TapOption(Wire):
    """One chooses this answer and no other; None takes back what one chose."""

    do: Literal["tap"] = "tap"
    at: At
    """The ask that one saw."""
    option: Annotated[int, Field(ge=0, lt=STEPS)] | None


class GuessCount(Wire):
    """One guesses how many; None takes it back."""

    do: Literal["guess"] = "guess"
    at: At
    number: Number | None


class StepTo(Wire):
    """Staff go on to another ask, or back."""

    do: Literal["step"] = "step"
    seen: At
    to: At


class ShowCounts(Wire):
    """Staff show how many chose what by now, and with it what was meant."""

    do: Literal["show"] = "show"
    at: At


class BringCounts(Wire):
    """Staff bring in how many in the hall, and of those who spoke, chose each answer: in place of what was before."""

    do: Literal["bring"] = "bring"
    at: At
    counts: Annotated[tuple[Number, ...], Field(min_length=2, max_length=STEPS)]


class BringGuesses(Wire):
    """Staff bring in guesses that were said: in place of those before."""

    do: Literal["bring_guesses"] = "bring_guesses"
    at: At
    numbers: Annotated[tuple[Number, ...], Field(max_length=MOST_SAID)]


class ChoiceMove(Move):
    kind: Literal["choice"] = "choice"
    act: Annotated[TapOption | GuessCount | StepTo | ShowCounts | BringCounts | BringGuesses, Field(discriminator="do")]


class ChoiceChange(Change):
    """What is somebody's own (`mine`) is made of `taps` and `guessed` as it is cut. It says of itself only what is new: with
    eighty taps in a second each byte goes out thousands of times."""

    kind: Literal["choice"] = "choice"
    at: int | None = unsaid(None)
    ask: Asked | None = unsaid(None)
    shown: bool | None = unsaid(None)
    counts: dict[str, int | None] = unsaid({})
    guesses: dict[str, int | None] = unsaid({})
    points: dict[str, AllTogether | None] = unsaid({})
    mine: dict[str, int | None] = unsaid({})
    hall: dict[str, int | None] = unsaid({})
    said: dict[str, int | None] = unsaid({})
    answered: int | None = unsaid(None)
    taps: dict[str, int | None] = unsaid({})
    guessed: dict[str, int | None] = unsaid({})
    before: dict[str, int | None] = unsaid({})
    kept: dict[str, KeptAsk | None] = unsaid({})
