"""The gate: the only entry of moderation. Everything that a client asks passes here before anything comes of it, and so does
their coming.

`judge` is pure: rates are values too. It allows, and then gives the command as it may be carried out (its texts in the form
in which they are shown), it refuses with a code, or it holds for a human to look at. It never judges what a person says
about themself: that is for a human.

It knows no command: who may, how often and which fields are text stands in tables and beside the fields.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from moderation import disguises, text
from moderation.permissions import may, may_by_remote, may_now_by_remote
from moderation.rates import NO_LIMITS, Limits, Rate, comings, spend, spent, whose
from rooms.base import STAFF_ROLES, Role
from rooms.commands import ClientCommand
from rooms.looks import LOOKS
from rooms.refusals import Code, Refusal
from rooms.state import Room
from rooms.texts import Sort, Text, rewritten

__all__ = [
    "AVATAR_STYLES",
    "NO_LIMITS",
    "Allow",
    "Hold",
    "Limits",
    "Refuse",
    "Verdict",
    "arrives",
    "comings",
    "judge",
    "name_refusals",
    "whose",
]

AVATAR_STYLES = frozenset(look.style for look in LOOKS)
"""Styles of animals, plants and shapes that a person may choose."""


@dataclass(frozen=True, slots=True)
class Allow:
    """The command in the form in which it may be carried out."""

    command: ClientCommand
    limits: Limits
    """What is left of this person's rates, for the next time; so in every verdict."""


@dataclass(frozen=True, slots=True)
class Refuse:
    refusal: Refusal
    limits: Limits


@dataclass(frozen=True, slots=True)
class Hold:
    """Not before a human has looked. So far nothing is held."""

    reason: str
    limits: Limits


Verdict = Allow | Refuse | Hold


def judge(
    room: Room, actor: str, role: Role, command: ClientCommand, limits: Limits, now: int, *, remote: bool = False
) -> Verdict:
    """Whether this role may send this command now, and in which form. `now` in milliseconds since 1970; `remote`: it comes
    by a 手元リモコン, from which one may do little of what one may."""
    if not may(role, type(command)):
        return Refuse(Refusal(Code.NOT_ALLOWED), limits)
    if remote and not (may_by_remote(command) and may_now_by_remote(room, actor, command)):
        return Refuse(Refusal(Code.NOT_BY_REMOTE), limits)
    limits, wait = spend(role, type(command), limits, now)
    if wait is not None:
        return Refuse(Refusal(Code.TOO_FAST, wait), limits)
    fitting = rewritten(command, lambda words, mark: _fit(room, role, words, mark))
    if isinstance(fitting, Refusal):
        return Refuse(fitting, limits)
    return Allow(fitting, limits)


def arrives(role: Role, rate: Rate, limits: Limits, now: int) -> tuple[Limits, Refusal | None]:
    """What is left of one of the limits that a connection spends (`comings`), and why it may not be had just now."""
    limits, wait = spent(role, rate, limits, now)
    return limits, None if wait is None else Refusal(Code.TOO_FAST, wait)


def _fit(room: Room, role: Role, words: str, mark: Text) -> str | Refusal:
    """Words as they may be shown, by their sort, or why they may not."""
    fitting: str | Code
    match mark.sort:
        case Sort.NICKNAME:
            name = text.nickname(words, mark.limit)
            fitting = name if isinstance(name, Code) else name_refusals(room, role)(name) or name
        case Sort.MESSAGE:
            fitting = text.message(words, mark.limit, may_be_empty=mark.may_be_empty)
        case Sort.AVATAR:
            fitting = words if words in AVATAR_STYLES else Code.AVATAR_UNKNOWN
    return Refusal(fitting) if isinstance(fitting, Code) else fitting


def name_refusals(room: Room, role: Role) -> Callable[[str], Code | None]:
    """Why somebody of this role may not have a name in the form in which it would be shown, or None where they may. For any
    number of names: those of the room are looked at once."""
    worn = {text.skeleton(each.shown.nickname): each.shown.role in STAFF_ROLES for each in room.people.values()}
    by_staff = role in STAFF_ROLES
    guarded = (
        [] if by_staff else [each.shown.nickname for each in room.people.values() if each.shown.role in STAFF_ROLES]
    )

    def why_not(name: str) -> Code | None:
        if not by_staff and disguises.sounds_like_staff(name):
            return Code.NICKNAME_OF_STAFF
        of_staff = worn.get(text.skeleton(name))
        if of_staff is False:
            return Code.NICKNAME_TAKEN
        passes = of_staff or any(disguises.passes_for(name, each) for each in guarded)
        return Code.NICKNAME_OF_STAFF if passes else None

    return why_not
