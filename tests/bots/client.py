"""A participant without a browser: joins over HTTP, connects over Socket.IO on a plain WebSocket, and keeps its own view.

It goes through the same public doors as a browser and knows nothing that a browser does not. It speaks Engine.IO 4 and
Socket.IO 5 by hand because five hundred of it must fit into one process beside the server that is measured.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable
from typing import Any

import aiohttp

from rooms.events import event_list
from rooms.machine import fold
from rooms.views import View
from server.wire import PROTOCOL, ViewMessage
from tests.patience import PATIENCE


class Refusal(Exception):
    """Joining or connecting was refused. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Bot:
    """One device. `view` is the folded view where `folding` is on; `seen` counts every frame by event name."""

    def __init__(self, http: aiohttp.ClientSession, base: str, *, folding: bool = True) -> None:
        self._http = http
        self.base = base
        self.device = secrets.token_urlsafe(18)
        self.address = f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.{secrets.randbelow(256)}"
        """From where it comes, as a proxy would say: everybody from a network of their own, unless a test says otherwise."""
        self.token = ""
        self.person = ""
        self.joined: dict[str, Any] = {}
        self.view: View | None = None
        self.rev: int | None = None
        self.speaking: tuple[str, ...] = ()
        self.walks: list[dict[str, Any]] = []
        self.bye: dict[str, Any] | None = None
        self.gone = ""
        """How its last connection ended: the farewell's code or the WebSocket's code, for whoever must find out why."""
        self.events: list[dict[str, Any]] = []
        self.seen: dict[str, int] = {}
        self.voice_restarts = 0
        self.folding = folding
        self.on_frame: Callable[[str, Any], None] | None = None
        self._ws: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._acks: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._number = 0
        self._connected: asyncio.Future[None] | None = None
        self._changed = asyncio.Condition()

    async def join(self, *, secret: str | None = None, code: str | None = None) -> dict[str, Any]:
        """POST /api/join. Raises Refusal."""
        body: dict[str, Any] = {"device": self.device}
        if secret is not None:
            body["secret"] = secret
        if code is not None:
            body["code"] = code
        if self.token:
            body["token"] = self.token
        async with self._http.post(f"{self.base}/api/join", json=body, headers=self._from) as response:
            answer = await response.json()
            if response.status != 200:
                raise Refusal(answer["code"])
        self.joined = answer
        self.token, self.person = answer["token"], answer["person"]
        return self.joined

    @property
    def _from(self) -> dict[str, str]:
        return {"X-Forwarded-For": self.address}

    async def connect(self, *, resume: bool = False) -> None:
        """Open the socket and wait for its CONNECT packet and the first view or events. Raises Refusal."""
        url = self.base.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        self.bye = None
        self._ws = await self._http.ws_connect(url, compress=0, max_msg_size=0, headers=self._from)
        self._connected = asyncio.get_running_loop().create_future()
        hello = {"token": self.token, "protocol": PROTOCOL, "rev": self.rev if resume else None}
        self._reader = asyncio.create_task(self._read(hello))
        before = self.seen.get("view", 0) + self.seen.get("events", 0)
        await self._connected
        await self.until(lambda: self.seen.get("view", 0) + self.seen.get("events", 0) > before)

    async def ask(self, command: dict[str, Any], timeout: float = PATIENCE) -> dict[str, Any]:
        """Send a command and wait for its acknowledgement."""
        self._number += 1
        future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._acks[self._number] = future
        await self.send_text(f'42{self._number}["command",{json.dumps(command)}]')
        async with asyncio.timeout(timeout):
            return await future

    async def tell(self, command: dict[str, Any]) -> None:
        """Send a command without wanting an acknowledgement."""
        await self.send_text(f'42["command",{json.dumps(command)}]')

    async def send_text(self, text: str) -> None:
        if self._ws is None:
            raise RuntimeError("not connected")
        if self._ws.closed:
            raise ConnectionError(f"connection lost: {self.gone}")
        await self._ws.send_str(text)

    async def enter(self, nickname: str, **fields: Any) -> dict[str, Any]:
        avatar = {"style": "critters", "seed": "bot"}
        return await self.ask({"type": "enter", "nickname": nickname, "avatar": avatar, **fields})

    async def say(self, text: str, **fields: Any) -> dict[str, Any]:
        return await self.ask({"type": "say", "id": secrets.token_urlsafe(9), "text": text, **fields})

    async def until(self, condition: Callable[[], bool], timeout: float = PATIENCE) -> None:
        """Wait until something that this bot has received makes the condition true. Raises TimeoutError."""
        async with asyncio.timeout(timeout), self._changed:
            await self._changed.wait_for(condition)

    def texts(self) -> list[str]:
        """The texts of the messages this bot can read now."""
        if self.view is None:
            return []
        return [message.text for message in (*self.view.chat, *(m for t in self.view.threads for m in t.messages))]

    @property
    def open(self) -> bool:
        return self._ws is not None and not self._ws.closed

    async def close(self) -> None:
        """End the connection as a closed tab would."""
        if self._ws is not None:
            await self._ws.close()
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)

    async def _read(self, hello: dict[str, Any]) -> None:
        ws = self._ws
        if ws is None:
            return
        try:
            async for message in ws:
                if message.type is aiohttp.WSMsgType.TEXT:
                    await self._frame(ws, message.data, hello)
        finally:
            self.gone = f"bye: {self.bye['code']}" if self.bye else f"code {ws.close_code}, {ws.exception()!r}"
            self._lost()
            with contextlib.suppress(RuntimeError):
                async with self._changed:
                    self._changed.notify_all()

    def _lost(self) -> None:
        for future in self._acks.values():
            if not future.done():
                future.set_exception(ConnectionError("connection lost"))
                future.exception()
        self._acks.clear()
        if self._connected is not None and not self._connected.done():
            self._connected.set_exception(ConnectionError("connection lost"))

    async def _frame(self, ws: aiohttp.ClientWebSocketResponse, text: str, hello: dict[str, Any]) -> None:
        if text.startswith("0"):
            await ws.send_str("40" + json.dumps(hello))
        elif text == "2":
            await ws.send_str("3")
        elif text.startswith("40") and self._connected is not None and not self._connected.done():
            self._connected.set_result(None)
        elif text.startswith("44") and self._connected is not None and not self._connected.done():
            self._connected.set_exception(Refusal(json.loads(text[2:])["data"]["code"]))
        elif text.startswith("43"):
            start = text.index("[")
            future = self._acks.pop(int(text[2:start]), None)
            if future is not None and not future.done():
                future.set_result(json.loads(text[start:])[0])
        elif text.startswith("42"):
            self._event(text)
            async with self._changed:
                self._changed.notify_all()

    def _event(self, text: str) -> None:
        if not self.folding:
            name = text[4 : text.index('"', 4)]
            self.seen[name] = self.seen.get(name, 0) + 1
            if self.on_frame is not None:
                self.on_frame(name, text)
            return
        name, data = json.loads(text[2:])
        self.seen[name] = self.seen.get(name, 0) + 1
        if name == "view":
            self.rev = data["rev"]
            self.view = ViewMessage.model_validate_json(json.dumps(data)).view
            self.speaking = tuple(data["speaking"])
        elif name == "events":
            self._apply(data)
        elif name == "speaking":
            self.speaking = tuple(data["people"])
        elif name == "walks":
            self.walks.extend(data["walks"])
        elif name == "bye":
            self.bye = data
        elif name == "voice":
            self.voice_restarts += 1
        if self.on_frame is not None:
            self.on_frame(name, data)

    def _apply(self, data: dict[str, Any]) -> None:
        if self.view is None or self.rev is None or data["to"] < self.rev:
            return
        for event in event_list.validate_json(json.dumps(data["events"])):
            self.view = fold(self.view, event)
        self.events.extend(data["events"])
        self.rev = data["to"]
