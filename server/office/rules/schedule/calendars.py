"""Days on which nothing is held: public holidays (from the `holidays` library) and the days a town closes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays as library

_YEARLY = re.compile(r"^(\d{2}-\d{2})(?:/(\d{2}-\d{2}))?$", re.ASCII)
_FIXED = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:/(\d{4}-\d{2}-\d{2}))?$", re.ASCII)
COUNTRIES = {"Asia/Tokyo": "JP"}
"""Zones whose public holidays are known."""
NEW_YEAR = "年末年始"
NEW_YEAR_FROM, NEW_YEAR_TO = "12-20", "01-15"
"""Between these are the days that people call so."""


@lru_cache(maxsize=64)
def _year(country: str, year: int) -> dict[date, str]:
    # Japan's own language: the names stand in Japanese calendars.
    return dict(library.country_holidays(country, years=year, language="ja").items())


def holiday(day: date, timezone: str = "Asia/Tokyo") -> str | None:
    """The name of the public holiday on a day, or None. Only Japan's are known; other zones have none."""
    country = COUNTRIES.get(timezone)
    return None if country is None else _year(country, day.year).get(day)


@lru_cache(maxsize=64)
def holidays_known(timezone: str) -> int | None:
    """The last year whose public holidays are known, or None where no year's are."""
    country = COUNTRIES.get(timezone)
    return None if country is None else int(library.country_holidays(country).end_year)


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

    @property
    def name(self) -> str:
        """What people call it: 年末年始, お盆, or 休館日."""
        if (
            self.first <= self.last
            and self.first[-5:] <= "08-15" <= self.last[-5:]
            and self.first[:-5] == self.last[:-5]
        ):
            return "お盆" if self.first[-5:] >= "08-09" and self.last[-5:] <= "08-18" else "休館日"
        return NEW_YEAR if self._within_the_new_year else "休館日"

    @property
    def _within_the_new_year(self) -> bool:
        """A winter in which the hall is shut begins before or ends after. Part of those days (12-29/12-31) is called so."""
        first, last = self.first[-5:], self.last[-5:]
        if len(self.first) == 10 and (date.fromisoformat(self.last) - date.fromisoformat(self.first)).days > 31:
            return False
        begins, ends = first >= NEW_YEAR_FROM, last <= NEW_YEAR_TO
        return (begins and ends) if first > last else (begins and last == "12-31") or (ends and first == "01-01")


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


@lru_cache(maxsize=20_000)
def open_day_near(day: date, step: int, free: OpenDays, *, weekends: bool) -> date | None:
    """The nearest day in that direction that is open; None within a month is none.

    Without `weekends` a workday goes to a workday only.
    """
    weekend_too = weekends or day.weekday() >= 5 or abs(step) == 7
    for distance in range(1, 31):
        moved = day + timedelta(days=step * distance)
        if free(moved) and (weekend_too or moved.weekday() < 5):
            return moved
    return None


class OpenDays:
    """Whether a day is neither a holiday nor closed, nor a Saturday or Sunday where those give way too."""

    def __init__(self, closures: tuple[str, ...], timezone: str, *, weekends: bool = True) -> None:
        self._weekends = weekends
        self._closures = tuple(parse_closure(text) for text in closures)
        self._timezone = timezone
        self._known: dict[date, bool] = {}
        self._open: dict[date, bool] = {}

    def closed(self, day: date) -> bool:
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = any(closure.covers(day) for closure in self._closures)
        return known

    def closure(self, day: date) -> str:
        """What people call the time in which it is closed on this day."""
        names = [closure.name for closure in self._closures if closure.covers(day)]
        return next((name for name in names if name == NEW_YEAR), names[0] if names else "")

    def weekend(self, day: date) -> bool:
        """Whether it is a Saturday or Sunday, where those are not as good as any day."""
        return not self._weekends and day.weekday() >= 5

    def holiday(self, day: date) -> str | None:
        return holiday(day, self._timezone)

    def __call__(self, day: date) -> bool:
        known = self._open.get(day)
        if known is None:
            known = self._open[day] = not (self.weekend(day) or self.closed(day)) and self.holiday(day) is None
        return known


@lru_cache(maxsize=256)
def open_days(closures: tuple[str, ...], timezone: str, *, weekends: bool = True) -> OpenDays:
    """What is known of a calendar's days, shared by all who ask."""
    return OpenDays(closures, timezone, weekends=weekends)
