"""Programmes, venues and crew."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from rooms.base import Mode
from rooms.sheet import MAX_STEPS, MAX_WORDS, WORDS, Speak
from rooms.texts import MAX_TEXT
from server.office.base.models.common import Body, Capacity, Kind, Localised, Name, ShortText, Slug, Text, VersionShown
from server.office.rules.answer import Answer
from server.office.rules.entry import Entry
from server.office.rules.schedule.model import Form
from server.office.rules.typed import STORED, Between, Written, refusal


def _one_of(code: str, what: str, *names: str) -> BeforeValidator:
    """One sentence for what is none of them, in place of one for each that it could have been. What was stored when there
    was more to choose from is read as the last of them."""

    def chosen(value: Any, info: ValidationInfo) -> Any:
        if value in names:
            return value
        if info.context is STORED:
            return names[-1]
        words = f"{what}を、選べるものから選んでください({'、'.join(filter(None, dict.fromkeys(names)))})"
        raise PydanticCustomError(code, "{words}", {"words": words})

    return BeforeValidator(chosen)


NOTICE: Literal["notice"] = "notice"
"""The mode of programmes that are only announced: no room is opened for them."""
ProgrammeMode = Annotated[
    Mode | Literal["notice"], _one_of("mode_unknown", "部屋の使いかた", *Mode, NOTICE, Mode.IBASHO)
]
"""How sessions are held."""
StepMode = Annotated[Mode | Literal[""], _one_of("mode_unknown", "部屋の使いかた", *Mode, "")]
"""How a step is held; empty where it goes on as before."""
StepSpeak = Annotated[Speak | Literal[""], _one_of("speak_unknown", "参加のしかた", *Speak, "")]
"""How one takes part in a step; empty where it goes on as before."""
StepWords = Annotated[str, Written(WORDS, empty=True, lines=True, points=MAX_WORDS // WORDS)]


class StaffNeeded(Body):
    facilitate: Annotated[int, Between(0, 20)] = 1
    assist: Annotated[int, Between(0, 20)] = 1
    on_call: Annotated[int, Between(0, 20)] = 0


class Capacities(Body):
    """Seats by way of taking part; None is no limit of its own."""

    online: Capacity | None = None
    hall: Capacity | None = None
    listeners: Capacity | None = None


class Brought(StrEnum):
    """What a step may lay in the middle: what needs no more than a sentence to begin, and what is ready-made."""

    PROMPT = "prompt"
    QUESTIONS = "questions"
    THEMES = "themes"
    ACTIVITY = "activity"
    """One of the library."""
    CARDS = "cards"
    """A ready-made deck."""


class Brings(Body):
    """What is laid in the middle as a step begins. What is ready-made is named by its id, and is what it is by then."""

    kind: Brought
    text: Annotated[str, Written(MAX_TEXT // 2, empty=True)] = ""
    """Of a prompt."""
    activity: Kind | None = None
    """Which of the library."""
    deck: Kind | None = None
    """Which of the ready-made decks."""

    @model_validator(mode="before")
    @classmethod
    def _named_is_enough(cls, value: Any) -> Any:
        """`{activity: weather}` says which kind it is."""
        if not isinstance(value, dict) or "kind" in value:
            return value
        kind = Brought.ACTIVITY if "activity" in value else Brought.CARDS if "deck" in value else None
        return value if kind is None else {"kind": kind, **value}

    @model_validator(mode="after")
    def _names_what_is_ready_made(self) -> Brings:
        if (self.kind is Brought.ACTIVITY) != (self.activity is not None):
            raise refusal("brings_activity", "どのアクティビティかを選んでください(activity)")
        if (self.kind is Brought.CARDS) != (self.deck is not None):
            raise refusal("brings_deck", "どのカードの山かを選んでください(deck)")
        return self

    @model_validator(mode="after")
    def _a_prompt_says_something(self) -> Brings:
        if (self.kind is Brought.PROMPT) != (self.text != ""):
            words = "お題の言葉を入れてください" if self.kind is Brought.PROMPT else "言葉は、お題のときだけ書けます"
            raise refusal("prompt_text", words)
        return self


class RunStep(Body):
    title: Name
    minutes: Annotated[int, Between(0, 600)] = 0
    mode: StepMode = ""
    speak: StepSpeak = ""
    text: StepWords = ""
    """What all in the room are told of it."""
    notes: StepWords = ""
    """For the staff alone: on no public page, feed or notice."""
    brings: Brings | None = None


class ProgrammeBody(Body):
    """A template: what every session of this kind begins with."""

    kind: Kind
    name: Name
    slug: Slug | None = None
    mode: ProgrammeMode = Mode.IBASHO
    form: Form = Form.HYBRID
    summary: Localised = Localised()
    """One or two sentences, on public pages and notices."""
    how: Localised = Localised()
    """What it is like, one line each."""
    conditions: tuple[ShortText, ...] = Field((), max_length=8)
    """Shown, never checked: 区内, 居住地問わず, 女性自認, 当事者/家族/支援者."""
    entry: Entry = Entry()
    capacities: Capacities = Capacities()
    early_minutes: Annotated[int, Between(0, 180)] = 30
    minutes: Annotated[int, Between(15, 900)] = 120
    """Usual length; also how long a session with an open end lives."""
    steps: Annotated[tuple[RunStep, ...], Field(max_length=MAX_STEPS)] = ()
    tables: Annotated[int, Between(0, 12)] = 3
    staff_needed: StaffNeeded = StaffNeeded()
    ask_first_time: bool = False
    ask_themes: bool = False
    """Whether themes to talk about can be sent before a session, without a name."""
    listed: bool = True


class ProgrammeShown(Answer):
    id: str
    version: int
    archived: bool
    programme: ProgrammeBody
    public_url: str


class Programmes(Answer):
    programmes: tuple[ProgrammeShown, ...]


class KindShown(Answer):
    """A ready-made programme to begin with."""

    kind: str
    title: str
    about: str
    example_rule: str
    """RRULE that this kind is often held by."""
    programme: ProgrammeBody


class Kinds(Answer):
    kinds: tuple[KindShown, ...]
    faults: tuple[str, ...] = ()
    """What is wrong with the town's own files, FILE:LINE: REASON; for administrators alone."""


class VenueBody(Body):
    name: Name
    address: ShortText = ""
    access: Text = ""
    rooms: tuple[Name, ...] = Field((), max_length=20)


class VenueShown(Answer):
    id: str
    version: VersionShown
    venue: VenueBody


class Venues(Answer):
    venues: tuple[VenueShown, ...]


class CrewBody(Body):
    name: Name
    """A name the staff know each other by; need not have an account."""


class CrewShown(Answer):
    id: str
    version: VersionShown
    name: str


class Crew(Answer):
    crew: tuple[CrewShown, ...]
