"""What may stand in a file of content: one model for each sort, with the limits that the office's own forms and the room's
commands have. `id` is what a file is overridden by; a text in three forms needs Japanese only."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field, field_validator

from rooms.activities.cards import IN_ALL, LONGEST, MOST
from server.office.base.models import Body, KindShown, Localised, ProgrammeBody
from server.office.base.models.common import Kind, Name
from server.office.base.models.programmes import NOTICE
from server.office.content.activities import Activity
from server.office.content.three import InThree, Title
from server.office.rules.schedule.model import RecurrenceText
from server.office.rules.typed import Written, refusal

PROMPT_LENGTH = 200
"""Characters, so that it can be read from the other end of a hall."""


class Hidden(Body):
    """Takes something ready-made away; whatever else its file says waits for better days."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Kind
    hidden: Annotated[bool, Field(strict=True)]


class How(Body):
    """What it is like, for every template that says nothing of its own about it."""

    id: Kind
    text: Localised


class Template(ProgrammeBody):
    """A ready-made programme: what a clerk chooses from before the first form."""

    kind: Kind = Field(alias="id")
    name: Name = Field(alias="title")
    about: Annotated[str, Written(120)]
    """One sentence for the clerk who chooses."""
    often: RecurrenceText
    """The rule by which it is often held."""

    @field_validator("slug", mode="before")
    @classmethod
    def _of_no_programme(cls, _: Any) -> Any:
        raise refusal("extra_forbidden", "ここには書けません(公開ページのアドレスは、プログラムごとに決めます)")

    @property
    def id(self) -> str:
        return self.kind

    def shown(self, how: Localised) -> KindShown:
        """As the office has it. A notice has no room that could be like anything."""
        said = {name: getattr(self, name) for name in ProgrammeBody.model_fields}
        if self.how == Localised() and self.mode != NOTICE:
            said["how"] = how
        return KindShown(
            kind=self.kind,
            title=self.name,
            about=self.about,
            example_rule=self.often,
            programme=ProgrammeBody.model_construct(**said),
        )


class Prompt(InThree):
    ja: Annotated[str, Written(PROMPT_LENGTH)]
    ja_simple: Annotated[str, Written(PROMPT_LENGTH, empty=True)] = ""
    en: Annotated[str, Written(PROMPT_LENGTH, empty=True)] = ""


class Card(InThree):
    ja: Annotated[str, Written(LONGEST)]
    ja_simple: Annotated[str, Written(LONGEST, empty=True)] = ""
    en: Annotated[str, Written(LONGEST, empty=True)] = ""


class Prompts(Body):
    """Ideas for お題 about one theme, a tap away at the desk."""

    id: Kind
    title: Title
    prompts: Annotated[tuple[Prompt, ...], Field(min_length=1, max_length=60)]


class Cards(Body):
    """A deck to lay out, a tap away at the desk."""

    id: Kind
    title: Title
    cards: Annotated[tuple[Card, ...], Field(min_length=1, max_length=MOST)]

    @field_validator("cards")
    @classmethod
    def _fits_into_a_command(cls, cards: tuple[Card, ...]) -> tuple[Card, ...]:
        for form in ("ja", "ja_simple", "en"):
            if sum(len(getattr(card, form) or card.ja) for card in cards) > IN_ALL:
                raise refusal("too_long", f"ぜんぶのカードで{IN_ALL}文字までです")
        return cards


SHAPES: dict[str, type[How | Template | Prompts | Cards | Activity]] = {
    "template": Template,
    "prompts": Prompts,
    "cards": Cards,
    "activity": Activity,
    "how": How,
}
"""By the word that a file begins with: `content: template`."""
