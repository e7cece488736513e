"""What a machine reads, as hands at a Japanese keyboard give it: codes, mail addresses, hours, days, numbers.

Width and half-width kana are folded by Unicode's NFKC; every dash that such a keyboard gives is a hyphen; blanks of any
width and what nobody sees are gone. Nothing here judges: what a text means, or None where it means nothing. Whoever asks
says what would be right. Reading what was read before changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from moderation.normal import nfkc
from moderation.patterns import pattern

_UNSEEN = pattern(r"(?V1)[\p{Cc}\p{Cf}\p{Cs}\p{Variation_Selector}\u034f\u115f\u1160\u3164\u2800--\s]")
_BLANKS = pattern(r"[\s\p{Z}]+")
_DASHES = pattern(
    r"(?V1)[[\p{Pd}--[\u301c\u3030]]\u2212\u2043\u02d7\u2500\u2501\u23af\u3161]"
    r"|(?<![\p{Hiragana}\p{Katakana}\u30fc])\u30fc+"
)
"""The long vowel mark is a dash, but for where it is one: ラーメン.jp. 〜 is none: it says from and to."""
_WAVES = pattern(r"[~\u301c\u223c\u223e\u02dc]")
_SEVERAL = pattern(r"(?<=[0-9]{3}) ?[~\u301c\u223c\u223e\u02dc] ?[0-9]{1,2}$")
_NOT_CODE = pattern(r"[^\p{L}\p{N}]+")
_AROUND_SIGNS = pattern(r" ?([@.]) ?")
_NAMED_ADDRESS = pattern(r"(?P<name>[^<>＜＞]*)[<＜](?P<address>[^<>＜＞]+)[>＞]\s*")
_KANJI_ONE = "\u4e00"
"""Looks like a dash, and is next to it among what a keyboard proposes."""


def plain(text: str) -> str:
    """Half width, one kind of dash, single blanks, none around it. Case and ~ stay as they are."""
    if text.isascii() and text.isprintable():  # as nearly all that is stored
        return " ".join(text.split())
    seen = _UNSEEN.sub("", _DASHES.sub("-", nfkc(text)))
    return str(_BLANKS.sub(" ", nfkc(seen))).strip()


def solid(text: str) -> str:
    """`plain`, without any blanks: secrets and ids, also broken over lines by a mail program."""
    return nfkc(plain(text).replace(" ", ""))


def code(text: str) -> str:
    """Letters and digits of a code in capitals, whatever stands between them."""
    capitals = solid(text).upper()  # first: some letters come apart into a capital and an accent
    return str(_NOT_CODE.sub("", capitals.replace("\u30fc", "").replace(_KANJI_ONE, "")))


def digits(text: str) -> str:
    """A number that is read off in groups: 123 456, １２３－４５６."""
    return nfkc(solid(text).replace("-", ""))


def mail(text: str) -> str:
    """A mail address; a full stop 。 is the dot it was meant to be. A blank within a part stays: what is missing?"""
    return str(_AROUND_SIGNS.sub(r"\1", plain(text).replace("。", "."))).removeprefix("mailto:")


def sender(text: str) -> tuple[str, str]:
    """(name, mail address) of who sends: 縁側市 <engawa@example.jp>, or the address alone. Without a name it is empty."""
    match = _NAMED_ADDRESS.fullmatch(text)
    if match is None:
        return "", mail(text)
    name = str(_UNSEEN.sub("", _BLANKS.sub(" ", match["name"]))).strip()
    return name.removeprefix('"').removesuffix('"').strip(), mail(match["address"])


def word(text: str) -> str:
    """A name that machines gave: of a language, a kind, a colour. Small letters."""
    return solid(text).lower()


def slug(text: str) -> str:
    """A part of an address: small letters, hyphens for blanks."""
    return plain(text).lower().replace(" ", "-")


def telephone(text: str) -> str:
    """As it is printed: half width, one kind of dash. A wave is a dash, but for the last: 5678〜9 are two numbers."""
    found = plain(text).replace("\u30fc", "-").replace(_KANJI_ONE, "-")
    several = _SEVERAL.search(found)
    last = "" if several is None else several[0]
    return str(_WAVES.sub("-", found.removesuffix(last))) + str(_WAVES.sub("〜", last))


_NUMBER = pattern(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)")


def number(text: str) -> int | None:
    """A whole number of at most 18 digits: １２, 1,000."""
    found = solid(text)
    if _NUMBER.fullmatch(found) is None or len(found) > 24:
        return None
    return int(found.replace(",", ""))


# ---------------------------------------------------------------- hours


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; from 24:00 on, one of the next day."""

    minutes: int

    @property
    def next_day(self) -> bool:
        return self.minutes >= 1440

    @property
    def text(self) -> str:
        """HH:MM, as it is stored."""
        return f"{self.minutes // 60 % 24:02}:{self.minutes % 60:02}"


_LAST = 30 * 60
"""Days are counted on to 29:59, as on posters and in broadcasting."""
_CLOCK = pattern(
    r"(?P<next>翌(?:日の?|朝)?)?(?P<half>午前|午後|am|pm)?"
    r"(?:(?P<hour>[0-9]{1,2})(?:[:.;](?P<minute>[0-9]{2})(?::00)?|時(?:(?P<spoken>[0-9]{1,2})分|(?P<thirty>半))?)?"
    r"|(?P<hour4>[0-9]{1,2})(?P<minute4>[0-9]{2}))(?P<half2>am|pm)?"
)
_STORED_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_NAMED = {"正午": "12:00", "零時": "0:00", "深夜0時": "0:00"}


def clock(text: str) -> Clock | None:
    """9:00, 0900, 9時半, 午後3時, 3pm, and beyond midnight 24:00, 25:30, 翌1時. A number alone is no hour, and neither are
    午前12時 and 午後12時: each is noon to some and midnight to others."""
    if _STORED_CLOCK.fullmatch(text) is not None:
        return Clock(int(text[:2]) * 60 + int(text[3:]))
    found = solid(text).lower()
    match = _CLOCK.fullmatch(_NAMED.get(found, found))
    if match is None or (match["half"] and match["half2"]):
        return None
    half = match["half"] or match["half2"]
    if match["hour"] and not half and match["minute"] is None and "時" not in found:
        return None
    hour = int(match["hour"] or match["hour4"])
    minute = 30 if match["thirty"] else int(match["minute"] or match["spoken"] or match["minute4"] or 0)
    if minute > 59:
        return None
    if half:
        hour = _of_half(half, hour)
    if match["next"] and hour < 24:
        hour += 24
    last = 2 * 1440 if match["next"] else _LAST
    return Clock(hour * 60 + minute) if 0 <= hour * 60 + minute < last else None


def _of_half(half: str, hour: int) -> int:
    """The hour of the day; -1 for what is none, or two."""
    if half in ("am", "pm"):
        return -1 if not 1 <= hour <= 12 else hour % 12 + 12 * (half == "pm")
    if half == "午後" and 13 <= hour <= 23:  # both ways of saying it at once
        return hour
    return -1 if hour > 11 else hour + 12 * (half == "午後")


# ---------------------------------------------------------------- days

_DAY = pattern(
    r"(?:(?P<year>[0-9]{4})|(?P<era>令和|平成|r|h)(?P<of_era>[0-9]{1,2}|元))"
    r"(?:(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})|年(?P<month2>[0-9]{1,2})月(?P<day2>[0-9]{1,2})日)"
    r"(?:\(?(?P<weekday>[月火水木金土日])(?:曜日?)?\)?)?"
)
_STORED_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS = pattern(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988}
_REIWA = date(2019, 5, 1)
_FROM_TO = pattern(r"[~\u301c]|から|(?<=日)-|(?<=/[0-9]{1,2})-(?=[0-9]{1,4}/)")
_MONTH_DAY = pattern(r"(?P<month>[0-9]{1,2})(?:[-/.](?P<day>[0-9]{1,2})|月(?P<day2>[0-9]{1,2})日)")


def day(text: str) -> date | None:
    """2026-4-1, 2026/04/01, 20260401, 2026年4月1日(水), 令和8年4月1日. A weekday or an era that is another's is None."""
    if _STORED_DAY.fullmatch(text) is not None:
        return _date(int(text[:4]), text[5:7], text[8:])
    found = solid(text).lower()
    match = _DIGITS.fullmatch(found)
    if match is not None:
        return _date(int(match["year"]), match["month"], match["day"])
    match = _DAY.fullmatch(found)
    if match is None:
        return None
    era = match["era"]
    year = int(match["year"]) if era is None else _ERAS[era] + int(match["of_era"].replace("元", "1"))
    made = _date(year, match["month"] or match["month2"], match["day"] or match["day2"])
    if made is None or (era is not None and (made >= _REIWA) != (era in ("令和", "r"))):
        return None
    return None if match["weekday"] and "月火水木金土日"[made.weekday()] != match["weekday"] else made


def month_day(text: str) -> str | None:
    """A day of every year as MM-DD: 12-29, 12/29, 12月29日."""
    match = _MONTH_DAY.fullmatch(solid(text))
    if match is None or _date(2028, match["month"], match["day"] or match["day2"]) is None:
        return None
    return f"{int(match['month']):02}-{int(match['day'] or match['day2']):02}"


def _date(year: int, month: str, day_: str) -> date | None:
    try:
        return date(year, int(month), int(day_))
    except ValueError:
        return None


_STORED_DAYS = re.compile(r"(?:[0-9]{4}-)?[0-9]{2}-[0-9]{2}(?:/(?:[0-9]{4}-)?[0-9]{2}-[0-9]{2})?")


def days(text: str) -> str:
    """Closed days as they are stored, 12-29/01-03 or 2026-08-13/2026-08-15; what cannot be read so stays as `solid`."""
    if _STORED_DAYS.fullmatch(text) is not None:
        return text
    found = solid(text)
    parts = [part for part in _FROM_TO.split(found.removesuffix("まで")) if part]
    if len(parts) == 1 and month_day(found) is None and day(found) is None:
        parts = found.split("/")
    read = [month_day(part) or _iso(part) for part in parts]
    return "/".join(each for each in read if each) if 1 <= len(parts) <= 2 and all(read) else found


def _iso(text: str) -> str | None:
    made = day(text)
    return None if made is None else made.isoformat()
