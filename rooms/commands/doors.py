"""The doors, and who waits before them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rooms.base import PersonId, Wire
from rooms.texts import Sort, Text

MAX_SENTENCE = 100


class SetDoors(Wire):
    """扉をひらく and its companions. `ended` is 終わる: the session closes and its words become unreadable."""

    type: Literal["set_doors"] = "set_doors"
    doors: Literal["early", "open", "closing", "ended"]


class LockRoom(Wire):
    type: Literal["lock_room"] = "lock_room"
    locked: bool


class LetIn(Wire):
    """入ってもらう: everybody who waits in a crowd comes in, and from now on nobody waits for coming in one."""

    type: Literal["let_in"] = "let_in"


class MoveNewcomers(Wire):
    """この5分に来た人を縁側へ: whoever came by a public link within these minutes waits until staff let them in."""

    type: Literal["move_newcomers"] = "move_newcomers"
    minutes: Annotated[int, Field(ge=1, le=60)] = 5


class TellWaiting(Wire):
    """One sentence to all who look in or wait on the veranda, until the doors open; empty takes it back."""

    type: Literal["tell_waiting"] = "tell_waiting"
    text: Annotated[str, Field(max_length=800), Text(Sort.MESSAGE, MAX_SENTENCE, may_be_empty=True)]


class Greet(Wire):
    """あいさつした: somebody has been spoken to, by voice or as one does in a hall. Who was written to counts by that."""

    type: Literal["greet"] = "greet"
    person: PersonId
