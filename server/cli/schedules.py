"""`engawa schedule preview`. Needs of the office its rules and nothing else, and not the library of the other commands:
it is run from scripts, once for each file.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from pydantic_core import PydanticCustomError, to_json

from server.clock import now_ms
from server.office.base.refusals import OfficeRefused, Wrong
from server.office.base.wrong import wrong_fields
from server.office.plan.previews import show_preview
from server.office.rules.schedule import Schedule
from server.office.rules.typed import CalendarDate


def _countries_one_by_one() -> None:
    """The library of holidays reads all its 280 countries with the first that is asked for, which costs more than all the
    rest of a preview. Here its package of countries is an empty one at the same place, so that it reads the one."""
    found = importlib.util.find_spec("holidays")
    if found is None or found.origin is None or "holidays.countries" in sys.modules:
        return
    countries = ModuleType("holidays.countries")
    countries.__path__ = [str(Path(found.origin).parent / "countries")]
    sys.modules["holidays.countries"] = countries


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")


def _problems(fields: Iterable[Wrong]) -> SystemExit:
    errors = [{"at": each.at, "code": each.code, "message": each.message} for each in fields]
    _say(to_json({"errors": errors}, indent=2).decode())
    return SystemExit(1)


def print_preview(file: str, first: str | None, last: str | None) -> None:
    """Print a schedule's reading and dates as JSON."""
    _countries_one_by_one()
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"ファイルを読めません: {file}") from error
    try:
        asked = Schedule.model_validate_json(text)
    except ValidationError as error:
        raise _problems(wrong_fields(error)) from None
    try:
        begin, end = (None if each is None else CalendarDate().read(each) for each in (first, last))
    except PydanticCustomError as error:
        raise SystemExit(f"{error.message()}。") from None
    today = datetime.fromtimestamp(now_ms() / 1000, ZoneInfo(asked.timezone)).date()
    try:
        made = show_preview(asked, begin, end, today)
    except OfficeRefused as refused:
        raise _problems(refused.fields) from None
    _say(made.model_dump_json(indent=2))
    if made.problems:
        raise SystemExit(1)
