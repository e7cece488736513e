"""はりがみ: a board of notes. Whoever likes puts some up, claps for others', and chooses three once staff ask for it.

Made of slips (rooms/activities/slips.py): who wrote, clapped or chose, the room alone knows. Staff put notes together in
groups, take one down, or let the author of one write no more here: its author alone is told, and of the author's other notes
nothing shows it. A note is known by its number, which is given once, so that what is said of it is never said of another;
and a board of two hundred is said in few letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rooms.activities import slips
from rooms.activities.kind import Kind
from rooms.activities.noted import (
    IN_ALL,
    MOST,
    MOST_HUSHED,
    MOST_OF_ONE,
    VOTES,
    BringNote,
    Colour,
    HushAuthor,
    LookAt,
    NameGroup,
    Notes,
    NotesChange,
    NotesMove,
    NotesPhase,
    OnNote,
    PlaceNote,
    SetNotesPhase,
    StartNotes,
    TapNote,
    WriteNote,
)
from rooms.activities.slips import Slip, SlipsChange, State, Want
from rooms.audience import Audience, Viewer
from rooms.context import Context
from rooms.refusals import Code, Refusal

_OF_ALL = ("write", "take_back", "clap", "choose")
_Decided = tuple[NotesChange, ...] | Refusal


def begin(start: StartNotes) -> Notes:
    titles = [group.title for group in start.groups if group.title]
    groups = {str(number): title for number, title in enumerate(titles, start=1)}
    return Notes(title=start.title, groups=groups, review=start.review)


def decide(board: Notes, move: NotesMove, context: Context) -> _Decided:
    act = move.act
    if isinstance(act, WriteNote):
        return _written(board, act, context.actor)
    if isinstance(act, BringNote):
        return _written(board, act, "")
    if isinstance(act, OnNote):
        return _on_note(board, act, context.actor)
    if isinstance(act, TapNote):
        return _tapped(board, act, context.actor)
    if isinstance(act, HushAuthor):
        return _hushed(board, act)
    return _led(board, act)


def _written(board: Notes, act: WriteNote | BringNote, actor: str) -> _Decided:
    """By nobody ("") where staff bring it in."""
    if any(sent == act.id and board.authors.get(key, "") == actor for key, sent in board.sent.items()):
        return ()
    if board.phase is not NotesPhase.WRITE or (actor and actor in board.hushes.values()):
        return Refusal(Code.NO_SUCH_MOVE)
    theirs = [key for key, by in board.authors.items() if by == actor and board.slips[key].state is not State.KEPT]
    points = sum(len(slip.text) for slip in board.slips.values()) + len(act.text)
    if len(theirs) >= MOST_OF_ONE or len(board.slips) >= MOST or points > IN_ALL:
        return Refusal(Code.TOO_MANY_SLIPS)
    number = board.newest + 1
    key = str(number)
    slip = Slip(number=number, text=act.text, state=State.HELD if board.review and actor else State.UP)
    colours = {} if act.colour is Colour.PAPER else {key: act.colour}
    placed = {key: act.group} if act.group in board.groups else {}
    also: dict[str, Any] = {"authors": {key: actor}} if actor else {}
    return (slips.put(board, NotesChange, {key: slip}, colours=colours, placed=placed, sent={key: act.id}, **also),)


def _on_note(board: Notes, act: OnNote, actor: str) -> _Decided:
    if act.do == "take_back":
        decided = slips.taken_back(board, NotesChange, act.id, actor)
        return decided if isinstance(decided, Refusal) else tuple(_whole(board, change) for change in decided)
    to = State.UP if act.do == "put_up" else State.KEPT
    return tuple(_whole(board, change) for change in slips.moved(board, NotesChange, act.id, to))


def _whole(board: Notes, change: NotesChange) -> NotesChange:
    """With what else is said of the notes that it is about: whoever sees one now sees its colour and group, too."""
    gone = [key for key, slip in change.slips.items() if slip is None]
    chosen = [key for key in gone if key in change.hides or key in board.voters]
    return change.model_copy(
        update={
            "colours": _of(change.slips, board.colours),
            "placed": _of(change.slips, board.placed),
            "votes": dict.fromkeys((key for key in gone if key in board.votes), None),
            "voted": dict.fromkeys(chosen, None),
        }
    )


def _of(told: Mapping[str, Slip | None], has: Mapping[str, Any]) -> dict[str, Any]:
    return {key: None if slip is None else has[key] for key, slip in told.items() if key in has}


def _tapped(board: Notes, act: TapNote, actor: str) -> _Decided:
    if act.do == "clap":
        # A note's number is shorter than the ids that clients make.
        return slips.wanted(board, NotesChange, Want.model_construct(id=act.id, on=act.on), actor)
    if board.phase is not NotesPhase.VOTE:
        return Refusal(Code.NO_SUCH_MOVE)
    if not _up(board, act.id) or (actor in board.voters.get(act.id, ())) == act.on:
        return ()
    if act.on and sum(1 for key, by in board.voters.items() if actor in by and _up(board, key)) >= VOTES:
        return Refusal(Code.TOO_MANY_SLIPS)
    return (NotesChange(voted={act.id: True if act.on else None}, taker=actor, named=(actor,)),)


def _up(board: Notes, key: str) -> bool:
    return key in board.slips and board.slips[key].state is State.UP


def _hushed(board: Notes, act: HushAuthor) -> _Decided:
    """A note that is gone by now can still be undone by."""
    if act.on == (act.id in board.hushes) or (act.on and act.id not in board.slips):
        return ()
    if act.on and len(board.hushes) >= MOST_HUSHED:
        return Refusal(Code.TOO_MANY_SLIPS)
    author = board.authors.get(act.id, "") if act.on else board.hushes[act.id]
    elsewhere = author in [by for key, by in board.hushes.items() if key != act.id]
    return (
        NotesChange(
            hushed={act.id: True if act.on else None},
            hushes={act.id: author if act.on else None},
            quiet=None if not author or elsewhere else act.on,
            about=author,
            named=(author,) if author else (),
        ),
    )


def _led(board: Notes, act: PlaceNote | NameGroup | LookAt | SetNotesPhase) -> tuple[NotesChange, ...]:
    if isinstance(act, SetNotesPhase):
        return _turned(board, act.phase)
    if isinstance(act, NameGroup):
        return _named(board, act)
    there = act.group == "" or act.group in board.groups
    if isinstance(act, LookAt):
        return (NotesChange(looked_at=act.group),) if there and act.group != board.looked_at else ()
    if not there or not _up(board, act.id) or board.placed.get(act.id, "") == act.group:
        return ()
    return (NotesChange(placed={act.id: act.group or None}),)


def _turned(board: Notes, phase: NotesPhase) -> tuple[NotesChange, ...]:
    if phase is board.phase or (phase is NotesPhase.SHOWN and board.phase is NotesPhase.WRITE):
        return ()
    votes: dict[str, int | None] = dict.fromkeys(board.votes, None)
    voted: dict[str, bool | None] = {}
    if phase is NotesPhase.SHOWN:
        votes = {key: len(by) for key, by in board.voters.items() if _up(board, key)}
    elif board.phase is NotesPhase.WRITE:
        # Of every note that is up, so that nobody learns which of them were chosen before.
        voted = dict.fromkeys([key for key in board.slips if _up(board, key) or key in board.voters], None)
    return (NotesChange(phase=phase, votes=votes, voted=voted),)


def _named(board: Notes, act: NameGroup) -> tuple[NotesChange, ...]:
    before = board.groups.get(act.group, "")
    if act.seen != before or act.title == before:
        return ()
    if act.title:
        return (NotesChange(groups={act.group: act.title}),)
    those = [key for key, group in board.placed.items() if group == act.group]
    # What not everybody sees is said anew, so that those alone are told who see it.
    told = slips.put(board, NotesChange, {key: board.slips[key] for key in those if not _up(board, key)})
    whole = _whole(board, told).model_copy(update={"placed": dict.fromkeys([*told.slips, *those], None)})
    looked_at = "" if board.looked_at == act.group else None
    return (whole.model_copy(update={"groups": {act.group: None}, "looked_at": looked_at}),)


def evolve(board: Notes, change: NotesChange) -> Notes:
    after = slips.evolve(board, change.model_copy(update={"voted": {}, "hushed": {}, "quiet": None}))
    voters = dict(after.voters)
    for key, on in change.voted.items():
        others = tuple(by for by in voters.get(key, ()) if change.taker and by != change.taker)
        voters[key] = (*others, change.taker) if on else others
    numbers = (slip.number for slip in change.slips.values() if slip is not None)
    return after.model_copy(
        update={
            "voters": {key: by for key, by in voters.items() if key in after.slips and by},
            "sent": {key: sent for key, sent in after.sent.items() if key in after.slips},
            "newest": max((board.newest, *numbers)),
        }
    )


def cut(board: Notes, audience: Audience) -> Notes:
    seen, me = slips.cut(board, audience), audience.me
    return seen.model_copy(
        update={
            "placed": {key: group for key, group in board.placed.items() if key in seen.slips},
            "colours": {key: colour for key, colour in board.colours.items() if key in seen.slips},
            "voted": {key: True for key, by in board.voters.items() if me in by},
            "quiet": me != "" and me in board.hushes.values(),
            "hushed": dict.fromkeys(board.hushes, True) if audience.kind is Viewer.STAFF else {},
            "hushes": {},
            "voters": {},
            "sent": {},
            "newest": 0,
        }
    )


def cut_change(change: NotesChange, audience: Audience) -> NotesChange | None:
    told, me = slips.cut_change(change, audience), audience.me
    if told is None:
        return None

    def seen(said: Mapping[str, Any]) -> dict[str, Any]:
        """What is said of notes that this audience sees."""
        others = {key: value for key, value in said.items() if key not in change.slips}
        return others | {key: None if slip is None else said[key] for key, slip in told.slips.items() if key in said}

    cut = told.model_copy(
        update={
            "placed": seen(change.placed),
            "colours": seen(change.colours),
            "voted": change.voted if change.taker in ("", me) else {},
            "quiet": change.quiet if me != "" and me == change.about else None,
            "hushed": change.hushed if audience.kind is Viewer.STAFF else {},
            "hushes": {},
            "about": "",
            "sent": {},
        }
    )
    return None if cut == NotesChange() else cut


def again(change: NotesChange, board: Notes) -> NotesChange:
    base = SlipsChange(**{name: getattr(change, name) for name in SlipsChange.model_fields})
    told = slips.again(base, board)

    def now(said: Mapping[str, Any], has: Mapping[str, Any]) -> dict[str, Any]:
        of_these = {key: None if slip is None else has.get(key) for key, slip in told.slips.items()}
        return of_these | {key: has.get(key) if _up(board, key) else None for key in said if key not in told.slips}

    quiet = None if change.quiet is None else change.about in board.hushes.values()
    update: dict[str, Any] = {name: getattr(told, name) for name in SlipsChange.model_fields}
    update |= {
        "phase": None if change.phase is None else board.phase,
        "groups": {key: board.groups.get(key) for key in change.groups},
        "placed": now(change.placed, board.placed),
        "colours": now(change.colours, board.colours),
        "looked_at": None if change.looked_at is None else board.looked_at,
        "votes": {key: board.votes.get(key) for key in change.votes},
        "voted": {key: (change.taker in board.voters.get(key, ())) or None for key in change.voted},
        "quiet": quiet,
        "hushed": {key: True if key in board.hushes else None for key in change.hushed},
    }
    return change.model_copy(update=update)


def leads(move: NotesMove) -> bool:
    return move.act.do not in _OF_ALL


KIND = Kind("notes", StartNotes, Notes, begin, NotesMove, NotesChange, decide, evolve, cut, cut_change, leads, again)
