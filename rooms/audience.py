"""For whom things are cut.

An audience is a kind of viewer, a zone, whether it is in a hall, one's own id and since when: all that decides what
somebody may see.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Viewer(StrEnum):
    ONLOOKER = "onlooker"
    """Looks in, or waits on the veranda: places and numbers, no names, no words."""
    PARTICIPANT = "participant"
    SCREEN = "screen"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Audience:
    kind: Viewer
    zone: str
    me: str
    since: int = 0
    """Revision of one's last arrival in a zone: who goes away and comes back within one batch is another audience too."""
    hides: frozenset[str] = frozenset()
    """People of whom this audience is told nothing, for a cut to read. So far nobody hides anybody."""

    marks: frozenset[str] = frozenset()
    """Of staff alone: the link and devices by which they are known, so that what is about somebody reaches them nowhere."""

    waits: bool = False
    """Has come in and waits: such an onlooker is told who of the staff is there."""

    hall: bool = False
    """Is in a hall: a screen there, or somebody who said so as they came in. What an activity shows in halls alone, or at
    home alone, is cut by it. It never changes while somebody is here."""

    @property
    def group(self) -> Audience:
        """The audience of nobody in particular: equal for all who are told the same of events that name none of them."""
        return Audience(self.kind, self.zone, "", hides=self.hides, marks=self.marks, waits=self.waits, hall=self.hall)
