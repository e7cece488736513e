"""What people type into a field, by kind: each type reads it as it was meant, stores it in one form, and refuses with what
would be right: the limit, or an example.

A field of the API takes its type from here, or from `server.office.base.models.common`; so a new field is read like all
others by its type alone. What stands in the database was right once: it is read with `STORED`, cleaned, and never refused
for its texts, whatever the rules are by now.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from moderation import text, typed

STORED = {"stored": True}
"""Context of `model_validate_json` for what is read back from the database."""
UNNAMED = "(名前なし)"
"""Where an older version stored a name in which there is nothing to see."""
POINTS = 16
"""Code points that one character may have on average: emoji of families have 7 to 11, more only costs time."""
LONGEST = 400
"""Characters of what a machine reads, with all that is folded away; nothing longer is looked at."""
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
"""Between these is everything that a schedule names."""


def refusal(code: str, words: str) -> PydanticCustomError:
    """What a validator raises. `words` say what would be right."""
    return PydanticCustomError(code, "{words}", {"words": words})


@dataclass(frozen=True, slots=True)
class Written:
    """Free text as people read it: without what nobody sees or what turns a line around, at most `limit` characters as
    people count them (`moderation.text.count`). One line, but for `lines`; with something to see in it, but for `empty`."""

    limit: int
    empty: bool = False
    lines: bool = False
    points: int = POINTS
    """Code points that a character may have on average; fewer where a longer text goes on to a room that takes fewer."""

    def read(self, raw: str, info: ValidationInfo) -> str:
        """Refused: string_too_short, string_too_long."""
        if (
            len(raw) > 4 * self.limit * self.points and info.context is not STORED
        ):  # also of what is left out in the end
            raise refusal("string_too_long", f"{self.limit}文字までです")
        clean = text.lines(raw) if self.lines else text.line(raw)
        if info.context is STORED:
            return clean or ("" if self.empty else UNNAMED)
        if not clean and not self.empty:
            unseen = "。見えない文字だけでは読めません" if raw.strip() else ""
            raise refusal("string_too_short", f"1文字から{self.limit}文字までで入れてください{unseen}")
        if len(clean) > self.limit and (many := text.count(clean)) > self.limit:
            raise refusal("string_too_long", f"{self.limit}文字までです(今は {many}文字)")
        if len(clean) > self.limit * self.points:
            raise refusal("string_too_long", f"{self.limit}文字までです。重ねた文字や絵文字の組み合わせが多すぎます")
        return clean

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self.read, core_schema.str_schema())

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        told = f"At most {self.limit} characters, as people count them."
        return {"type": "string", "description": told} | ({} if self.empty else {"minLength": 1})


@dataclass(frozen=True, slots=True)
class Between:
    """A whole number from `low` to `high`, also where a form sends it as text."""

    low: int
    high: int

    def read(self, raw: object) -> object:
        """Refused: int_parsing, greater_than_equal, less_than_equal."""
        words = f"{self.low} から {self.high} までの数です"
        value = raw
        if isinstance(raw, str):
            value = typed.number(raw) if len(raw) <= LONGEST else None
        elif isinstance(raw, float) and raw.is_integer():
            value = int(raw)
        if not isinstance(value, int) or isinstance(value, bool):
            raise refusal("int_parsing", f"{words}(例: {max(self.low, min(10, self.high))})")
        if not self.low <= value <= self.high:
            code = "less_than_equal" if value > self.high else "greater_than_equal"
            raise refusal(code, f"{words}(今は {value})" if abs(value) < 10**9 else words)
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            self.read, core_schema.int_schema(ge=self.low, le=self.high)
        )


@dataclass(frozen=True, slots=True)
class Spelt:
    """A text that a machine reads: folded, and then of one form. `words` say which, with an example."""

    fold: Callable[[str], str]
    pattern: str
    words: str
    code: str = "string_pattern_mismatch"

    def read(self, raw: str) -> str:
        """Refused: `code`."""
        found = raw if re.fullmatch(self.pattern, raw, re.ASCII) or len(raw) > LONGEST else self.fold(raw)
        if re.fullmatch(self.pattern, found, re.ASCII) is None:
            raise refusal(self.code, self.words)
        return found

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.read, core_schema.str_schema())

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{self.pattern}$"}


@dataclass(frozen=True, slots=True)
class Readable:
    """A text that a machine reads, by `read`: it returns the one form, or raises a `refusal` with what would be right.
    Longer than `limit` it is not looked at."""

    read: Callable[[str], str]
    limit: int

    def within(self, raw: str) -> str:
        """Refused: string_too_long, and what `read` refuses."""
        if len(raw) > self.limit:
            raise refusal("string_too_long", f"{self.limit}文字までです(今は {len(raw)}文字)")
        return self.read(raw)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.within, core_schema.str_schema())


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """HH:MM on the wall of the schedule's zone, however it is written. An `end` may be on the next day: 24:00, 翌1時."""

    end: bool = False

    def read(self, raw: str) -> str:
        """Refused: clock_unreadable, clock_next_day."""
        found = typed.clock(raw) if len(raw) <= LONGEST else None
        if found is None:
            more = "、翌1時、25:00" if self.end else ""
            raise refusal("clock_unreadable", f"時刻は 14:00 の形です(9:00、14時30分、午後3時{more} とも書けます)")
        if found.next_day and not self.end:
            words = (
                f"始まりの時刻は 00:00 から 23:59 までです。24時からは、次の日の日付で {found.text} と入れてください"
            )
            raise refusal("clock_next_day", words)
        return found.text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.read, core_schema.str_schema())

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["14:00"]}


def over_a_day(start: object, end: object) -> bool:
    """Whether an end that says the next day is a day and more after its start, which one form of both could not tell."""
    if not isinstance(start, str) or not isinstance(end, str) or max(len(start), len(end)) > LONGEST:
        return False
    ends = typed.clock(end)
    if ends is None or not ends.next_day:
        return False
    begins = typed.clock(start)
    return begins is not None and ends.minutes - 1440 >= begins.minutes


class CalendarDate:
    """A day between FIRST_DAY and LAST_DAY, as people write days; a number is none."""

    def read(self, raw: object) -> date:
        """Refused: date_unreadable, date_out_of_range."""
        found = (typed.day(raw) if len(raw) <= LONGEST else None) if isinstance(raw, str) else raw
        if not isinstance(found, date):
            raise refusal("date_unreadable", "日付は 2026-04-01 の形です(2026年4月1日、令和8年4月1日 とも書けます)")
        if not FIRST_DAY <= date(found.year, found.month, found.day) <= LAST_DAY:
            raise refusal("date_out_of_range", "年は2000年から2100年までです(例: 2026-04-01)")
        return found

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.read, core_schema.date_schema())
