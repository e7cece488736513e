"""The run sheet: the steps of a session, which staff may change while it is held.

A step says what it brings: a plan, how people take part in it, and what is done together in the middle. A step that says
nothing of one goes on as before.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from rooms.activities import AnyStart
from rooms.base import Mode, Wire
from rooms.texts import Sort, Text

MAX_TITLE = 1280
"""Code points: 80 characters as people count them, who has given the title counts, of up to 16 (families of emoji)."""
MAX_STEPS = 40
WORDS = 400
"""Characters of what is said of a step, and of its notes, as people count them."""
MAX_WORDS = 4000
"""The same in code points."""
_TITLE = 80


class Speak(StrEnum):
    """How participants take part in a step. Staff always may; so may everybody in a private place, and to the staff."""

    LISTEN = "listen"
    """Nobody is asked to do anything but listen."""
    TEXT = "text"
    """By text; microphones stay closed."""
    VOICE = "voice"
    """By text and by voice, as everybody likes."""


class Step(Wire):
    """A step of the run sheet."""

    title: Annotated[str, Field(min_length=1, max_length=MAX_TITLE), Text(Sort.MESSAGE, _TITLE)]
    minutes: Annotated[int, Field(ge=0, le=600)] = 0
    mode: Mode | None = None
    """How this step is held; None goes on as before."""
    speak: Speak | None = None
    """How one takes part; None goes on as before."""
    text: Annotated[str, Field(max_length=MAX_WORDS), Text(Sort.MESSAGE, WORDS, may_be_empty=True)] = ""
    """What all in the room are told of it."""
    notes: Annotated[str, Field(max_length=MAX_WORDS), Text(Sort.MESSAGE, WORDS, may_be_empty=True)] = ""
    """For the staff alone."""
    brings: AnyStart | None = None
    """What is laid in the middle as it begins; for the staff alone until then."""
    skipped: bool = False
    """Left out today: 次へ goes past it."""
    key: Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_-]*$")] = ""
    """By what it is known when the sheet changes. Those of the office have none of their own (`keyed`)."""


Steps = tuple[Step, ...]


def keyed(steps: Sequence[Step]) -> Steps:
    """The same steps, each with a key of its own."""
    return tuple(step if step.key else step.model_copy(update={"key": f"step-{at}"}) for at, step in enumerate(steps))


def mode_at(steps: Sequence[Step], step: int, begun: Mode) -> Mode:
    """How a step is held: as the last step up to it that says so, or as the session began."""
    said = (each.mode for each in reversed(steps[: step + 1]) if each.mode is not None and not each.skipped)
    return next(said, begun)


def speak_at(steps: Sequence[Step], step: int) -> Speak:
    """How one takes part in a step: as the last step up to it that says so; by voice where none does."""
    said = (each.speak for each in reversed(steps[: step + 1]) if each.speak is not None and not each.skipped)
    return next(said, Speak.VOICE)
