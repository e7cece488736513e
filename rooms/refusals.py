"""Every refusal that a person can meet, with its stable code. The client has a sentence for each of them.

Codes never change their meaning and are never reused. The first block comes from rooms, then moderation, then the wire,
joining and voice: they stand in one file so that no code is given twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    # rooms: doors and entry
    DOORS_NOT_OPEN = "doors_not_open"
    DOORS_CLOSING = "doors_closing"
    SESSION_ENDED = "session_ended"
    ROOM_FULL = "room_full"
    CIRCLE_FULL = "circle_full"
    """Full for those who come to the circle; a listener's seat is free."""
    ALREADY_ENTERED = "already_entered"
    NOT_ENTERED = "not_entered"
    SENT_AWAY = "sent_away"
    # rooms: places and people
    NO_SUCH_PLACE = "no_such_place"
    NO_SUCH_PERSON = "no_such_person"
    PLACE_FULL = "place_full"
    SEAT_TAKEN = "seat_taken"
    PLACE_NOT_FOR_YOU = "place_not_for_you"
    ROOM_LOCKED = "room_locked"
    WAITING = "waiting"
    PLACE_CHANGED = "place_changed"
    # rooms: voice and hands
    MICROPHONE_RESTED = "microphone_rested"
    NO_VOICE_HERE = "no_voice_here"
    NO_HAND_HERE = "no_hand_here"
    NOT_YOUR_TURN = "not_your_turn"
    NOBODY_TO_CALL = "nobody_to_call"
    NO_LINE_HERE = "no_line_here"
    # rooms: activities
    NO_SUCH_ACTIVITY = "no_such_activity"
    NO_SUCH_MOVE = "no_such_move"
    NOTHING_LEFT = "nothing_left"
    TOO_MANY_SLIPS = "too_many_slips"
    # rooms: chat, run sheet, concerns
    NO_SUCH_MESSAGE = "no_such_message"
    NOT_YOUR_MESSAGE = "not_your_message"
    ID_TAKEN = "id_taken"
    CHAT_FULL = "chat_full"
    NO_SUCH_STEP = "no_such_step"
    SHEET_CHANGED = "sheet_changed"
    LISTENING_NOW = "listening_now"
    TEXT_NOW = "text_now"
    NOTHING_TO_UNDO = "nothing_to_undo"
    TOO_MANY_WISHES = "too_many_wishes"
    NO_SUCH_CONCERN = "no_such_concern"
    CONCERNS_WAIT = "concerns_wait"
    # moderation
    NOT_ALLOWED = "not_allowed"
    TOO_FAST = "too_fast"
    NICKNAME_EMPTY = "nickname_empty"
    NICKNAME_TOO_LONG = "nickname_too_long"
    NICKNAME_UNREADABLE = "nickname_unreadable"
    NICKNAME_TAKEN = "nickname_taken"
    NICKNAME_OF_STAFF = "nickname_of_staff"
    TEXT_EMPTY = "text_empty"
    TEXT_TOO_LONG = "text_too_long"
    AVATAR_UNKNOWN = "avatar_unknown"
    HELD = "held"
    NOT_BY_REMOTE = "not_by_remote"
    # the wire
    BAD_COMMAND = "bad_command"
    TOO_LARGE = "too_large"
    OVERLOADED = "overloaded"
    OLD_CLIENT = "old_client"
    REPLACED = "replaced"
    SHUTTING_DOWN = "shutting_down"
    STORAGE_FAILED = "storage_failed"
    INTERNAL = "internal"
    # joining
    BAD_REQUEST = "bad_request"
    LINK_UNKNOWN = "link_unknown"
    LINK_REVOKED = "link_revoked"
    LINK_EXPIRED = "link_expired"
    LINK_EARLY = "link_early"
    CODE_UNKNOWN = "code_unknown"
    TOO_MANY_TRIES = "too_many_tries"
    TOKEN_INVALID = "token_invalid"
    REMOTE_OVER = "remote_over"
    """What the desk offered is over, used, or was never offered."""
    REMOTE_TAKEN = "remote_taken"
    """Another telephone was quicker."""
    REMOTE_REFUSED = "remote_refused"
    """いいえ, at the desk."""
    REMOTE_ENDED = "remote_ended"
    """Put out at the desk, or by a newer one."""
    REMOTE_WAITS = "remote_waits"
    """Its person is not in the room just now."""
    NOT_FOUND = "not_found"
    # slides
    NOT_A_PDF = "not_a_pdf"
    PDF_LOCKED = "pdf_locked"
    PDF_TOO_HARD = "pdf_too_hard"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_DECKS = "too_many_decks"
    SLIDES_FULL = "slides_full"
    """Its organisation has as many as one may keep."""
    SLIDES_WAIT = "slides_wait"
    """Its organisation, or this session, has others that are coming or being drawn."""
    DISK_FULL = "disk_full"
    """What is left on the disk is for what people say."""
    # voice
    VOICE_BAD_OFFER = "voice_bad_offer"
    VOICE_FULL = "voice_full"
    VOICE_UNAVAILABLE = "voice_unavailable"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command was not carried out. `retry_after` in milliseconds where waiting helps."""

    code: Code
    retry_after: int | None = None
