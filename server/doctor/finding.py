"""What a check found, how a check is held to its time, and how findings are shown."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

State = Literal["good", "warn", "bad"]
SECONDS = 10.0
"""A check that takes longer tells that it could not see."""
_MARKS: dict[State, str] = {"good": "○", "warn": "△", "bad": "×"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `todo` is empty where nothing is to be done."""

    name: str
    state: State
    words: str
    todo: str = ""


Check = Callable[[], Awaitable[list[Finding]]]


async def look(name: str, check: Check, seconds: float = SECONDS) -> list[Finding]:
    """The check's findings; a warning where it takes too long or breaks."""
    try:
        async with asyncio.timeout(seconds):
            return await check()
    except TimeoutError:
        return [
            Finding(
                name,
                "warn",
                f"{seconds:.0f} 秒待ちましたが、答えがありませんでした。",
                "時間をおいて、もう一度たしかめてください。",
            )
        ]
    except Exception as error:  # a doctor that falls ill helps nobody
        return [
            Finding(
                name,
                "warn",
                f"たしかめられませんでした({type(error).__name__})。",
                "この結果を添えて知らせてください。",
            )
        ]


def render(findings: list[Finding]) -> str:
    """For a terminal: a line for each finding, what to do under it, and the sum."""
    lines = []
    for finding in findings:
        lines.append(f"{_MARKS[finding.state]} {finding.name}: {finding.words}")
        if finding.todo:
            lines.append(f"    → {finding.todo}")
    count = {state: sum(finding.state == state for finding in findings) for state in _MARKS}
    lines.append("")
    lines.append(f"○ よい {count['good']}  △ 気をつける {count['warn']}  × なおす {count['bad']}")
    return "\n".join(lines)
