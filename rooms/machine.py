"""The room as a pure state machine: `decide(room, command, context) -> events | refusal`, `evolve(room, event) -> room`.

Everything else in Engawa is a way to reach these two. The rules live in rooms/rules, one file per noun; this file only
collects them and holds what is true for every command: nothing happens in a session that has ended, and all commands but
looking in, entering and the server's own need somebody who has entered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rooms.audience import Audience
from rooms.base import Doors
from rooms.commands import Command, EndLinks, Enter, LayOut, Leave, LookIn, LoseConnection, Tick
from rooms.context import Context
from rooms.events import AnyEvent
from rooms.notes import Handed
from rooms.refusals import Code, Refusal
from rooms.rules import (
    activities,
    attended,
    away,
    chat,
    concerns,
    crowd,
    doors,
    greetings,
    hands,
    how,
    line,
    microphones,
    places,
    plans,
    presence,
    remote,
    rounds,
    sheet,
    staying,
    tables,
    undo,
)
from rooms.rules.doors import next_deadline, same_deadline
from rooms.rules.private import with_whom_it_is_for
from rooms.rules.settled import with_what_follows
from rooms.rules.table import CUT, DECIDE, EVERYBODY, EVOLVE, FOLD, ROWS, Decision, Everybody, Farewell
from rooms.signs import Sign
from rooms.state import Room, Settings
from rooms.views import View

RULES = (
    activities,
    attended,
    away,
    chat,
    concerns,
    crowd,
    doors,
    greetings,
    hands,
    how,
    line,
    microphones,
    places,
    plans,
    presence,
    remote,
    rounds,
    sheet,
    staying,
    tables,
    undo,
)
_BEFORE_ENTERING = (LookIn, Enter, Leave, LoseConnection, EndLinks, LayOut, Tick)

__all__ = [
    "EVERYBODY",
    "Farewell",
    "Meaning",
    "cut",
    "decide",
    "evolve",
    "fold",
    "meaning",
    "new_room",
    "next_deadline",
    "noted",
    "replay",
    "retold",
    "same_deadline",
]


def new_room(settings: Settings) -> Room:
    """A room of which nothing has happened yet."""
    return Room(settings=settings, plan=settings.plan)


def decide(room: Room, command: Command, context: Context) -> Decision:
    """The events that a command causes (none where nothing changes), or why it is refused. Changes nothing."""
    if room.doors is Doors.ENDED and not isinstance(command, Tick | LoseConnection):
        return Refusal(Code.SESSION_ENDED)
    if context.actor not in room.people and not isinstance(command, _BEFORE_ENTERING):
        return Refusal(Code.NOT_ENTERED)
    decided = DECIDE[type(command)](room, command, context)
    if isinstance(decided, Refusal):
        return decided
    return with_whom_it_is_for(room, with_what_follows(room, decided))


def evolve(room: Room, event: AnyEvent) -> Room:
    """The room after an event; its revision is one higher."""
    after = EVOLVE[type(event)](room, event)
    if after is room:
        return replace(room, revision=room.revision + 1)
    object.__setattr__(after, "revision", room.revision + 1)  # nobody has seen it yet; a copy of all fields costs more
    return after


def replay(room: Room, events: Iterable[AnyEvent]) -> Room:
    """The room after many events: how a killed server comes back."""
    for event in events:
        room = evolve(room, event)
    return room


def retold(events: Sequence[AnyEvent], room: Room) -> list[AnyEvent]:
    """As many events as they are told later, to somebody who comes back: what was taken away since is not in them."""
    rows = [(event, ROWS[type(event)].retold) for event in events]
    return [event if again is None else again(event, room) for event, again in rows]


def noted(room: Room, event: AnyEvent) -> tuple[Handed, ...]:
    """What an event hands out for the office; the room is as it was before it. The same event notes the same again."""
    keeps = ROWS[type(event)].keeps
    return () if keeps is None else keeps(event, room)


def cut(event: AnyEvent, audience: Audience) -> AnyEvent | None:
    """What this audience is told of an event; None if nothing."""
    if isinstance(event, Sign) and event.within and audience.zone != event.within:
        return None
    rule = CUT.get(type(event))
    return event if rule is None else rule(event, audience)


def fold(view: View, event: AnyEvent) -> View:
    """The view after a cut event."""
    return FOLD[type(event)](view, event)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a group of events means to those who tell it, whatever events they are."""

    named: frozenset[str] = frozenset()
    """Those whose cut may differ from that of their audience's group."""
    moved: frozenset[str] | Everybody = frozenset()
    """Those who may be another audience now."""
    hearing: bool = False
    """Who hears whom may have changed."""
    stopped: frozenset[str] | Everybody = frozenset()
    """Those who do not walk any more."""
    gone: Mapping[str, Farewell] = field(default_factory=dict)
    """Those who went, each with the word for it; some may be back by now."""


def meaning(events: Iterable[AnyEvent]) -> Meaning:
    """The rows of these events put together."""
    named, moved, stopped, hearing = set[str](), set[str](), set[str](), False
    everybody_moved = everybody_stopped = False
    words: dict[str, Farewell] = {}
    gone: list[str] = []
    for event in events:
        row = ROWS[type(event)]
        hearing = hearing or row.hearing
        names = row.names(event)
        if names:
            named.update(names)
            if row.farewell is not None:
                words.update(dict.fromkeys(names, row.farewell(event)))
        if row.stays:  # most of what is told: nobody comes, goes or moves by it
            continue
        gone += row.goes(event)
        if row.moves is EVERYBODY:
            everybody_moved = True
        else:
            moved.update(row.moves(event))
        if row.stops is EVERYBODY:
            everybody_stopped = True
        else:
            stopped.update(row.stops(event))
    return Meaning(
        named=frozenset(named),
        moved=EVERYBODY if everybody_moved else frozenset(moved),
        hearing=hearing,
        stopped=EVERYBODY if everybody_stopped else frozenset(stopped),
        gone={person: words.get(person, Farewell()) for person in gone},
    )
