"""Rounds: staff say the order, each ends their own turn (パス is the same), and the next has it.

A round is of the talk that everybody shares. Nobody is called who sits in a listener seat, rests, is in private or at a
table that talks by itself, or whose card says that they watch: they are passed over when their turn would come, and nobody
is told so. The machine proposes no one and picks no one.
"""

from __future__ import annotations

from dataclasses import replace

from rooms.base import Card, Part
from rooms.commands import BeginRound, EndRound, PauseRound
from rooms.context import Context
from rooms.events import AnyEvent, HandLowered, RoundSet, TurnEnded, TurnGiven
from rooms.refusals import Code
from rooms.rounds import Round
from rooms.rules.table import Decision, cuts, decides, evolves, folds, inside, means, no
from rooms.state import Room
from rooms.views import View


def may_be_called(room: Room, person_id: str) -> bool:
    """Whether somebody's turn may come in a round."""
    person = room.people.get(person_id)
    if person is None or person.shown.card is Card.WATCH:
        return False
    place = room.place_of(person_id)
    return place.hands and place.part is Part.PRESENT and room.plan.in_the_talk(place)


@decides(BeginRound)
def begin_round(room: Room, command: BeginRound, context: Context) -> Decision:
    order = tuple(dict.fromkeys(pid for pid in command.order if may_be_called(room, pid)))
    if not order:
        return no(Code.NOBODY_TO_CALL)
    if room.round is not None:
        return ()  # it has begun; nobody's turn starts over because a colleague began it, too, or an answer was lost
    ended: tuple[AnyEvent, ...] = (TurnEnded(),) if room.turn is not None else ()
    return (*ended, RoundSet(round=Round(order=order)))


@decides(PauseRound)
def pause_round(room: Room, command: PauseRound, context: Context) -> Decision:
    now = room.round
    if now is None or now.paused == command.paused:
        return ()
    if not command.paused:
        return (RoundSet(round=Round(order=now.order)),)
    holder = () if room.turn is None else (room.turn,)
    ended: tuple[AnyEvent, ...] = (TurnEnded(),) if room.turn is not None else ()
    return (RoundSet(round=Round(order=(*holder, *now.order), paused=True)), *ended)


@decides(EndRound)
def end_round(room: Room, command: EndRound, context: Context) -> Decision:
    if room.round is None:
        return ()
    ended: tuple[AnyEvent, ...] = (TurnEnded(),) if room.turn is not None else ()
    return (RoundSet(round=None), *ended)


def next_turn(room: Room) -> tuple[AnyEvent, ...]:
    """The events by which a round goes on, where nobody has the turn any more; its end where nobody is left."""
    if room.round is None or room.round.paused:
        return ()
    if room.turn is not None and not room.place_of(room.turn).private:
        return ()
    # Whoever was led to a booth has other things to say than what the round is about.
    ended: tuple[AnyEvent, ...] = (TurnEnded(),) if room.turn is not None else ()
    waiting = [pid for pid in room.round.order if may_be_called(room, pid)]
    if not waiting:
        return (*ended, RoundSet(round=None))
    # Before somebody whose connection is lost all others would wait: their turn comes once they are back.
    first = next((pid for pid in waiting if room.people[pid].lost_at is None), waiting[0])
    rest = [pid for pid in waiting if pid != first]
    up = room.people[first].shown.hand is not None
    lowered: tuple[AnyEvent, ...] = (HandLowered(person=first),) if up else ()
    return (*ended, RoundSet(round=Round(order=tuple(rest))), *lowered, TurnGiven(person=first))


def called_now(room: Room, person_id: str) -> tuple[AnyEvent, ...]:
    """The event by which a round does not come once more to whom staff give the turn before; in a pause the order stays."""
    now = room.round
    if now is None or now.paused or person_id not in now.order:
        return ()
    return (RoundSet(round=Round(order=tuple(pid for pid in now.order if pid != person_id))),)


means(RoundSet)
cuts(RoundSet)(inside)


@evolves(RoundSet)
def round_set(room: Room, event: RoundSet) -> Room:
    return replace(room, round=event.round)


@folds(RoundSet)
def fold_round_set(view: View, event: RoundSet) -> View:
    return view.but(round=event.round)
