"""ゆっくりどうぞ: at its planned end a room goes on for as long as somebody of the staff is there, until they close it, and
by `Settings.stay_ms` at the latest. Nobody new comes in; who is inside stays, and comes back after a lost line.

Without staff it ends as planned. Whoever of them has just gone (a tablet that died, a server that began again) is waited
for, as long as newcomers would be let wait for them. Before it closes by itself it is said twice, in time to say goodbye.
"""

from __future__ import annotations

from dataclasses import replace

from rooms.base import Doors
from rooms.events import AnyEvent, Stay, StaySet
from rooms.rules.attended import attended
from rooms.rules.table import evolves, folds, means
from rooms.state import ABSENCE_MS, Room
from rooms.views import View

AWAY_MS = 5 * 60_000
"""Staff who went are waited for so long, where a room may otherwise be without them for ever."""
TOLD_MS, SOON_MS = 10 * 60_000, 5 * 60_000
"""So long before it closes by itself it is said, and said again."""
_PAST, _TOLD, _SOON = 1, 2, 3


def _latest(room: Room) -> int:
    return room.settings.end_at + room.settings.stay_ms


def _waits_for_staff(room: Room) -> int:
    return room.settings.unattended_ms or AWAY_MS


def closes_at(room: Room) -> int:
    """When the room ends by itself, as it is now, in ms since 1970: no sooner than planned."""
    end = room.settings.end_at
    if room.doors not in (Doors.OPEN, Doors.CLOSING):
        return end
    if attended(room):
        return _latest(room)
    return min(_latest(room), max(end, room.attended_at + _waits_for_staff(room)))


def _stages(room: Room) -> tuple[tuple[int, int], ...]:
    """When each thing is to be said, and which. That staff are gone is said once nobody is merely changing lines."""
    end, closes = room.settings.end_at, closes_at(room)
    if closes <= end or room.doors not in (Doors.OPEN, Doors.CLOSING):
        return ()
    sure = end if attended(room) else room.attended_at + min(ABSENCE_MS, _waits_for_staff(room) // 2)
    return (
        (end, _PAST),
        (max(end, sure, closes - TOLD_MS), _TOLD),
        (max(end, sure, closes - SOON_MS), _SOON),
    )


def _said(room: Room) -> int:
    """What has been said, as far as it is true still."""
    if room.stay is None:
        return 0
    if room.stay.closes_at != closes_at(room):
        return _PAST
    return _SOON if room.stay.soon else _TOLD


def stays_at(room: Room) -> int | None:
    """When there is something to say of it, in ms since 1970; None if nothing is."""
    said = _said(room)
    return min((at for at, stage in _stages(room) if stage > said), default=None)


def staying(room: Room, now: int) -> tuple[AnyEvent, ...]:
    """What a tick says of it."""
    closes = closes_at(room)
    stage = max((stage for at, stage in _stages(room) if at <= now < closes), default=0)
    if stage <= _said(room):
        return ()
    stay = Stay(latest=_latest(room))
    if stage > _PAST:
        stay = stay.model_copy(update={"closes_at": closes, "soon": stage == _SOON})
    return (StaySet(stay=stay),)


def goes_on(room: Room) -> tuple[AnyEvent, ...]:
    """Staff are back in time: that it would close without them is not so any more."""
    untrue = room.stay is not None and 0 < room.stay.closes_at < _latest(room) and attended(room)
    return (StaySet(stay=Stay(latest=_latest(room))),) if untrue else ()


means(StaySet)


@evolves(StaySet)
def stay_set(room: Room, event: StaySet) -> Room:
    return replace(room, stay=event.stay)


@folds(StaySet)
def fold_stay_set(view: View, event: StaySet) -> View:
    return view.but(stay=event.stay)
