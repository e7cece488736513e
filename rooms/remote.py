"""手元リモコン: a telephone in the hand of somebody of the staff, as a second connection of theirs. The room keeps
which ones belong to whom; how a telephone becomes one is the way in's (`server.live.offers`).
"""

from __future__ import annotations

from typing import Literal

from rooms.base import ClientId, Wire

MOST_REMOTES = 2
"""Of one person at a time: one in the hand, and one that has just been lost."""


class AddRemote(Wire):
    """Internal: this telephone was confirmed at the desk of the person in whose name it is said."""

    type: Literal["add_remote"] = "add_remote"
    remote: ClientId


class PutOutRemote(Wire):
    """はずす: one of one's own 手元リモコン does nothing any more."""

    type: Literal["put_out_remote"] = "put_out_remote"
    remote: ClientId


class RemotesSet(Wire):
    """Which telephones belong to somebody of the staff now, the oldest first. Told to nobody but themselves."""

    type: Literal["remotes_set"] = "remotes_set"
    person: str
    remotes: tuple[str, ...]
