"""The one file that touches private parts of python-engineio, python-socketio and aiohttp's WebSocket (pinned to a minor
version; the contract test tests/server/test_socket_parts.py fails loudly on a version that changes them).

Theory: python-socketio stays in charge of the handshake and of disconnects. The hot path goes beside it: our WebSocket
class, put in place of Engine.IO's aiohttp driver, hands `command` events to us before they are decoded twice and run in a
task of their own, and `Wire` writes ready-made frames straight to the transport. So a client's frames have one path and one
order. A frame is read where it comes in (`_Inbox`): no task is woken for a command or a pong. Nothing is compressed:
permessage-deflate costs a third more CPU and 90 KB a client.

Pings are ours too (`Heart`): Engine.IO's take two tasks, three timers and a queue for each, and most people listen most of
the time.

Bounds: a client whose transport holds more than MAX_BUFFER bytes, that has not been heard from one ping to the next, or that
sends packets faster than any client of ours does, of whatever kind, is aborted, and everything of it is freed.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import aiohttp.web
from aiohttp._websocket.reader import WebSocketDataQueue, WebSocketReader
from engineio.async_drivers import aiohttp as driver
from engineio.exceptions import SocketIsClosedError, UnknownPacketError
from engineio.packet import PING, Packet
from socketio import AsyncServer

from server.bucket import Bucket
from server.socket.endings import Ending, Endings
from server.socket.frames import ack_frame, websocket_frame

MAX_BUFFER = 256 * 1024
"""Bytes that may wait in a client's transport: some two hundred packets, or the two largest views."""
BEHIND = 16 * 1024
"""From so many waiting bytes on, volatile frames are left out."""
MAX_HELD = 1024
"""Bytes of answers that may wait for the next frame."""
PACKETS = 400.0
PACKETS_PER_SECOND = 100.0
"""What one socket may send, whatever it is: commands, pongs, and the pings and pongs of the WebSocket itself. A client of
ours sends twenty-five at most; each packet more costs everybody, also one that is only refused or passed over."""
BEATS = 5
"""Parts of the time between two pings: what wakes the loop for one may as well ping ten, and a hundred take no longer than a
message to all."""
_PING = websocket_frame(b"2")
_PONG = "3"
_CONTROL = (aiohttp.WSMsgType.PING, aiohttp.WSMsgType.PONG)
EVENT = "42"
"""Engine.IO's message and Socket.IO's EVENT."""
MAX_READ = 64 * 1024
"""Bytes of messages that wait before reading pauses."""
LINGER = 2.0
"""Seconds that a closed client has to take its last frames before the connection is aborted."""


class Wire:
    """The way to one connected client (server.ports.Client). Never blocks, never raises."""

    __slots__ = ("_held", "_loop", "_socket", "_transport", "closing", "ending", "heard")

    def __init__(self, socket: aiohttp.web.WebSocketResponse, transport: asyncio.Transport) -> None:
        self._socket = socket
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._held = b""
        """What goes with the next frame: to write costs the same for one frame and for two."""
        self.closing = False
        self.ending: Ending | None = None
        """Why it ends, if it does."""
        self.heard = True
        """Whether anything came since the last ping."""

    def send(self, frame: bytes, *, volatile: bool = False) -> None:
        transport = self._transport
        if self.closing or transport.is_closing():
            return
        waiting = transport.get_write_buffer_size()
        if waiting:
            if volatile and waiting > BEHIND:
                return
            if waiting + len(frame) > MAX_BUFFER:
                self.abort(Ending.SLOW)
                return
        if self._held:
            frame, self._held = self._held + frame, b""
        transport.write(frame)

    def acknowledge(self, ack: int, payload: bytes, *, with_next: bool = False) -> None:
        frame = ack_frame(ack, payload)
        if with_next and len(self._held) < MAX_HELD:
            self._held += frame
        else:
            self.send(frame)

    def close(self) -> None:
        if self.closing:
            return
        self.closing = True
        self.ending = self.ending or Ending.DISMISSED
        task = asyncio.ensure_future(self._close())
        _closing.add(task)
        task.add_done_callback(_closing.discard)

    async def _close(self) -> None:
        timer = self._loop.call_later(LINGER, self._transport.abort)
        try:
            await self._socket.close()
        finally:
            timer.cancel()
            self._transport.abort()

    def abort(self, ending: Ending) -> None:
        """Drop the client at once, with all that waits for it."""
        self.closing = True
        self.ending = self.ending or ending
        self._transport.abort()


_closing: set[asyncio.Task[None]] = set()


class Heart:
    """Pings every connection once in `seconds`, and aborts those from which nothing came since the ping before."""

    def __init__(self, seconds: float) -> None:
        self._pause = seconds / BEATS
        self._beats: list[set[Wire]] = [set() for _ in range(BEATS)]
        self._next = 0
        self._joining = 0
        self._timer: asyncio.TimerHandle | None = None

    def add(self, wire: Wire) -> set[Wire]:
        """Returns where it stands; to be taken from there when it has gone."""
        self._joining = (self._joining + 1) % BEATS
        beat = self._beats[self._joining]
        beat.add(wire)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._pause, self._beat)
        return beat

    def _beat(self) -> None:
        self._next = (self._next + 1) % BEATS
        for wire in self._beats[self._next]:
            if wire.heard:
                wire.heard = False
                wire.send(_PING)
            else:
                wire.abort(Ending.SILENT)
        alive = any(self._beats)
        self._timer = asyncio.get_running_loop().call_later(self._pause, self._beat) if alive else None


def is_event(text: str) -> bool:
    """Whether a text is a pong or an event: never Engine.IO's to read."""
    return text == _PONG or text.startswith(EVENT)


def _why(inbox: _Inbox, message: aiohttp.WSMessage) -> Ending:
    """Why nothing more is read after a message that is no text."""
    if inbox.flooded:
        return Ending.FLOODED
    return Ending.RUBBISH if message.type in (aiohttp.WSMsgType.ERROR, aiohttp.WSMsgType.BINARY) else Ending.LEFT


class _Inbox(WebSocketDataQueue):
    """Where aiohttp's parser puts what it has read. Pongs and events go to `take` at once, which must not raise; all else
    waits for `_serve`, and while any of it waits or is at work, what follows waits behind it."""

    take: Callable[[str], None] | None = None
    busy = False
    flooded = False
    """Whether more came than from any client of ours; from then on nothing is read."""

    def __init__(self, protocol: Any, limit: int, *, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(protocol, limit, loop=loop)
        self._packets = Bucket(PACKETS, PACKETS_PER_SECOND)

    def feed_data(self, data: Any, size: int) -> None:
        if self.flooded:
            return
        if not self._packets.take(time.monotonic()):
            self.flooded = True
            if self._protocol.transport is not None:
                self._protocol.transport.abort()
            return
        if self.take is not None and not self.busy and data.type is aiohttp.WSMsgType.TEXT and is_event(data.data):
            self.take(data.data)
            return
        self.busy = True
        super().feed_data(data, size)

    def done(self) -> None:
        """What was read before is done."""
        self.busy = bool(self._buffer)


class _Response(aiohttp.web.WebSocketResponse):
    """aiohttp's WebSocket with an inbox of ours."""

    inbox: _Inbox

    def _post_start(self, request: aiohttp.web.BaseRequest, protocol: str | None, writer: Any) -> None:
        """What aiohttp's own does without compression and without a heartbeat."""
        self._ws_protocol = protocol
        self._writer = writer
        self.inbox = _Inbox(request.protocol, MAX_READ, loop=asyncio.get_running_loop())
        self._reader = self.inbox
        self._parser = WebSocketReader(self.inbox, self._max_msg_size, compress=False, decode_text=True)
        request.protocol.set_parser(self._parser)
        request.protocol.keep_alive(False)


class _EngineSocket(driver.WebSocket):  # type: ignore[misc]
    """Engine.IO's WebSocket with our way in and out. `Sockets` makes a class of it that knows whose it is."""

    sockets: Sockets

    async def __call__(self, environ: dict[str, Any]) -> aiohttp.web.WebSocketResponse:
        request: aiohttp.web.Request = environ["aiohttp.request"]
        self._sock = _Response(
            max_msg_size=self.server.max_http_buffer_size,
            compress=False,
            timeout=LINGER,
            autoping=False,  # what is answered there is never counted here
        )
        await self._sock.prepare(request)
        self.environ = environ
        transport = request.transport
        if transport is None:
            return self._sock
        engine = self.handler.__self__
        wire = Wire(self._sock, transport)
        self.sockets.add(engine.sid, wire)
        self.sockets.on_open(engine.sid, wire, request)
        beat = self.sockets.heart.add(wire)
        try:
            await self._serve(engine, wire)
        finally:
            beat.discard(wire)
            self.sockets.remove(engine.sid)
            wire.close()
            self.sockets.endings.note(wire.ending or Ending.LEFT)
        return self._sock

    async def _serve(self, engine: Any, wire: Wire) -> None:
        """What Engine.IO's own `_websocket_handler` does for a connection that began as a WebSocket, without a task and a
        timer for each packet."""
        engine.connected = engine.upgraded = True
        writing = asyncio.ensure_future(self._write(engine))
        try:
            inbox = self._sock.inbox
            inbox.take = partial(self._take_event, engine.sid, wire)
            while True:
                inbox.done()
                message = await self._sock.receive()
                if message.type in _CONTROL:
                    await self._control(message)
                    continue
                if message.type is not aiohttp.WSMsgType.TEXT:  # closed, an error, or a binary packet: we speak none
                    wire.ending = wire.ending or _why(inbox, message)
                    return
                wire.heard = True
                text = message.data
                if text != _PONG and not self.sockets.on_text(engine.sid, text) and not await self._take(engine, text):
                    wire.ending = wire.ending or (Ending.LEFT if engine.closed else Ending.RUBBISH)
                    return
        finally:
            await engine.queue.put(None)
            await writing
            await engine.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_CLOSE)

    async def _control(self, message: aiohttp.WSMessage) -> None:
        """Answer a ping of the WebSocket itself. Browsers send none, proxies may."""
        if message.type is aiohttp.WSMsgType.PING:
            with contextlib.suppress(ConnectionError, RuntimeError):
                await self._sock.pong(message.data)

    def _take_event(self, engine_sid: str, wire: Wire, text: str) -> None:
        """A pong, or an event, which is never Engine.IO's."""
        wire.heard = True
        if text == _PONG or wire.closing:
            return
        try:
            self.sockets.on_text(engine_sid, text)
        except Exception:
            self.server.logger.exception("Unknown receive error")
            wire.abort(Ending.FAILED)

    async def _take(self, engine: Any, text: str) -> bool:
        """Give a packet to Engine.IO. False where the connection ends with it."""
        try:
            await engine.receive(Packet(encoded_packet=text))
        except UnknownPacketError:
            return True
        except (SocketIsClosedError, ValueError):  # closed by a packet before this one; or rubbish
            return False
        except Exception:
            self.server.logger.exception("Unknown receive error")
        return True

    async def _write(self, engine: Any) -> None:
        """Send what Engine.IO and Socket.IO have to say themselves, until they say that it is over."""
        while True:
            packet = await engine.queue.get()
            engine.queue.task_done()
            if packet is None:
                break
            if packet.packet_type == PING:
                engine.last_ping = None  # its first and last: from here on nothing is late for it
                continue
            try:
                await self._sock.send_str(packet.encode())
            except (ConnectionError, RuntimeError):
                break
        await self._sock.close()


class Sockets:
    """Finds the Wire of an Engine.IO connection, and takes `command` frames before Engine.IO does."""

    def __init__(
        self,
        server: AsyncServer,
        on_open: Callable[[str, Wire, aiohttp.web.Request], None],
        on_text: Callable[[str, str], bool],
        on_closed: Callable[[str], None],
    ) -> None:
        """`on_open(sid of the engine, its wire, the request)` and `on_closed(sid)` are told of every socket; `on_text(sid,
        text)` answers True for what it has taken, which is every EVENT."""
        self._wires: dict[str, Wire] = {}
        self.on_open = on_open
        self.on_text = on_text
        self._on_closed = on_closed
        self.heart = Heart(server.eio.ping_interval)
        self.endings = Endings()
        ours = type("EngineSocket", (_EngineSocket,), {"sockets": self})
        server.eio._async = {**server.eio._async, "websocket": ours}

    def add(self, engine_sid: str, wire: Wire) -> None:
        self._wires[engine_sid] = wire

    def remove(self, engine_sid: str) -> None:
        self._wires.pop(engine_sid, None)
        self._on_closed(engine_sid)

    def abort(self, engine_sid: str) -> None:
        """Drop this one at once, for what it sent."""
        wire = self._wires.get(engine_sid)
        if wire is not None:
            wire.abort(Ending.RUBBISH)

    def wire(self, engine_sid: str) -> Wire | None:
        return self._wires.get(engine_sid)

    def abort_all(self) -> None:
        for wire in list(self._wires.values()):
            wire.abort(Ending.STOPPED)


def engine_sid_of(server: AsyncServer, sid: str) -> str:
    """The Engine.IO id under a Socket.IO id."""
    return str(server.manager.eio_sid_from_sid(sid, "/"))
