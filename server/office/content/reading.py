"""A YAML file as plain values, with the line of each: so whoever edits it is told where, and not only what.

Only what somebody with a text editor would write is read: mappings, lists, texts, whole numbers, true, false and null.
Whatever else YAML can do (anchors, tags, dates, `no` for false) is refused or is simply text.
Source: PyYAML's documentation, https://pyyaml.org/wiki/PyYAMLDocumentation (events, nodes, marks, implicit resolvers).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

DEEPEST = 12
"""Mappings and lists within each other; a template has five."""
_TAG = "tag:yaml.org,2002:"
_PLAIN = {
    f"{_TAG}null": re.compile(r"null|~|"),
    f"{_TAG}bool": re.compile(r"true|false"),
    f"{_TAG}int": re.compile(r"-?(?:0|[1-9][0-9]{0,8})"),
}
"""What a word without quotes may mean other than itself; a telephone's 0120 stays a text."""

_ABOUT = {
    "mapping values are not allowed in this context": '文の中に「: 」があるときは、文を " でかこんでください',
    "but found another document": "1つのファイルに書けるのは1つです(--- で分けないでください)",
}
"""What goes wrong most, in the words of whoever writes such a file."""
_WIDE = re.compile(r"^[ \t]*(?:- )?(?:\u3000|-\u3000|[a-z_]+[ \u3000]*\uff1a)", re.MULTILINE)
WIDE = "「:」「-」と、その前後の空白は、半角で書いてください"
"""A colon or a space as a Japanese keyboard writes it: to YAML a letter like any other, so that it says something else."""
Loc = tuple[str | int, ...]
"""Names and numbers on the way to a value."""


class Broken(Exception):
    """The file cannot be read, or not as what people mean by it."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(words)
        self.line = line
        self.words = words


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    yaml_implicit_resolvers: dict[str | None, list[tuple[str, re.Pattern[str]]]] = {}


for _tag, _pattern in _PLAIN.items():
    _Loader.add_implicit_resolver(_tag, re.compile(f"(?:{_pattern.pattern})$"), None)


@dataclass(frozen=True, slots=True)
class Marked:
    """What stands in a file, and the line of everything in it, counted from 1."""

    value: Any
    lines: dict[Loc, int]
    wide: tuple[int, ...] = ()
    """Lines that look as if they were meant otherwise than YAML reads them (`WIDE`)."""

    def line(self, loc: Sequence[str | int]) -> int:
        """Where it stands, or else what it would stand in: where something is missing, there is no line."""
        way = tuple(loc)
        while way not in self.lines:
            way = way[:-1]
        return self.lines[way]


def read(raw: bytes) -> Marked:
    """Raises Broken."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Broken(line, "文字コードが UTF-8 ではありません。UTF-8 で保存してください") from None
    unseen = re.search(r"[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    if unseen is not None:
        raise Broken(text.count("\n", 0, unseen.start()) + 1, "使えない文字(制御文字)があります")
    try:
        _plain(yaml.parse(text, Loader=_Loader))
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        wide = _wide(text)
        raise (Broken(wide[0], WIDE) if wide else _broken(text, error)) from None
    if node is None:
        raise Broken(1, "なにも書かれていません")
    lines: dict[Loc, int] = {}
    return Marked(_value(node, (), _line(node), lines), lines, _wide(text))


def _wide(text: str) -> tuple[int, ...]:
    return tuple(text.count("\n", 0, found.start()) + 1 for found in _WIDE.finditer(text))


def _broken(text: str, error: yaml.MarkedYAMLError) -> Broken:
    """What is not YAML. A quote that is never closed is told where it begins, and not at the end of the file."""
    mark = error.problem_mark
    if mark is None or (error.context_mark is not None and "end of stream" in str(error.problem)):
        mark = error.context_mark
    line = 1 if mark is None else int(mark.line) + 1
    if any(re.match(r" *\t", each) for each in text.split("\n")[line - 1 : line]):
        return Broken(line, "字下げにタブは使えません。空白を使ってください")
    return Broken(line, _ABOUT.get(str(error.problem), f"YAML として読めません({error.problem})"))


def _line(marked: Any) -> int:
    return int(marked.start_mark.line) + 1


def _plain(events: Iterable[Any]) -> None:
    """Refuses what is not read here and what is too deep, while nothing has been made of it. Raises Broken."""
    depth = 0
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise Broken(_line(event), f"入れ子が深すぎます({DEEPEST}段まで)")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise Broken(_line(event), '& や * で始まる言葉は " でかこんでください(印としては使えません)')
        if getattr(event, "tag", None) is not None:
            raise Broken(_line(event), '! で始まる言葉は " でかこんでください(型の印としては使えません)')


def _value(node: Any, loc: Loc, line: int, lines: dict[Loc, int]) -> Any:
    """What a node says; `line` is where somebody would look for it. Raises Broken."""
    lines[loc] = line
    if isinstance(node, yaml.MappingNode):
        made: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise Broken(_line(key), "項目の名前がよめません")
            if key.value in made:
                raise Broken(_line(key), f"{key.value}: 同じ項目が2つあります")
            made[key.value] = _value(value, (*loc, key.value), _line(key), lines)
        return made
    if isinstance(node, yaml.SequenceNode):
        return [_value(each, (*loc, number), _line(each), lines) for number, each in enumerate(node.value)]
    if node.tag == f"{_TAG}null":
        return None
    if node.tag == f"{_TAG}bool":
        return node.value == "true"
    return int(node.value) if node.tag == f"{_TAG}int" else node.value
