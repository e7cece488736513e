"""What a command costs before it does anything: CPU of whole processes, beside the libraries they cannot do without."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.figures import Figure
from tests.bots.server import ROOT

ROUNDS = 9
CLI = ("-m", "server.cli")
TYPER = ("-c", "import typer")
DATES = ("-c", "from pydantic import BaseModel; import dateutil.rrule, holidays")
"""`import pydantic` alone reads nothing of it."""
SCHEDULE = """{"starts_on": "2026-04-01", "closed": ["12-29/01-03"], "holidays": "next_week",
 "rules": [{"rule": "FREQ=MONTHLY;BYDAY=1SA,3SA", "start": "13:30", "end": "15:30"}]}"""


def _cpu(words: tuple[str, ...], compiled: str) -> float:
    """Milliseconds of user and system time of one Python with these words. What it compiles it keeps in that folder, as an
    installed program has it beside itself, also where a shell is told to keep nothing."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    settings = {**kept, "PYTHONPYCACHEPREFIX": compiled}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


async def figures() -> list[Figure]:
    """All figures of this file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "schedule.json"
        file.write_text(SCHEDULE, encoding="utf-8")
        ways = ((*CLI, "--help"), TYPER, (*CLI, "schedule", "preview", str(file)), DATES)
        for way in ways:  # what is compiled once is compiled now
            _cpu(way, folder)
        rounds = [[_cpu(way, folder) for way in ways] for _ in range(ROUNDS)]
    helped, typer, preview, dates = (statistics.median(column) for column in zip(*rounds, strict=True))
    return [
        Figure("start: engawa --help, to importing typer", helped, "ms", typer, helped / typer, "≤ 1.5"),
        Figure("start: engawa schedule preview, to its libraries", preview, "ms", dates, preview / dates, "≤ 1.5"),
    ]
