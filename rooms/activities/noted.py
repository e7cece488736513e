"""What a board of notes is made of: its models and bounds. How it goes, rooms/activities/notes.py says."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from rooms.activities.kind import Move, Start
from rooms.activities.slips import Slips, SlipsChange
from rooms.base import ClientId, Wire, unsaid
from rooms.texts import Opaque, Sort, Text

LONGEST = 100
"""Characters of a note."""
MAX_CODE_POINTS = 400
MOST = 200
MOST_OF_ONE = 8
"""Of one person's, that wait or are up."""
IN_ALL = 12_000
"""Code points on all of them."""
TITLE = 60
GROUP = 30
MOST_GROUPS = 8
VOTES = 3
"""So many one may choose."""
MOST_HUSHED = 50

NoteId = Annotated[str, Field(pattern=r"^[0-9]{1,7}$")]
GroupId = Annotated[str, Field(pattern=r"^[1-8]$")]
GroupOrNone = Annotated[str, Field(pattern=r"^[1-8]?$")]
GroupTitle = Annotated[str, Field(max_length=120), Text(Sort.MESSAGE, GROUP, may_be_empty=True)]
NoteText = Annotated[str, Field(max_length=MAX_CODE_POINTS), Text(Sort.MESSAGE, LONGEST)]


class Colour(StrEnum):
    """Of the paper. None of them means anything but what people make of it."""

    PAPER = "paper"
    LEAF = "leaf"
    SKY = "sky"
    PEACH = "peach"


class NotesPhase(StrEnum):
    WRITE = "write"
    VOTE = "vote"
    """Nobody sees how many chose what until staff end it, they neither."""
    SHOWN = "shown"


class NotesGroup(Wire):
    title: GroupTitle


class StartNotes(Start):
    """Hang up an empty board."""

    kind: Literal["notes"] = "notes"
    title: Annotated[str, Field(max_length=240), Text(Sort.MESSAGE, TITLE, may_be_empty=True)] = ""
    """What is gathered on it: 最近の小さなよかった."""
    groups: Annotated[tuple[NotesGroup, ...], Field(max_length=MOST_GROUPS)] = ()
    review: bool = False
    """Whether staff look at a note before others do."""


class Notes(Slips):
    kind: Literal["notes"] = "notes"
    title: str = ""
    phase: NotesPhase = NotesPhase.WRITE
    groups: dict[str, str] = {}
    """The titles, by the group's number."""
    placed: dict[str, str] = {}
    """In which group a note hangs. Those without one are in none."""
    colours: dict[str, Colour] = {}
    """Of notes that are not on plain paper."""
    looked_at: str = ""
    """The group that the wall shows; empty for all notes."""
    votes: dict[str, int] = {}
    """How many chose each, while that is shown."""
    voted: dict[str, bool] = {}
    """Those that who looks has chosen."""
    quiet: bool = False
    """Who looks can write nothing here just now. Told to them alone."""
    hushed: dict[str, bool] = {}
    """Notes whose author can write nothing here. Told to staff; which other notes are theirs, nobody is."""
    hushes: dict[str, str] = unsaid({})
    """By whom those are. Shown to nobody."""
    voters: dict[str, tuple[str, ...]] = unsaid({})
    """Who chose each. Shown to nobody."""
    sent: dict[str, str] = unsaid({})
    """Under which id each was sent. Shown to nobody."""
    newest: int = unsaid(0)
    """The last number that was given. Shown to nobody."""

    @property
    def owners(self) -> tuple[str, ...]:
        voters = (by for each in self.voters.values() for by in each)
        return tuple(by for by in dict.fromkeys((*super().owners, *voters, *self.hushes.values())) if by)


class WriteNote(Wire):
    """Put up a note of one's own."""

    do: Literal["write"] = "write"
    id: ClientId
    text: NoteText
    colour: Colour = Colour.PAPER
    group: GroupOrNone = ""


class BringNote(Wire):
    """Staff write down what was said aloud or in the hall: nobody's own, and up at once."""

    do: Literal["bring"] = "bring"
    id: ClientId
    text: NoteText
    colour: Colour = Colour.PAPER
    group: GroupOrNone = ""


class OnNote(Wire):
    """Take back one's own; staff show one that waits or was taken down, or take one down."""

    do: Literal["take_back", "put_up", "leave_out"]
    id: NoteId


class TapNote(Wire):
    """拍手, or one of one's three choices; or not any more."""

    do: Literal["clap", "choose"]
    id: NoteId
    on: bool


class HushAuthor(Wire):
    """Staff let whoever wrote a note write no more on this board, or write again."""

    do: Literal["hush"] = "hush"
    id: NoteId
    on: bool


class PlaceNote(Wire):
    """Staff hang a note into a group, or out of all."""

    do: Literal["place"] = "place"
    id: NoteId
    group: GroupOrNone


class NameGroup(Wire):
    """Staff make a group, call it something else, or do without it: it has no title then, and its notes hang in none."""

    do: Literal["name_group"] = "name_group"
    group: GroupId
    title: GroupTitle
    seen: Annotated[str, Field(max_length=120), Opaque("the rule, which compares it with the title there")]
    """Its title as whoever asks saw it: of two who make one at once, one does."""


class LookAt(Wire):
    """Staff say which group the wall shows."""

    do: Literal["look_at"] = "look_at"
    group: GroupOrNone


class SetNotesPhase(Wire):
    """Staff say what is done now. Choosing begins anew from writing, and goes on from what was shown."""

    do: Literal["set_phase"] = "set_phase"
    phase: NotesPhase


class NotesMove(Move):
    kind: Literal["notes"] = "notes"
    act: Annotated[
        WriteNote | BringNote | OnNote | TapNote | HushAuthor | PlaceNote | NameGroup | LookAt | SetNotesPhase,
        Field(discriminator="do"),
    ]


class NotesChange(SlipsChange):
    kind: Literal["notes"] = "notes"
    phase: NotesPhase | None = unsaid(None)
    groups: dict[str, str | None] = unsaid({})
    placed: dict[str, str | None] = unsaid({})
    colours: dict[str, Colour | None] = unsaid({})
    looked_at: str | None = unsaid(None)
    votes: dict[str, int | None] = unsaid({})
    voted: dict[str, bool | None] = unsaid({})
    """What `taker` chose, told to them alone; without one, what nobody has chosen any more."""
    quiet: bool | None = unsaid(None)
    """Told to `about` alone."""
    hushed: dict[str, bool | None] = unsaid({})
    hushes: dict[str, str | None] = unsaid({})
    """Shown to nobody."""
    about: str = unsaid("")
    """Shown to nobody."""
    sent: dict[str, str | None] = unsaid({})
    """Shown to nobody."""
