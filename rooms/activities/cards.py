"""カードをひく: a deck of words face down; whoever likes draws the next card, and everybody sees it.

The machine picks the card, never the person. Nobody sees what is still in the deck.
"""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rooms.activities.kind import Activity, Change, Kind, Move, Start
from rooms.audience import Audience
from rooms.base import Wire
from rooms.context import Context
from rooms.refusals import Code, Refusal
from rooms.texts import Sort, Text

MOST = 60
LONGEST = 120
"""Characters of a card, so that it can be read from the other end of a hall."""
IN_ALL = 5_000
"""Code points on all cards: even in four bytes each they fit into one command."""


class DeckCard(Wire):
    text: Annotated[str, Field(max_length=1000), Text(Sort.MESSAGE, LONGEST)]


class StartCards(Start):
    """Lay out a deck."""

    kind: Literal["cards"] = "cards"
    cards: Annotated[tuple[DeckCard, ...], Field(min_length=1, max_length=MOST)]

    @model_validator(mode="after")
    def _fits_into_a_command(self) -> StartCards:
        if sum(len(card.text) for card in self.cards) > IN_ALL:
            raise ValueError(f"more than {IN_ALL} code points on all cards")
        return self


class Cards(Activity):
    kind: Literal["cards"] = "cards"
    deck: tuple[DeckCard, ...]
    """Face down, shown to nobody."""
    left: int
    drawn: DeckCard | None = None
    """The card that lies open."""
    by: str | None = None
    """Who drew it: shown to those who are inside."""


class Draw(Move):
    kind: Literal["cards"] = "cards"
    left: Annotated[int, Field(ge=0, le=MOST)]
    """How many there were when it was asked: of two who draw at once, one does, and everybody reads that card."""


class Drawn(Change):
    kind: Literal["cards"] = "cards"
    index: int
    """Its place in the deck, shown to nobody."""
    drawn: DeckCard
    by: str
    left: int


def begin(start: StartCards) -> Cards:
    return Cards(deck=start.cards, left=len(start.cards))


def decide(cards: Cards, move: Draw, context: Context) -> tuple[Drawn, ...] | Refusal:
    if not cards.deck:
        return Refusal(Code.NOTHING_LEFT)
    if move.left != cards.left:
        return ()
    index = context.chance % len(cards.deck)
    return (Drawn(index=index, drawn=cards.deck[index], by=context.actor, left=len(cards.deck) - 1),)


def evolve(cards: Cards, drawn: Drawn) -> Cards:
    deck = cards.deck[: drawn.index] + cards.deck[drawn.index + 1 :]
    return Cards(deck=deck, left=drawn.left, drawn=drawn.drawn, by=drawn.by)


def cut(cards: Cards, audience: Audience) -> Cards:
    return cards.model_copy(update={"deck": ()})


def cut_change(drawn: Drawn, audience: Audience) -> Drawn:
    return drawn.model_copy(update={"index": 0})


def same(cards: Cards, start: StartCards) -> bool:
    """What is left of a deck, and the card that lies open, are all of that deck."""
    drawn = () if cards.drawn is None else (cards.drawn,)
    return not Counter((*cards.deck, *drawn)) - Counter(start.cards)


KIND = Kind("cards", StartCards, Cards, begin, Draw, Drawn, decide, evolve, cut, cut_change, same=same)
