"""What every part of the API uses: bodies, answers, texts and their limits, and what a refusal looks like."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from email_validator import EmailNotValidError, validate_email
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from moderation import typed
from server.office.rules.answer import Answer, FieldError
from server.office.rules.typed import LONGEST, Between, Readable, Spelt, Written, refusal


class Body(BaseModel):
    """Unknown fields are refused, so that a misspelt one is not silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Name = Annotated[str, Written(60)]
Text = Annotated[str, Written(2000, empty=True, lines=True)]
ShortText = Annotated[str, Written(200, empty=True)]

_CARRIERS = re.compile(
    r"(?:docomo\.ne\.jp|mopera\.net|(?:[a-z0-9-]+\.)?ezweb\.ne\.jp|au\.com|ido\.ne\.jp|(?:i\.)?softbank\.(?:ne\.)?jp"
    r"|(?:[a-z]\.)?vodafone\.ne\.jp|jp-[a-z]\.ne\.jp|disney\.ne\.jp|y-mobile\.ne\.jp|yahoo\.ne\.jp|emnet\.ne\.jp"
    r"|willcom\.com|(?:[a-z]{2}\.)?pdx\.ne\.jp|wcm\.ne\.jp|uqmobile\.jp|rakuten\.jp)"
)
"""Of mobile telephones in Japan. They gave out addresses with dots where no dot may be, and many who have one have no other.
Such a part before the @ is quoted where it is sent (`server.office.papers.mails`)."""
_CARRIED = re.compile(r"[A-Za-z0-9._+/?-]{1,64}")


def mail_address(text: str) -> str:
    """An address that a mail can be sent to: of one person, and nothing that a header would trip over.

    Refused: mail_unreadable, mail_dots.
    """
    try:
        return validate_email(text, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        local, _, domain = text.rpartition("@")
    if _CARRIED.fullmatch(local) and _CARRIERS.fullmatch(domain):
        return f"{local}@{domain}"
    if ".." in text or local.startswith(".") or local.endswith("."):
        words = "メールアドレスの「.」は、続けたり、はじめや @ のすぐ前には使えません(例: yamada.hanako@example.jp)"
        raise refusal("mail_dots", words)
    raise refusal("mail_unreadable", "メールアドレスの形ではありません(例: yamada@example.jp)")


def mail_folded(written: str) -> str:
    """A mail address as it is compared, whether it is one or not: read, small letters behind the @, no quotes before it."""
    local, at, domain = typed.mail(written).rpartition("@")
    if len(local) > 2 and local[0] == local[-1] == '"':
        local = local[1:-1]
    return f"{local}{at}{domain.lower()}"


def _mail(written: str) -> str:
    return mail_address(mail_folded(written))


def _mail_or_none(written: str) -> str:
    found = mail_folded(written)
    return found and mail_address(found)


def _mail_asked(written: str) -> str:
    found = mail_folded(written)
    if not found:
        raise refusal("string_too_short", "メールアドレスを入れてください(例: yamada@example.jp)")
    return found


MAIL_LENGTH = 254
Mail = Annotated[str, Readable(_mail, MAIL_LENGTH)]
OptionalMail = Annotated[str, Readable(_mail_or_none, MAIL_LENGTH)]
MailAsked = Annotated[str, Readable(_mail_asked, MAIL_LENGTH)]
"""To look an account up by: what is no address is nobody's."""
Password = Annotated[str, Field(min_length=10, max_length=200)]
Slug = Annotated[
    str,
    Spelt(
        typed.slug,
        r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?",
        "英小文字と数字と - で、32文字までです。はじめと終わりは文字か数字です(例: kita-ibasho)",
    ),
]
Id = Annotated[str, Spelt(typed.solid, r"[A-Za-z0-9_-]{1,40}", "英数字と _ と - で、40文字までです(例: a1b2c3)")]
Kind = Annotated[str, Spelt(typed.word, r"[a-z_]{1,30}", "英小文字と _ で、30文字までです(例: ibasho)")]
Secret = Annotated[
    str,
    Spelt(
        typed.solid,
        r"[A-Za-z0-9_-]{8,200}",
        "リンクの # の後を、そのまま写してください(英数字と _ と - で、8文字から200文字まで)",
    ),
]
Totp = Annotated[str, Spelt(typed.digits, r"[0-9]{6}", "数字6けたです(例: 123456)")]
TotpAsked = Annotated[str, Readable(typed.digits, 40)]
"""To be compared: what is no number is a wrong one."""
Language = Annotated[
    Literal["ja", "ja-simple", "en"],
    BeforeValidator(lambda told: typed.word(told) if isinstance(told, str) and len(told) <= LONGEST else told),
]
VersionShown = str
"""What somebody who looks at a thing has seen of it: a change names it (If-Match, `server.office.base.versions`)."""
Version = Annotated[int, Between(1, 1_000_000_000)]
Count = Annotated[int, Between(0, 100_000)]
Capacity = Annotated[int, Between(1, 1000)]


class Localised(Body):
    """A text in three forms; an empty one falls back on Japanese."""

    ja: Text = ""
    ja_simple: Text = ""
    en: Text = ""


class Done(Answer):
    ok: Literal[True] = True


class Problem(Answer):
    """The body of every error under /api/office."""

    code: str
    message: str
    fields: tuple[FieldError, ...] = ()
    by_mail: bool = False
    """Whether a link by mail (POST /sign-in/mail) lets this browser try all the same."""
