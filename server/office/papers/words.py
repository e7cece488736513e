"""When, where, who may come and how to leave: the words of papers and public pages, in three languages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Row

from server.office.base import models
from server.office.base.common import at
from server.office.rules.entry import Entry, EntryKind
from server.office.rules.schedule.model import Form
from server.office.rules.schedule.reading import clock, day_words, zone_words
from server.office.sessions.planned import Planned

Language = Literal["ja", "ja-simple", "en"]
_FORM_WORDS: dict[Language, dict[Form, str]] = {
    "ja": {Form.ONLINE: "オンライン", Form.VENUE: "会場", Form.HYBRID: "オンラインと会場"},
    "ja-simple": {Form.ONLINE: "家から(インターネット)", Form.VENUE: "会場", Form.HYBRID: "家からでも 会場でも"},
    "en": {Form.ONLINE: "Online", Form.VENUE: "In the hall", Form.HYBRID: "Online or in the hall"},
}
_ENTRY_WORDS: dict[Language, dict[EntryKind, str]] = {
    "ja": {
        EntryKind.FREE: "予約はいりません。出入り自由です。",
        EntryKind.RESERVATION: "予約してください。名前はいりません。",
        EntryKind.EITHER: "予約しても、しなくても参加できます。",
        EntryKind.APPLICATION: "申し込むと、入るためのリンクが届きます。名前はいりません。",
        EntryKind.MEMBERS: "会員の番号をもつ方の会です。",
    },
    "ja-simple": {
        EntryKind.FREE: "予約は いりません。いつ来ても、いつ帰っても いいです。",
        EntryKind.RESERVATION: "予約して ください。名前は いりません。",
        EntryKind.EITHER: "予約を しても しなくても いいです。",
        EntryKind.APPLICATION: "申しこみを してください。入るための リンクを わたします。",
        EntryKind.MEMBERS: "番号を もっている 人の 会です。",
    },
    "en": {
        EntryKind.FREE: "No booking. Come and go as you like.",
        EntryKind.RESERVATION: "Please book. No name needed.",
        EntryKind.EITHER: "With or without booking.",
        EntryKind.APPLICATION: "Apply, and you get a link to enter. No name needed.",
        EntryKind.MEMBERS: "For holders of a member's code.",
    },
}
_LEAVE: dict[Language, str] = {
    "ja": "帰りたくなったら「しずかに出る」を押すか、画面を閉じるだけ。だれにも知らされません。",
    "ja-simple": "帰るときは「しずかに出る」を おします。だれにも 知らせません。",
    "en": "To leave, press “leave quietly” or close the page. Nobody is told.",
}
_TELEPHONE: dict[Language, tuple[str, str]] = {
    "ja": ("電話", "メール"), "ja-simple": ("電話", "メール"), "en": ("Telephone", "Mail"),
}  # fmt: skip
_ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def entry_words(entry: Entry, language: Language) -> str:
    return _ENTRY_WORDS[language][entry.kind]


def leave_words(language: Language) -> str:
    return _LEAVE[language]


def contact_lines(contact: models.Contact, language: Language) -> list[str]:
    """電話 03-0000-0000(平日 9時〜17時), the mail address and the rest, line by line; nothing where nothing is said."""
    telephone, mail = _TELEPHONE[language]
    hours = contact.hours
    if contact.telephone:
        around = f" ({hours})" if language == "en" else f"({hours})"
        hours = f"{telephone} {contact.telephone}{around if hours else ''}"
    return [
        line for line in (hours, f"{mail} {contact.mail}" if contact.mail else "", *contact.note.splitlines()) if line
    ]


def said_in(text: models.Localised, language: Language) -> str:
    """A text in a language, or in Japanese."""
    chosen = {"ja": text.ja, "ja-simple": text.ja_simple, "en": text.en}[language]
    return chosen or text.ja


def moments(row: Row[Any], zone: str) -> tuple[datetime, datetime | None]:
    """When a session begins and ends, in a zone."""
    return at(row.starts_at, zone), None if row.ends_at is None else at(row.ends_at, zone)


def when_words(row: Row[Any], zone: str, language: Language, *, year: bool = False) -> str:
    """12月6日(日) 14時〜16時, with the zone where it is not Japan's."""
    return span_words(*moments(row, zone), language, year=year)


def span_words(start: datetime, end: datetime | None, language: Language, *, year: bool = False) -> str:
    """As `when_words`, of moments in the zone that they are read in (a ZoneInfo)."""
    zone = zone_words(str(start.tzinfo), language)
    if language == "en":
        day = f"{_ENGLISH_DAYS[start.weekday()]} {start:%Y-%m-%d}"
        return f"{day} {start:%H:%M}–{'' if end is None else f'{end:%H:%M}'}{zone}"
    until = "" if end is None else ("翌" if end.date() > start.date() else "") + clock(f"{end:%H:%M}")
    return f"{day_words(start.date(), year)} {clock(f'{start:%H:%M}')}〜{until}{zone}"


_REST_NAMES = {"年末年始": "New Year holidays", "お盆": "Obon", "休館日": "closed", "土日": "weekend"}


def rest_words(first: date, last: date, why: str, language: Language) -> str:
    """1月2日(土) 年末年始で休み; 12月29日(火)〜1月1日(金) 年末年始で休み."""
    if language == "en":
        days = [f"{_ENGLISH_DAYS[day.weekday()]} {day:%Y-%m-%d}" for day in dict.fromkeys((first, last))]
        return f"{' – '.join(days)} Not held ({_REST_NAMES.get(why, 'public holiday')})"
    days = [day_words(day) for day in dict.fromkeys((first, last))]
    off = "で 休みです" if language == "ja-simple" else "で休み"
    return f"{'〜'.join(days)} {why}{off}"


def place_words(planned: Planned, language: Language) -> str:
    words = _FORM_WORDS[language][Form(planned.row.form)]
    return f"{words} {planned.row.venue}" if planned.row.venue else words


_SOON: dict[Language, tuple[str, str, str, str]] = {
    "ja": ("今日", "明日", "あさって", "{days}日後"),
    "ja-simple": ("今日", "明日", "あさって", "{days}日後"),
    "en": ("today", "tomorrow", "in 2 days", "in {days} days"),
}
SOON_DAYS = 21


def soon_words(day: date, now: date, language: Language) -> str:
    """今日, 明日, あさって, 6日後; empty for what is far off or past."""
    days = (day - now).days
    if not 0 <= days <= SOON_DAYS:
        return ""
    return _SOON[language][min(days, 3)].format(days=days)
