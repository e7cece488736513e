"""A schedule as the API, the database and `engawa schedule preview` write it. docs/schedule.md shows it with examples."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from moderation import typed
from server.office.rules.schedule.calendars import parse_closure
from server.office.rules.schedule.recurrence import CountRefused, Recurrence, RuleRefused, names_something, parse
from server.office.rules.typed import STORED, Between, CalendarDate, Readable, Spelt, TimeOfDay, Written, over_a_day
from server.office.rules.typed import refusal as _refuse

MAX_CHANGES = 1000
MAX_RANGES, MAX_ADDED = 100, 400
"""Of them, changes from a date on or altogether, and added dates: each is asked of every date, and minutes are too long."""


class Model(BaseModel):
    """Made ready when it is first used, as a part of what it is used in: alone, most of these never are."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


@cache
def _zones() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


def _zone(written: str) -> str:
    name = typed.plain(written).replace(" ", "_")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        if (meant := _zones().get(name.lower())) is not None:
            return meant
        raise _refuse("timezone_unknown", f"時間帯「{name}」は知られていません(例: Asia/Tokyo)") from None
    return name


def _rrule(text: str) -> str:
    try:
        made = parse(typed.solid(text))
    except CountRefused as refused:
        raise _refuse("rule_count", str(refused)) from None
    except RuleRefused as refused:
        raise _refuse("rule_unreadable", f"{refused}(例: FREQ=MONTHLY;BYDAY=3SU)") from None
    return made.text()


def _closure(written: str) -> str:
    text = typed.days(written)
    try:
        parse_closure(text)
    except ValueError as error:
        raise _refuse("closure_unreadable", str(error)) from None
    return text


Day = Annotated[date, CalendarDate()]
Clock = Annotated[str, TimeOfDay()]
"""Wall-clock time in the schedule's zone."""
EndClock = Annotated[str, TimeOfDay(end=True)]
"""As Clock; on the next day where it is not after the start."""
ZoneName = Annotated[str, Readable(_zone, 60)]
RecurrenceText = Annotated[str, Readable(_rrule, 300), Field(examples=["FREQ=MONTHLY;BYDAY=3SU"])]
Closed = Annotated[str, Readable(_closure, 40), Field(examples=["12-29/01-03"])]
RuleId = Annotated[str, Spelt(typed.word, r"[a-z0-9-]{1,12}", "英小文字と数字と - で、12文字までです(例: a)")]
Name = Annotated[str, Written(60)]
Note = Annotated[str, Written(200, empty=True)]


class Form(StrEnum):
    """Where one takes part."""

    ONLINE = "online"
    VENUE = "venue"
    HYBRID = "hybrid"


class Policy(StrEnum):
    """What happens to a date that falls on a holiday or a closed day."""

    HOLD = "hold"
    SKIP = "skip"
    NEXT_DAY = "next_day"
    PREVIOUS_DAY = "previous_day"
    NEXT_WEEK = "next_week"
    PREVIOUS_WEEK = "previous_week"
    DAY_AFTER = "day_after"
    DAY_BEFORE = "day_before"


Weekends = Literal[Policy.HOLD, Policy.SKIP, Policy.NEXT_DAY, Policy.PREVIOUS_DAY]
"""What happens to a date on a Saturday or Sunday; a week later is one again."""


class Only(StrEnum):
    """A filter on the days that a rule names."""

    WORKDAYS = "workdays"
    """Monday to Friday, no public holiday."""
    DAYS_OFF = "days_off"
    """Saturdays, Sundays and public holidays."""
    HOLIDAYS = "holidays"
    OPEN = "open"
    """Workdays that the schedule's `closed` does not name."""


class ShortMonths(StrEnum):
    """What becomes of the 29th, 30th or 31st of a month that has none."""

    SKIP = "skip"
    LAST_DAY = "last_day"
    NEXT_MONTH = "next_month"
    """The first of the month after."""


class Turns(StrEnum):
    """Which dates use up a turn of a rule's places."""

    PATTERN = "pattern"
    """All that the pattern names, left out or not."""
    HELD = "held"
    """Only those that are held."""


class Scope(StrEnum):
    THIS = "this"
    LATER = "later"
    ALL = "all"


class Hours(Model):
    """What has a start and an end. Each is stored as one time of day, so less than a day is between them."""

    @model_validator(mode="before")
    @classmethod
    def _within_a_day(cls, value: Any) -> Any:
        if isinstance(value, dict) and over_a_day(value.get("start"), value.get("end")):
            raise _refuse("over_a_day", "終わりは、始まりから24時間より前にしてください(例: 22:00 から 翌1時)")
        return value


class Place(Model):
    """How and where one date is held."""

    form: Form = Form.HYBRID
    venue: Name | None = None


class LinkedRoom(Hours):
    """One of several rooms at the same time, each with its own door. Without times it keeps those of the rule."""

    name: Name
    start: Clock | None = None
    end: EndClock | None = None


class Block(Hours):
    """A part of one day: lecture, then groups, then booths."""

    name: Name
    mode: Annotated[str, Written(24, empty=True)] = ""
    start: Clock
    end: EndClock | None = None


def _check_hours(start: str, end: str | None, rooms: tuple[LinkedRoom, ...], info: ValidationInfo) -> None:
    if end == start:
        raise _refuse("end_is_start", "終わりの時刻が始まりと同じです")
    if info.context is not STORED and len({room.name for room in rooms}) != len(rooms):
        raise _refuse("room_twice", "部屋の名前が二度あります")


def _not_zero(number: int) -> int:
    if number == 0:
        raise _refuse("nth_zero", "第0はありません。1 から、または最後から数えて -1 からです")
    return number


MAX_HELD = 400
Nth = Annotated[int, Between(-31, 31), AfterValidator(_not_zero)]


class Rule(Hours):
    """A pattern with its time: an RFC 5545 rule, or a free list of dates."""

    id: RuleId = ""
    short_months: ShortMonths = ShortMonths.SKIP
    """For rules that name days of the month; before `rule`, since 30 February is a day where it gives way."""
    rule: RecurrenceText | None = None
    dates: Annotated[tuple[Day, ...], Field(max_length=400)] = ()
    only: Only | None = None
    """Of the days that `rule` names, these alone."""
    nth: Annotated[tuple[Nth, ...], Field(max_length=12)] = ()
    """Of the days of each month that pass `only`, these alone: 3 is the third, -1 the last."""
    held: Annotated[int, Between(1, MAX_HELD)] | None = None
    """A course of so many dates that are held: what is skipped is made up at the end."""
    start: Clock
    end: EndClock | None = None
    """None is an open end (17時〜). Earlier than the start is the next day."""
    elapsed: bool = False
    """Whether it lasts as long as ever in a night in which the clocks change, rather than end at the hour on the wall."""
    places: Annotated[tuple[Place, ...], Field(max_length=12)] = ()
    """Taken in turn by the dates of the pattern; `turns` says by which of them."""
    turns: Turns = Turns.PATTERN
    rooms: Annotated[tuple[LinkedRoom, ...], Field(max_length=6)] = ()
    blocks: Annotated[tuple[Block, ...], Field(max_length=12)] = ()

    @field_validator("rule")
    @classmethod
    def _named(cls, text: str | None, info: ValidationInfo) -> str | None:
        if text is None:
            return None
        made = parse(text)
        gives_way = info.data.get("short_months", ShortMonths.SKIP) is not ShortMonths.SKIP
        if gives_way and not made.by_month_days_alone:
            words = "短い月の扱いは、月の日づけの繰り返し(例: FREQ=MONTHLY;BYMONTHDAY=31)のときだけです"
            raise _refuse("short_months_without_days", words)
        if not gives_way and not names_something(made):
            raise _refuse("rule_without_days", "この繰り返しにあてはまる日は暦にありません")
        return text

    @model_validator(mode="after")
    def _one_pattern(self, info: ValidationInfo) -> Rule:
        if (self.rule is None) == (not self.dates):
            raise _refuse("rule_or_dates", "繰り返し(rule)か日付の一覧(dates)のどちらか一つを入れてください")
        recurrence = self.recurrence
        if recurrence is None and (self.only is not None or self.short_months is not ShortMonths.SKIP):
            raise _refuse("filter_without_rule", "only・nth・short_months は繰り返し(rule)のときだけです")
        if self.nth and self.only is None:
            raise _refuse("nth_without_only", "nth には、どの日を数えるか(only)が要ります")
        if self.held is not None and recurrence is not None and recurrence.ends:
            raise _refuse("held_with_end", "held は COUNT や UNTIL と一緒に使えません。どちらか一つです")
        _check_hours(self.start, self.end, self.rooms, info)
        return self

    @property
    def recurrence(self) -> Recurrence | None:
        return None if self.rule is None else parse(self.rule)


class Target(Hours):
    """Where a date is moved. What is left out stays as it was."""

    date: Day
    start: Clock | None = None
    end: EndClock | None = None
    place: Place | None = None


class _OnDate(Model):
    date: Day
    """The date as the pattern gives it, before any moving."""
    rule: RuleId | None = None
    """Which rule's date, where two rules name the same day."""
    note: Note = ""


class Skip(_OnDate):
    """Leave out, as if it had never been planned."""

    kind: Literal["skip"] = "skip"
    scope: Scope = Scope.THIS


class Cancel(_OnDate):
    """Leave out, and say so: 中止."""

    kind: Literal["cancel"] = "cancel"
    scope: Scope = Scope.THIS
    make_up: bool = False
    """Whether a course of dates that are held (`Rule.held`) has one more for it."""


class Restore(_OnDate):
    """Take back what single dates were told: skipped, cancelled or moved."""

    kind: Literal["restore"] = "restore"
    scope: Scope = Scope.THIS


class Move(_OnDate):
    """Move one date; with `later` or `all` the pattern itself moves (第1日曜 becomes 第2日曜)."""

    kind: Literal["move"] = "move"
    scope: Scope = Scope.THIS
    to: Target


class Add(Hours):
    """One more date."""

    kind: Literal["add"] = "add"
    date: Day
    start: Clock
    end: EndClock | None = None
    elapsed: bool = False
    place: Place | None = None
    rooms: Annotated[tuple[LinkedRoom, ...], Field(max_length=6)] = ()
    blocks: Annotated[tuple[Block, ...], Field(max_length=12)] = ()
    note: Note = ""

    @model_validator(mode="after")
    def _like_a_rule(self, info: ValidationInfo) -> Add:
        _check_hours(self.start, self.end, self.rooms, info)
        return self


class Replace(Model):
    """New rules, from this date on (`later`) or altogether (`all`). What single dates were told stays where they remain."""

    kind: Literal["replace"] = "replace"
    date: Day
    scope: Literal[Scope.LATER, Scope.ALL] = Scope.LATER
    rules: Annotated[tuple[Rule, ...], Field(min_length=1, max_length=12)]
    note: Note = ""

    @model_validator(mode="before")
    @classmethod
    def _give_ids(cls, value: Any) -> Any:
        return _with_ids(value)


Change = Annotated[Skip | Cancel | Restore | Move | Add | Replace, Field(discriminator="kind")]


def _with_ids(value: Any) -> Any:
    """Rules without an id are called a, b, c … in order."""
    if not isinstance(value, dict) or not isinstance(value.get("rules"), list | tuple):
        return value
    rules = []
    for number, rule in enumerate(value["rules"]):
        name = chr(ord("a") + number % 26)
        if isinstance(rule, dict) and not rule.get("id"):
            rule = {**rule, "id": name}
        elif isinstance(rule, Rule) and not rule.id:
            rule = rule.model_copy(update={"id": name})
        rules.append(rule)
    return {**value, "rules": rules}


class Schedule(Model):
    """When a series is held."""

    timezone: ZoneName = "Asia/Tokyo"
    starts_on: Day
    ends_on: Day | None = None
    """The last day that may have a date; None is open ended."""
    rules: Annotated[tuple[Rule, ...], Field(max_length=12)] = ()
    holidays: Policy = Policy.HOLD
    weekends: Weekends = Policy.HOLD
    """For days of the month: 15日、土日祝なら次の平日."""
    closed: Annotated[tuple[Closed, ...], Field(max_length=40)] = ()
    on_closed: Policy = Policy.SKIP
    changes: Annotated[tuple[Change, ...], Field(max_length=MAX_CHANGES)] = ()
    """In the order in which they were made."""

    @model_validator(mode="before")
    @classmethod
    def _give_ids(cls, value: Any) -> Any:
        return _with_ids(value)

    @model_validator(mode="after")
    def _in_order(self) -> Schedule:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise _refuse("ends_before_start", "終わりの日が始まりの日より前です")
        ranges = [
            each for each in self.changes if isinstance(each, Replace) or getattr(each, "scope", "this") != "this"
        ]
        if len(ranges) > MAX_RANGES:
            raise _refuse("changes_full", f"「この日から後」と「すべて」の変更は、あわせて {MAX_RANGES} 件までです")
        if sum(isinstance(each, Add) for each in self.changes) > MAX_ADDED:
            raise _refuse("changes_full", f"加える日は {MAX_ADDED} 日までです")
        for rules in (self.rules, *(change.rules for change in self.changes if isinstance(change, Replace))):
            ids = [rule.id for rule in rules]
            if len(set(ids)) != len(ids):
                raise _refuse("rule_id_twice", "規則の id が二度あります")
            if "added" in ids:
                raise _refuse("rule_id_taken", "id の added は、加えた日のためのものです")
        return self
