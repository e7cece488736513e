"""Who may come, and how seats are given: entry rules, capacities, and a waiting list that moves up by itself.

Pure. The office keeps the reservations; here stands what a new one becomes, and who moves up when a seat is free.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict

from server.office.rules.typed import Between


class EntryKind(StrEnum):
    FREE = "free"  # 予約なし・出入り自由
    RESERVATION = "reservation"  # 要予約
    EITHER = "either"  # 予約しても、しなくても
    APPLICATION = "application"  # 申し込むとリンクが届く
    MEMBERS = "members"  # 会員だけ


class Entry(BaseModel):
    """The entry rule of a session."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: EntryKind = EntryKind.FREE
    waiting_list: bool = True
    """When all seats are taken: wait in line, rather than be told that it is full."""
    opens_days_before: Annotated[int, Between(0, 366)] = 60
    closes_hours_before: Annotated[int, Between(0, 720)] = 0

    @property
    def takes_reservations(self) -> bool:
        return self.kind in (EntryKind.RESERVATION, EntryKind.EITHER, EntryKind.APPLICATION)

    @property
    def link_is_public(self) -> bool:
        """Whether the way in may stand on the public page."""
        return self.kind in (EntryKind.FREE, EntryKind.EITHER)


@dataclass(frozen=True, slots=True)
class Line:
    """Those who hold or wait for one way of taking part, in the order of asking."""

    capacity: int | None
    booked: int
    waiting: tuple[str, ...]

    @property
    def free(self) -> int | None:
        """Free seats; None where there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.booked)


class Outcome(StrEnum):
    BOOKED = "booked"
    WAITING = "waiting"
    APPLIED = "applied"
    FULL = "full"


def ask(entry: Entry, line: Line) -> Outcome:
    """What a new reservation becomes. Nobody overtakes: while somebody waits, the next one waits too."""
    if entry.kind is EntryKind.APPLICATION:
        return Outcome.APPLIED
    if line.free is None or (line.free > 0 and not line.waiting):
        return Outcome.BOOKED
    return Outcome.WAITING if entry.waiting_list else Outcome.FULL


def moving_up(line: Line) -> Sequence[str]:
    """Those of the waiting list who now get a seat, in order."""
    return line.waiting if line.free is None else line.waiting[: line.free]
