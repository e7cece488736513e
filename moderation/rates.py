"""Rates as values: token buckets that come in and go out of the gate, so that the same run always decides the same.

A bucket holds at most `burst` tokens and gains one every `every` milliseconds. Staff have room for a lively session.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rooms import commands as c
from rooms.base import STAFF_ROLES, Held, Role
from rooms.state import Room


@dataclass(frozen=True, slots=True)
class Rate:
    name: str
    burst: float
    every: int
    """Milliseconds per token."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What is left of one person's buckets: name to (tokens, time in ms)."""

    buckets: Mapping[str, tuple[float, int]] = field(default_factory=dict)


NO_LIMITS = Limits()

_COMMON = Rate("common", 20, 250)
_RATES: dict[type[Any], Rate] = {
    c.Say: Rate("say", 5, 1500),
    c.Play: Rate("play", 4, 1500),
    c.React: Rate("react", 8, 500),
    c.Walk: Rate("walk", 8, 200),
    c.RaiseConcern: Rate("concern", 3, 10_000),
    c.SetWriting: Rate("writing", 6, 500),
    c.Enter: Rate("enter", 5, 2000),
    c.ShowLooks: Rate("looks", 10, 700),
    # The way in asks once, and again after a name was refused: whoever asks on looks for who is there.
    c.SuggestNickname: Rate("names", 5, 20_000),
    # A desk asks every ten seconds while it is shown, and when staff sort by it.
    c.ShowBalance: Rate("balance", 5, 2000),
    # What puts a lost telephone out never waits for what else the desk has asked.
    c.PutOutRemote: Rate("remotes", 5, 1000),
    c.TakePlace: Rate("place", 8, 700),
    c.SetMicrophone: Rate("microphone", 10, 500),
    c.RaiseHand: Rate("hand", 6, 1000),
    c.LowerHand: Rate("hand", 6, 1000),
    # A fresh view costs the room the most of all. A client asks for one when its page comes back from sleep or another
    # network, and after a gap: whoever switches between two apps for minutes stays below.
    c.Refresh: Rate("refresh", 10, 2000),
    # An offer makes a peer. One comes with each new connection and each try after a failure; between those the client
    # waits for seconds, so that a phone between two networks stays below.
    c.OfferVoice: Rate("offer", 10, 2000),
    # Coming back costs a fresh view as well, and two lines of the journal. A telephone between two networks tries every few
    # seconds, and a page that is loaded anew comes at once.
    c.LookIn: Rate("connect", 20, 1000),
}
_COMING = _RATES[c.LookIn]
_NEWCOMERS = Rate("newcomers", 300, 500)
"""New people of one network who come by public links, all together: looking in and going are two lines of the journal, and
whoever makes themself a new device each time is new each time. A hall's people come at once and stay below; one device that
comes and goes, at its own rate, keeps nobody of its network out; and the journal grows no faster than by one who is in."""
_SHARED: tuple[type[Any], ...] = (c.Say, c.RaiseConcern)
"""What those who wait in a crowd send at a rate that their network has once: many of them can write no more than one."""
STAFF_FACTOR = 4
"""Staff may be four times as quick in everything."""
_UNLIMITED = (c.Leave,)
"""しずかに出る never waits."""


def whose(room: Room, actor: str, command: type[Any]) -> str:
    """Whose limits a command spends: one's own, or those of the network by which one came in a crowd."""
    person = room.people.get(actor)
    crowd = person is not None and person.shown.held is Held.CROWD and person.network != ""
    return f"network {person.network}" if person is not None and crowd and command in _SHARED else actor


def comings(room: Room, actor: str, role: Role, network: str, *, personal: bool) -> tuple[tuple[str, Rate], ...]:
    """Whose limits somebody's coming spends, and by which rates: their own, and as long as they are not here, for whoever
    comes by a link that is not theirs alone, those of their network."""
    own = ((actor, _COMING),)
    here = actor in room.people or actor in room.onlookers
    if here or personal or role is not Role.PARTICIPANT or not network:
        return own
    return (*own, (f"network {network}", _NEWCOMERS))


def spend(role: Role, command: type[Any], limits: Limits, now: int) -> tuple[Limits, int | None]:
    """Take one token. Returns the new limits, and in how many milliseconds to try again if there was none."""
    if command in _UNLIMITED:
        return limits, None
    return spent(role, _RATES.get(command, _COMMON), limits, now)


def spent(role: Role, rate: Rate, limits: Limits, now: int) -> tuple[Limits, int | None]:
    """As `spend`, of one rate."""
    factor = STAFF_FACTOR if role in STAFF_ROLES else 1
    burst, every = rate.burst * factor, rate.every / factor
    tokens, at = limits.buckets.get(rate.name, (burst, now))
    tokens = min(burst, tokens + max(0, now - at) / every)
    if tokens < 1:
        return Limits({**limits.buckets, rate.name: (tokens, now)}), round((1 - tokens) * every)
    return Limits({**limits.buckets, rate.name: (tokens - 1, now)}), None
