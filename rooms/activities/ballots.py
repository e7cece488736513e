"""Votes of a meeting (rooms/activities/meeting.py): ballots that the room alone knows, and only until they are counted.

Before a vote ends nobody is told a count; of a tie it is said that it is one. Ranked ballots are counted 3, 2, 1
(docs/decisions, 0058).
"""

from __future__ import annotations

from collections import Counter

from rooms.activities.agenda import (
    PLACES,
    BringHands,
    CloseVote,
    Meeting,
    MeetingChange,
    OpenVote,
    Result,
    SetNow,
    Tap,
    VoteForm,
)
from rooms.refusals import Code, Refusal

MOST_PEOPLE = 999
"""Of whom there is a ballot."""

_Decided = tuple[MeetingChange, ...] | Refusal
_NO = Refusal(Code.NO_SUCH_MOVE)


def _options_of(meeting: Meeting, item: str) -> list[str]:
    return [key for key, option in meeting.options.items() if option.item == item]


def tapped(meeting: Meeting, tap: Tap, who: str) -> _Decided:
    """Of a vote that is over, or of another item than it is of now, nothing changes."""
    if meeting.voting != tap.item:
        return ()
    there = _options_of(meeting, tap.item)
    ballot = tuple(dict.fromkeys(key for key in tap.options if key in there))
    ballot = ballot[:PLACES] if meeting.form is VoteForm.RANKED else tuple(sorted(ballot))
    before = meeting.ballots.get(who, ())
    if ballot == before:
        return ()
    if not before and len(meeting.ballots) >= MOST_PEOPLE:
        return Refusal(Code.TOO_MANY_SLIPS)
    voted = len(meeting.ballots) + (1 if ballot else 0) - (1 if before else 0)
    said = None if voted == meeting.voted else voted
    return (MeetingChange(ballots={who: ballot or None}, picked=ballot, voted=said, taker=who, named=(who,)),)


def voted(meeting: Meeting, act: SetNow | OpenVote | CloseVote | BringHands) -> _Decided:
    if isinstance(act, SetNow):
        if act.item == meeting.now or (act.item and act.item not in meeting.items):
            return ()
        # What all see is what they tap.
        return _NO if meeting.voting else (MeetingChange(now=act.item),)
    if isinstance(act, OpenVote):
        return _opened(meeting, act)
    if isinstance(act, CloseVote):
        return (_counted(meeting),) if meeting.voting == act.item else ()
    option = meeting.options.get(act.option)
    if option is None or option.item != meeting.voting:
        return ()
    if len(act.hands) != (PLACES if meeting.form is VoteForm.RANKED else 1):
        return _NO
    hands = act.hands if any(act.hands) else None
    return () if meeting.hall.get(act.option) == hands else (MeetingChange(hall={act.option: hands}),)


def _opened(meeting: Meeting, act: OpenVote) -> _Decided:
    if meeting.voting == act.item:
        return ()
    if meeting.voting or act.item not in meeting.items or len(_options_of(meeting, act.item)) < 2:
        return _NO
    result: dict[str, Result | None] = {act.item: None} if act.item in meeting.results else {}
    now = None if meeting.now == act.item else act.item
    return (MeetingChange(voting=act.item, form=act.form, results=result, now=now),)


def _counted(meeting: Meeting) -> MeetingChange:
    """How the vote came out. Who tapped what is forgotten with it."""
    item = meeting.voting
    ranked = meeting.form is VoteForm.RANKED
    weights = range(PLACES, 0, -1) if ranked else (1,)
    counts = Counter(dict.fromkeys(_options_of(meeting, item), 0))
    for ballot in meeting.ballots.values():
        for place, key in enumerate(ballot):
            counts[key] += weights[place] if ranked else 1
    for key, hands in meeting.hall.items():
        counts[key] += sum(weight * count for weight, count in zip(weights, hands, strict=True))
    most = max(counts.values(), default=0)
    first = sorted((key for key, count in counts.items() if count == most > 0), key=lambda k: meeting.options[k].number)
    return MeetingChange(
        voting="",
        results={item: Result(form=meeting.form, counts=dict(counts), first=tuple(first))},
        picked=(),
        voted=0,
        hall=dict.fromkeys(meeting.hall, None),
        ballots=dict.fromkeys(meeting.ballots, None),
    )
