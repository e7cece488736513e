"""What is handed in, done and told of ふたつの手がかり (rooms/activities/hints.py)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rooms.activities.kind import Activity, Change, Move, Start
from rooms.base import ClientId, Wire, unsaid
from rooms.texts import Sort, Text

TITLE = 60
LONGEST_CLUE, LONGEST_ANSWER, LONGEST_AFTER = 120, 40, 120
"""Characters, so that they are read from the other end of a hall."""
MOST_RIDDLES, MOST_CLUES, MOST_ANSWERS = 8, 4, 6
IN_ALL = 4_000
"""Code points of all riddles: even in four bytes each they fit into one command, and into a view with all else it has."""
TRIES = 6
"""The newest words that were tried are shown; those before go."""
MOST_PEOPLE = 999
"""To whom halves are dealt."""

At = Annotated[int, Field(ge=0, lt=MOST_RIDDLES)]
Points = 8 * LONGEST_CLUE
_Clue = Annotated[str, Field(max_length=Points), Text(Sort.MESSAGE, LONGEST_CLUE)]


class Halves(StrEnum):
    HALL = "hall"
    """One half is seen at home, the other in the hall."""
    SEATS = "seats"
    """Also those at home have one half or the other, dealt as they come: where nobody is in a hall."""


class Half(StrEnum):
    HOME = "home"
    HALL = "hall"
    BOTH = "both"


class CluePair(Wire):
    """Two halves of a clue."""

    home: _Clue
    hall: _Clue


class RiddleAnswer(Wire):
    text: Annotated[str, Field(max_length=320), Text(Sort.MESSAGE, LONGEST_ANSWER)]


class Riddle(Wire):
    clues: Annotated[tuple[CluePair, ...], Field(min_length=1, max_length=MOST_CLUES)]
    """The first is there from the beginning; staff open the others one by one."""
    answers: Annotated[tuple[RiddleAnswer, ...], Field(min_length=1, max_length=MOST_ANSWERS)]
    """Ways to write it, the first as it is shown."""
    after: Annotated[str, Field(max_length=Points), Text(Sort.MESSAGE, LONGEST_AFTER, may_be_empty=True)] = ""
    """A word for when it has been found."""


class StartHints(Start):
    """Lay out riddles, each in two halves."""

    kind: Literal["hints"] = "hints"
    title: Annotated[str, Field(max_length=480), Text(Sort.MESSAGE, TITLE, may_be_empty=True)] = ""
    halves: Halves = Halves.HALL
    riddles: Annotated[tuple[Riddle, ...], Field(min_length=1, max_length=MOST_RIDDLES)]

    @model_validator(mode="after")
    def _fits(self) -> StartHints:
        clues = [part for riddle in self.riddles for pair in riddle.clues for part in (pair.home, pair.hall)]
        others = [part for riddle in self.riddles for part in (riddle.after, *(each.text for each in riddle.answers))]
        if sum(map(len, (*clues, *others))) > IN_ALL:
            raise ValueError(f"more than {IN_ALL} code points in all riddles")
        return self


class Found(StrEnum):
    TOGETHER = "together"
    """A word that was tried fits."""
    SHOWN = "shown"
    """Staff have shown it."""


class TriedWord(Wire):
    number: int
    text: str


class Hints(Activity):
    kind: Literal["hints"] = "hints"
    title: str
    halves: Halves
    riddles: tuple[Riddle, ...] = ()
    """All of them, as they were handed in: for staff alone."""
    of: int
    at: int = 0
    home: tuple[str, ...] = ()
    """Halves of the clues that are open of the present riddle, the first first. Empty for whom they are not."""
    hall: tuple[str, ...] = ()
    opened: dict[str, int] = {}
    """How many clues are open of each riddle of which there is more than one, by its number from 0."""
    tries: dict[str, TriedWord] = {}
    """What was tried last at the present riddle, and did not fit."""
    found: dict[str, Found] = {}
    """The riddles that are solved, by their number."""
    answer: str = ""
    """Of the present riddle, as soon as it is solved; with its word for afterwards."""
    after: str = ""
    half: Half = Half.HOME
    """Which half comes to who looks, as long as the riddle is not solved."""
    dealt: bool = False
    """Whether that half was dealt to them."""
    hands: dict[str, Half] = {}
    """Who was dealt which half. Shown to nobody."""

    @property
    def owners(self) -> tuple[str, ...]:
        return tuple(self.hands)


class TryWord(Wire):
    """ためす: one's own word, or by staff one that was said aloud or in the hall."""

    do: Literal["try"] = "try"
    id: ClientId
    at: At
    """The riddle that one saw."""
    text: Annotated[str, Field(max_length=320), Text(Sort.MESSAGE, LONGEST_ANSWER)]


class TakeHalf(Wire):
    """One's page asks for a half, where they are dealt; once."""

    do: Literal["take"] = "take"


class OpenClue(Wire):
    """Staff open the next two halves."""

    do: Literal["open"] = "open"
    at: At
    clue: Annotated[int, Field(ge=1, lt=MOST_CLUES)]
    """Its number, from 0."""


class StepRiddle(Wire):
    """Staff go on to another riddle, or back."""

    do: Literal["step"] = "step"
    seen: At
    to: At


class RevealAnswer(Wire):
    """答えを見る: staff show it, and both halves."""

    do: Literal["reveal"] = "reveal"
    at: At


class DropTry(Wire):
    """Staff take out a word that was tried."""

    do: Literal["drop"] = "drop"
    id: ClientId


class DealAnew(Wire):
    """Staff have the halves dealt anew to those who are here: when some have gone."""

    do: Literal["deal"] = "deal"


class HintsMove(Move):
    kind: Literal["hints"] = "hints"
    act: Annotated[
        TryWord | TakeHalf | OpenClue | StepRiddle | RevealAnswer | DropTry | DealAnew, Field(discriminator="do")
    ]


class HintsChange(Change):
    """What says anything of clues says all of the present ones; what is not for whoever is told is cut to nothing there."""

    kind: Literal["hints"] = "hints"
    at: int | None = unsaid(None)
    home: tuple[str, ...] | None = unsaid(None)
    hall: tuple[str, ...] | None = unsaid(None)
    opened: dict[str, int | None] = unsaid({})
    tries: dict[str, TriedWord | None] = unsaid({})
    found: dict[str, Found | None] = unsaid({})
    answer: str | None = unsaid(None)
    after: str | None = unsaid(None)
    half: Half | None = unsaid(None)
    dealt: bool | None = unsaid(None)
    deals: bool = unsaid(False)
    """It is about halves that were dealt, and said to no others than those whose they are. Shown to nobody."""
    hands: dict[str, Half | None] = unsaid({})
    """Of those it is told to. Shown to nobody."""
