"""Connections: who comes with which token, to which room; commands in, refusals out.

Handlers only check and enqueue: the room's actor does the work. A connection without a valid token is refused with a code
and learns nothing else.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp.web
import socketio
import structlog
from pydantic import ValidationError

from rooms.commands import client_command
from rooms.refusals import Code, Refusal
from server.bucket import Bucket
from server.identity.networks import network_of
from server.live.mailbox import answer
from server.origins import is_ours
from server.ports import Room, Visitor
from server.socket.doorstep import Doorstep
from server.socket.frames import is_hello, read_command
from server.socket.transport import EVENT, Sockets, Wire, engine_sid_of
from server.wire import PROTOCOL, Hello

MAX_COMMAND = 24_000
"""Bytes of one incoming packet; the largest honest one is an SDP offer."""
_HELLO = "40"
"""Engine.IO message, Socket.IO CONNECT."""
_FAREWELLS = ("1", "41")
"""Engine.IO's CLOSE, and Socket.IO's DISCONNECT."""
PING_SECONDS = 5
BURST = 80.0
PER_SECOND = 25.0
"""Commands of one client, whatever they are; the gate has finer rates for each kind."""

log = structlog.get_logger(__name__)
_library = logging.getLogger("socketio")
"""Without it each of the two libraries would write to standard error by a handler of its own (`server.logs`)."""


Identify = Callable[[str, aiohttp.web.Request], Awaitable[Visitor | Refusal]]
"""Reads a token that came by a request; refuses one that is forged, of a session that ended, or whose link was revoked."""

Find = Callable[[str], Awaitable[Room | Refusal]]
"""The way to the room of a session, wherever it lives, or why there is none."""


@dataclass(slots=True)
class _Connection:
    wire: Wire
    room: Room
    person: str
    asking: Bucket = field(default_factory=lambda: Bucket(BURST, PER_SECOND))
    """A flood from one client is answered here, before it can fill the mailbox that all share."""


def same_host(origin: str, environ: dict[str, Any]) -> bool:
    """In place of the library's own check, which compares with http."""
    return is_ours(origin, environ.get("HTTP_HOST"), environ.get("HTTP_X_FORWARDED_HOST"))


class SocketApp:
    """The Socket.IO side of the server, attached to an aiohttp application."""

    def __init__(self, find: Find, identify: Identify, address_of: Callable[[aiohttp.web.Request], str]) -> None:
        """`address_of` tells visitors apart."""
        self._find = find
        self._identify = identify
        self._address_of = address_of
        self._doorstep = Doorstep()
        self._connections: dict[str, _Connection] = {}
        self._server: Any = socketio.AsyncServer(
            async_mode="aiohttp",
            transports=["websocket"],
            ping_interval=PING_SECONDS,
            ping_timeout=PING_SECONDS,
            max_http_buffer_size=MAX_COMMAND,
            cors_allowed_origins=same_host,
            async_handlers=True,
            monitor_clients=False,
            http_compression=False,
            namespaces=["/"],
            logger=_library,
            engineio_logger=_library,
        )
        self._sockets = Sockets(self._server, self._on_open, self._on_text, self._doorstep.leave)
        self._server.on("connect", self._on_connect)
        self._server.on("disconnect", self._on_disconnect)

    def attach(self, app: aiohttp.web.Application) -> None:
        self._server.attach(app)

    def close(self) -> None:
        """Drop every connection that is still there."""
        self._sockets.abort_all()

    async def _on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        # Whatever goes wrong here must not be a TypeError: the library would call the handler again.
        try:
            refusal = await self._connect(sid, environ, auth)
        except TypeError as error:
            raise RuntimeError("connecting failed") from error
        if refusal is not None:
            self._doorstep.refuse(engine_sid_of(self._server, sid))
            data = {"code": str(refusal.code), "retry_after": refusal.retry_after}
            raise socketio.exceptions.ConnectionRefusedError("refused", data)

    async def _connect(self, sid: str, environ: dict[str, Any], auth: Any) -> Refusal | None:
        engine_sid = engine_sid_of(self._server, sid)
        wire = self._sockets.wire(engine_sid)
        if wire is None:
            return Refusal(Code.BAD_REQUEST)
        try:
            hello = Hello.model_validate(auth)
        except ValidationError:
            return Refusal(Code.BAD_REQUEST)
        if hello.protocol != PROTOCOL:
            return Refusal(Code.OLD_CLIENT)
        visitor = await self._identify(hello.token, environ["aiohttp.request"])
        if isinstance(visitor, Refusal):
            return visitor
        room = await self._find(visitor.session)
        if isinstance(room, Refusal):
            return room
        # Known before attaching: a disconnect in between must find it.
        self._connections[engine_sid] = _Connection(wire, room, visitor.person)
        refusal = await room.attach(wire, visitor, hello.rev)
        if refusal is not None:
            self._connections.pop(engine_sid, None)
        else:
            self._doorstep.leave(engine_sid)
        return refusal

    def _on_open(self, engine_sid: str, wire: Wire, request: aiohttp.web.Request) -> None:
        self._doorstep.arrive(engine_sid, wire, network_of(self._address_of(request)))

    async def _on_disconnect(self, sid: str, reason: str) -> None:
        engine_sid = engine_sid_of(self._server, sid)
        connection = self._connections.pop(engine_sid, None)
        if connection is not None:
            connection.room.detach(connection.wire, connection.person)
            connection.wire.close()

    def _on_other(self, engine_sid: str, text: str) -> bool:
        """What is no command of ours. Only a hello and a farewell are the libraries' to read; of other events nobody
        listens to, nothing comes; and rubbish ends its socket before anything makes a traceback of it."""
        if text.startswith(EVENT):
            return True
        if text in _FAREWELLS or is_hello(text):
            return False
        self._sockets.abort(engine_sid)
        return True

    def _on_text(self, engine_sid: str, text: str) -> bool:
        """Take a `command`; everything else (pongs, connects, rubbish) is Engine.IO's."""
        if text.startswith(_HELLO) and not self._doorstep.ask(engine_sid):
            self._sockets.abort(engine_sid)
            return True
        read = read_command(text)
        if read is None:
            return self._on_other(engine_sid, text)
        connection = self._connections.get(engine_sid)
        if connection is None:
            return True
        ack, raw = read
        if not connection.asking.take(time.monotonic()):
            answer(connection.wire, ack, Refusal(Code.TOO_FAST, 1000))
            return True
        try:
            command = client_command.validator.validate_json(raw)
        except ValidationError:
            answer(connection.wire, ack, Refusal(Code.BAD_COMMAND))
            return True
        connection.room.ask(connection.wire, connection.person, ack, command)
        return True
