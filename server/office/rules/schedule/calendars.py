"""Days on which nothing is held: public holidays (from the `holidays` library) and the days a town closes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays as library

_YEARLY = re.compile(r"^(\d{2}-\d{2})(?:/(\d{2}-\d{2}))?$", re.ASCII)
_FIXED = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:/(\d{4}-\d{2}-\d{2}))?$", re.ASCII)
_COUNTRIES = {"Asia/Tokyo": "JP"}


@lru_cache(maxsize=64)
def _year(country: str, year: int) -> dict[date, str]:
    # Japan's own language: the names stand in Japanese calendars.
    return dict(library.country_holidays(country, years=year, language="ja").items())


def holiday(day: date, timezone: str = "Asia/Tokyo") -> str | None:
    """The name of the public holiday on a day, or None. Only Japan's are known; other zones have none."""
    country = _COUNTRIES.get(timezone)
    return None if country is None else _year(country, day.year).get(day)


@dataclass(frozen=True, slots=True)
class Closure:
    """`12-29/01-03` every year, `2026-08-13/2026-08-15` once, or single days of either kind. Both ends belong to it."""

    first: str
    last: str

    def covers(self, day: date) -> bool:
        if len(self.first) == 10:
            return date.fromisoformat(self.first) <= day <= date.fromisoformat(self.last)
        today = f"{day:%m-%d}"
        if self.first <= self.last:
            return self.first <= today <= self.last
        return today >= self.first or today <= self.last


def parse_closure(text: str) -> Closure:
    """Raises ValueError with a sentence."""
    yearly, fixed = _YEARLY.match(text), _FIXED.match(text)
    match = yearly or fixed
    if match is None:
        raise ValueError(f"休む日「{text}」は 12-29/01-03 か 2026-08-13/2026-08-15 の形です")
    first, last = match[1], match[2] or match[1]
    for each in (first, last):
        try:
            date.fromisoformat(f"2028-{each}" if yearly else each)  # a leap year, so that 02-29 may be named
        except ValueError:
            raise ValueError(f"休む日「{text}」の {each} は暦にありません") from None
    if fixed and last < first:
        raise ValueError(f"休む日「{text}」は終わりが始まりより前です")
    return Closure(first, last)


def open_day_near(day: date, step: int, free: OpenDays) -> date | None:
    """The nearest day in that direction that is open; None within a month is none."""
    weekend_too = day.weekday() >= 5 or abs(step) == 7
    for distance in range(1, 31):
        moved = day + timedelta(days=step * distance)
        if free(moved) and (weekend_too or moved.weekday() < 5):
            return moved
    return None


class OpenDays:
    """Whether a day is neither a holiday nor closed."""

    def __init__(self, closures: tuple[str, ...], timezone: str) -> None:
        self._closures = tuple(parse_closure(text) for text in closures)
        self._timezone = timezone
        self._known: dict[date, bool] = {}

    def closed(self, day: date) -> bool:
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = any(closure.covers(day) for closure in self._closures)
        return known

    def holiday(self, day: date) -> str | None:
        return holiday(day, self._timezone)

    def __call__(self, day: date) -> bool:
        return not self.closed(day) and self.holiday(day) is None
