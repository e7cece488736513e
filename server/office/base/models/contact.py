"""Whom people reach when they have a question: printed on notices, on public pages, and told to those who take part."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from server.office.base.models.common import Body, ShortText, Text, mail_address
from server.office.rules.schedule.model import readable

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－ｰ~〜～", "-"))
_NUMBER = re.compile(r"[+#]?[0-9(][0-9() -]*")
DIGITS = range(3, 16)
"""From 110 and 188 to the longest number there is (ITU-T E.164)."""


def _telephone(text: str) -> str:
    """As it is printed: half width, one kind of dash. Empty where there is none."""
    plain = " ".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())
    digits = sum(each.isdigit() for each in plain)
    if plain and not (_NUMBER.fullmatch(plain) and digits in DIGITS and plain.count("(") == plain.count(")")):
        words = "電話番号の形ではありません(例: 03-1234-5678)。内線は「そのほか」に書いてください"
        raise PydanticCustomError("telephone_unreadable", "{words}", {"words": words})
    return plain


Telephone = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=40),
    AfterValidator(readable),
    AfterValidator(_telephone),
]
OptionalMail = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254),
    AfterValidator(readable),
    AfterValidator(lambda text: text and mail_address(text)),
]


class Contact(Body):
    """Each part may be empty."""

    telephone: Telephone = ""
    hours: ShortText = ""
    """When somebody answers it."""
    mail: OptionalMail = ""
    note: Text = ""
    """Whatever else there is to say: the desk, an extension, a fax."""

    @property
    def said(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.telephone or self.hours or self.mail or self.note)

    @property
    def dial(self) -> str:
        """What a telephone is to dial, for after tel:; empty if there is no number."""
        return "".join(each for each in self.telephone if each.isdigit() or each in "+#").replace("#", "%23")
