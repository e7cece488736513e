"""心配: told to the staff alone. The machine judges nothing; a human reads it and answers.

Whom a concern is about is left out of its audience: never they themselves, nor staff who came by the same link or on the
same device (a lone facilitator's tablet and phone). It reaches the other staff. One about staff that nobody in the room may
read, or that nobody has handled by the end, is handed out as a note for administrators (rooms/notes.py), those of the
organisation by whose link came who raised it; one about anybody else is for the staff here and ends with the session.

Who is known by a mark only later (a new device on another link) was not known when it was raised; by their own id they are
left out always.

None that was accepted is ever dropped. What one person may have waiting is bounded (CONCERNS_OF_ONE), so that nobody buries
the worries of others; what was handled waits no longer, and makes room.
"""

from __future__ import annotations

from dataclasses import replace

from rooms.audience import Audience
from rooms.base import STAFF_ROLES
from rooms.commands import HandleConcern, RaiseConcern
from rooms.context import Context
from rooms.events import AnyEvent, Concern, ConcernHandled, ConcernRaised
from rooms.notes import Note
from rooms.refusals import Code
from rooms.rules.table import Decision, cuts, decides, evolves, folds, means, no
from rooms.state import Room, Worry, marks_of
from rooms.views import View, audience_of, may_read_concern

CONCERNS_OF_ONE = 20
"""Of so many concerns of one person, which the staff have not handled yet, the next is refused."""


def _worry(room: Room, concern_id: str) -> Worry | None:
    return next((worry for worry in room.concerns if worry.concern.id == concern_id), None)


def _known(room: Room, person_id: str) -> tuple[str, frozenset[str]]:
    """The nickname and the marks of somebody who is here or was."""
    person, gone = room.people.get(person_id), room.gone(person_id)
    staff = room.staff_seen.get(person_id, frozenset())
    if person is not None:
        return person.shown.nickname, person.marks | staff
    return (gone.seen.nickname, marks_of("", gone.devices)) if gone else ("", staff)


@decides(RaiseConcern)
def raise_concern(room: Room, command: RaiseConcern, context: Context) -> Decision:
    known = _worry(room, command.id)
    if known is not None:
        return () if known.concern.person == context.actor else no(Code.ID_TAKEN)
    if sum(1 for w in room.concerns if w.concern.person == context.actor and not w.concern.handled) >= CONCERNS_OF_ONE:
        return no(Code.CONCERNS_WAIT)
    nickname, marks = _known(room, command.about) if command.about else ("", frozenset())
    raiser = room.people[context.actor]
    concern = Concern(
        id=command.id,
        person=context.actor,
        nickname=raiser.shown.nickname,
        about=command.about,
        about_nickname=nickname,
        text=command.text,
        at=context.now,
    )
    of_staff = command.about in room.staff_seen or any(marks & of for of in room.staff_seen.values())
    raised = ConcernRaised(concern=concern, marks=tuple(sorted(marks)), of_staff=of_staff, origin=raiser.origin)
    return (raised,)


@decides(HandleConcern)
def handle_concern(room: Room, command: HandleConcern, context: Context) -> Decision:
    known = _worry(room, command.id)
    if known is None or not may_read_concern(known.concern, known.marks, audience_of(room, context.actor)):
        return no(Code.NO_SUCH_CONCERN)
    if known.concern.handled:
        return ()
    concern, marks = known.concern, tuple(sorted(known.marks))
    return (ConcernHandled(id=concern.id, person=concern.person, about=concern.about, marks=marks),)


def _note(worry: Worry) -> Note:
    concern = worry.concern
    return Note(concern.id, worry.origin, concern.at, concern.nickname, concern.about_nickname, concern.text)


def unread(event: ConcernRaised, room: Room) -> tuple[Note, ...]:
    """The note of a concern about staff that none of the staff who are here may read."""
    here = [pid for pid, p in room.people.items() if p.shown.role in STAFF_ROLES and p.lost_at is None]
    worry = _of(event)
    others = [audience_of(room, pid) for pid in here if pid != worry.concern.person]
    read = any(may_read_concern(worry.concern, worry.marks, audience) for audience in others)
    return (_note(worry),) if worry.of_staff and not read else ()


def left_open(room: Room) -> tuple[Note, ...]:
    """The notes of all concerns about staff that nobody has handled."""
    return tuple(_note(worry) for worry in room.concerns if worry.of_staff and not worry.concern.handled)


def _of(event: ConcernRaised) -> Worry:
    return Worry(event.concern, frozenset(event.marks), event.of_staff, event.origin)


def _named(event: ConcernRaised) -> tuple[str, ...]:
    return tuple(filter(None, (event.concern.person, event.concern.about)))


means(ConcernRaised, names=_named, keeps=unread)
means(ConcernHandled, names=lambda event: tuple(filter(None, (event.person, event.about))))


@evolves(ConcernRaised)
def concern_raised(room: Room, event: ConcernRaised) -> Room:
    return replace(room, concerns=(*room.concerns, _of(event)))


@cuts(ConcernRaised)
def cut_concern_raised(event: ConcernRaised, audience: Audience) -> AnyEvent | None:
    if not may_read_concern(event.concern, frozenset(event.marks), audience):
        return None
    return event.model_copy(update={"marks": (), "of_staff": False, "origin": ""})


@folds(ConcernRaised)
def fold_concern_raised(view: View, event: ConcernRaised) -> View:
    return view.but(concerns=(*view.concerns, event.concern))


def _handled(concern: Concern) -> Concern:
    return concern.model_copy(update={"handled": True})


@evolves(ConcernHandled)
def concern_handled(room: Room, event: ConcernHandled) -> Room:
    return replace(
        room,
        concerns=tuple(
            replace(worry, concern=_handled(worry.concern)) if worry.concern.id == event.id else worry
            for worry in room.concerns
        ),
    )


@cuts(ConcernHandled)
def cut_concern_handled(event: ConcernHandled, audience: Audience) -> AnyEvent | None:
    about = Concern(id=event.id, person=event.person, nickname="", about=event.about, about_nickname="", text="", at=0)
    if not may_read_concern(about, frozenset(event.marks), audience):
        return None
    return event.model_copy(update={"person": "", "about": None, "marks": ()})


@folds(ConcernHandled)
def fold_concern_handled(view: View, event: ConcernHandled) -> View:
    return view.but(concerns=tuple(_handled(each) if each.id == event.id else each for each in view.concerns))
