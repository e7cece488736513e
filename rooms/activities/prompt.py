"""お題: a conversation starter, or the instruction of something done with one's hands. Nothing is played: it lies there."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rooms.activities.kind import Activity, Change, Kind, Move, Start
from rooms.texts import MAX_TEXT, Sort, Text


class StartPrompt(Start):
    """お題を出す."""

    kind: Literal["prompt"] = "prompt"
    text: Annotated[str, Field(max_length=4000), Text(Sort.MESSAGE, MAX_TEXT)]


class Prompt(Activity):
    kind: Literal["prompt"] = "prompt"
    text: str


def begin(start: StartPrompt) -> Prompt:
    return Prompt(text=start.text)


KIND: Kind[StartPrompt, Prompt, Move, Change] = Kind("prompt", StartPrompt, Prompt, begin)
