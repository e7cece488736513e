"""RFC 5545 recurrence rules: which are accepted, and what becomes of one that moves.

Which days they name is `pattern`'s business. Here stands what a calendar of gatherings may ask for: days, never hours, and
nothing that could name a million dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
_DAY = re.compile(r"^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$")
_PARTS = frozenset(
    {
        "FREQ",
        "INTERVAL",
        "BYDAY",
        "BYMONTH",
        "BYMONTHDAY",
        "BYYEARDAY",
        "BYWEEKNO",
        "BYSETPOS",
        "COUNT",
        "UNTIL",
        "WKST",
    }
)
MAX_COUNT = 5000
"""What COUNT may ask for."""
HORIZON = date(2101, 12, 31)
"""No rule is looked at beyond."""


class RuleRefused(ValueError):
    """A recurrence rule that cannot be used; the message says which part and why."""


class CountRefused(RuleRefused):
    """How often in all (COUNT) is no number that can be used: in a form it has a box of its own."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A parsed rule. Numbers are as in RFC 5545; empty means not given."""

    freq: str
    interval: int = 1
    by_day: tuple[tuple[int, str], ...] = ()
    """(ordinal or 0, weekday)."""
    by_month: tuple[int, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    by_week: tuple[int, ...] = ()
    by_set_pos: tuple[int, ...] = ()
    count: int | None = None
    until: date | None = None
    until_moment: datetime | None = None
    """UNTIL in UTC: which day it is depends on the zone and the hour, so whoever knows them makes `until` of it."""
    week_start: str = "MO"

    @property
    def ends(self) -> bool:
        return self.count is not None or self.until is not None or self.until_moment is not None

    @property
    def by_month_days_alone(self) -> bool:
        """Whether nothing but days of the month names its days: those may be missing in a short month."""
        others = (self.by_day, self.by_year_day, self.by_week, self.by_set_pos)
        return self.freq in ("MONTHLY", "YEARLY") and not any(others)

    def text(self) -> str:
        """The rule as RFC 5545 writes it."""
        days = ",".join(f"{ordinal or ''}{day}" for ordinal, day in self.by_day)
        parts = [
            ("FREQ", self.freq),
            ("INTERVAL", str(self.interval) if self.interval > 1 else ""),
            ("BYMONTH", _joined(self.by_month)),
            ("BYWEEKNO", _joined(self.by_week)),
            ("BYYEARDAY", _joined(self.by_year_day)),
            ("BYMONTHDAY", _joined(self.by_month_day)),
            ("BYDAY", days),
            ("BYSETPOS", _joined(self.by_set_pos)),
            ("COUNT", str(self.count) if self.count is not None else ""),
            ("UNTIL", self._until()),
            ("WKST", self.week_start if self.week_start != "MO" else ""),
        ]
        return ";".join(f"{name}={value}" for name, value in parts if value)

    def _until(self) -> str:
        if self.until_moment is not None:
            return f"{self.until_moment:%Y%m%dT%H%M%SZ}"
        return "" if self.until is None else f"{self.until:%Y%m%d}"


def _joined(numbers: tuple[int, ...]) -> str:
    return ",".join(str(number) for number in numbers)


@lru_cache(maxsize=256)
def parse(text: str) -> Recurrence:
    """Read `FREQ=MONTHLY;BYDAY=3SU` (with or without `RRULE:`). Raises RuleRefused with a sentence."""
    given: dict[str, str] = {}
    for part in text.strip().removeprefix("RRULE:").upper().rstrip(";").split(";"):
        name, sign, value = part.strip().partition("=")
        if not sign or not value:
            raise RuleRefused(f"「{part}」は NAME=VALUE の形ではありません")
        if name not in _PARTS:
            raise RuleRefused(f"{name} は使えません(使えるもの: {', '.join(sorted(_PARTS))})")
        if name in given:
            raise RuleRefused(f"{name} が二度あります")
        given[name] = value
    freq = given.get("FREQ", "")
    if freq not in FREQUENCIES:
        raise RuleRefused(f"FREQ は {', '.join(FREQUENCIES)} のどれかです")
    made = Recurrence(
        freq=freq,
        interval=_number("INTERVAL", given.get("INTERVAL", "1"), 1, 400),
        by_day=_days(given.get("BYDAY"), freq),
        by_month=_numbers("BYMONTH", given.get("BYMONTH"), 1, 12),
        by_month_day=_numbers("BYMONTHDAY", given.get("BYMONTHDAY"), -31, 31),
        by_year_day=_numbers("BYYEARDAY", given.get("BYYEARDAY"), -366, 366),
        by_week=_numbers("BYWEEKNO", given.get("BYWEEKNO"), -53, 53),
        by_set_pos=_numbers("BYSETPOS", given.get("BYSETPOS"), -366, 366),
        count=_count(given["COUNT"]) if "COUNT" in given else None,
        until=_until(given["UNTIL"]) if "UNTIL" in given and not given["UNTIL"].endswith("Z") else None,
        until_moment=_moment(given["UNTIL"]) if given.get("UNTIL", "").endswith("Z") else None,
        week_start=given.get("WKST", "MO"),
    )
    if made.week_start not in WEEKDAYS:
        raise RuleRefused("WKST は曜日(MO〜SU)です")
    if made.count is not None and "UNTIL" in given:
        raise RuleRefused("COUNT と UNTIL はどちらか一つです")
    if made.by_set_pos and not (made.by_day or made.by_month_day or made.by_year_day or made.by_week):
        raise RuleRefused("BYSETPOS には BYDAY などが要ります")
    if freq == "WEEKLY" and made.by_month_day:
        raise RuleRefused("BYMONTHDAY は FREQ=WEEKLY とは使えません")
    if freq != "YEARLY" and (made.by_year_day or made.by_week):
        raise RuleRefused("BYYEARDAY と BYWEEKNO は FREQ=YEARLY のときだけです")
    if made.by_week and any(ordinal for ordinal, _ in made.by_day):
        raise RuleRefused("BYWEEKNO と番号つきの曜日は一緒に使えません")
    return made


def _number(name: str, text: str, least: int, most: int) -> int:
    try:
        number = int(text)
    except ValueError:
        raise RuleRefused(f"{name} は数です") from None
    if not least <= number <= most:
        raise RuleRefused(f"{name} は {least} から {most} までです")
    return number


def _count(text: str) -> int:
    try:
        return _number("COUNT", text, 1, MAX_COUNT)
    except RuleRefused:
        raise CountRefused(f"全部で何回(COUNT)は、1 から {MAX_COUNT} までの数です") from None


def _numbers(name: str, text: str | None, least: int, most: int) -> tuple[int, ...]:
    if text is None:
        return ()
    numbers = tuple(dict.fromkeys(_number(name, part, least, most) for part in text.split(",")))
    if 0 in numbers:
        raise RuleRefused(f"{name} に 0 はありません")
    return numbers


def _days(text: str | None, freq: str) -> tuple[tuple[int, str], ...]:
    if text is None:
        return ()
    days = []
    for part in text.split(","):
        match = _DAY.match(part.strip())
        if match is None:
            raise RuleRefused(f"BYDAY の「{part}」がわかりません(例: 3SU は第3日曜、-1TH は最終木曜)")
        ordinal = int(match[1]) if match[1] else 0
        if match[1] and ordinal == 0:
            raise RuleRefused("BYDAY に第0はありません")
        if ordinal and freq in ("DAILY", "WEEKLY"):
            raise RuleRefused("番号つきの曜日は FREQ=MONTHLY か YEARLY で使います")
        if freq == "MONTHLY" and abs(ordinal) > 5:
            raise RuleRefused("ひと月に第6の曜日はありません")
        days.append((ordinal, match[2]))
    return tuple(dict.fromkeys(days))


def _until(text: str) -> date:
    """A day, or a local time of it."""
    try:
        if not re.fullmatch(r"\d{8}(T\d{6})?", text):
            raise ValueError(text)
        day = datetime.strptime(text[:8], "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise RuleRefused("UNTIL は 20270331 か 20270331T150000Z の形です") from None
    return _in_range(day)


def _in_range(day: date) -> date:
    """A year of slack on both sides: a day in UTC may be another one here."""
    if not 1999 <= day.year <= HORIZON.year:
        raise RuleRefused("UNTIL の年は2000年から2100年までです")
    return day


def _moment(text: str) -> datetime:
    try:
        moment = datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise RuleRefused("UNTIL は 20270331 か 20270331T150000Z の形です") from None
    _in_range(moment.date())
    return moment


_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LARGEST = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}


def names_something(rule: Recurrence) -> bool:
    """False for rules like 30 February, or the second Monday of each week: dateutil would look until the year 9999."""
    months = rule.by_month or range(1, 13)
    if rule.by_month_day and min(map(abs, rule.by_month_day)) > max(_LONGEST[month - 1] for month in months):
        return False
    largest = _LARGEST[rule.freq]
    if rule.by_day and rule.freq in ("WEEKLY", "MONTHLY"):
        largest = sum(1 if ordinal or rule.freq == "WEEKLY" else 5 for ordinal, _ in rule.by_day)
    return not rule.by_set_pos or min(map(abs, rule.by_set_pos)) <= largest


def _ordinal(day: date, like: int) -> int:
    """Which weekday of its month a day is: from the end if it was counted so and still can be, else from the start."""
    from_end = -((month_end(day) - day).days // 7 + 1)
    from_start = (day.day - 1) // 7 + 1
    if like < 0 and from_end in (like, -1):
        return from_end
    return from_end if from_start == 5 and like != 5 else from_start


def month_end(day: date) -> date:
    """The last day of its month."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)


def re_anchored(rule: Recurrence, was: date, to: date) -> Recurrence:
    """The rule that names `to` where this one named `was`: 第1日曜 moved by a week becomes 第2日曜.

    Only the weekday or day of the month that was moved changes. Raises RuleRefused where a rule cannot be moved as a whole.
    """
    if was == to:
        return rule
    new_day = WEEKDAYS[to.weekday()]
    if rule.by_year_day or rule.by_week:
        raise RuleRefused("この繰り返しはまとめて移せません。規則を入れなおしてください")
    months = rule.by_month
    if months and to.month != was.month:
        months = tuple(sorted({to.month if month == was.month else month for month in months}))
    if rule.by_set_pos:
        if len(rule.by_day) != 1 or rule.by_month_day:
            raise RuleRefused("この繰り返しはまとめて移せません。規則を入れなおしてください")
        position = (_ordinal(to, rule.by_set_pos[0]),)
        return replace(rule, by_day=((0, new_day),), by_set_pos=position, by_month=months)
    if rule.by_day:
        if rule.freq == "YEARLY" and not rule.by_month and any(ordinal for ordinal, _ in rule.by_day):
            raise RuleRefused("この繰り返しはまとめて移せません。規則を入れなおしてください")
        return replace(rule, by_day=_moved_days(rule, was, to), by_month=months)
    if rule.by_month_day:
        end = month_end(to)
        from_end = was.day not in rule.by_month_day
        new = -1 if from_end and to == end else to.day
        gone = was.day if not from_end else was.day - month_end(was).day - 1
        moved = tuple(dict.fromkeys(new if number == gone else number for number in rule.by_month_day))
        return replace(rule, by_month_day=moved, by_month=months)
    return replace(rule, by_month=months)  # the day comes from the anchor, which moves along


def _names(rule: Recurrence, element: tuple[int, str], day: date) -> bool:
    """Whether one of a rule's weekdays is what names a day."""
    ordinal, weekday = element
    if weekday != WEEKDAYS[day.weekday()]:
        return False
    if ordinal == 0 or rule.freq not in ("MONTHLY", "YEARLY"):
        return True
    return ordinal in ((day.day - 1) // 7 + 1, -((month_end(day) - day).days // 7 + 1))


def _moved_days(rule: Recurrence, was: date, to: date) -> tuple[tuple[int, str], ...]:
    moved: list[tuple[int, str]] = []
    done = False
    for element in rule.by_day:
        if not done and _names(rule, element, was):
            done = True
            ordinal = _ordinal(to, element[0]) if element[0] else 0
            moved.append((ordinal, WEEKDAYS[to.weekday()]))
        else:
            moved.append(element)
    return tuple(dict.fromkeys(moved))


def parted(rule: Recurrence, day: date) -> tuple[Recurrence, Recurrence | None]:
    """(the part of a rule that names a day, the rest): 第1・第3木曜 is parted into 第3木曜 and 第1木曜.

    Rules whose parts cannot be told apart (BYSETPOS, days of the year) are not parted: all of them is the part.
    """
    whole = replace(rule, until_moment=None)
    if rule.by_set_pos or rule.by_year_day or rule.by_week:
        return whole, None
    if len(rule.by_day) > 1 and not rule.by_month_day:
        named = next((element for element in rule.by_day if _names(rule, element, day)), None)
        if named is not None:
            rest = tuple(element for element in rule.by_day if element != named)
            return replace(whole, by_day=(named,), count=None), replace(whole, by_day=rest, count=None)
    if len(rule.by_month_day) > 1 and not rule.by_day:
        number = day.day if day.day in rule.by_month_day else day.day - month_end(day).day - 1
        rest_days = tuple(each for each in rule.by_month_day if each != number)
        return replace(whole, by_month_day=(number,), count=None), replace(whole, by_month_day=rest_days, count=None)
    return whole, None
