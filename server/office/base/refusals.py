"""Every refusal of the office, with its stable code, HTTP status and a sentence that can be shown as it is."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class OfficeCode(StrEnum):
    NOT_SIGNED_IN = "not_signed_in"
    NOT_SET_UP = "not_set_up"
    ALREADY_SET_UP = "already_set_up"
    SIGN_IN_FAILED = "sign_in_failed"
    TOTP_NEEDED = "totp_needed"
    TOTP_WRONG = "totp_wrong"
    TOTP_REQUIRED = "totp_required"
    TOO_MANY_TRIES = "too_many_tries"
    NOT_ALLOWED = "not_allowed"
    NOT_FOUND = "not_found"
    INVALID = "invalid"
    BAD_REQUEST = "bad_request"
    TOO_LARGE = "too_large"
    FOREIGN_PAGE = "foreign_page"
    INTERNAL = "internal"
    INVITATION_UNKNOWN = "invitation_unknown"
    MAIL_TAKEN = "mail_taken"
    LINK_UNKNOWN = "link_unknown"
    NO_MAIL = "no_mail"
    PASSWORD_WRONG = "password_wrong"
    PASSWORD_WEAK = "password_weak"
    LAST_ADMINISTRATOR = "last_administrator"
    ALREADY_MEMBER = "already_member"
    SLUG_TAKEN = "slug_taken"
    VENUE_TAKEN = "venue_taken"
    VERSION_OLD = "version_old"
    VERSION_NEEDED = "version_needed"
    ASKED_ALREADY = "asked_already"
    NOTHING_TO_UNDO = "nothing_to_undo"
    CHANGE_REFUSED = "change_refused"
    IN_USE = "in_use"
    TOO_MANY = "too_many"
    SHARE_UNKNOWN = "share_unknown"
    SHARE_OWN = "share_own"
    NOT_OWNER = "not_owner"
    NO_RESERVATIONS = "no_reservations"
    RESERVATIONS_CLOSED = "reservations_closed"
    FULL = "full"
    MANY_RESERVE = "many_reserve"
    RESERVED_ENOUGH = "reserved_enough"
    THEME_EMPTY = "theme_empty"
    THEME_TOO_LONG = "theme_too_long"
    THEMES_CLOSED = "themes_closed"
    THEMES_FULL = "themes_full"
    THEMES_ENOUGH = "themes_enough"
    CODE_UNKNOWN = "code_unknown"
    ALREADY_OVER = "already_over"
    STATE_CANNOT_CHANGE = "state_cannot_change"
    FONTS_MISSING = "fonts_missing"
    SPAN_TOO_LONG = "span_too_long"
    NO_DATES = "no_dates"
    BUSY = "busy"
    NOT_A_PDF = "not_a_pdf"
    PDF_LOCKED = "pdf_locked"
    PDF_TOO_HARD = "pdf_too_hard"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_DECKS = "too_many_decks"
    SLIDES_FULL = "slides_full"
    SLIDES_WAIT = "slides_wait"
    DISK_FULL = "disk_full"


_SAID: dict[OfficeCode, tuple[int, str]] = {
    OfficeCode.NOT_SIGNED_IN: (401, "ログインしてください。"),
    OfficeCode.NOT_SET_UP: (
        404,
        "はじめの設定がまだです。サーバーをはじめて動かしたときに出たリンクをひらいてください。",
    ),
    OfficeCode.ALREADY_SET_UP: (409, "はじめの設定は済んでいます。ログインしてください。"),
    OfficeCode.SIGN_IN_FAILED: (401, "メールアドレスかパスワードが違います。"),
    OfficeCode.TOTP_NEEDED: (401, "認証アプリの6けたの数字を入れてください。"),
    OfficeCode.TOTP_WRONG: (401, "6けたの数字が違います。新しい数字になるのを待って、もう一度入れてください。"),
    OfficeCode.TOTP_REQUIRED: (
        403,
        "この団体の画面を使うには、二段階の確認(認証アプリ)が要ります。「わたし」で使いはじめると、すぐ入れます。",
    ),
    OfficeCode.TOO_MANY_TRIES: (429, "続けて何度か違っていたので、少し時間をおいてください。"),
    OfficeCode.NOT_ALLOWED: (403, "この操作はあなたの役割ではできません。管理者に相談してください。"),
    OfficeCode.NOT_FOUND: (404, "見つかりませんでした。消されたか、住所が違うようです。"),
    OfficeCode.INVALID: (422, "入れたものを確かめてください。"),
    OfficeCode.BAD_REQUEST: (400, "送られたものを読めませんでした。"),
    OfficeCode.TOO_LARGE: (413, "送られたものが大きすぎます。"),
    OfficeCode.FOREIGN_PAGE: (403, "ほかのページからの操作は受けつけません。"),
    OfficeCode.INTERNAL: (500, "うまくいきませんでした。入れたものはそのままで、もう一度おためしください。"),
    OfficeCode.INVITATION_UNKNOWN: (404, "この招待は使えません。期限が切れたか、もう使われています。"),
    OfficeCode.MAIL_TAKEN: (409, "このメールアドレスはもう使われています。ログインしてから招待をひらいてください。"),
    OfficeCode.LINK_UNKNOWN: (404, "このリンクは使えません。期限が切れたか、もう使われています。"),
    OfficeCode.NO_MAIL: (409, "このサーバーからはメールを送れません。サーバーを見ている人に相談してください。"),
    OfficeCode.PASSWORD_WRONG: (403, "いまのパスワードが違います。"),
    OfficeCode.PASSWORD_WEAK: (422, "もう少し長いか、推測されにくいパスワードにしてください。"),
    OfficeCode.LAST_ADMINISTRATOR: (409, "管理者が一人もいなくなるので、できません。"),
    OfficeCode.ALREADY_MEMBER: (409, "もうこの団体の職員です。"),
    OfficeCode.SLUG_TAKEN: (409, "この住所の名前はもう使われています。"),
    OfficeCode.VENUE_TAKEN: (409, "同じ会場がもうあります。"),
    OfficeCode.VERSION_NEEDED: (
        428,
        "どの内容を見て変えたのかが分かりません(見た版を If-Match につけてください)。ページを読みなおしてください。",
    ),
    OfficeCode.ASKED_ALREADY: (
        409,
        "同じものをもう受けつけています。ページを読みなおして、できているか見てください。",
    ),
    OfficeCode.VERSION_OLD: (409, "ほかの人が先に変えました。最新の内容を見てから、もう一度してください。"),
    OfficeCode.NOTHING_TO_UNDO: (409, "元に戻せる変更はありません。"),
    OfficeCode.CHANGE_REFUSED: (422, "この変更はできません。"),
    OfficeCode.IN_USE: (409, "使われているので、消せません。"),
    OfficeCode.TOO_MANY: (409, "これ以上は増やせません。"),
    OfficeCode.SHARE_UNKNOWN: (404, "この合言葉は使えません。期限が切れたか、もう使われています。"),
    OfficeCode.SHARE_OWN: (409, "自分の団体の予定です。ほかの団体に渡してください。"),
    OfficeCode.NOT_OWNER: (403, "この予定を変えられるのは、つくった団体だけです。"),
    OfficeCode.NO_RESERVATIONS: (409, "この会に予約はいりません。"),
    OfficeCode.RESERVATIONS_CLOSED: (409, "いまは予約を受けつけていません。"),
    OfficeCode.FULL: (409, "満席になりました。"),
    OfficeCode.MANY_RESERVE: (429, "いま、この会の予約が続いています。少し時間をおいてください。"),
    OfficeCode.RESERVED_ENOUGH: (409, "この画面からは、もう3つ予約しています。"),
    OfficeCode.THEME_EMPTY: (422, "話したいことを、ひとことで書いてください。"),
    OfficeCode.THEME_TOO_LONG: (422, "30文字までで、もう少し短く書いてください。"),
    OfficeCode.THEMES_CLOSED: (
        409,
        "この会のテーマを前もって送れるのは、会がはじまるまでです。会の中でも出せます。",
    ),
    OfficeCode.THEMES_FULL: (409, "この会には、もうたくさんのテーマが届いています。会の中でも出せます。"),
    OfficeCode.THEMES_ENOUGH: (
        429,
        "同じところから、きょうはもう続けて届いています。あしたまた送れます。会の中でも出せます。",
    ),
    OfficeCode.CODE_UNKNOWN: (404, "その番号の予約は見つかりませんでした。もう一度確かめてください。"),
    OfficeCode.ALREADY_OVER: (409, "この会は終わりました。"),
    OfficeCode.STATE_CANNOT_CHANGE: (409, "いまの状態からは変えられません。"),
    OfficeCode.FONTS_MISSING: (503, "お知らせの文字(フォント)が入っていません。make build をしてください。"),
    OfficeCode.SPAN_TOO_LONG: (422, "期間が長すぎます。"),
    OfficeCode.NO_DATES: (409, "これからの日がありません。"),
    OfficeCode.NOT_A_PDF: (422, "PDFとして読めませんでした。PDFで保存しなおしたファイルを選んでください。"),
    OfficeCode.PDF_LOCKED: (422, "パスワードのかかったPDFです。パスワードを外して保存しなおしてください。"),
    OfficeCode.PDF_TOO_HARD: (
        422,
        "このPDFは重すぎて、絵にできませんでした。画像を小さくするか、「印刷」からPDFに保存しなおしてください。",
    ),
    OfficeCode.TOO_MANY_PAGES: (422, "150ページまでです。分けて保存しなおしてください。"),
    OfficeCode.TOO_MANY_DECKS: (409, "資料は、1つの会に6つまでです。使わないものを消してください。"),
    OfficeCode.SLIDES_FULL: (
        409,
        "この団体の資料を置く場所がいっぱいです。ほかの会の、もう使わない資料を消すと、また入れられます。"
        "終わった会の資料は、自動で消えます。",
    ),
    OfficeCode.SLIDES_WAIT: (
        503,
        "先に入れた資料を、いま絵にしています。それが終わってから、もう一度入れてください。",
    ),
    OfficeCode.DISK_FULL: (
        507,
        "サーバーの空きが少ないので、いまは資料を入れられません。会はそのまま続けられます。"
        "サーバーを見ている人に知らせてください。",
    ),
    OfficeCode.BUSY: (503, "いま混みあっています。少し待ってから、もう一度おためしください。"),
}


class Wrong(NamedTuple):
    """What is wrong with one field: `at` is its path."""

    at: str
    code: str
    message: str


class OfficeRefused(Exception):
    """Something that was asked is refused. Nothing has been changed."""

    def __init__(
        self, code: OfficeCode, *fields: Wrong, message: str | None = None, wait_ms: int | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status, said = _SAID[code]
        self.message = message or said
        self.fields = fields
        self.wait_ms = wait_ms
        self.by_mail = False
        """Whether a link by mail lets this browser try all the same."""


def tried_too_often(wait_ms: int) -> OfficeRefused:
    """Wrong secrets again and again: for how long none is tried, and what can be done meanwhile."""
    minutes = -(-wait_ms // 60_000)
    said = (
        f"続けて何度か違っていたので、あと{minutes}分ほどは受けつけません。その後に、もう一度おためしください。"
        "お急ぎのとき、パスワードなどが分からないときは、団体の管理者か、サーバーを見ている人に相談してください。"
    )
    return OfficeRefused(OfficeCode.TOO_MANY_TRIES, message=said, wait_ms=wait_ms)


def busy(wait_ms: int) -> OfficeRefused:
    """A pool is full (`server.pools.Busy`)."""
    return OfficeRefused(OfficeCode.BUSY, wait_ms=wait_ms)


def not_found() -> OfficeRefused:
    return OfficeRefused(OfficeCode.NOT_FOUND)
