"""What people write, show and worry about."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rooms.base import ClientId, How, PersonId, ReactionKind, Scope, Wire, ZoneId
from rooms.texts import MAX_TEXT, Sort, Text


class Say(Wire):
    """A message. `place` scope in a booth stays in the booth. `to` addresses a reply of the staff to one person."""

    type: Literal["say"] = "say"
    id: ClientId
    text: Annotated[str, Field(max_length=4000), Text(Sort.MESSAGE, MAX_TEXT)]
    scope: Scope = Scope.ROOM
    to_hall: bool = True
    """会場にも出ます; False is 出さない."""
    to: PersonId | None = None
    zone: ZoneId | None = None
    """The zone it was written in. What is for a place is refused where one has gone elsewhere meanwhile."""


class RemoveMessage(Wire):
    type: Literal["remove_message"] = "remove_message"
    id: ClientId


class HandleMessage(Wire):
    """読みました: a message to the staff has been read, and its author's before it. An answer says so, too."""

    type: Literal["handle_message"] = "handle_message"
    id: ClientId


class React(Wire):
    type: Literal["react"] = "react"
    reaction: ReactionKind


class SetWriting(Wire):
    """書いています."""

    type: Literal["set_writing"] = "set_writing"
    writing: bool


class RaiseConcern(Wire):
    """心配を知らせる: to the staff only. `about` somebody, or the room as a whole."""

    type: Literal["raise_concern"] = "raise_concern"
    id: ClientId
    text: Annotated[str, Field(max_length=4000), Text(Sort.MESSAGE, MAX_TEXT, may_be_empty=True)] = ""
    about: PersonId | None = None


class HandleConcern(Wire):
    type: Literal["handle_concern"] = "handle_concern"
    id: ClientId


class TellHow(Wire):
    """きょうはどうでしたか: at the end, if one likes. Without a word it is taken back."""

    type: Literal["tell_how"] = "tell_how"
    how: How | None = None
