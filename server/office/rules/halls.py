"""Which names of halls mean the same hall: width, case and blanks make no other one (会館Ａ, 会館 a).

Pure. Halls are known by their names in schedules and on sessions, so whatever compares them goes by `hall_key`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from moderation import typed


@lru_cache(maxsize=1000)
def hall_key(name: str) -> str:
    """The same text for all names of one hall; never shown."""
    return typed.solid(typed.solid(name).casefold()) or name


def same_hall(one: str | None, other: str | None) -> bool:
    """Also where neither names any."""
    if one is None or other is None or one == other:
        return one == other
    return hall_key(one) == hall_key(other)


def with_halls(body: str, named: Callable[[str], str]) -> str:
    """A series' body (JSON as it is stored) with each hall's name replaced by what `named` says: of its rules, and of dates
    that were moved, added or planned anew. The same text where nothing is named otherwise."""
    if '"venue":' not in body:
        return body
    made = json.loads(body)
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")) if _rename(made["schedule"], named) else body


def _rename(part: Any, named: Callable[[str], str]) -> bool:
    """Whether anything was; `venue` is the key of a place's hall, and of nothing else in a schedule."""
    if isinstance(part, list):
        return sum(_rename(each, named) for each in part) > 0  # all of them
    if not isinstance(part, dict):
        return False
    changed = sum(_rename(each, named) for each in part.values()) > 0
    name = part.get("venue")
    if isinstance(name, str) and named(name) != name:
        part["venue"] = named(name)
        return True
    return changed
