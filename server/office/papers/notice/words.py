"""What stands on a notice, all in words: what it is about, and the labels of its own in each language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LABELS = {
    "ja": ("とき", "ところ", "対象", "参加", "帰るとき", "問い合わせ"),
    "ja-simple": ("いつ", "どこ", "来られる人", "入りかた", "帰るとき", "聞きたいとき"),
    "en": ("When", "Where", "For", "Joining", "Leaving", "Questions"),
}
REST = {"ja": "お休み", "ja-simple": "休み", "en": "Not held"}
FOOT = {
    "ja": ("家から、のぞいてみる", "くわしくはこちら", "入室コード",
           "QRコードを読むだけ。アドレスをひらいて、コードを入れることもできます。",
           "QRコードを読むか、アドレスをひらいてください。"),
    "ja-simple": ("家から のぞいて みる", "もっと 知りたいとき", "入る コード",
                  "QRコードを 読みます。アドレスを ひらいて、コードを 書いても いいです。",
                  "QRコードを 読むか、アドレスを ひらいて ください。"),
    "en": ("Have a look from home", "Learn more", "Room code",
           "Scan the QR code, or open the address and type the code.",
           "Scan the QR code, or open the address."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoticeDate:
    """One date in words, and where it is."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands on the paper, all in words."""

    organisation: str
    title: str
    lead: str
    dates: tuple[NoticeDate, ...]
    how: tuple[str, ...]
    conditions: tuple[str, ...]
    entry: str
    url: str
    code: str | None
    contact: str
    leave: str
    language: Literal["ja", "ja-simple", "en"]
    rests: tuple[str, ...] = ()
    """Among the dates, those that holidays and closed days leave out, with why."""
