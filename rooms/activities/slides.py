"""スライド: pages of a document, which staff turn and all who are there see.

The room knows which page of which deck is shown, and no more: pictures and texts are the office's, and are asked for by HTTP
(rooms/slides.py says by whom). Who looks in or waits is told that slides are there, and nothing of them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rooms.activities.kind import Activity, Change, Kind, Move, Start
from rooms.audience import Audience, Viewer
from rooms.base import ClientId
from rooms.context import Context
from rooms.refusals import Code, Refusal
from rooms.texts import Sort, Text

MOST = 150
"""Pages of a deck."""
TITLE = 80
"""Characters of its title."""
PageNumber = Annotated[int, Field(ge=1, le=MOST)]


class StartSlides(Start):
    """Show the first page of a deck. That there is such a deck, the room does not know: of one that is not there, nobody
    gets a page."""

    kind: Literal["slides"] = "slides"
    deck: ClientId
    title: Annotated[str, Field(max_length=400), Text(Sort.MESSAGE, TITLE)]
    pages: PageNumber


class Slides(Activity):
    """Empty for who looks in or waits."""

    kind: Literal["slides"] = "slides"
    deck: str = ""
    title: str = ""
    page: int = 0
    """The one that is shown; the first is 1."""
    pages: int = 0


class TurnPage(Move):
    """Staff show a page. It is said by its number, so that of two who turn at once each page is turned once."""

    kind: Literal["slides"] = "slides"
    page: PageNumber


class PageTurned(Change):
    kind: Literal["slides"] = "slides"
    page: int


def begin(start: StartSlides) -> Slides:
    return Slides(deck=start.deck, title=start.title, page=1, pages=start.pages)


def decide(slides: Slides, move: TurnPage, context: Context) -> tuple[PageTurned, ...] | Refusal:
    if move.page > slides.pages:
        return Refusal(Code.NO_SUCH_MOVE)
    return () if move.page == slides.page else (PageTurned(page=move.page),)


def evolve(slides: Slides, turned: PageTurned) -> Slides:
    return slides.model_copy(update={"page": turned.page})


def cut(slides: Slides, audience: Audience) -> Slides:
    return Slides() if audience.kind is Viewer.ONLOOKER else slides


def cut_change(turned: PageTurned, audience: Audience) -> PageTurned | None:
    return None if audience.kind is Viewer.ONLOOKER else turned


def leads(move: TurnPage) -> bool:
    return True


def again(turned: PageTurned, slides: Slides) -> PageTurned:
    return PageTurned(page=slides.page)


def same(slides: Slides, start: StartSlides) -> bool:
    return slides.deck == start.deck


KIND = Kind(
    "slides",
    StartSlides,
    Slides,
    begin,
    TurnPage,
    PageTurned,
    decide,
    evolve,
    cut,
    cut_change,
    leads,
    again,
    seen_outside=True,
    same=same,
    of_session=True,
)
