"""Whom people reach when they have a question: printed on notices, on public pages, and told to those who take part."""

from __future__ import annotations

import re
from typing import Annotated

from moderation import typed
from server.office.base.models.common import Body, OptionalMail, ShortText, Text
from server.office.rules.typed import Readable, refusal

_NUMBER = re.compile(r"[+#]?[0-9(][0-9() -]*")
_LINE = r"(?:代|代表|直通|内線:? ?[0-9]{1,6}(?:[・,、-][0-9]{1,6})*)"
_BEFORE = re.compile(rf"^(?:\({_LINE}\)|(?:代表|直通):?) ?")
_AFTER = re.compile(rf" ?〜 ?[0-9]{{1,2}}$| ?\({_LINE}\)$| ?{_LINE}$")
"""What towns print around a number: that it has more lines than one, whose it is, and who is asked for then. It is not
dialled: an extension is told to somebody, and no two telephones agree on how they would dial it."""
_TRUNK = re.compile(r"\(0\)")
"""What is left out when one dials from abroad, as +81 (0)42 says."""
DIGITS = range(3, 16)
"""From 110 and 188 to the longest number there is (ITU-T E.164)."""


def _number(printed: str) -> str:
    """What is dialled of what is printed."""
    return _AFTER.sub("", _AFTER.sub("", _BEFORE.sub("", printed)))  # (代表) 内線 12 are two


def _telephone(text: str) -> str:
    """As it is printed: half width, one kind of dash. Empty where there is none. Refused: telephone_unreadable."""
    plain = typed.telephone(text)
    number = _number(plain)
    digits = sum(each.isdigit() for each in number)
    whole = number.count("(") == number.count(")")
    if plain and not (whole and _NUMBER.fullmatch(number) and digits in DIGITS):
        words = "電話番号の形ではありません(例: 03-1234-5678、03-1234-5678 内線 12)"
        raise refusal("telephone_unreadable", words)
    return plain


Telephone = Annotated[str, Readable(_telephone, 40)]


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
        number = _number(self.telephone)
        if number.startswith("+"):
            number = _TRUNK.sub("", number)
        return "".join(each for each in number if each.isdigit() or each in "+#").replace("#", "%23")
