"""What staff decided about somebody, kept where that somebody cannot throw it away.

A `Person` ends with leaving; a measure does not. It stands by person and by every device on which that person was seen, so
that neither a new name, a reload, another tab nor another link of the same device lifts it. Only staff do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DEVICES_KEPT = 16
"""Devices of one person that are remembered: a personal link may be opened on any number."""


@dataclass(frozen=True, slots=True)
class Measure:
    """For whom a decision of the staff holds."""

    people: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Person to the devices on which they were seen."""

    def holds(self, person: str, devices: frozenset[str]) -> bool:
        """Whether it holds for a person who is on these devices."""
        return bool(self._of(person, devices))

    def taken(self, person: str, devices: frozenset[str]) -> Measure:
        """From now on it holds for this person, and for whoever is on these devices."""
        return Measure({**self.people, person: joined(self.people.get(person, frozenset()), devices)})

    def lifted(self, person: str, devices: frozenset[str] = frozenset()) -> Measure:
        """It holds no more for this person, nor by these devices."""
        over = self._of(person, devices)
        return Measure({each: on for each, on in self.people.items() if each not in over}) if over else self

    def seen(self, person: str, devices: frozenset[str]) -> Measure:
        """A person has come on these devices: for whom it holds, it holds there too."""
        known = self.people.get(person)
        return self if known is None or devices <= known else self.taken(person, devices)

    def _of(self, person: str, devices: frozenset[str]) -> set[str]:
        return {each for each, on in self.people.items() if each == person or on & devices}


def on(*devices: str) -> frozenset[str]:
    """Devices as a set; a mark that is empty is no device."""
    return frozenset(device for device in devices if device)


def joined(known: frozenset[str], more: frozenset[str]) -> frozenset[str]:
    """Devices of one person, as many as are remembered. The newest are always among them."""
    spare = max(0, DEVICES_KEPT - len(more))
    return more | frozenset(sorted(known - more)[:spare])
