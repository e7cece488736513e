"""Counting without people: how many came, by which way, and who only listened. Pure; folded over a room's events.

What it knows of persons (a random id each, gone with the session) never leaves it: `totals` gives numbers, one set for each
origin, which is the organisation whose link they came by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from rooms.base import STAFF_ROLES, How, Microphone, Part, Role
from rooms.events import AnyEvent, Entered, HowTold, Left, MessageSaid, MicrophoneSet, PlaceTaken, PlanSet, Reacted
from rooms.plan import Plan


@dataclass(frozen=True, slots=True)
class Came:
    """One person's way through the session, as numbers need it."""

    origin: str
    in_hall: bool
    first_time: bool
    inside: bool = True
    """Did more than wait for staff to let them in."""
    here: bool = True
    talked: bool = False
    """Was ever at a place where people talk."""
    listened: bool = False
    spoke: bool = False
    wrote: bool = False
    reacted: bool = False
    how: How | None = None
    """How they said it was, at the end."""


Deed = Literal["spoke", "wrote", "reacted"]


def _having(came: Came, deed: Deed) -> Came:
    match deed:
        case "spoke":
            return replace(came, spoke=True)
        case "wrote":
            return replace(came, wrote=True)
        case "reacted":
            return replace(came, reacted=True)


@dataclass(frozen=True, slots=True)
class Numbers:
    total: int = 0
    online: int = 0
    hall: int = 0
    listeners: int = 0
    spoke: int = 0
    wrote: int = 0
    reacted: int = 0
    first_time: int = 0
    peak: int = 0
    glad: int = 0
    calm: int = 0
    tired: int = 0
    """How they said it was."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What has been seen so far."""

    plan: Plan
    people: Mapping[str, Came] = field(default_factory=dict)
    peaks: Mapping[str, int] = field(default_factory=dict)

    def after(self, events: Iterable[AnyEvent]) -> Tally:
        """The tally after some more events."""
        tally = self
        for event in events:
            tally = tally._after(event)
        return tally

    def _after(self, event: AnyEvent) -> Tally:
        match event:
            case Entered() if event.shown.role not in STAFF_ROLES and event.shown.role is Role.PARTICIPANT:
                known = self.people.get(event.shown.id)
                came = (
                    Came(event.origin, event.shown.hall is not None, event.first_time, inside=event.shown.held is None)
                    if known is None
                    else replace(
                        known,
                        here=True,
                        in_hall=known.in_hall or event.shown.hall is not None,
                        inside=known.inside or event.shown.held is None,
                    )
                )
                return self._with(event.shown.id, self._seated(came, event.shown.place))
            case PlaceTaken() if event.person in self.people:
                came = self.people[event.person]
                came = replace(came, inside=came.inside or event.held is None)
                return self._with(event.person, self._seated(came, event.place))
            case PlanSet():
                return self._laid_out(event)
            case Left() if event.person in self.people:
                return self._with(event.person, replace(self.people[event.person], here=False))
            case MicrophoneSet() if event.microphone is Microphone.OPEN:
                return self._did(event.person, "spoke")
            case MessageSaid():
                return self._did(event.message.person, "wrote")
            case Reacted():
                return self._did(event.person, "reacted")
            case HowTold() if event.person in self.people:
                said = replace(self.people[event.person], how=event.how)
                return Tally(self.plan, {**self.people, event.person: said}, self.peaks)
            case _:
                return self

    def _did(self, person: str, what: Deed) -> Tally:
        """The same tally where it was known: everybody is looked at only for what is new."""
        came = self.people.get(person)
        if came is None or getattr(came, what):
            return self
        return Tally(self.plan, {**self.people, person: _having(came, what)}, self.peaks)

    def _laid_out(self, event: PlanSet) -> Tally:
        tally = replace(self, plan=event.plan)
        for seated in event.seated:
            if seated.person in self.people:
                tally = tally._with(seated.person, tally._seated(self.people[seated.person], seated.place))
        return tally

    def _seated(self, came: Came, place_id: str) -> Came:
        place = self.plan.place(place_id)
        if place is None:
            return came
        talks = place.part is Part.PRESENT and not place.listening
        return replace(came, listened=came.listened or place.listening, talked=came.talked or talks)

    def _with(self, person: str, came: Came) -> Tally:
        people = {**self.people, person: came}
        here = sum(1 for each in people.values() if each.here and each.inside and each.origin == came.origin)
        peaks = {**self.peaks, came.origin: max(here, self.peaks.get(came.origin, 0))}
        return Tally(self.plan, people, peaks)

    def totals(self) -> dict[str, Numbers]:
        """Origin to numbers."""
        found: dict[str, Numbers] = {}
        inside = [came for came in self.people.values() if came.inside]
        for origin in {came.origin for came in inside}:
            own = [came for came in inside if came.origin == origin]
            found[origin] = Numbers(
                total=len(own),
                online=sum(not came.in_hall for came in own),
                hall=sum(came.in_hall for came in own),
                listeners=sum(came.listened and not came.talked for came in own),
                spoke=sum(came.spoke for came in own),
                wrote=sum(came.wrote for came in own),
                reacted=sum(came.reacted for came in own),
                first_time=sum(came.first_time for came in own),
                peak=self.peaks.get(origin, 0),
                glad=sum(came.how is How.GLAD for came in own),
                calm=sum(came.how is How.CALM for came in own),
                tired=sum(came.how is How.TIRED for came in own),
            )
        return found
