"""利用者ミーティング: an agenda, a suggestion box, votes, and what was decided.

What people write is a slip without a name (rooms/activities/slips.py) that staff read first: a suggestion, or an option for
an item. Who tapped what in a vote, the room alone knows, and only until the vote ends; before that nobody is told a count.
Of a tie it is said that it is one. What was decided is in the words of staff; it is handed to the office only after all who
are there were shown it, and with it those suggestions of which their authors ticked that it may read them (docs/decisions,
0058).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rooms.activities import ballots, slips
from rooms.activities.agenda import (
    AGENDA_IN_ALL,
    BOX_IN_ALL,
    LINES_IN_ALL,
    MOST_ITEMS,
    MOST_LINES,
    MOST_OPTIONS,
    BringHands,
    CloseVote,
    DropItem,
    DropLine,
    DropOption,
    Item,
    Keep,
    Line,
    Meeting,
    MeetingChange,
    MeetingMove,
    OfAll,
    OpenVote,
    Option,
    ProposeOption,
    PutItem,
    PutLine,
    PutOption,
    SetNow,
    ShowLines,
    StartMeeting,
    Suggest,
    Tap,
)
from rooms.activities.kind import Kind, by_now
from rooms.activities.slips import LeaveOut, PutUp, SlipsChange, State, TakeBack
from rooms.audience import Audience, Viewer
from rooms.context import Context
from rooms.notes import Minutes
from rooms.refusals import Code, Refusal

_Decided = tuple[MeetingChange, ...] | Refusal
_NO = Refusal(Code.NO_SUCH_MOVE)
_FULL = Refusal(Code.TOO_MANY_SLIPS)


def begin(start: StartMeeting) -> Meeting:
    """Its first item is on: there is nothing to wait for."""
    items = {f"item-{at:04}": Item(number=at, title=item.text) for at, item in enumerate(start.items, start=1)}
    return Meeting(review=True, items=items, now=next(iter(items), ""))


def decide(meeting: Meeting, move: MeetingMove, context: Context) -> _Decided:
    act = move.act
    if isinstance(act, Tap):
        return ballots.tapped(meeting, act, context.actor)
    if isinstance(act, SetNow | OpenVote | CloseVote | BringHands):
        return ballots.voted(meeting, act)
    if isinstance(act, PutItem | DropItem | PutOption | DropOption):
        return _on_agenda(meeting, act)
    if isinstance(act, PutLine | DropLine | ShowLines | Keep):
        return _put_down(meeting, act, context.now)
    return _boxed(meeting, act, context.actor)


# The box.


def _boxed(meeting: Meeting, act: Suggest | ProposeOption | TakeBack | PutUp | LeaveOut, actor: str) -> _Decided:
    if meeting.kept and isinstance(act, Suggest | TakeBack):
        return () if act.id in meeting.slips and isinstance(act, Suggest) else _NO
    if isinstance(act, Suggest):
        later = {act.id: True} if act.later else {}
        return _written(meeting, act.id, act.text, actor, later=later)
    if isinstance(act, ProposeOption):
        if act.id in meeting.options:
            return ()
        if act.item not in meeting.items:
            return _NO
        return _written(meeting, act.id, act.text, actor, about={act.id: act.item})
    if isinstance(act, TakeBack):
        return _whole(meeting, slips.taken_back(meeting, MeetingChange, act.id, actor))
    if isinstance(act, LeaveOut):
        return _whole(meeting, slips.moved(meeting, MeetingChange, act.id, State.KEPT))
    return _let_in(meeting, act.id)


def _written(meeting: Meeting, key: str, text: str, actor: str, **also: Any) -> _Decided:
    there = sum(len(slip.text) for slip in meeting.slips.values())
    if key not in meeting.slips and there + len(text) > BOX_IN_ALL:
        return _FULL
    written = slips.written(meeting, MeetingChange, key, text, actor)
    if isinstance(written, Refusal) or not written:
        return written
    return _whole(meeting, (written[0].model_copy(update=also), *written[1:]))


def _let_in(meeting: Meeting, key: str) -> _Decided:
    """What was written, shown to all: a suggestion on the board, an option among those of its item."""
    item = meeting.about.get(key)
    if item is None or key not in meeting.slips:
        return _whole(meeting, slips.moved(meeting, MeetingChange, key, State.UP))
    put = _option(meeting, key, item, meeting.slips[key].text)
    if isinstance(put, Refusal):
        return put
    return _whole(meeting, (slips.put(meeting, MeetingChange, {key: None}, **put),))


def _whole(meeting: Meeting, changes: tuple[MeetingChange, ...] | Refusal) -> _Decided:
    """With what is known of slips that go with it."""
    if isinstance(changes, Refusal):
        return changes
    return tuple(_also_gone(meeting, change) for change in changes)


def _also_gone(meeting: Meeting, change: MeetingChange) -> MeetingChange:
    gone = [key for key, slip in change.slips.items() if slip is None]
    later = {key: None for key in gone if key in meeting.later}
    about = {key: None for key in gone if key in meeting.about}
    return change.model_copy(update={"later": {**change.later, **later}, "about": {**change.about, **about}})


# The agenda.


def _points(texts: Iterable[str]) -> int:
    return sum(map(len, texts))


def _agenda_points(meeting: Meeting, but: str) -> int:
    titles = (item.title for key, item in meeting.items.items() if key != but)
    options = (option.text for key, option in meeting.options.items() if key != but)
    return _points(titles) + _points(options)


def _next(there: Mapping[str, Item | Option | Line]) -> int:
    return max((each.number for each in there.values()), default=0) + 1


def _on_agenda(meeting: Meeting, act: PutItem | DropItem | PutOption | DropOption) -> _Decided:
    if isinstance(act, PutItem):
        return _item(meeting, act)
    if isinstance(act, DropItem):
        return _without_item(meeting, act.id)
    if isinstance(act, PutOption):
        if act.id in meeting.slips:
            return Refusal(Code.ID_TAKEN)
        put = _option(meeting, act.id, act.item, act.text)
        if isinstance(put, Refusal):
            return put
        return (MeetingChange(**put),) if put else ()
    option = meeting.options.get(act.id)
    if option is None:
        return ()
    if option.item == meeting.voting:
        return _NO
    return (MeetingChange(options={act.id: None}),)


def _item(meeting: Meeting, act: PutItem) -> _Decided:
    there = meeting.items.get(act.id)
    if there is not None and there.title == act.title:
        return ()
    if there is None and len(meeting.items) >= MOST_ITEMS:
        return _FULL
    if _agenda_points(meeting, act.id) + len(act.title) > AGENDA_IN_ALL:
        return _FULL
    item = Item(number=_next(meeting.items) if there is None else there.number, title=act.title)
    made: dict[str, Any] = {"items": {act.id: item}, "now": act.id if meeting.now == "" else None}
    slip = meeting.slips.get(act.slip)
    if slip is None or act.slip in meeting.about or slip.state is State.DONE:
        return (MeetingChange(**made),)
    done = slip.model_copy(update={"state": State.DONE})
    return _whole(meeting, (slips.put(meeting, MeetingChange, {act.slip: done}, **made),))


def _without_item(meeting: Meeting, key: str) -> _Decided:
    if key not in meeting.items:
        return ()
    if key == meeting.voting:
        return _NO
    proposed = dict.fromkeys((each for each, item in meeting.about.items() if item == key), None)
    left = sorted((item.number, each) for each, item in meeting.items.items() if each != key)
    gone: dict[str, Any] = {
        "items": {key: None},
        "options": dict.fromkeys((each for each, option in meeting.options.items() if option.item == key), None),
        "results": {key: None} if key in meeting.results else {},
        "now": next((each for _, each in left), "") if meeting.now == key else None,
    }
    return _whole(meeting, (slips.put(meeting, MeetingChange, proposed, **gone),))


def _option(meeting: Meeting, key: str, item: str, text: str) -> dict[str, Any] | Refusal:
    """What changes as this option stands there; nothing where it does."""
    there = meeting.options.get(key)
    if there is not None and (there.item, there.text) == (item, text):
        return {}
    if item not in meeting.items or meeting.voting == item or (there is not None and there.item != item):
        return _NO
    of_item = [each for each in meeting.options.values() if each.item == item]
    if there is None and len(of_item) >= MOST_OPTIONS:
        return _FULL
    if _agenda_points(meeting, key) + len(text) > AGENDA_IN_ALL:
        return _FULL
    number = _next(meeting.options) if there is None else there.number
    return {"options": {key: Option(item=item, number=number, text=text)}}


# What was decided.


def _put_down(meeting: Meeting, act: PutLine | DropLine | ShowLines | Keep, now: int) -> _Decided:
    if meeting.kept:
        return () if isinstance(act, Keep) else _NO
    if isinstance(act, PutLine):
        return _line(meeting, act)
    if isinstance(act, DropLine):
        gone = MeetingChange(lines={act.id: None}, to_all=meeting.shown)
        return (gone,) if act.id in meeting.lines else ()
    if isinstance(act, ShowLines):
        if act.on == meeting.shown:
            return ()
        if not meeting.lines:
            return _NO
        lines: dict[str, Line | None] = dict(meeting.lines)
        return (MeetingChange(lines=lines, shown=act.on, to_all=act.on, taken_down=not act.on),)
    if not meeting.shown or set(act.lines) != meeting.lines.keys():
        return _NO
    return (MeetingChange(kept=max(1, now)),)


def _line(meeting: Meeting, act: PutLine) -> _Decided:
    there = meeting.lines.get(act.id)
    if there is not None and there.text == act.text:
        return ()
    others = _points(line.text for key, line in meeting.lines.items() if key != act.id)
    if (there is None and len(meeting.lines) >= MOST_LINES) or others + len(act.text) > LINES_IN_ALL:
        return _FULL
    line = Line(number=_next(meeting.lines) if there is None else there.number, text=act.text)
    return (MeetingChange(lines={act.id: line}, to_all=meeting.shown),)


def hands(meeting: Meeting, change: MeetingChange) -> Minutes | None:
    """What goes to the office as staff keep it: `meeting` is as it was just before. Nothing of it says who."""
    if change.kept is None:
        return None
    return Minutes(
        id=f"minutes-{change.kept}",
        at=change.kept,
        lines=tuple(line.text for line in sorted(meeting.lines.values(), key=lambda line: line.number)),
        suggestions=tuple(
            slip.text
            for key, slip in sorted(meeting.slips.items(), key=lambda each: each[1].number)
            if meeting.later.get(key)
        ),
    )


# Who sees what.


def evolve(meeting: Meeting, change: MeetingChange) -> Meeting:
    return slips.evolve(meeting, change.model_copy(update={"picked": None}))


def _own(of: Mapping[str, Any], authors: Mapping[str, str], audience: Audience) -> dict[str, Any]:
    """Of what stands by slips, what an audience may know: staff all, everybody of what is theirs."""
    if audience.kind is Viewer.STAFF:
        return dict(of)
    return {key: value for key, value in of.items() if audience.me != "" and authors.get(key) == audience.me}


def cut(meeting: Meeting, audience: Audience) -> Meeting:
    staff = audience.kind is Viewer.STAFF
    hidden: dict[str, Any] = {
        "later": _own(meeting.later, meeting.authors, audience),
        "about": _own(meeting.about, meeting.authors, audience),
        "picked": meeting.ballots.get(audience.me, ()),
        "ballots": {},
    }
    if not staff:
        hidden |= {"voted": 0, "hall": {}, "lines": meeting.lines if meeting.shown else {}}
    return slips.cut(meeting, audience).model_copy(update=hidden)


def cut_change(change: MeetingChange, audience: Audience) -> MeetingChange | None:
    staff = audience.kind is Viewer.STAFF
    mine = change.taker == "" or change.taker == audience.me
    hidden: dict[str, Any] = {
        "later": _own(change.later, change.authors, audience),
        "about": _own(change.about, change.authors, audience),
        "picked": change.picked if mine else None,
        "ballots": {},
        "to_all": False,
        "taken_down": False,
    }
    if not staff:
        hidden |= {"voted": None, "hall": {}}
        if not change.to_all:
            hidden["lines"] = dict.fromkeys(change.lines, None) if change.taken_down else {}
    return slips.cut_change(change.model_copy(update=hidden), audience)


def again(change: MeetingChange, meeting: Meeting) -> MeetingChange:
    """As it is by now, of the agenda and the votes too; lines that were taken down since are told to nobody but staff."""
    told = slips.again(change.model_copy(update=dict.fromkeys((*_OURS, *_FOR_THE_CUT), None)), meeting)
    now = by_now(change, meeting, *_OF_SLIPS)
    if change.picked is not None:
        now["picked"] = meeting.ballots.get(change.taker, ()) if change.taker else ()
    now |= {
        "later": {key: meeting.later.get(key) if told.slips.get(key) is not None else None for key in change.later},
        "about": {key: meeting.about.get(key) if told.slips.get(key) is not None else None for key in change.about},
        "to_all": meeting.shown,
        "taken_down": change.taken_down or (change.to_all and not meeting.shown),
    }
    return told.model_copy(update=now)


_FOR_THE_CUT = ("to_all", "taken_down")
_OF_SLIPS = (*SlipsChange.model_fields, *_FOR_THE_CUT)
_OURS = tuple(MeetingChange.model_fields.keys() - {"kind", *_OF_SLIPS})


def leads(move: MeetingMove) -> bool:
    return not isinstance(move.act, OfAll)


KIND = Kind(
    "meeting",
    StartMeeting,
    Meeting,
    begin,
    MeetingMove,
    MeetingChange,
    decide,
    evolve,
    cut,
    cut_change,
    leads,
    again,
    of_session=True,
    hands=hands,
)
