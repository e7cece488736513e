"""What did not validate, field by field, in words."""

from __future__ import annotations

from pydantic import ValidationError

from server.office.base.refusals import Wrong

_WORDS = {
    "missing": "入れてください",
    "string_too_short": "入れてください",
    "string_too_long": "長すぎます",
    "too_long": "多すぎます",
    "too_short": "ひとつは入れてください",
    "string_pattern_mismatch": "この形では使えません",
    "extra_forbidden": "知らない項目です",
    "int_parsing": "数を入れてください",
    "int_type": "数を入れてください",
    "int_from_float": "数を入れてください",
    "greater_than_equal": "小さすぎます",
    "less_than_equal": "大きすぎます",
    "enum": "選べるものから選んでください",
    "literal_error": "選べるものから選んでください",
    "date_from_datetime_parsing": "日付は 2026-04-01 の形です",
    "date_parsing": "日付は 2026-04-01 の形です",
    "date_type": "日付は 2026-04-01 の形です",
    "date_from_datetime_inexact": "日付は 2026-04-01 の形です",
    "bool_parsing": "はい か いいえ です",
    "bool_type": "はい か いいえ です",
    "string_type": "文字を入れてください",
    "json_invalid": "送られたものを読めませんでした",
}


def wrong_fields(error: ValidationError) -> tuple[Wrong, ...]:
    """What did not validate, as fields with a sentence each. The tags of unions are no part of a path."""
    fields = []
    for each in error.errors(include_url=False, include_input=False, include_context=True):
        kind = each["type"]
        context = each.get("ctx", {})
        words = str(context["words"]) if "words" in context else _WORDS.get(kind, "確かめてください")
        if kind == "string_too_short" and context.get("min_length", 1) > 1:
            words = f"{context['min_length']}文字より短くはできません"
        tags = {"skip", "cancel", "restore", "move", "add", "replace"}
        parts = [str(part) for part in each["loc"] if part not in tags]
        fields.append(Wrong(".".join(parts), kind, words))
    return tuple(fields)
