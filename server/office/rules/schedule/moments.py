"""From days and hours on the wall to moments: zones, nights, and the hours that the clocks leave out or have twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.office.rules.schedule.segments import minutes


def length(start: str, end: str) -> int:
    """Minutes on the wall from a beginning to an end, which is on the next day if it is not later."""
    return (minutes(end) - minutes(start) - 1) % 1440 + 1


class Wall:
    """The clock on the wall of a zone."""

    def __init__(self, timezone: str) -> None:
        self._zone = ZoneInfo(timezone)

    def moment(self, day: date, clock: str) -> datetime:
        """A wall-clock time. One that a change of the clocks leaves out is moved past it; of two the first is meant."""
        naive = datetime.combine(day, time.fromisoformat(clock))
        return datetime.fromtimestamp(naive.replace(tzinfo=self._zone).timestamp(), self._zone)

    def span(self, day: date, start: str, end: str | None, *, elapsed: bool) -> tuple[datetime, datetime | None]:
        """When it begins and ends: at the hour on the wall, or after as much time as lies between the hours on others."""
        begins = self.moment(day, start)
        if end is None:
            return begins, None
        ends = self.moment(day if end > start else day + timedelta(days=1), end)
        if elapsed or ends <= begins:  # or both inside an hour that the clocks leave out
            ends = (begins.astimezone(UTC) + timedelta(minutes=length(start, end))).astimezone(self._zone)
        return begins, ends
