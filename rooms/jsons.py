"""The JSON of events while they are handed out: what the journal keeps of one is what all are told of it."""

from __future__ import annotations

from collections.abc import Iterable

from rooms.events import AnyEvent


class Jsons:
    """Makes the JSON of each event once."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[bytes, AnyEvent]] = {}  # an event stays alive while its id is a key

    def of(self, events: Iterable[AnyEvent]) -> bytes:
        """One after another, with commas between them."""
        return b",".join(map(self._one, events))

    def _one(self, event: AnyEvent) -> bytes:
        made = self._made.get(id(event))
        if made is None:
            made = self._made[id(event)] = event.__pydantic_serializer__.to_json(event), event
        return made[0]
