"""Hands and the turn. Hands are served in the order they went up; only staff offers a turn, and only to a raised hand.

パス and an ended turn are one event, so that nobody can tell them apart.
"""

from __future__ import annotations

from dataclasses import replace

from rooms.base import STAFF_ROLES
from rooms.commands import EndTurn, GiveTurn, LowerHand, RaiseHand
from rooms.context import Context
from rooms.events import AnyEvent, HandLowered, HandRaised, TurnEnded, TurnGiven
from rooms.refusals import Code
from rooms.rules.rounds import called_now
from rooms.rules.table import Decision, cuts, decides, evolves, folds, inside, inside_or_me, means, no, shown_event
from rooms.state import Room
from rooms.views import View


@decides(RaiseHand)
def raise_hand(room: Room, command: RaiseHand, context: Context) -> Decision:
    if room.people[context.actor].shown.hand is not None:
        return ()
    if not room.place_of(context.actor).hands:
        return no(Code.NO_HAND_HERE)
    # Clocks are set back, and two hands go up within one millisecond: the later is the later all the same.
    last = max((p.shown.hand for p in room.people.values() if p.shown.hand is not None), default=-1)
    return (HandRaised(person=context.actor, at=max(context.now, last + 1)),)


@decides(LowerHand)
def lower_hand(room: Room, command: LowerHand, context: Context) -> Decision:
    target = command.person or context.actor
    if target != context.actor and room.people[context.actor].shown.role not in STAFF_ROLES:
        return no(Code.NOT_ALLOWED)
    person = room.people.get(target)
    if person is None:
        return no(Code.NO_SUCH_PERSON)
    hidden = person.shown.hand is None or not room.sees(context.actor, target)
    return () if hidden else (HandLowered(person=target),)


@decides(GiveTurn)
def give_turn(room: Room, command: GiveTurn, context: Context) -> Decision:
    person = room.people.get(command.person)
    if person is None:
        return no(Code.NO_SUCH_PERSON)
    if person.shown.hand is None or not room.sees(context.actor, command.person):
        return no(Code.NO_HAND_HERE)
    if command.seen not in (None, room.turn or ""):
        return ()
    ended: tuple[AnyEvent, ...] = (TurnEnded(),) if room.turn is not None else ()
    return (
        *ended,
        *called_now(room, command.person),
        HandLowered(person=command.person),
        TurnGiven(person=command.person),
    )


@decides(EndTurn)
def end_turn(room: Room, command: EndTurn, context: Context) -> Decision:
    if room.turn is None or not room.sees(context.actor, room.turn):
        return ()
    if room.turn != context.actor and room.people[context.actor].shown.role not in STAFF_ROLES:
        return no(Code.NOT_YOUR_TURN)
    return (TurnEnded(),) if command.person in (None, room.turn) else ()


shown_event(HandRaised, told=inside_or_me, hand=lambda event: event.at)
shown_event(HandLowered, told=inside_or_me, hand=lambda event: None)
means(TurnGiven)
means(TurnEnded)
cuts(TurnGiven)(inside)
cuts(TurnEnded)(inside)


@evolves(TurnGiven)
def turn_given(room: Room, event: TurnGiven) -> Room:
    seen = not room.place_of(event.person).private
    had = room.had_turn | {event.person} if seen else room.had_turn
    return replace(room, turn=event.person, had_turn=had)


@evolves(TurnEnded)
def turn_ended(room: Room, event: TurnEnded) -> Room:
    return replace(room, turn=None)


@folds(TurnGiven)
def fold_turn_given(view: View, event: TurnGiven) -> View:
    return view.but(turn=event.person)


@folds(TurnEnded)
def fold_turn_ended(view: View, event: TurnEnded) -> View:
    return view.but(turn=None)
