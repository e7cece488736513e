"""The line before the booths: one says that one would like to be led to a booth, knows one's number, and is called gently.

Nobody but the staff learns who waits, or how many do.
"""

from __future__ import annotations

from dataclasses import replace

from rooms.audience import Audience, Viewer
from rooms.base import STAFF_ROLES, Part
from rooms.commands import CallFromLine, JoinLine, LeaveLine
from rooms.context import Context
from rooms.events import AnyEvent, LineSet
from rooms.refusals import Code
from rooms.rules.table import Decision, cuts, decides, evolves, folds, means, no
from rooms.state import Room
from rooms.views import View, line_for


@decides(JoinLine)
def join_line(room: Room, command: JoinLine, context: Context) -> Decision:
    if context.actor in room.line:
        return ()
    if room.people[context.actor].shown.role in STAFF_ROLES or not _may_wait(room, context.actor):
        return no(Code.NO_LINE_HERE)
    return _set(room, (*room.line, context.actor), room.called)


@decides(LeaveLine)
def leave_line(room: Room, command: LeaveLine, context: Context) -> Decision:
    target = command.person or context.actor
    if target != context.actor and room.people[context.actor].shown.role not in STAFF_ROLES:
        return no(Code.NOT_ALLOWED)
    return _without(room, {target})


@decides(CallFromLine)
def call_from_line(room: Room, command: CallFromLine, context: Context) -> Decision:
    if command.person not in room.line:
        return no(Code.NO_SUCH_PERSON)
    if command.person in room.called:
        return ()
    return _set(room, room.line, (*room.called, command.person))


def _may_wait(room: Room, person_id: str) -> bool:
    """Whether somebody may wait in the line: there are booths, and they are neither in one nor before the door."""
    if person_id not in room.people or not any(place.private for place in room.plan.places):
        return False
    place = room.place_of(person_id)
    return not place.private and place.part is not Part.WAITING


def _without(room: Room, gone: set[str]) -> tuple[AnyEvent, ...]:
    left = tuple(pid for pid in room.line if pid not in gone)
    if left == room.line:
        return ()
    called = tuple(pid for pid in room.called if pid in left)
    return _set(room, left, called)


def _set(room: Room, line: tuple[str, ...], called: tuple[str, ...]) -> tuple[AnyEvent, ...]:
    """Whoever is told that nothing changed for them would count who comes behind them."""

    def known(person: str, line: tuple[str, ...], called: tuple[str, ...]) -> tuple[int, bool]:
        return line.index(person), person in called

    before = frozenset(room.line)
    same = (
        each for each in line if each in before and known(each, line, called) == known(each, room.line, room.called)
    )
    gone = tuple(each for each in room.line if each not in line)
    return (LineSet(line=line, called=called, gone=gone, same=tuple(same)),)


def moved_up(room: Room) -> tuple[AnyEvent, ...]:
    """The event by which a line closes up, where somebody of it is in a booth now, or is here no more."""
    return _without(room, {pid for pid in room.line if not _may_wait(room, pid)})


def _told(event: LineSet) -> tuple[str, ...]:
    """Of those who are none of the staff."""
    return (*(each for each in event.line if each not in event.same), *event.gone)


means(LineSet, names=_told)


@evolves(LineSet)
def line_set(room: Room, event: LineSet) -> Room:
    return replace(room, line=event.line, called=event.called)


@cuts(LineSet)
def cut_line_set(event: LineSet, audience: Audience) -> AnyEvent | None:
    """To each their own number alone; all of it to the staff."""
    if audience.kind is not Viewer.STAFF and audience.me not in _told(event):
        return None
    line, called, number = line_for(event.line, event.called, audience)
    return LineSet(line=line, called=called, number=number)


@folds(LineSet)
def fold_line_set(view: View, event: LineSet) -> View:
    return view.but(line=event.line, called=event.called, number=event.number)
