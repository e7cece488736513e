"""What a connection asks beside the room, and the telephones of staff."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rooms.base import ClientId, Wire
from rooms.texts import Opaque


class OfferVoice(Wire):
    """A browser's WebRTC offer; the acknowledgement carries the answer. For the connection, not for the room."""

    type: Literal["offer_voice"] = "offer_voice"
    # Browsers offer 1,400 characters with two addresses; each address more is some hundred, so there is room for sixty.
    sdp: Annotated[
        str, Field(min_length=1, max_length=8000, pattern=r"^[\r\n\t\x20-\x7e]+$"), Opaque("the voice engine")
    ]


class ShowLooks(Wire):
    """ほかの顔: ask for looks that nobody in the room wears; the acknowledgement carries them. Changes nothing."""

    type: Literal["show_looks"] = "show_looks"
    page: Annotated[int, Field(ge=0, le=999)] = 0
    """Which of them; after the last come the first."""


class SuggestNickname(Wire):
    """Ask for a nickname that nobody in the room has just now; the acknowledgement carries it. Changes nothing."""

    type: Literal["suggest_nickname"] = "suggest_nickname"


class ShowBalance(Wire):
    """話した量: ask who has been heard how much, in coarse steps; the acknowledgement carries it. Changes nothing."""

    type: Literal["show_balance"] = "show_balance"


class Refresh(Wire):
    """Ask for a fresh view (after a gap, or after sleep)."""

    type: Literal["refresh"] = "refresh"


class AddRemote(Wire):
    """Internal: this telephone was confirmed at the desk of the person in whose name it is said."""

    type: Literal["add_remote"] = "add_remote"
    remote: ClientId


class PutOutRemote(Wire):
    """はずす: one of one's own 手元リモコン does nothing any more."""

    type: Literal["put_out_remote"] = "put_out_remote"
    remote: ClientId
