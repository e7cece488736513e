"""Phrases of Japanese, by BudouX: what a reader takes in at a glance, and what no line should part."""

from __future__ import annotations

from collections.abc import Iterable

import budoux
import regex

NO_START = frozenset(
    "、。，．,.・:;：；?!？！)]}）］｝〕〉》」』】”’々ー〜～-–—…‥%％゛゜ヽヾゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
NO_END = frozenset("([{（［｛〔〈《「『【“‘#＃¥￥$〒@")


_parser = budoux.load_default_japanese_parser()


def joined(parts: Iterable[str], words: bool) -> list[str]:
    """Kinsoku: parts that may not be parted become one."""
    made: list[str] = []
    for part in parts:
        last = made[-1][-1] if made else " "
        if made and (part[0] in NO_START or last in NO_END or (words and (last + part[0]).isascii() and last != " ")):
            made[-1] += part
        else:
            made.append(part)
    return made


def phrases(text: str) -> list[str]:
    """The text in parts between which a line may end; together they are the text."""
    parts = regex.findall(r"\S+\s*|\s+", text)
    made: list[str] = []
    for unit in joined((unit for part in parts for unit in _parser.parse(part)), words=True):
        if made and regex.fullmatch(r"\p{Hiragana}", made[-1]):  # はい, is no は and い
            made[-1] += unit
        else:
            made.append(unit)
    return made
