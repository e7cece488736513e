"""Patterns that are compiled when they are first used, as their library is read only then: all of them together cost a third
of what reading a schedule from the command line does, and one whose texts are plain needs none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import regex


class _Waiting:
    """Stands for a pattern. From its first use on each method is the pattern's own: nothing stands in between."""

    def __init__(self, source: str) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:
        import regex

        method = getattr(regex.compile(self._source), name)
        setattr(self, name, method)
        return method


def pattern(source: str) -> regex.Pattern[str]:
    """The pattern that `source` is for the library regex; one with sets in sets begins with (?V1)."""
    return cast("regex.Pattern[str]", _Waiting(source))
