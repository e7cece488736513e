"""The doorstep: sockets that have not said who they are. They cost hardly anything, but whoever holds many holds files.

A socket has HELLO_SECONDS for a hello that is taken; one that was refused is closed, since every try is a socket of its own
(`web_client/src/protocol/socket.ts`); and from one network (`network_of`) no more than MOST stand here at a time. When one
more comes, the one that has stood here longest without a word goes: a page says its hello as soon as its socket is open, so
that whoever only holds sockets keeps nobody of the same hall out. Who is let in is no longer ours.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from server.ports import Client

HELLO_SECONDS = 5.0
REFUSED_SECONDS = 0.5
"""For the refusal to be written before the connection is closed."""
MOST = 100
"""Sockets of one network that wait at a time: a hall's, all of whose people come back in the same second."""


@dataclass(slots=True)
class _Waiting:
    client: Client
    network: str
    timer: asyncio.TimerHandle
    asked: bool = False
    refused: bool = False


class Doorstep:
    """Who stands here, by the id of their connection."""

    def __init__(self) -> None:
        self._waiting: dict[str, _Waiting] = {}
        self._of_network: dict[str, dict[str, _Waiting]] = {}
        """The longest first."""

    def __len__(self) -> int:
        return len(self._waiting)

    def arrive(self, sid: str, client: Client, network: str) -> None:
        """A socket has been opened. If its network has too many here, one that says nothing is closed; this one, where all
        others have said who they are."""
        here = self._of_network.get(network, {})
        if len(here) >= MOST:
            silent = next((sid for sid, each in here.items() if each.refused or not each.asked), None)
            if silent is None:
                client.close()
                return
            going = here[silent].client
            self.leave(silent)
            going.close()
        timer = asyncio.get_running_loop().call_later(HELLO_SECONDS, client.close)
        self._waiting[sid] = waiting = _Waiting(client, network, timer)
        self._of_network.setdefault(network, {})[sid] = waiting

    def ask(self, sid: str) -> bool:
        """A hello comes. False for a second one, or from somebody who is in already: one socket says it once."""
        waiting = self._waiting.get(sid)
        if waiting is None or waiting.asked:
            return False
        waiting.asked = True
        waiting.timer.cancel()  # what takes long from here on is ours
        return True

    def refuse(self, sid: str) -> None:
        """Their hello was not taken."""
        waiting = self._waiting.get(sid)
        if waiting is not None:
            waiting.refused = True
            waiting.timer.cancel()
            waiting.timer = asyncio.get_running_loop().call_later(REFUSED_SECONDS, waiting.client.close)

    def leave(self, sid: str) -> None:
        """They are let in, or gone."""
        waiting = self._waiting.pop(sid, None)
        if waiting is not None:
            waiting.timer.cancel()
            here = self._of_network[waiting.network]
            del here[sid]
            if not here:
                del self._of_network[waiting.network]
