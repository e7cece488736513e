"""Coming, going, and what the server says of a connection."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rooms.base import AvatarChoice, Card, HallId, LinkEnd, PersonId, Role, Wire, Wish
from rooms.texts import Sort, Text

MAX_NICKNAME = 20


class Enter(Wire):
    """入る / 聞くだけで参加: from looking in to being there. In `early` doors or a locked room one waits on the veranda."""

    type: Literal["enter"] = "enter"
    nickname: Annotated[str, Field(max_length=400), Text(Sort.NICKNAME, MAX_NICKNAME)]
    avatar: AvatarChoice | None = None
    """One's own choice, which others may wear, too; None for one that nobody wears."""
    card: Card = Card.WATCH
    wish: Wish = Wish.CIRCLE
    hall: HallId | None = None
    """会場にいます: the hall one sits in; this device neither sends nor plays sound."""
    first_time: bool = False
    """はじめてです: for the staff, who are told of it, and for the counts."""


class Leave(Wire):
    """しずかに出る."""

    type: Literal["leave"] = "leave"


class LookIn(Wire):
    """Internal: a device has connected and looks in (のぞいてみる). Staff and screens enter by `Enter` like everybody."""

    type: Literal["look_in"] = "look_in"
    role: Role
    origin: Annotated[str, Field(max_length=40)] = ""
    """The organisation whose link it was."""
    link: Annotated[str, Field(max_length=64)] = ""
    """The link they came by: a right that may end while they are here. `personal`: it is theirs alone."""
    network: Annotated[str, Field(max_length=40)] = ""
    """Opaque mark of the address they came from, which says nothing beyond this session."""
    personal: bool = False
    device: Annotated[str, Field(max_length=64)]
    """Opaque mark of the device, kept only until the session closes, so that a sending away for good holds."""


class LoseConnection(Wire):
    """Internal: the socket of this person has ended. For two minutes nobody sees an absence."""

    type: Literal["lose_connection"] = "lose_connection"


class EndLinks(Wire):
    """Internal: these links let nobody in any more. Whoever came by one of them goes, connected or not."""

    type: Literal["end_links"] = "end_links"
    links: frozenset[str]
    code: LinkEnd


class SendAway(Wire):
    """部屋を出てもらう: now, or for good. Whoever left lately can still be sent away for good."""

    type: Literal["send_away"] = "send_away"
    person: PersonId
    for_good: bool = False


class LetBack(Wire):
    """Undo a sending away for good."""

    type: Literal["let_back"] = "let_back"
    person: PersonId
