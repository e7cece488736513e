"""Every field that somebody types is read by its kind, and every refusal says what would be right."""

from __future__ import annotations

import re
import typing
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from server.http.public import pages
from server.office.base.models import common
from server.office.base.wrong import wrong_fields
from server.office.rules.typed import Between, CalendarDate, Readable, Spelt, TimeOfDay, Written
from tests.office.api.fields import Leaf, all_leaves, chosen, leaves_in, taken_models

KINDS = (Written, Between, Spelt, Readable, TimeOfDay, CalendarDate)
SECRET = {"password", "new_password"}
"""Kept as they were typed: a password is what somebody's fingers know."""


def kind_of(leaf: Leaf) -> Any:
    return next((each for each in leaf.said if isinstance(each, KINDS)), None)


def without_a_kind(leaves: list[Leaf]) -> list[str]:
    return [leaf.name for leaf in leaves if not chosen(leaf) and leaf.field not in SECRET and kind_of(leaf) is None]


def test_every_field_that_is_typed_is_read_by_its_kind() -> None:
    leaves = all_leaves()
    assert len(leaves) > 100
    assert without_a_kind(leaves) == []


class Careless(BaseModel):
    mail: str
    number: int | None = None
    hours: tuple[Annotated[str, "of a day"], ...] = ()
    colour: Literal["red"] = "red"


def test_a_field_that_is_read_in_a_way_of_its_own_is_found() -> None:
    assert without_a_kind(list(leaves_in(Careless))) == ["Careless.mail", "Careless.number", "Careless.hours"]


MACHINES = re.compile(
    r"(?:^|_)(?:mail|code|totp|secret|slug|timezone|telephone|start|end|first|last|date|dates|rule|id)$"
)


@pytest.mark.parametrize(
    "leaf", [each for each in all_leaves() if MACHINES.search(each.field)], ids=lambda leaf: leaf.name
)
def test_what_a_machine_reads_by_its_name_is_no_free_text(leaf: Leaf) -> None:
    assert chosen(leaf) or not isinstance(kind_of(leaf), Written)


def test_public_forms_send_what_is_known() -> None:
    """A new box gets its type in `models`, or is read by `moderation.typed`."""
    templates = pages.__file__.replace("pages.py", "templates")
    names = set()
    for template in ("reserve.html", "code.html", "base.html", "programme.html"):
        with open(f"{templates}/{template}", encoding="utf-8") as source:
            names |= set(re.findall(r"<(?:input|textarea|select)[^>]* name=\"(\w+)\"", source.read()))
    # `another` is "yes" or nothing.
    assert names == {"lang", "way", "mail", "mark", "code", "another"}


def wrong_for(leaf: Leaf) -> list[tuple[Any, list[str]]]:
    """Values that are refused, each with what the words must hold."""
    kind = kind_of(leaf)
    values: tuple[Any, ...]
    if isinstance(kind, Written):
        many, most = kind.limit + 1, f"{kind.limit}文字まで"
        values = () if kind.empty else ("", "　", "\u200b\u3164")
        long = [("あ" * many, [most, str(many)]), ("か\u3099" * 5000, [most])]
        return [*long, *((each, [most]) for each in values), (5, ["例"])]
    if isinstance(kind, Between):
        values = (kind.low - 1, kind.high + 1, str(kind.high + 1), "１" * 30, "たくさん", "", 1.5, [], True)
        return [(each, [str(kind.low), str(kind.high)]) for each in values]
    if isinstance(kind, Spelt):
        return [(each, ["例|8文字から"]) for each in ("", "！？", "x" * 500, "あ")]
    if isinstance(kind, Readable):
        nothing_wrong = leaf.field == "totp" or leaf.model.__name__ in ("SignIn", "MailOnly")
        values = () if nothing_wrong else ("！？ " * 3,)
        return [*((each, ["例|12-29"]) for each in values), ("x" * (kind.limit + 1), [str(kind.limit)])]
    if isinstance(kind, TimeOfDay):
        return [*((each, ["14:00"]) for each in ("", "あさ", "25:61", "午後12時")), (9, ["例"])]
    if isinstance(kind, CalendarDate):
        values = ("", "あした", "2026-02-30", "1777593600", 1, 1e9, None, "1999-12-31", [])
        return [(each, ["2026-04-01"]) for each in values]
    if leaf.kind is bool:
        values = ("maybe", 7, [])
        return [(each, ["はい"]) for each in values]
    if chosen(leaf):
        first = typing.get_args(leaf.kind)[0] if typing.get_origin(leaf.kind) is Literal else next(iter(leaf.kind))
        return [("nonsense", [str(first) or "選んで"])]
    return [("x" * 201, ["200", "201"])] + ([("x" * 9, ["10", "9"])] if "new" in leaf.field else [])


@pytest.mark.parametrize("leaf", all_leaves(), ids=lambda leaf: leaf.name)
def test_a_refusal_says_what_would_be_right(leaf: Leaf) -> None:
    annotation: Any = Annotated[leaf.kind, *leaf.said] if leaf.said else leaf.kind
    adapter: TypeAdapter[Any] = TypeAdapter(annotation)
    for value, holds in wrong_for(leaf):
        with pytest.raises(ValidationError) as refused:
            adapter.validate_python(value)
        for each in wrong_fields(refused.value)[:1]:
            for part in holds:
                assert re.search(part, each.message), (value, each)


@pytest.mark.parametrize("model", taken_models(), ids=lambda model: model.__name__)
def test_what_is_no_object_or_list_is_told_so(model: type[BaseModel]) -> None:
    with pytest.raises(ValidationError) as refused:
        model.model_validate(5)
    assert {each.message for each in wrong_fields(refused.value)} == {"項目の組です(例: {})"}


STORED_ANEW = re.compile(r"model_validate_json\((?!raw\b|unfolded\b)(?![^\n]*context=STORED)[^\n]*")


def test_what_is_stored_is_read_as_such() -> None:
    """Wherever the office reads a body of its database, also one of an older version."""
    found = {}
    for path in Path(common.__file__).parents[2].rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if own := STORED_ANEW.findall(text.replace("`model_validate_json`", "")):
            found[path.name] = own
    assert found == {}
    assert STORED_ANEW.search("models.SeriesBody.model_validate_json(row.body)"), "the search can fail"
