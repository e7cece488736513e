"""The network and the clock, faked; everything else in these tests is real."""

from __future__ import annotations

import json
from typing import Any

from rooms.events import event_list
from rooms.hearing import HearingPlan
from rooms.machine import fold
from rooms.views import View
from server.ports import VoiceListener


class Clock:
    """Milliseconds that move only when told."""

    def __init__(self, now: int = 1_000_000) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


class FakeClient:
    """A connected client that keeps what it was sent and folds it, like a browser."""

    def __init__(self) -> None:
        self.frames: list[tuple[str, Any]] = []
        self.acks: dict[int, dict[str, Any]] = {}
        self.view: View | None = None
        self.rev: int | None = None
        self.closed = False
        self.order: list[str] = []

    def send(self, frame: bytes, *, volatile: bool = False) -> None:
        assert not self.closed
        event, payload = json.loads(frame)
        self.frames.append((event, payload))
        self.order.append(event)
        if event == "view":
            self.view = View.model_validate_json(json.dumps(payload["view"]))
            self.rev = payload["rev"]
        elif event == "events":
            assert self.view is not None
            for each in event_list.validate_json(json.dumps(payload["events"])):
                self.view = fold(self.view, each)
            self.rev = payload["to"]

    def acknowledge(self, ack: int, payload: bytes) -> None:
        self.acks[ack] = json.loads(payload)
        self.order.append(f"ack {ack}")

    def close(self) -> None:
        self.closed = True

    def last(self, event: str) -> Any:
        return next(payload for name, payload in reversed(self.frames) if name == event)


def framer(event: str, payload: bytes) -> bytes:
    """Frames that FakeClient can read."""
    return b'["%s",%s]' % (event.encode(), payload)


class SilentVoice:
    """A voice engine without sound: keeps the plans it was given."""

    def __init__(self) -> None:
        self.plans: dict[str, HearingPlan] = {}
        self.closed: list[tuple[str, str]] = []
        self.listener: VoiceListener | None = None

    async def start(self, listener: VoiceListener) -> None:
        self.listener = listener

    async def stop(self) -> None:
        self.listener = None

    async def offer(self, room: str, person: str, sdp: str) -> str:
        return f"answer to {sdp}"

    def plan(self, room: str, plan: HearingPlan) -> None:
        self.plans[room] = plan

    def close(self, room: str, person: str) -> None:
        self.closed.append((room, person))

    def close_room(self, room: str) -> None:
        self.plans.pop(room, None)

    async def stats(self) -> dict[str, float]:
        return {"peers": 0.0}
