"""What runs beside the tests ends with them, also where they are killed and nothing of theirs can tidy up."""

from __future__ import annotations

import asyncio
import sys

import psutil

from tests.bots.server import ROOT
from tests.patience import happens

KEEPS = """
import asyncio
from tests.e2e.companions import companion
async def main():
    async with companion("sleep", "86400") as process:
        print(process.pid, flush=True)
        await asyncio.Event().wait()
asyncio.run(main())
"""


async def test_a_companion_ends_where_the_tests_are_killed() -> None:
    tests = await asyncio.create_subprocess_exec(sys.executable, "-c", KEEPS, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert tests.stdout is not None
    beside = psutil.Process(int(await tests.stdout.readline()))
    await happens(lambda: beside.cmdline()[:2][-1:] == ["86400"])
    tests.kill()
    await tests.wait()
    await happens(lambda: not beside.is_running() or beside.status() == psutil.STATUS_ZOMBIE)
