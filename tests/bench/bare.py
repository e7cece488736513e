"""The baseline of fan-out: a bare aiohttp WebSocket server that sends what one says to everybody with send_str.

Run as a process of its own, so that its CPU time can be read as the server's is: `python -m tests.bench.bare PORT`.
"""

from __future__ import annotations

import sys

from aiohttp import WSMsgType, web

_sockets: set[web.WebSocketResponse] = set()


async def _socket(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse(compress=False)
    await socket.prepare(request)
    _sockets.add(socket)
    try:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                for each in list(_sockets):
                    await each.send_str(message.data)
    finally:
        _sockets.discard(socket)
    return socket


def main() -> None:
    app = web.Application()
    app.router.add_get("/socket.io/", _socket)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)


if __name__ == "__main__":
    main()
