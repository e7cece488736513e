"""The days of a rule in words, without times: 「毎月第3日曜」「8月の開庁日」. Rules with other days have other words.

What towns say has the words that towns use; whatever else RFC 5545 can put together is told piece by piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from server.office.rules.schedule.model import Only, Rule, ShortMonths
from server.office.rules.schedule.pattern import written_out
from server.office.rules.schedule.recurrence import WEEKDAYS, Recurrence

NAMES = dict(zip(WEEKDAYS, "月火水木金土日", strict=True))
_WORKDAYS = WEEKDAYS[:5]
_ONLY = {
    Only.WORKDAYS: "平日(祝日をのぞく)",
    Only.DAYS_OFF: "土日祝",
    Only.HOLIDAYS: "祝日",
}
_PERIODS = {
    "DAILY": ("毎日", "日ごと"),
    "WEEKLY": ("毎週", "週ごと"),
    "MONTHLY": ("毎月", "か月ごと"),
    "YEARLY": ("毎年", "年ごと"),
}
_SPANS = {"DAILY": "日", "WEEKLY": "週", "MONTHLY": "月", "YEARLY": "年"}


def _ordinal(number: int) -> str:
    if number == -1:
        return "最終"
    return f"第{number}" if number > 0 else f"最後から{-number}番目の"


def _numbers(numbers: Sequence[int]) -> str:
    """第1・第3, 第1・最後の: before a noun."""
    words = "・".join(f"第{each}" if each > 0 else "最後" if each == -1 else f"最後から{-each}番目" for each in numbers)
    return words if numbers[-1] > 0 else f"{words}の"


def _weekdays(days: Sequence[str]) -> str:
    """月・水曜; five workdays are 平日."""
    if tuple(days) == _WORKDAYS:
        return "平日"
    if len(days) == 7:
        return "毎日"
    return "・".join(NAMES[day] for day in days) + "曜"


def _plain(rule: Recurrence) -> list[str]:
    return sorted({day for ordinal, day in rule.by_day if not ordinal}, key=WEEKDAYS.index)


def _month_days(numbers: Sequence[int]) -> str:
    return "・".join(
        "末日" if number == -1 else f"{number}日" if number > 0 else f"末日の{-number - 1}日前" for number in numbers
    )


def _numbered(rule: Recurrence) -> str:
    by_weekday: dict[str, list[int]] = {}
    for ordinal, day in rule.by_day:
        by_weekday.setdefault(day, []).append(ordinal)
    return "と".join(
        "・".join(_ordinal(number) if number else "毎週" for number in sorted(ordinals, key=lambda each: each == 0))
        + NAMES[day]
        + "曜"
        for day, ordinals in by_weekday.items()
    )


def _in_month(rule: Recurrence) -> str:
    """What is said after 毎月: 第1・第3木曜, 15日, 最後の平日."""
    plain = _plain(rule)
    if rule.by_set_pos:
        if plain == list(_WORKDAYS) and rule.by_set_pos in ((-1,), (1,)):
            return "最後の平日" if rule.by_set_pos == (-1,) else "最初の平日"
        return f"{_weekdays(plain)}のうち{_numbers(rule.by_set_pos)}日"
    days = _month_days(rule.by_month_day)
    if rule.by_day and rule.by_month_day:
        return f"{days}のうち{_weekdays(plain) if plain else _numbered(rule)}の日"
    if rule.by_month_day:
        return days
    return f"{_weekdays(plain)}すべて" if not any(ordinal for ordinal, _ in rule.by_day) else _numbered(rule)


def _months(months: tuple[int, ...]) -> str:
    months = tuple(sorted(months))
    if months == (2, 4, 6, 8, 10, 12):
        return "偶数月"
    if months == (1, 3, 5, 7, 9, 11):
        return "奇数月"
    return "・".join(f"{month}月" for month in months)


def _weekly(rule: Recurrence, anchor: date) -> str:
    days = _plain(rule) or [WEEKDAYS[anchor.weekday()]]
    words = _weekdays(days)
    months = f"{_months(rule.by_month)}の" if rule.by_month else ""
    if rule.interval == 1:
        often = f"(週{len(days)}回)" if 1 < len(days) < 5 else ""
        return months + (words if words in ("平日", "毎日") else f"毎週{words}{often}")
    each = "隔週" if rule.interval == 2 else f"{rule.interval}週ごとの"
    return f"{months}{each}{words}"


def _monthly(rule: Recurrence, anchor: date, short: ShortMonths) -> str:
    what = _in_month(written_out(rule, anchor))
    rare = _rare(rule, anchor, short)
    if rule.by_month:
        return f"{_months(rule.by_month)}の{what}{rare}"
    if rule.interval == 1:
        return f"毎月{what}{rare}"
    if 12 % rule.interval == 0:
        months = tuple(
            sorted((anchor.month - 1 + step * rule.interval) % 12 + 1 for step in range(12 // rule.interval))
        )
        return f"{rule.interval}か月ごと({_months(months)})の{what}{rare}"
    return f"{rule.interval}か月ごとの{what}{rare}"


def _rare(rule: Recurrence, anchor: date, short: ShortMonths) -> str:
    """What is said of days that not every month has."""
    days = rule.by_month_day or (() if rule.by_day else (anchor.day,))
    if any(abs(ordinal) == 5 for ordinal, _ in rule.by_day):
        return "(ある月だけ)"
    if not any(day > 28 or day < -28 for day in days):
        return ""
    if short is ShortMonths.SKIP or not any(day > 28 for day in days):
        return "(ある月だけ)"
    return "(ない月は末日)" if short is ShortMonths.LAST_DAY else "(ない月は翌月1日)"


def _yearly(rule: Recurrence, anchor: date, short: ShortMonths) -> str:
    each = "毎年" if rule.interval == 1 else f"{rule.interval}年ごとの"
    if rule.by_year_day or rule.by_week:
        days = "・".join(str(number) for number in rule.by_year_day or rule.by_week)
        return f"{each}{days}{'日目' if rule.by_year_day else '週目'}" + (
            f"の{_weekdays(_plain(rule))}" if rule.by_day else ""
        )
    gives_way = "" if short is ShortMonths.SKIP else _rare(rule, anchor, short)
    if not rule.by_month and (rule.by_day or rule.by_month_day):
        if rule.by_day and any(ordinal for ordinal, _ in rule.by_day):
            return f"{each}年のなかの{_in_month(rule)}"
        return f"{each}{'の' if rule.interval == 1 else ''}各月{_in_month(rule)}{gives_way}"
    named = written_out(rule, anchor)
    dot = "" if named.by_month_day and not named.by_day else "の"
    return f"{each}{_months(named.by_month)}{dot}{_in_month(named)}{gives_way}"


def _has_words(rule: Recurrence) -> bool:
    """Whether it is a rule of the kinds that towns have words for."""
    numbered = any(ordinal for ordinal, _ in rule.by_day)
    match rule.freq:
        case "DAILY":
            return not (rule.by_month_day or rule.by_set_pos) and (not rule.by_day or rule.interval == 1)
        case "WEEKLY":
            return not rule.by_set_pos
        case "MONTHLY":
            if rule.by_month and rule.interval > 1:
                return False
            if rule.by_month_day and numbered and _plain(rule):
                return False
            return not rule.by_set_pos or not (numbered or rule.by_month_day)
        case _:
            if rule.by_set_pos or (rule.by_month_day and rule.by_day):
                return False
            if rule.by_year_day or rule.by_week:
                others = (rule.by_month, rule.by_month_day, rule.by_year_day and (rule.by_week or rule.by_day))
                return not any(others)
            return not numbered or not _plain(rule)


def _piece_by_piece(rule: Recurrence) -> str:
    """Any rule: 「毎年の6月・11月で、15日で、月曜の日(年ごとに最後の日だけ)」."""
    once, often = _PERIODS[rule.freq]
    pieces = [
        _months(rule.by_month) if rule.by_month else "",
        "・".join(f"{number}週目" for number in rule.by_week),
        "・".join(f"年の{number}日目" for number in rule.by_year_day),
        _month_days(rule.by_month_day) if rule.by_month_day else "",
        (_numbered(rule) if any(ordinal for ordinal, _ in rule.by_day) else _weekdays(_plain(rule)))
        if rule.by_day
        else "",
    ]
    head = once if rule.interval == 1 else f"{rule.interval}{often}"
    words = f"{head}の" + "で、".join(piece for piece in pieces if piece) + "の日"
    return words + (f"({_SPANS[rule.freq]}ごとに{_numbers(rule.by_set_pos)}日だけ)" if rule.by_set_pos else "")


def _base(rule: Recurrence, anchor: date, short: ShortMonths) -> str:
    if not _has_words(rule):
        return _piece_by_piece(rule)
    match rule.freq:
        case "DAILY":
            if rule.by_day:
                return _weekly(replace(rule, freq="WEEKLY"), anchor)
            months = f"{_months(rule.by_month)}の" if rule.by_month else ""
            return months + ("毎日" if rule.interval == 1 else f"{rule.interval}日ごと")
        case "WEEKLY":
            return _weekly(rule, anchor)
        case "MONTHLY":
            return _monthly(rule, anchor, short)
        case _:
            return _yearly(rule, anchor, short)


def _kept(recurrence: Recurrence, anchor: date, rule: Rule, open_days: str) -> str:
    """The days that `only` and `nth` keep: 祝日, 毎月第3開庁日, 毎週月曜のうち祝日だけ."""
    base = _base(recurrence, anchor, rule.short_months)
    if rule.only is None:
        return base
    kept = open_days if rule.only is Only.OPEN else _ONLY[rule.only]
    every_day = replace(recurrence, by_month=(), count=None, until=None, until_moment=None, week_start="MO")
    if every_day == Recurrence("DAILY"):
        if rule.nth:
            return (f"{_months(recurrence.by_month)}の" if recurrence.by_month else "毎月") + _numbers(rule.nth) + kept
        alone = "だけ" if rule.only is Only.HOLIDAYS else ""
        return (f"{_months(recurrence.by_month)}の" if recurrence.by_month else "") + kept + alone
    if rule.nth:
        return f"{base}のうち{kept}で、月ごとに{_numbers(rule.nth)}日だけ"
    return f"{base}のうち{kept}だけ"


def read_days(rule: Rule, recurrence: Recurrence, anchor: date, open_days: str) -> str:
    """The days of a rule in words; `open_days` says what 開庁日 are."""
    words = _kept(recurrence, anchor, rule, open_days)
    if recurrence.week_start != "MO" and (recurrence.interval > 1 or recurrence.by_week or recurrence.by_set_pos):
        words += f"(週は{NAMES[recurrence.week_start]}曜から)"
    if recurrence.count is not None:
        words += f"(全{recurrence.count}回)"
    if recurrence.until is not None:
        words += f"({recurrence.until.year}年{recurrence.until.month}月{recurrence.until.day}日まで)"
    if rule.held is not None:
        words += f"(休んだ分は後に足して全{rule.held}回)"
    return words
