"""What is handed in, done, kept and told of a users' meeting (rooms/activities/meeting.py)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from rooms.activities.kind import Move, Start
from rooms.activities.slips import LeaveOut, PutUp, Slips, SlipsChange, TakeBack
from rooms.base import ClientId, Wire, unsaid
from rooms.texts import Sort, Text

MOST_ITEMS, MOST_OPTIONS, MOST_LINES = 12, 8, 20
"""Of the agenda, of one item, and of what was decided."""
TITLE, LINE, SUGGESTION = 60, 120, 200
"""Characters: of an item or an option, of a decided line, of what goes into the box."""
SHORT = 4 * TITLE
"""Code points of what has so many characters."""
AGENDA_IN_ALL, LINES_IN_ALL, BOX_IN_ALL = 3_500, 2_800, 5_000
"""Code points: even in four bytes each all three fit into a view with all else that it has."""
PLACES = 3
"""In order one taps so many."""
MOST_HANDS = 999

Title = Annotated[str, Field(max_length=SHORT), Text(Sort.MESSAGE, TITLE)]
Hands = Annotated[int, Field(ge=0, le=MOST_HANDS)]


class VoteForm(StrEnum):
    APPROVAL = "approval"
    """Whatever one thinks good, however many."""
    RANKED = "ranked"
    """Up to three in order: the first counts three, the second two, the third one."""


class Titled(Wire):
    text: Title


class StartMeeting(Start):
    """Lay out an agenda; more is added to it as one goes."""

    kind: Literal["meeting"] = "meeting"
    items: Annotated[tuple[Titled, ...], Field(max_length=MOST_ITEMS)] = ()


class Item(Wire):
    number: int
    title: str


class Option(Wire):
    item: str
    number: int
    text: str


class Line(Wire):
    number: int
    text: str


class Result(Wire):
    """What a vote that has ended came to."""

    form: VoteForm
    counts: dict[str, int]
    """Of each option: how many think it good, or what its places count together."""
    first: tuple[str, ...]
    """Those with the most; several where it is a tie, which nobody breaks but people. Empty where nothing was tapped."""


class Meeting(Slips):
    kind: Literal["meeting"] = "meeting"
    items: dict[str, Item] = {}
    options: dict[str, Option] = {}
    now: str = ""
    """The item that is on."""
    voting: str = ""
    """The item of which there is a vote now."""
    form: VoteForm = VoteForm.APPROVAL
    picked: tuple[str, ...] = ()
    """What who looks has tapped in the vote that is on."""
    voted: int = 0
    """How many have tapped: for staff alone."""
    hall: dict[str, tuple[int, ...]] = {}
    """Raised hands in the hall for each option, one number for each place: for staff alone."""
    results: dict[str, Result] = {}
    lines: dict[str, Line] = {}
    """What was decided; for staff alone until it is shown."""
    shown: bool = False
    """これでいいですか: all see the lines."""
    kept: int = 0
    """When they were handed to the office, in ms since 1970; 0 before that. Afterwards nothing of it changes."""
    later: dict[str, bool] = {}
    """Suggestions that the office may read afterwards: told to staff and to who wrote it."""
    about: dict[str, str] = {}
    """Of slips that propose an option, the item: told to staff and to who wrote it."""
    ballots: dict[str, tuple[str, ...]] = {}
    """Who tapped what. Shown to nobody, and forgotten as the vote ends."""

    @property
    def owners(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*super().owners, *self.ballots)))


class Suggest(Wire):
    """Put something into the box, without a name: staff read it before others do."""

    do: Literal["suggest"] = "suggest"
    id: ClientId
    text: Annotated[str, Field(max_length=4 * SUGGESTION), Text(Sort.MESSAGE, SUGGESTION)]
    later: bool = False
    """Whether the office may read it when the meeting is over."""


class ProposeOption(Wire):
    """Propose an option, without a name: staff let it in."""

    do: Literal["propose"] = "propose"
    id: ClientId
    item: ClientId
    text: Title


class Tap(Wire):
    """One's whole ballot, so that twice is once; empty takes it back."""

    do: Literal["tap"] = "tap"
    item: ClientId
    options: Annotated[tuple[ClientId, ...], Field(max_length=MOST_OPTIONS)]


class PutItem(Wire):
    """Staff put an item on the agenda, or put it in other words."""

    do: Literal["put_item"] = "put_item"
    id: ClientId
    title: Title
    slip: Annotated[str, Field(pattern=r"^([A-Za-z0-9_-]{8,40})?$")] = ""
    """The suggestion of which it is made."""


class DropItem(Wire):
    do: Literal["drop_item"] = "drop_item"
    id: ClientId


class PutOption(Wire):
    do: Literal["put_option"] = "put_option"
    id: ClientId
    item: ClientId
    text: Title


class DropOption(Wire):
    do: Literal["drop_option"] = "drop_option"
    id: ClientId


class SetNow(Wire):
    """Staff say which item is on."""

    do: Literal["set_now"] = "set_now"
    item: Annotated[str, Field(pattern=r"^([A-Za-z0-9_-]{8,40})?$")]


class OpenVote(Wire):
    """A vote about the item that is on; of an item that was voted about, anew."""

    do: Literal["open_vote"] = "open_vote"
    item: ClientId
    form: VoteForm


class CloseVote(Wire):
    """The vote is over, and all see the counts."""

    do: Literal["close_vote"] = "close_vote"
    item: ClientId


class BringHands(Wire):
    """Raised hands in the hall for one option, as a whole: one number, or one for each place."""

    do: Literal["bring_hands"] = "bring_hands"
    option: ClientId
    hands: Annotated[tuple[Hands, ...], Field(min_length=1, max_length=PLACES)]


class PutLine(Wire):
    """Staff write down what was decided, or put a line in other words."""

    do: Literal["put_line"] = "put_line"
    id: ClientId
    text: Annotated[str, Field(max_length=4 * LINE), Text(Sort.MESSAGE, LINE)]


class DropLine(Wire):
    do: Literal["drop_line"] = "drop_line"
    id: ClientId


class ShowLines(Wire):
    """Staff show all what was decided, or take it down again."""

    do: Literal["show_lines"] = "show_lines"
    on: bool


class Keep(Wire):
    """のこす: what all were shown goes to the office, with the suggestions that it may read."""

    do: Literal["keep"] = "keep"
    lines: Annotated[tuple[ClientId, ...], Field(min_length=1, max_length=MOST_LINES)]
    """The lines as whoever keeps them saw them; where there are others by now, nothing is kept."""


OfAll = Suggest | ProposeOption | Tap | TakeBack
OfStaff = (
    PutUp
    | LeaveOut
    | PutItem
    | DropItem
    | PutOption
    | DropOption
    | SetNow
    | OpenVote
    | CloseVote
    | BringHands
    | PutLine
    | DropLine
    | ShowLines
    | Keep
)


class MeetingMove(Move):
    kind: Literal["meeting"] = "meeting"
    act: Annotated[OfAll | OfStaff, Field(discriminator="do")]


class MeetingChange(SlipsChange):
    kind: Literal["meeting"] = "meeting"
    items: dict[str, Item | None] = unsaid({})
    options: dict[str, Option | None] = unsaid({})
    now: str | None = unsaid(None)
    voting: str | None = unsaid(None)
    form: VoteForm | None = unsaid(None)
    picked: tuple[str, ...] | None = unsaid(None)
    voted: int | None = unsaid(None)
    hall: dict[str, tuple[int, ...] | None] = unsaid({})
    results: dict[str, Result | None] = unsaid({})
    lines: dict[str, Line | None] = unsaid({})
    shown: bool | None = unsaid(None)
    kept: int | None = unsaid(None)
    later: dict[str, bool | None] = unsaid({})
    about: dict[str, str | None] = unsaid({})
    ballots: dict[str, tuple[str, ...] | None] = unsaid({})
    """Shown to nobody."""
    to_all: bool = unsaid(False)
    """Whether all see these lines."""
    taken_down: bool = unsaid(False)
    """Whether these lines are taken from all who are not staff."""
