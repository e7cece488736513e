"""What did not validate, field by field, in words that say what would be right: the limit, an example, what one may choose.

What has a type of its own (`server.office.rules.typed`) brings its words along; here stand those for what pydantic refuses
itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from server.office.base.refusals import Wrong

_DATE = "日付は 2026-04-01 の形です"
_WORDS: dict[str, str] = {
    "missing": "入れてください",
    "string_pattern_mismatch": "この形では使えません",
    "extra_forbidden": "知らない項目です",
    "date_from_datetime_parsing": _DATE,
    "date_parsing": _DATE,
    "date_type": _DATE,
    "date_from_datetime_inexact": _DATE,
    "bool_parsing": "はい(true)か いいえ(false)です",
    "bool_type": "はい(true)か いいえ(false)です",
    "string_type": '文字を入れてください(例: "あいう")',
    "string_unicode": "文字として読めないものが入っています。打ちなおしてください",
    "tuple_type": "一覧です(例: [])",
    "list_type": "一覧です(例: [])",
    "model_type": "項目の組です(例: {})",
    "model_attributes_type": "項目の組です(例: {})",
    "dict_type": "項目の組です(例: {})",
    "json_invalid": "送られたものを読めませんでした",
}
_WITH: dict[str, Callable[[dict[str, Any], Any], str]] = {
    "string_too_short": lambda told, given: (
        f"{told['min_length']}文字からです(今は {len(given)}文字)" if told["min_length"] > 1 else "入れてください"
    ),
    "string_too_long": lambda told, given: f"{told['max_length']}文字までです(今は {len(given)}文字)",
    "too_short": lambda told, given: f"{told['min_length']}つからです(今は {told['actual_length']})",
    "too_long": lambda told, given: f"{told['max_length']}までです(今は {told['actual_length'] or 'もっと多い'})",
    "greater_than_equal": lambda told, given: f"{told['ge']} からです",
    "less_than_equal": lambda told, given: f"{told['le']} までです",
    "enum": lambda told, given: _choose(told["expected"]),
    "literal_error": lambda told, given: _choose(told["expected"]),
    "union_tag_invalid": lambda told, given: _choose(told["expected_tags"]),
    "union_tag_not_found": lambda told, given: f"{told['discriminator']} を入れてください",
}
_TAGS = {"skip", "cancel", "restore", "move", "add", "replace"}
"""Of unions: they are no part of a path."""


def _choose(expected: str) -> str:
    """From what pydantic says of a choice: 'ja', 'ja-simple' or 'en'."""
    named = re.findall(r"'([^']*)'", expected)
    return f"選べるものから選んでください({'、'.join(each or '空' for each in named)})"


def wrong_fields(error: ValidationError) -> tuple[Wrong, ...]:
    """What did not validate, as fields with a sentence each."""
    fields = []
    for each in error.errors(include_url=False, include_input=True, include_context=True):
        kind, context = each["type"], each.get("ctx", {})
        if "words" in context:
            words = str(context["words"])
        elif kind in _WITH:
            words = _WITH[kind](context, each["input"])
        else:
            words = _WORDS.get(kind, "確かめてください")
        parts = [str(part) for part in each["loc"] if part not in _TAGS]
        fields.append(Wrong(".".join(parts), kind, words))
    return tuple(fields)
