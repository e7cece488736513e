"""The colours of drawings (`colours.css`, `things.css`) for pages that nothing is built for, without light-dark()."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from server.office.papers.drawings.files import text

_RULE = re.compile(r"(:root[^{]*) \{([^}]*)\}")
_PAIR = re.compile(r"(--[a-z-]+): light-dark\(([^,]+), ([^)]+)\);")


def sheet() -> str:
    """A style sheet; paper is light, whatever the screen is."""
    source = re.sub(r"/\*.*?\*/", "", text("things.css") + text("colours.css"), flags=re.DOTALL)
    rules, _, forced = source.partition("@media")
    found = [(where, _PAIR.findall(body)) for where, body in _RULE.findall(rules)]
    light = "".join(f"{where}{{{_declared(pairs, 1)}}}" for where, pairs in found)
    dark = "".join(f"{where}{{{_declared(pairs, 2)}}}" for where, pairs in found)
    forced = re.sub(r"\s*\n\s*", "", forced)
    return f"{light}@media screen and (prefers-color-scheme: dark){{{dark}}}@media{forced}"


@cache
def light() -> Mapping[str, str]:
    """What each role is on a light page at the hour of `:root` itself."""
    source = re.sub(r"/\*.*?\*/", "", text("things.css") + text("colours.css"), flags=re.DOTALL)
    found = [_PAIR.findall(body) for where, body in _RULE.findall(source.partition("@media")[0]) if where == ":root"]
    return {name.removeprefix("--"): colour for pairs in found for name, colour, _ in pairs}


def _declared(pairs: list[tuple[str, str, str]], which: int) -> str:
    return ";".join(f"{pair[0]}:{pair[which]}" for pair in pairs)
