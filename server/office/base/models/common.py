"""What every part of the API uses: bodies, answers, texts and their limits, and what a refusal looks like."""

from __future__ import annotations

from typing import Annotated, Literal

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from server.office.rules.answer import Answer, FieldError
from server.office.rules.schedule.model import readable


class Body(BaseModel):
    """Unknown fields are refused, so that a misspelt one is not silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), AfterValidator(readable)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), AfterValidator(readable)]
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(readable)]


def mail_address(text: str) -> str:
    """An address that a mail can be sent to: of one person, and nothing that a header would trip over."""
    try:
        return validate_email(text, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        words = "メールアドレスの形ではありません(例: yamada@example.jp)"
        raise PydanticCustomError("mail_unreadable", "{words}", {"words": words}) from None


Mail = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254),
    AfterValidator(readable),
    AfterValidator(mail_address),
]
Password = Annotated[str, Field(min_length=10, max_length=200), AfterValidator(readable)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$")]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Secret = Annotated[str, Field(min_length=8, max_length=200, pattern=r"^[A-Za-z0-9_-]+$")]
Totp = Annotated[str, Field(pattern=r"^\d{6}$")]
Version = Annotated[int, Field(ge=1, le=1_000_000_000)]
Count = Annotated[int, Field(ge=0, le=100_000)]
Capacity = Annotated[int, Field(ge=1, le=1000)]


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
