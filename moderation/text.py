"""Nicknames and messages as they may be shown: readable by everybody, and nobody's disguise.

What a person says is never judged here, and nothing is cut off: text is normalised, or refused with a code. Unicode's own
normal forms do the work (NFKC for names, NFC for messages), jaconv folds kana for comparing names, regex counts characters
as people count them. Whose name a name would pass for: `moderation.disguises`.
"""

from __future__ import annotations

import re

from moderation.normal import is_nfc, nfc, nfkc
from moderation.patterns import pattern
from rooms.refusals import Code

MAX_MARKS = 2  # as in _MARKS
"""Combining marks on one base character; more only pile up over other lines."""

MAX_LINES = 40
"""Of one message. Nearly all of a telephone's screen, several times: more only pushes away what others have said."""

POINTS = 8
"""Code points that one character of a room's texts may have on average: a family of four has 7. What takes more counts as
more characters, so that nothing is bounded in a second way that no one can see."""

_READABLE = pattern(r"[\p{L}\p{N}\p{Extended_Pictographic}]")
_GRAPHEME = pattern(r"\X")
_FLAG = pattern(r"[\U0001f1e6-\U0001f1ff]{2}")
_SPACES = pattern(r"[\s\p{Z}]+")
_MARKS = pattern(r"(\p{M}{2})\p{M}+")
_INVISIBLE = pattern(r"(?V1)[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}--[\u200d]]")
"""Controls, bidirectional overrides, zero-width, tags, private and unassigned; the joiner of emoji stays for now."""
_LONE_JOINER = pattern(
    r"(?<!\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)\u200d|\u200d(?!\p{Extended_Pictographic})"
)
_MESSAGE_INVISIBLE = pattern(r"(?V1)[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}--[\n\u200d]]")
_PLAIN = pattern(r"(?V1)[[\p{L}\p{N}\p{P}\p{S} ]--[\u115f\u1160\u3164\uffa0\u2800]]*")
"""Of a message in its normal form: nothing that any other pattern here would touch. Nearly every message is that."""
_ORDINARY = re.compile(
    r"[ -~\u00a1-\u00ac\u2010-\u2027\u3000-\u3029\u3030-\u303e\u3041-\u3096\u309d-\u30ff\u4e00-\u9fff\uff01-\uff9d]*"
)
"""Of a message as it was typed: ASCII and Japanese in one line, which no normal form changes and which has all been seen
before. Nearly every message is that, and the library's sets are megabytes that a quiet server must fetch for each anew."""
_LINE_ENDS = pattern(r"[\u2028\u2029]")
_MANY_LINES = pattern(r"\n(?:[\p{Z}\u115f\u1160\u3164\uffa0\u2800]*\n){2,}")
"""More than one line in which nothing is to be seen, whatever stands in it."""
_BLANK = pattern(r"[\u115f\u1160\u3164\uffa0\u2800]")
"""Letters that look like nothing."""
_NOT_LETTERS = pattern(r"[^\p{L}\p{N}]+")
_SOUND_MARKS = {0x309B: 0x3099, 0x309C: 0x309A}
"""Stand-alone sound marks, as some keyboards type them, become part of their kana."""


def count(text: str) -> int:
    """Characters as people count them."""
    # Two letters of a flag are one of anything: where many stand in a row, each is looked for from their beginning.
    return len(_GRAPHEME.findall(_FLAG.sub("x", text)))


def weight(text: str) -> int:
    """Characters as people count them, or more where they have more than POINTS code points each."""
    return max(count(text), -(-len(text) // POINTS))


def _limit_marks(text: str) -> str:
    """Keep at most MAX_MARKS marks on a base. Kana with their sound marks are single characters after NFC or NFKC."""
    return str(_MARKS.sub(r"\1", text))


def nickname(raw: str, limit: int) -> str | Code:
    """The nickname as it is shown, or why it cannot be. `limit` in characters as people count them (grapheme clusters)."""
    text = _SPACES.sub(" ", nfkc(raw.translate(_SOUND_MARKS)))
    text = _LONE_JOINER.sub("", _INVISIBLE.sub("", _BLANK.sub("", text)))
    text = str(_SPACES.sub(" ", _limit_marks(text))).strip()
    if not text:
        return Code.NICKNAME_EMPTY
    if len(text) > limit and weight(text) > limit:  # never more of them than of code points
        return Code.NICKNAME_TOO_LONG
    if not _READABLE.search(text):
        return Code.NICKNAME_UNREADABLE
    return text


def skeleton(name: str) -> str:
    """What makes two names the same to a reader: width, case, kana and punctuation do not."""
    import jaconv  # asked only in rooms

    folded = nfkc(name).casefold()
    letters = _NOT_LETTERS.sub("", folded)
    return str(jaconv.kata2hira(letters)) or folded


def message(raw: str, limit: int, *, may_be_empty: bool = False) -> str | Code:
    """A message as it is shown: normal form, plain line ends, nothing invisible. Never judged by what it says.

    `limit` in characters as people count them; in lines, MAX_LINES.
    """
    text = (raw if _ORDINARY.fullmatch(raw) else _fit_to_see(raw)).strip()
    if not text:
        return "" if may_be_empty else Code.TEXT_EMPTY
    if len(text) > limit and weight(text) > limit:  # never more of them than of code points
        return Code.TEXT_TOO_LONG
    return Code.TEXT_TOO_LONG if text.count("\n") >= MAX_LINES else text


def _fit_to_see(raw: str) -> str:
    """Any message in its normal form without what is invisible; empty if nothing else is in it."""
    text = nfc(raw.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    if _PLAIN.fullmatch(text) is None:
        text = _without_the_invisible(text)
    return text if _BLANK.sub("", text).strip() else ""


def _without_the_invisible(text: str) -> str:
    """What a message loses before it is shown."""
    text = _limit_marks(_LONE_JOINER.sub("", _MESSAGE_INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))))
    return str(_MANY_LINES.sub("\n\n", text))


_LINE_BREAKS = pattern(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
_OTHER_SPACES = pattern(r"(?V1)[\p{Z}--[ \u3000\n]]")
_SEEN = pattern(r"(?V1)[[\p{L}\p{N}\p{P}\p{S}]--[\u115f\u1160\u3164\uffa0\u2800]]")
_CLEAN = pattern(r"(?V1)[[\p{L}\p{N}\p{P}\p{S} \u3000]--[\u115f\u1160\u3164\uffa0\u2800\u309b\u309c]]+")
"""Of a line in its normal form without blanks around it: nothing to do, as for nearly every title that is read."""


def line(raw: str) -> str:
    """A name or title as it is shown, in one line; empty if there is nothing in it to see.

    Width is kept, and so is the blank of Japanese type: they are how a name is written.
    """
    if _CLEAN.fullmatch(raw) is not None and is_nfc(raw) and raw.strip() == raw:
        return raw
    return lines(_LINE_BREAKS.sub(" ", raw))


def lines(raw: str) -> str:
    """A text of many lines as it is shown: as `message`, of any length, and empty if there is nothing in it to see."""
    plain = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = nfc(plain.translate(_SOUND_MARKS))
    if _PLAIN.fullmatch(text) is None:
        text = _without_the_invisible(_OTHER_SPACES.sub(" ", _BLANK.sub("", _LINE_ENDS.sub("\n", text))))
        text = nfc(text)
    return text.strip() if _SEEN.search(text) else ""
