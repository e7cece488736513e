"""Several connections of one person, to whoever tells them something: one client, for as long as they have a 手元リモコン.
Everybody else is their own one client, which costs nothing.
"""

from __future__ import annotations

from server.ports import Client


class Several:
    """Sends to each of them. What is asked is answered to the one that asked, so that nothing is acknowledged here."""

    __slots__ = ("_clients",)

    def __init__(self, *clients: Client) -> None:
        self._clients = clients

    def send(self, frame: bytes, *, volatile: bool = False) -> None:
        for client in self._clients:
            client.send(frame, volatile=volatile)

    def acknowledge(self, ack: int, payload: bytes, *, with_next: bool = False) -> None:
        raise TypeError("an answer belongs to one connection")

    def close(self) -> None:
        for client in self._clients:
            client.close()
