"""Balance: who has been heard how much, roughly. For the staff alone, who propose turns by it.

Theory: it is known no finer than in five steps, so that nobody's minutes are counted out to anybody, and two who differ by a
little do not differ. Who takes part by listening has no step at all: there is nothing to be short of. What is said in a
private place or to the staff counts for nobody, since others do not hear of it.

`Measured` is soft, like walks: beside the room, in no journal. Messages and turns are the room's own.

Invariants (tests/rooms/test_balance.py): a step grows with what it stands for; nobody is in it twice, and nobody who
listens, waits, rests or is in private is in it at all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Annotated

from pydantic import Field
from rpds import HashTrieMap

from rooms.base import STAFF_ROLES, Millis, Part, Wire
from rooms.state import Person, Room

Step = Annotated[int, Field(ge=0, le=4)]
"""0 for nothing yet, up to 4."""
VOICE_STEPS = (5.0, 60.0, 180.0, 480.0)
"""Seconds of one's voice from which the next step is reached. A cough is none."""
MESSAGE_STEPS = (1, 4, 11, 31)
"""Messages from which it is."""
ALL_VOICE_STEPS = (5.0, 300.0, 900.0, 2400.0)
"""The same for many together."""
ALL_MESSAGE_STEPS = (1, 11, 41, 121)
PEOPLE = 2000
"""Of so many it is known how long they spoke; then whoever is not in the room any more is forgotten."""


@dataclass(frozen=True, slots=True)
class Measured:
    """For how long each has been heard, as the voice engine says who speaks. Seconds, by a clock that only grows."""

    since: Millis = 0
    """When measuring began, in ms since 1970: a server that began anew knows nothing from before."""
    seconds: HashTrieMap[str, float] = field(default_factory=HashTrieMap)
    """By person, up to `at`."""
    counts: frozenset[str] = frozenset()
    """Whose time has run since then."""
    at: float = 0.0

    def after(self, room: Room, speaking: frozenset[str], at: float) -> Measured:
        """From now on these speak in this room."""
        seconds, passed = self.seconds, max(0.0, at - self.at)
        for person in self.counts:
            seconds = seconds.insert(person, seconds.get(person, 0.0) + passed)
        if len(seconds) > PEOPLE:
            seconds = HashTrieMap({each: known for each, known in seconds.items() if each in room.people})
        here = frozenset(each for each in speaking if each in room.people and not room.place_of(each).private)
        return Measured(self.since, seconds, here, at)

    def forgotten(self) -> Measured:
        """The session is over."""
        return replace(self, seconds=HashTrieMap(), counts=frozenset())


class Heard(Wire):
    """How much somebody has been heard, at a place where people talk."""

    person: str
    voice: Step | None
    """None for who sits in a hall and speaks there, not to this server."""
    messages: Step
    turn: bool
    """They have had a turn."""


class Together(Wire):
    """The same of many."""

    voice: Step | None
    """As for one of them."""
    messages: Step


class Balance(Wire):
    """Who has been heard how much, in coarse steps. For staff."""

    people: tuple[Heard, ...]
    """Participants where people talk. Who listens, waits, rests or is in private is not in it."""
    home: Together
    """The participants who are here and take part from home."""
    hall: Together
    """And from the hall."""
    staff: Together
    since: Millis
    """Since when voices are measured, in ms since 1970."""


def step(amount: float, bounds: tuple[float, ...]) -> int:
    """How many of the bounds are reached."""
    return bisect_right(bounds, amount)


def balance(room: Room, measured: Measured) -> Balance:
    """Who has been heard how much until `measured`."""
    everybody = room.people.values()
    guests = [each for each in everybody if each.shown.role not in STAFF_ROLES]
    hall = _together(room, measured, (each for each in guests if each.shown.hall is not None))
    return Balance(
        people=tuple(_heard(room, measured, each) for each in guests if _takes_part(room, each)),
        home=_together(room, measured, (each for each in guests if each.shown.hall is None)),
        hall=hall.model_copy(update={"voice": None}),
        staff=_together(room, measured, (each for each in everybody if each.shown.role in STAFF_ROLES)),
        since=measured.since,
    )


def _takes_part(room: Room, person: Person) -> bool:
    place = room.place(person.shown.place)
    return place.part is Part.PRESENT and not place.private and not place.listening


def _heard(room: Room, measured: Measured, person: Person) -> Heard:
    known = person.shown.id
    return Heard(
        person=known,
        voice=step(measured.seconds.get(known, 0.0), VOICE_STEPS) if person.shown.hall is None else None,
        messages=step(room.chat.told.get(known, 0), MESSAGE_STEPS),
        turn=known in room.had_turn,
    )


def _together(room: Room, measured: Measured, people: Iterable[Person]) -> Together:
    ids = [each.shown.id for each in people]
    return Together(
        voice=step(sum(measured.seconds.get(each, 0.0) for each in ids), ALL_VOICE_STEPS),
        messages=step(sum(room.chat.told.get(each, 0) for each in ids), ALL_MESSAGE_STEPS),
    )
