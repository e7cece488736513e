"""部屋を出てもらう, for now or for good, and letting back; and those whose link has ended.

For good holds by person and by every device of theirs, so that whoever else is there on such a device goes too. A public
link and a new device look like somebody new: that is what a locked room is for.
"""

from __future__ import annotations

from dataclasses import replace

from rooms.audience import Audience, Viewer
from rooms.base import STAFF_ROLES
from rooms.commands import EndLinks, LetBack, SendAway
from rooms.context import Context
from rooms.events import AnyEvent, LetBackIn, LinkEnded, SentAway
from rooms.refusals import Code
from rooms.rules.presence import departure
from rooms.rules.table import (
    Decision,
    Farewell,
    cuts,
    decides,
    evolves,
    folds,
    its_person,
    means,
    no,
    staff_or_me,
    told_to_nobody,
)
from rooms.state import Room
from rooms.views import View


@decides(SendAway)
def send_away(room: Room, command: SendAway, context: Context) -> Decision:
    person, gone = room.people.get(command.person), room.gone(command.person)
    if person is None and (gone is None or not command.for_good):
        return no(Code.NO_SUCH_PERSON)
    if person is not None and person.shown.role in STAFF_ROLES:
        return no(Code.NOT_ALLOWED)
    nickname = person.shown.nickname if person else gone.seen.nickname if gone else ""
    on = room.on_devices(_devices(room, command.person)) if command.for_good else []
    others = tuple(each for each in on if each != command.person)
    told = SentAway(person=command.person, nickname=nickname, for_good=command.for_good, others=others)
    goes = (event for each in (command.person, *others) for event in departure(room, each, context.now))
    return (told, *goes)


@decides(LetBack)
def let_back(room: Room, command: LetBack, context: Context) -> Decision:
    if not any(s.person == command.person for s in room.sent_away):
        return no(Code.NO_SUCH_PERSON)
    return (LetBackIn(person=command.person),)


@decides(EndLinks)
def end_links(room: Room, command: EndLinks, context: Context) -> Decision:
    came = {pid: person.link for pid, person in room.people.items()}
    came |= {pid: onlooker.link for pid, onlooker in room.onlookers.items()}
    told = [LinkEnded(person=pid, code=command.code) for pid, link in came.items() if link in command.links]
    return tuple(event for each in told for event in (each, *departure(room, each.person, context.now)))


def _devices(room: Room, person_id: str) -> frozenset[str]:
    """The devices of somebody who is here, or was lately."""
    person, gone = room.people.get(person_id), room.gone(person_id)
    return person.devices if person else gone.devices if gone else frozenset()


means(
    SentAway,
    names=lambda event: (event.person, *event.others),
    farewell=lambda event: Farewell("sent_away", event.for_good),
)
means(LinkEnded, names=its_person, farewell=lambda event: Farewell(event.code))
means(LetBackIn)
told_to_nobody(LinkEnded)


@evolves(SentAway)
def sent_away(room: Room, event: SentAway) -> Room:
    if not event.for_good:
        return room
    return replace(
        room,
        sent_away=(*room.sent_away, event.model_copy(update={"others": ()})),
        banned=room.banned.taken(event.person, _devices(room, event.person)),
        departed=tuple(gone for gone in room.departed if gone.seen.person != event.person),
    )


@cuts(SentAway)
def cut_sent_away(event: SentAway, audience: Audience) -> AnyEvent | None:
    return staff_or_me(event.model_copy(update={"others": ()}) if event.others else event, audience)


@folds(SentAway)
def fold_sent_away(view: View, event: SentAway) -> View:
    if not event.for_good or view.kind is not Viewer.STAFF:
        return view
    departed = tuple(gone for gone in view.departed if gone.person != event.person)
    return view.but(sent_away=(*view.sent_away, event), departed=departed)


@evolves(LetBackIn)
def let_back_in(room: Room, event: LetBackIn) -> Room:
    sent_away = tuple(s for s in room.sent_away if s.person != event.person)
    return replace(room, sent_away=sent_away, banned=room.banned.lifted(event.person))


@cuts(LetBackIn)
def cut_let_back_in(event: LetBackIn, audience: Audience) -> AnyEvent | None:
    return event if audience.kind is Viewer.STAFF else None


@folds(LetBackIn)
def fold_let_back_in(view: View, event: LetBackIn) -> View:
    return view.but(sent_away=tuple(s for s in view.sent_away if s.person != event.person))


@evolves(LinkEnded)
def link_ended(room: Room, event: LinkEnded) -> Room:
    return room
