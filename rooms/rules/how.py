"""きょうはどうでしたか: as it comes to its end, each may say with one tap how it was, or leave it. Nobody else ever learns
who said what, the staff neither: only numbers go to the office (`rooms/tally.py`), and it shows few of them to nobody.
"""

from __future__ import annotations

from dataclasses import replace

from rooms.audience import Audience
from rooms.base import Doors, Role
from rooms.commands import TellHow
from rooms.context import Context
from rooms.events import AnyEvent, HowTold
from rooms.refusals import Code
from rooms.rules.table import Decision, cuts, decides, evolves, folds, its_person, means, no
from rooms.state import Room
from rooms.views import View


@decides(TellHow)
def tell_how(room: Room, command: TellHow, context: Context) -> Decision:
    # Staff may ask whatever anybody may; the numbers are not about them.
    if room.doors is not Doors.CLOSING or room.people[context.actor].shown.role is not Role.PARTICIPANT:
        return no(Code.NOT_ALLOWED)
    if room.hows.get(context.actor) is command.how:
        return ()
    return (HowTold(person=context.actor, how=command.how),)


means(HowTold, names=its_person)


@evolves(HowTold)
def how_told(room: Room, event: HowTold) -> Room:
    others = {pid: how for pid, how in room.hows.items() if pid != event.person}
    return replace(room, hows=others if event.how is None else {**others, event.person: event.how})


@cuts(HowTold)
def cut_how_told(event: HowTold, audience: Audience) -> AnyEvent | None:
    return event if audience.me == event.person else None


@folds(HowTold)
def fold_how_told(view: View, event: HowTold) -> View:
    return view.but(how=event.how)
