"""A go-between for Playwright and Debian's Firefox, started in Firefox's place with its arguments.

Playwright tells every context which colour scheme it has, by a command of WebDriver BiDi that Firefox ESR does not know.
Light is what Firefox has anyway, so that is said yes to here; whatever else is asked goes to Firefox, which says what it
cannot do.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from functools import partial

import aiohttp
from aiohttp import web

SCHEME = "emulation.setMediaFeaturesOverride"
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
UNSET = (None, "light")


def answer(asked: str) -> str | None:
    """The answer to a command that needs no Firefox, or None."""
    command = json.loads(asked)
    if command["method"] != SCHEME or command["params"]["features"].get("prefers-color-scheme") not in UNSET:
        return None
    return json.dumps({"type": "success", "id": command["id"], "result": {}})


async def relay(firefox: str, request: web.Request) -> web.WebSocketResponse:
    """One connection of Playwright's, until either side ends it."""
    here = web.WebSocketResponse(max_msg_size=0)
    await here.prepare(request)
    async with aiohttp.ClientSession() as http, http.ws_connect(firefox + request.path, max_msg_size=0) as there:

        async def back() -> None:
            async for message in there:
                await here.send_str(message.data)
            await here.close()

        async with asyncio.TaskGroup() as group:
            group.create_task(back())
            async for message in here:
                said = answer(message.data)
                await (there.send_str(message.data) if said is None else here.send_str(said))
            await there.close()
    return here


async def main(firefox: str, *arguments: str) -> int:
    """Start Firefox, put this process's address in the place of its own in what it says, and end with it."""
    process = await asyncio.create_subprocess_exec(firefox, *arguments, stderr=asyncio.subprocess.PIPE)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, process.terminate)
    assert process.stderr is not None
    runner: web.AppRunner | None = None
    async for raw in process.stderr:
        line = raw.decode(errors="replace")
        if found := LISTENING.search(line):
            app = web.Application()
            app.router.add_get("/{tail:.*}", partial(relay, found[1]))
            runner = web.AppRunner(app)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            line = f"WebDriver BiDi listening on ws://127.0.0.1:{runner.addresses[0][1]}\n"
        sys.stderr.write(line)
        sys.stderr.flush()
    ended = await process.wait()
    if runner is not None:
        await runner.cleanup()
    return ended


if __name__ == "__main__":
    os._exit(asyncio.run(main(*sys.argv[1:])) & 0xFF)
