"""Somebody asks through the gate: what passes, and as what."""

from __future__ import annotations

from moderation.gate import NO_LIMITS, Allow, Refuse, judge
from rooms import commands as c
from rooms.base import AvatarChoice, Role
from tests.rooms.helpers import World


def enter(name: str, style: str = "critters") -> c.Enter:
    return c.Enter(nickname=name, avatar=AvatarChoice(style=style, seed="a"))


def verdict(world: World, command: c.RoomCommand, role: Role = Role.PARTICIPANT) -> str:
    """The code, or the nickname or text as it passes."""
    judged = judge(world.room, "p1", role, command, NO_LIMITS, 0)
    if isinstance(judged, Refuse):
        return str(judged.refusal.code)
    assert isinstance(judged, Allow)
    assert type(judged.command) is type(command)
    return str(getattr(judged.command, "nickname", getattr(judged.command, "text", "ok")))
