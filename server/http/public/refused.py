"""Refusals of the public pages in words, in all three languages. In Japanese a refusal brings its own; what the others have
no words for yet is said in general, in the language of the reader.
"""

from __future__ import annotations

from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.papers.words import Language

_SAID: dict[OfficeCode, tuple[str, str]] = {
    OfficeCode.NOT_FOUND: (
        "見つかりません。なくなったか、アドレスが ちがいます。",
        "This page is not here. It may be gone, or the address may be wrong.",
    ),
    OfficeCode.TOO_MANY_TRIES: (
        "なんども ちがいました。{minutes}分くらい まって、もう一度 入れて ください。",
        "There were several wrong tries. Please wait about {minutes} minutes and try again.",
    ),
    OfficeCode.BUSY: (
        "いま こんで います。少し まって、もう一度 ためして ください。",
        "It is busy right now. Please wait a moment and try again.",
    ),
    OfficeCode.BAD_REQUEST: (
        "送られた ものが 読めませんでした。前の ページから もう一度 ためして ください。",
        "What was sent could not be read. Please go back to the page and try again.",
    ),
    OfficeCode.TOO_LARGE: (
        "送られた ものが 大きすぎます。短く して、もう一度 送って ください。",
        "What was sent is too large. Please make it shorter and send it again.",
    ),
    OfficeCode.FOREIGN_PAGE: (
        "ほかの ページからは できません。この ページを ひらいて、ここから 送って ください。",
        "This cannot be sent from another site. Please open the page here and send it again.",
    ),
    OfficeCode.INTERNAL: (
        "うまく いきませんでした。少し まって、もう一度 ためして ください。",
        "Something went wrong on our side. Please try again in a while.",
    ),
    OfficeCode.NO_RESERVATIONS: (
        "予約は いりません。そのまま 来て ください。",
        "No booking is needed for this session. Just come.",
    ),
    OfficeCode.RESERVATIONS_CLOSED: (
        "いまは 予約が できません。",
        "Bookings are closed at the moment.",
    ),
    OfficeCode.FULL: ("席が いっぱいに なりました。", "All seats are taken."),
    OfficeCode.ALREADY_OVER: ("この会は おわりました。", "This session is over."),
    OfficeCode.NO_DATES: ("つぎの 日は まだ きまって いません。", "No further dates are set yet."),
    OfficeCode.STATE_CANNOT_CHANGE: (
        "いまは かえられません。ページを もう一度 ひらいて 見て ください。",
        "This cannot be changed any more. Please open the page again to see how it stands.",
    ),
    OfficeCode.CODE_UNKNOWN: (
        "その 番号の 予約が ありません。もう一度 見て ください。",
        "There is no booking with that code. Please check it.",
    ),
    OfficeCode.TOO_MANY: ("これより 多くは できません。", "There can be no more of these."),
    OfficeCode.MANY_RESERVE: (
        "いま 予約が つづいて います。少し まって ください。",
        "Many bookings are coming in for this session. Please wait a little.",
    ),
    OfficeCode.RESERVED_ENOUGH: (
        "この 画面からは、もう 3つ 予約して います。",
        "Three places have been booked from this browser already.",
    ),
    OfficeCode.THEME_EMPTY: (
        "話したい ことを みじかく 書いて ください。",
        "Please write what you would like to talk about, in a few words.",
    ),
    OfficeCode.THEME_TOO_LONG: (
        "30文字までです。もう少し みじかく 書いて ください。",
        "Please make it a little shorter: 30 characters at most.",
    ),
    OfficeCode.THEMES_CLOSED: (
        "テーマを 送れるのは、会が 始まるまでです。会の 中でも 出せます。",
        "Themes can be sent until the session begins. You can also propose one in the session.",
    ),
    OfficeCode.THEMES_FULL: (
        "テーマが もう たくさん あります。会の 中でも 出せます。",
        "Many themes have come for this session already. You can also propose one in the session.",
    ),
    OfficeCode.THEMES_ENOUGH: (
        "同じ ところから、もう いくつも 来ました。明日 また 送れます。会の 中でも 出せます。",
        "Several have come from where you are today. You can send more tomorrow, or propose one in the session.",
    ),
    OfficeCode.INVALID: (
        "入れた ものを たしかめて ください。",
        "Please check what you entered.",
    ),
}


def slowed(wait_ms: int) -> OfficeRefused:
    """Too many wrong codes: for how long none is tried."""
    words = f"番号が続けて何度か違っていたので、あと{-(-wait_ms // 60_000)}分ほど待って、もう一度入れてください。"
    return OfficeRefused(OfficeCode.TOO_MANY_TRIES, message=words, wait_ms=wait_ms)


def said(refused: OfficeRefused, language: Language) -> str:
    """A refusal to whoever reads a public page."""
    if language == "ja":
        return refused.message
    simple, english = _SAID.get(refused.code, _SAID[OfficeCode.INTERNAL])
    minutes = max(1, -(-(refused.wait_ms or 0) // 60_000))
    return (simple if language == "ja-simple" else english).format(minutes=minutes)
