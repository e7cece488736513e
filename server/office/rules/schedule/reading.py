"""How a schedule reads in Japanese: 「毎月第3日曜 10時〜12時(祝日も開催)」. What a clerk checks before pressing 作る."""

from __future__ import annotations

from datetime import date

from server.office.rules.schedule.model import Add, Cancel, Form, Move, Place, Policy, Rule, Schedule, Scope, Skip
from server.office.rules.schedule.recurrence import WEEKDAYS, Recurrence
from server.office.rules.schedule.segments import ADDED, Segment, segments_of

NAMES = dict(zip(WEEKDAYS, "月火水木金土日", strict=True))
_WORKDAYS = WEEKDAYS[:5]
_FORMS = {Form.ONLINE: "オンライン", Form.VENUE: "会場", Form.HYBRID: "オンラインと会場"}
_POLICIES = {
    Policy.NEXT_DAY: "次のあいている日に移す",
    Policy.PREVIOUS_DAY: "前のあいている日に移す",
    Policy.NEXT_WEEK: "次の週に移す",
    Policy.PREVIOUS_WEEK: "前の週に移す",
}
_LISTED = 8


def clock(text: str) -> str:
    """10:00 → 10時, 13:30 → 13時30分."""
    hour, minute = int(text[:2]), int(text[3:])
    return f"{hour}時{minute}分" if minute else f"{hour}時"


def span(start: str, end: str | None) -> str:
    """10時〜12時; 17時〜 with an open end; the end of an overnight gathering is 翌."""
    if end is None:
        return f"{clock(start)}〜"
    return f"{clock(start)}〜{'翌' if end < start else ''}{clock(end)}"


def day_words(day: date, year: bool = False) -> str:
    """5月3日(日)."""
    words = f"{day.month}月{day.day}日({NAMES[WEEKDAYS[day.weekday()]]})"
    return f"{day.year}年{words}" if year else words


def _ordinal(number: int) -> str:
    if number == -1:
        return "最終"
    return f"第{number}" if number > 0 else f"最後から{-number}番目の"


def _weekdays(days: list[str]) -> str:
    """月・水曜; five workdays are 平日."""
    if tuple(days) == _WORKDAYS:
        return "平日"
    if len(days) == 7:
        return "毎日"
    return "・".join(NAMES[day] for day in days) + "曜"


def _in_month(rule: Recurrence) -> str:
    """What is said after 毎月: 第1・第3木曜, 15日, 最後の平日."""
    plain = sorted({day for ordinal, day in rule.by_day if not ordinal}, key=WEEKDAYS.index)
    if rule.by_set_pos and (plain or rule.by_day):
        places = "・".join(_ordinal(number).replace("最終", "最後") for number in rule.by_set_pos)
        return f"{_weekdays(plain or [day for _, day in rule.by_day])}のうち{places}の日".replace(
            "平日のうち最後の日", "最後の平日"
        ).replace("平日のうち第1の日", "最初の平日")
    days = "・".join("末日" if number == -1 else f"{number}日" if number > 0 else f"末日の{-number - 1}日前"
                    for number in rule.by_month_day)  # fmt: skip
    if rule.by_day and rule.by_month_day:
        return f"{days}のうち{_weekdays(plain) if plain else _numbered(rule)}の日"
    if rule.by_month_day:
        return days
    if plain:
        return f"{_weekdays(plain)}すべて" if not any(ordinal for ordinal, _ in rule.by_day) else _numbered(rule)
    return _numbered(rule)


def _numbered(rule: Recurrence) -> str:
    by_weekday: dict[str, list[int]] = {}
    for ordinal, day in rule.by_day:
        by_weekday.setdefault(day, []).append(ordinal)
    return "と".join(
        ("・".join(_ordinal(number) for number in ordinals if number) or "毎週") + NAMES[day] + "曜"
        for day, ordinals in by_weekday.items()
    )


def _months(months: tuple[int, ...]) -> str:
    if months == (2, 4, 6, 8, 10, 12):
        return "偶数月"
    if months == (1, 3, 5, 7, 9, 11):
        return "奇数月"
    return "・".join(f"{month}月" for month in months)


def _weekly(rule: Recurrence, anchor: date) -> str:
    days = sorted({day for _, day in rule.by_day}, key=WEEKDAYS.index) or [WEEKDAYS[anchor.weekday()]]
    words = _weekdays(days)
    months = f"{_months(rule.by_month)}の" if rule.by_month else ""
    if rule.interval == 1:
        often = f"(週{len(days)}回)" if 1 < len(days) < 5 else ""
        return months + ("平日" if words == "平日" else words if words == "毎日" else f"毎週{words}{often}")
    each = "隔週" if rule.interval == 2 else f"{rule.interval}週ごとの"
    return f"{months}{each}{words}"


def _monthly(rule: Recurrence, anchor: date) -> str:
    named = rule.by_day or rule.by_month_day
    what = _in_month(rule) if named else f"{anchor.day}日"
    rare = "(ある月だけ)" if any(abs(ordinal) == 5 for ordinal, _ in rule.by_day) or _rare_day(rule, anchor) else ""
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


def _rare_day(rule: Recurrence, anchor: date) -> bool:
    days = rule.by_month_day or (() if rule.by_day else (anchor.day,))
    return any(day > 28 for day in days)


def _yearly(rule: Recurrence, anchor: date) -> str:
    each = "毎年" if rule.interval == 1 else f"{rule.interval}年ごとの"
    if rule.by_year_day or rule.by_week:
        days = "・".join(str(number) for number in rule.by_year_day or rule.by_week)
        return f"{each}{days}{'日目' if rule.by_year_day else '週目'}" + (
            f"の{_weekdays([day for _, day in rule.by_day])}" if rule.by_day else ""
        )
    if rule.by_month:
        what = _in_month(rule) if rule.by_day or rule.by_month_day else f"{anchor.day}日"
        dot = "" if rule.by_month_day and not rule.by_day else "の"
        return f"{each}{_months(rule.by_month)}{dot}{what}"
    if rule.by_day or rule.by_month_day:
        return f"{each}{_in_month(rule)}"
    return f"{each}{anchor.month}月{anchor.day}日"


def read_recurrence(rule: Recurrence, anchor: date) -> str:
    """The days of a rule in words, without times."""
    match rule.freq:
        case "DAILY":
            words = "毎日" if rule.interval == 1 else f"{rule.interval}日ごと"
            if rule.by_day:
                words = _weekly(Recurrence("WEEKLY", by_day=rule.by_day, by_month=rule.by_month), anchor)
        case "WEEKLY":
            words = _weekly(rule, anchor)
        case "MONTHLY":
            words = _monthly(rule, anchor)
        case _:
            words = _yearly(rule, anchor)
    if rule.count is not None:
        words += f"(全{rule.count}回)"
    if rule.until is not None:
        words += f"({rule.until.year}年{rule.until.month}月{rule.until.day}日まで)"
    return words


def _listed(rule: Rule) -> str:
    days = sorted(rule.dates)
    shown = "・".join(day_words(day) for day in days[:_LISTED])
    more = "ほか" if len(days) > _LISTED else ""
    fiscal = {day.year - (day.month < 4) for day in days}
    often = f"年{len(days)}回" if len(fiscal) == 1 else f"全{len(days)}回"
    return f"{often}({shown}{more})"


def _place(place: Place) -> str:
    words = _FORMS[place.form]
    return f"{words}({place.venue})" if place.venue else words


def _places(places: tuple[Place, ...]) -> str:
    if not places:
        return ""
    if len(set(places)) == 1:
        return _place(places[0])
    words = [_place(place) for place in places]
    return f"{words[0]}と{words[1]}を交互に" if len(words) == 2 else f"{' → '.join(words)}の順に"


def read_rule(rule: Rule, anchor: date) -> str:
    """One rule with its time, place, rooms and parts."""
    recurrence = rule.recurrence
    words = [_listed(rule) if recurrence is None else read_recurrence(recurrence, anchor), span(rule.start, rule.end)]
    places = _places(rule.places)
    if places:
        words.append(places)
    if rule.rooms:
        rooms = [
            f"{room.name}({span(room.start or rule.start, room.end or rule.end)})"
            if room.start or room.end
            else room.name
            for room in rule.rooms
        ]
        words.append("と".join(rooms) + ("を同時に" if len(rooms) > 1 else ""))
    if rule.blocks:
        words.append(" → ".join(f"{block.name} {span(block.start, block.end)}" for block in rule.blocks))
    return " ".join(words)


def _closure(text: str) -> str:
    if text == "12-29/01-03":
        return "年末年始"
    parts = []
    for part in text.split("/"):
        numbers = [int(number) for number in part.split("-")]
        year = f"{numbers[0]}年" if len(numbers) == 3 else ""
        parts.append(f"{year}{numbers[-2]}月{numbers[-1]}日")
    return "〜".join(parts)


def _calendar(schedule: Schedule) -> str:
    closed = "・".join(_closure(text) for text in schedule.closed)
    if schedule.holidays is Policy.SKIP and closed and schedule.on_closed is Policy.SKIP:
        return f"(祝日・{closed}は休み)"
    words = []
    listed_only = all(rule.rule is None for rule in schedule.rules)
    if schedule.timezone != "Asia/Tokyo":
        pass  # no holidays are known there
    elif schedule.holidays is Policy.HOLD:
        words += [] if listed_only else ["祝日も開催"]
    else:
        words.append("祝日は休み" if schedule.holidays is Policy.SKIP else f"祝日は{_POLICIES[schedule.holidays]}")
    if closed and schedule.on_closed is not Policy.HOLD:
        words.append(f"{closed}は{'休み' if schedule.on_closed is Policy.SKIP else _POLICIES[schedule.on_closed]}")
    return f"({'、'.join(words)})" if words else ""


def _pattern(schedule: Schedule) -> str:
    segments = sorted((each for each in segments_of(schedule) if each.rule.id != ADDED), key=lambda each: each.first)
    groups: dict[date, list[Segment]] = {}
    for segment in segments:
        groups.setdefault(segment.first, []).append(segment)
    words = []
    for number, (first, group) in enumerate(groups.items()):
        text = "、".join(read_rule(segment.rule, segment.anchor) for segment in group)
        since = f"{first.year}年{first.month}月{first.day}日から " if number else ""
        words.append(since + text)
    return "。".join(words)


def _singles(schedule: Schedule) -> str:
    kinds = [
        ("中止", sum(isinstance(change, Cancel) and change.scope is Scope.THIS for change in schedule.changes)),
        ("休み", sum(isinstance(change, Skip) and change.scope is Scope.THIS for change in schedule.changes)),
        ("移動", sum(isinstance(change, Move) and change.scope is Scope.THIS for change in schedule.changes)),
        ("追加", sum(isinstance(change, Add) for change in schedule.changes)),
    ]
    words = [f"{name}{count}回" for name, count in kinds if count]
    return f" 変更: {'・'.join(words)}" if words else ""


def read_schedule(schedule: Schedule) -> str:
    """The whole schedule in one line."""
    pattern = _pattern(schedule)
    if not pattern:
        return "日はまだ決まっていません" + _singles(schedule)
    ends = ""
    if schedule.ends_on is not None:
        ends = f" {schedule.ends_on.year}年{schedule.ends_on.month}月{schedule.ends_on.day}日まで"
    zone = "" if schedule.timezone == "Asia/Tokyo" else f" [{schedule.timezone}の時刻]"
    return pattern + _calendar(schedule) + ends + zone + _singles(schedule)
