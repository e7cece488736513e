"""Who or what is wanted at two places at once. Pure: times and names in, pairs out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from server.office.rules.halls import same_hall


@dataclass(frozen=True, slots=True)
class Booked:
    """A session as far as clashes are concerned. Times in ms, half open."""

    session: str
    date: str
    """The date it belongs to: linked rooms of one date share their venue on purpose."""
    begins: int
    ends: int
    venue: str | None
    """As it is named; `rules.halls` says what is the same hall."""
    crew: frozenset[str] = field(default_factory=frozenset)
    on_call: frozenset[str] = field(default_factory=frozenset)
    """Who is on call may be so for several sessions at once, but not while doing another task."""


def taken(starts: int, ends: int | None, early_minutes: int, minutes: int) -> tuple[int, int]:
    """(begins, ends) in ms of the time that a session takes its people and its hall for, its early doors included. With an
    open end it lasts as long as its programme usually does (`minutes`)."""
    return starts - early_minutes * 60_000, starts + minutes * 60_000 if ends is None else ends


@dataclass(frozen=True, slots=True)
class Pair:
    kind: Literal["crew", "venue"]
    what: str
    one: str
    other: str


def clashes(sessions: Iterable[Booked]) -> list[Pair]:
    """Every pair of overlapping sessions that want the same person or the same venue; in order of time.

    A sweep over those that are still going on, so that a year of sessions costs hardly more than its overlaps.
    """
    found: list[Pair] = []
    going: list[Booked] = []
    for session in sorted(sessions, key=lambda each: (each.begins, each.session)):
        going = [each for each in going if each.ends > session.begins]
        for other in going:
            found += _between(other, session)
        going.append(session)
    return found


def _between(one: Booked, other: Booked) -> list[Pair]:
    people = (one.crew & other.crew) | (one.crew & other.on_call) | (one.on_call & other.crew)
    pairs = [Pair("crew", person, one.session, other.session) for person in sorted(people)]
    if one.venue is not None and same_hall(one.venue, other.venue) and one.date != other.date:
        pairs.append(Pair("venue", one.venue, one.session, other.session))
    return pairs
