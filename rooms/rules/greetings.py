"""Who comes is greeted: whom staff have written to counts by that, and whom they spoke to by a mark of theirs.

The mark is the staff's alone, and holds for as long as somebody is here: whoever comes again is welcome anew. Two of the
staff who set it at once set it once.
"""

from __future__ import annotations

from dataclasses import replace

from rooms.audience import Audience, Viewer
from rooms.base import Role
from rooms.commands import Greet
from rooms.context import Context
from rooms.events import AnyEvent, Greeted
from rooms.refusals import Code
from rooms.rules.table import Decision, cuts, decides, evolves, folds, means, no
from rooms.state import Room
from rooms.views import View


@decides(Greet)
def greet(room: Room, command: Greet, context: Context) -> Decision:
    person = room.people.get(command.person)
    if person is None or person.shown.role is not Role.PARTICIPANT:
        return no(Code.NO_SUCH_PERSON)
    return () if person.greeted else (Greeted(person=command.person),)


means(Greeted)


def greeted_in(room: Room, person_id: str) -> Room:
    """The room once somebody has been greeted; the same if they are not here, or had been."""
    person = room.people.get(person_id)
    if person is None or person.greeted or person.shown.role is not Role.PARTICIPANT:
        return room
    return replace(room, people={**room.people, person_id: replace(person, greeted=True)})


def greeted_in_view(view: View, person_id: str) -> View:
    """The same of what staff see; others see nothing of it."""
    changed = tuple(
        each.model_copy(update={"greeted": True}) if each.person == person_id else each for each in view.arrivals
    )
    return view.but(arrivals=changed)


@evolves(Greeted)
def greeted(room: Room, event: Greeted) -> Room:
    return greeted_in(room, event.person)


@cuts(Greeted)
def cut_greeted(event: Greeted, audience: Audience) -> AnyEvent | None:
    return event if audience.kind is Viewer.STAFF else None


@folds(Greeted)
def fold_greeted(view: View, event: Greeted) -> View:
    return greeted_in_view(view, event.person)
