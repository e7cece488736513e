"""A text in Japanese, in easy Japanese and in English; where one of the others is missing, the Japanese stands for it."""

from __future__ import annotations

from typing import Annotated

from server.office.base.models import Body
from server.office.rules.typed import Written

TITLE = 40
"""Characters, so that it is one line of a list."""


class InThree(Body):
    """Each sort of text says how long it may be."""

    ja: str
    ja_simple: str
    en: str


class Title(InThree):
    ja: Annotated[str, Written(TITLE)]
    ja_simple: Annotated[str, Written(TITLE, empty=True)] = ""
    en: Annotated[str, Written(TITLE, empty=True)] = ""
