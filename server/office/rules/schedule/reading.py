"""How a schedule reads in Japanese: 「毎月第3日曜 10時〜12時(祝日も開催)」. What a clerk checks before pressing 作る."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from server.office.rules.schedule.calendars import COUNTRIES, holidays_known
from server.office.rules.schedule.courses import courses
from server.office.rules.schedule.days_read import NAMES, read_days
from server.office.rules.schedule.model import (
    Add,
    Cancel,
    Form,
    Move,
    Only,
    Place,
    Policy,
    Restore,
    Rule,
    Schedule,
    Scope,
    Skip,
    Turns,
)
from server.office.rules.schedule.recurrence import WEEKDAYS
from server.office.rules.schedule.segments import ADDED, Segment, segments_of

_FORMS = {Form.ONLINE: "オンライン", Form.VENUE: "会場", Form.HYBRID: "オンラインと会場"}
_POLICIES = {
    Policy.NEXT_DAY: "次の平日",
    Policy.PREVIOUS_DAY: "前の平日",
    Policy.NEXT_WEEK: "次の週",
    Policy.PREVIOUS_WEEK: "前の週",
    Policy.DAY_AFTER: "翌日(土日でも、休みならその次)",
    Policy.DAY_BEFORE: "前日(土日でも、休みならその前)",
}
_FROM_WEEKENDS = {
    Policy.NEXT_DAY: "次の平日(土日の回は次のあいている日)",
    Policy.PREVIOUS_DAY: "前の平日(土日の回は前のあいている日)",
}
_NOT_TO_WEEKENDS = {Policy.DAY_AFTER: "翌日(休みならその次)", Policy.DAY_BEFORE: "前日(休みならその前)"}
"""Where Saturdays and Sundays give way themselves."""
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


def _listed(rule: Rule) -> str:
    days = sorted(rule.dates)
    if len(days) == 1 and rule.held is None:
        return day_words(days[0], year=True)
    shown = "・".join(day_words(day) for day in days[:_LISTED])
    more = "ほか" if len(days) > _LISTED else ""
    fiscal = {day.year - (day.month < 4) for day in days}
    often = f"年{len(days)}回" if len(fiscal) == 1 else f"全{len(days)}回"
    course = "" if rule.held is None else f"(このうち、ひらいた回で全{rule.held}回まで)"
    return f"{often}({shown}{more}){course}"


def _place(place: Place) -> str:
    words = _FORMS[place.form]
    return f"{words}({place.venue})" if place.venue else words


def _places(places: tuple[Place, ...], turns: Turns) -> str:
    if not places:
        return ""
    if len(set(places)) == 1:
        return _place(places[0])
    words = [_place(place) for place in places]
    said = f"{words[0]}と{words[1]}を交互に" if len(words) == 2 else f"{' → '.join(words)}の順に"
    return said + ("(ひらいた回だけで数える)" if turns is Turns.HELD else "")


def _hours(rule: Rule) -> str:
    words = span(rule.start, rule.end)
    return f"{words}(時計が変わる日も同じ長さ)" if rule.elapsed and rule.end is not None else words


def read_rule(rule: Rule, anchor: date, open_days: str = "開庁日") -> str:
    """One rule with its time, place, rooms and parts."""
    recurrence = rule.recurrence
    days = _listed(rule) if recurrence is None else read_days(rule, recurrence, anchor, open_days)
    words = [days, _hours(rule)]
    places = _places(rule.places, rule.turns)
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


def _open_days(schedule: Schedule) -> str:
    """What 開庁日 are."""
    return "開庁日(平日。" + "・".join(["祝日", *(_closure(text) for text in schedule.closed)]) + "をのぞく)"


def _on_weekends(segment: Segment) -> bool:
    """Whether any date of the pattern may be a Saturday or Sunday."""
    rule, recurrence = segment.rule, segment.rule.recurrence
    if recurrence is None:
        return any(day.weekday() >= 5 for day in rule.dates)
    if rule.only in (Only.WORKDAYS, Only.OPEN):
        return False
    if recurrence.by_day:
        return any(day in ("SA", "SU") for _, day in recurrence.by_day)
    return recurrence.freq != "WEEKLY" or segment.anchor.weekday() >= 5


def _policy(policy: Policy, segments: Sequence[Segment], weekends: Policy) -> str:
    if policy is Policy.SKIP:
        return "は休み"
    if policy is Policy.HOLD:
        return "も開催"
    words = _POLICIES[policy]
    if weekends is not Policy.HOLD:
        words = _NOT_TO_WEEKENDS.get(policy, words)
    elif policy in _FROM_WEEKENDS and any(_on_weekends(each) for each in segments):
        words = _FROM_WEEKENDS[policy]
    return f"は{words}に移す"


def _calendar(schedule: Schedule, segments: Sequence[Segment]) -> str:
    """What happens on weekends, holidays and closed days. Rules that name such days themselves, or never, need no words."""
    closed = "・".join(_closure(text) for text in schedule.closed)
    if segments and all(each.rule.only is Only.OPEN for each in segments):
        closed = ""  # 開庁日 says it
    never = (Only.WORKDAYS, Only.OPEN)
    on_holidays = [each for each in segments if each.rule.only not in never]
    if not segments:
        on_holidays = list(segments)
    holidays = ""
    if schedule.timezone not in COUNTRIES:
        pass  # no holidays are known there
    elif schedule.holidays is not Policy.HOLD:
        said = _policy(schedule.holidays, on_holidays, schedule.weekends)
        holidays = "祝日" + said if on_holidays or not segments else ""
    elif any(each.rule.rule is not None and each.rule.only is None for each in segments):
        holidays = "祝日も開催"
    if schedule.weekends is not Policy.HOLD:
        said = _policy(schedule.weekends, segments, schedule.weekends)
        holidays = (
            f"土日・{holidays}" if holidays == f"祝日{said}" else "、".join(filter(None, [f"土日{said}", holidays]))
        )
    if closed and holidays.endswith("祝日は休み") and schedule.on_closed is Policy.SKIP:
        return f"({holidays.removesuffix('は休み')}・{closed}は休み)"
    words = [holidays] if holidays else []
    if closed:
        words.append(closed + _policy(schedule.on_closed, segments, schedule.weekends))
    return f"({'、'.join(words)})" if words else ""


def _unknown(schedule: Schedule, segments: Sequence[Segment]) -> str:
    """Said where holidays matter and nobody knows them."""
    since = holidays_unknown_from(
        schedule, max([schedule.ends_on or schedule.starts_on, *(each.first for each in segments)])
    )
    if since is None:
        return ""
    known = holidays_known(schedule.timezone)
    return " ※この時間帯の祝日はわかりません" if known is None else f" ※{since}年からの祝日はまだわかりません"


def holidays_unknown_from(schedule: Schedule, last: date) -> int | None:
    """The first year to a day whose holidays nobody knows, though the schedule asks for them."""
    rules = [each.rule for each in segments_of(schedule)]
    if schedule.holidays is Policy.HOLD and all(rule.only is None for rule in rules):
        return None
    known = holidays_known(schedule.timezone)
    if known is None:
        return schedule.starts_on.year
    return known + 1 if last.year > known else None


def _pattern(schedule: Schedule, segments: Sequence[Segment]) -> str:
    groups: dict[date, list[Segment]] = {}
    for segment in segments:
        groups.setdefault(segment.first, []).append(segment)
    words = []
    open_days = _open_days(schedule)
    for number, (first, group) in enumerate(groups.items()):
        text = "、".join(read_rule(segment.rule, segment.anchor, open_days) for segment in group)
        since = f"{first.year}年{first.month}月{first.day}日から " if number else ""
        words.append(since + text)
    return "。".join(words)


def _courses(schedule: Schedule) -> str:
    """Courses that never come to their number of dates: with how far they get."""
    short = [each for each in courses(schedule) if each.held < each.wanted]
    return "".join(f" ※全{each.wanted}回のところ、{each.held}回までしかひらけません" for each in short)


_WIDE = {"skip": "休み", "cancel": "中止", "restore": "もとどおり"}


def _wide(schedule: Schedule) -> list[str]:
    """What was said of many dates at once, in order."""
    said = []
    for change in schedule.changes:
        if isinstance(change, Skip | Cancel | Restore) and change.scope is not Scope.THIS:
            since = "すべて" if change.scope is Scope.ALL else f"{day_words(change.date, year=True)}から後は"
            # Where the pattern has no date left to be held, nothing is added after it: they only do not count.
            made_up = "(中止した分は回数に入れない)" if isinstance(change, Cancel) and change.make_up else ""
            said.append(since + _WIDE[change.kind] + made_up)
    return said[:_LISTED]


def _singles(schedule: Schedule) -> str:
    kinds = [
        ("中止", sum(isinstance(change, Cancel) and change.scope is Scope.THIS for change in schedule.changes)),
        ("休み", sum(isinstance(change, Skip) and change.scope is Scope.THIS for change in schedule.changes)),
        ("移動", sum(isinstance(change, Move) and change.scope is Scope.THIS for change in schedule.changes)),
        ("追加", sum(isinstance(change, Add) for change in schedule.changes)),
    ]
    words = [f"{name}{count}回" for name, count in kinds if count]
    single = [each for each in schedule.changes if isinstance(each, Cancel) and each.scope is Scope.THIS]
    made_up = sum(each.make_up for each in single)
    if made_up:
        words[0] += f"(うち{made_up}回は後に足す)"
    words += _wide(schedule)
    return f" 変更: {'・'.join(words)}" if words else ""


def zone_words(zone: str, language: str = "ja") -> str:
    """What is said beside hours that are not Japan's, with a blank before it: [America/New_Yorkの時刻]."""
    if zone in ("Asia/Tokyo", "Japan"):
        return ""
    said = {"en": f"{zone} time", "ja-simple": f"{zone}の 時刻"}
    return f" [{said.get(language, f'{zone}の時刻')}]"


def _ends_by_itself(segments: Sequence[Segment], ends_on: date) -> bool:
    """Whether all dates are named, and by the end no more are to come: then it need not be said."""
    return all(each.rule.dates and max(each.rule.dates) <= ends_on for each in segments)


def read_schedule(schedule: Schedule) -> str:
    """The whole schedule in one line."""
    segments = sorted((each for each in segments_of(schedule) if each.rule.id != ADDED), key=lambda each: each.first)
    pattern = _pattern(schedule, segments)
    if not pattern:
        return "日はまだ決まっていません" + _singles(schedule)
    ends = ""
    if schedule.ends_on is not None and not _ends_by_itself(segments, schedule.ends_on):
        ends = f" {schedule.ends_on.year}年{schedule.ends_on.month}月{schedule.ends_on.day}日まで"
    zone = zone_words(schedule.timezone)
    notes = _courses(schedule) + _unknown(schedule, segments)
    return pattern + _calendar(schedule, segments) + ends + zone + _singles(schedule) + notes
