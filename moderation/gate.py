"""The gate: the only entry of moderation. Everything that a client asks passes here before a room decides.

`judge` is pure: rates and notices are values too. It allows, refuses with a code, or rewrites (a nickname in normal form).
It never looks at what a person says about themself: that is for a human.
"""

from __future__ import annotations

from dataclasses import dataclass

from moderation import text
from moderation.permissions import may
from moderation.rates import NO_LIMITS, Limits, spend
from rooms.base import STAFF_ROLES, Role
from rooms.commands import Enter, RaiseConcern, RoomCommand, Say, Walk
from rooms.refusals import Code, Refusal
from rooms.state import Room

__all__ = ["AVATAR_STYLES", "NO_LIMITS", "Limits", "Verdict", "judge"]

AVATAR_STYLES = frozenset({"critters", "sprouts", "thumbs", "blobs", "shapes", "constellation"})
"""Styles of animals, plants and shapes that a person may choose."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Exactly one of `command` (as it may be carried out) and `refusal` is set."""

    command: RoomCommand | Walk | None
    refusal: Refusal | None
    limits: Limits
    notices: tuple[str, ...] = ()


def judge(room: Room, actor: str, role: Role, command: RoomCommand | Walk, limits: Limits, now: int) -> Verdict:
    """Whether this role may send this command now, and in which form. `now` in milliseconds since 1970."""
    if not may(role, type(command)):
        return Verdict(None, Refusal(Code.NOT_ALLOWED), limits)
    limits, wait = spend(role, type(command), limits, now)
    if wait is not None:
        return Verdict(None, Refusal(Code.TOO_FAST, wait), limits)
    rewritten = _fit(room, role, command)
    if isinstance(rewritten, Code):
        return Verdict(None, Refusal(rewritten), limits)
    return Verdict(rewritten, None, limits)


def _fit(room: Room, role: Role, command: RoomCommand | Walk) -> RoomCommand | Walk | Code:
    """The command with its texts in the form in which they are shown."""
    if isinstance(command, Enter):
        return _fit_enter(room, role, command)
    if isinstance(command, Say):
        said = text.message(command.text)
        return said if isinstance(said, Code) else command.model_copy(update={"text": said})
    if isinstance(command, RaiseConcern):
        said = text.message(command.text, may_be_empty=True)
        return said if isinstance(said, Code) else command.model_copy(update={"text": said})
    return command


def _fit_enter(room: Room, role: Role, command: Enter) -> Enter | Code:
    if command.avatar.style not in AVATAR_STYLES:
        return Code.AVATAR_UNKNOWN
    name = text.nickname(command.nickname)
    if isinstance(name, Code):
        return name
    if role not in STAFF_ROLES and text.sounds_like_staff(name):
        return Code.NICKNAME_OF_STAFF
    mine = text.skeleton(name)
    for person in room.people.values():
        if text.skeleton(person.shown.nickname) == mine:
            return Code.NICKNAME_OF_STAFF if person.shown.role in STAFF_ROLES else Code.NICKNAME_TAKEN
    return command.model_copy(update={"nickname": name})
