"""手元リモコン: the telephones of one of the staff. They are no people: whoever counts, hears or sees, meets one person.

What is kept here outlives a lost connection, a restart and an absence, so that a telephone that was put out stays out,
and one that was not goes on as soon as its person is here again.
"""

from __future__ import annotations

from dataclasses import replace

from rooms.audience import Audience
from rooms.base import STAFF_ROLES
from rooms.commands import AddRemote, PutOutRemote
from rooms.context import Context
from rooms.events import AnyEvent, RemotesSet
from rooms.refusals import Code
from rooms.rules.table import Decision, cuts, decides, evolves, folds, its_person, means, no
from rooms.state import Room
from rooms.views import View

MOST_REMOTES = 2
"""Of one person at a time: one in the hand, and one that has just been lost."""


@decides(AddRemote)
def add_remote(room: Room, command: AddRemote, context: Context) -> Decision:
    """One more than there may be puts the oldest out: that is the one that was lost."""
    if room.people[context.actor].shown.role not in STAFF_ROLES:
        return no(Code.NOT_ALLOWED)
    before = room.remotes.get(context.actor, ())
    if command.remote in before:
        return ()
    return (RemotesSet(person=context.actor, remotes=(*before, command.remote)[-MOST_REMOTES:]),)


@decides(PutOutRemote)
def put_out_remote(room: Room, command: PutOutRemote, context: Context) -> Decision:
    before = room.remotes.get(context.actor, ())
    if command.remote not in before:
        return ()
    return (RemotesSet(person=context.actor, remotes=tuple(each for each in before if each != command.remote)),)


means(RemotesSet, names=its_person)


@evolves(RemotesSet)
def remotes_set(room: Room, event: RemotesSet) -> Room:
    others = {pid: remotes for pid, remotes in room.remotes.items() if pid != event.person}
    return replace(room, remotes={**others, event.person: event.remotes} if event.remotes else others)


@cuts(RemotesSet)
def cut_remotes_set(event: RemotesSet, audience: Audience) -> AnyEvent | None:
    return event if audience.me == event.person else None


@folds(RemotesSet)
def fold_remotes_set(view: View, event: RemotesSet) -> View:
    return view.but(remotes=event.remotes)
