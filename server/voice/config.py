"""What a voice worker needs to know."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class VoiceConfig:
    """`advertised` are the addresses told to browsers; `port` 0 takes a free one (for tests)."""

    host: str = "0.0.0.0"  # noqa: S104
    port: int = 40_000
    advertised: tuple[str, ...] = ("127.0.0.1",)
    max_peers: int = 1000

    def dump(self) -> str:
        return json.dumps(asdict(self))

    @staticmethod
    def load(text: str) -> VoiceConfig:
        values = json.loads(text)
        return VoiceConfig(values["host"], values["port"], tuple(values["advertised"]), values["max_peers"])
