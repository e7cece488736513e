"""What there is ready-made: the defaults of this folder, and over them a town's own files. A file that is wrong is left out
and said, with its line; all others are there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from server.office.base.models import Kinds, KindShown, Localised
from server.office.base.wrong import wrong_fields
from server.office.content.activities import Activity
from server.office.content.reading import WIDE, Broken, Marked, read
from server.office.content.shapes import SHAPES, Cards, Hidden, How, Prompts, Template

DEFAULTS = Path(__file__).with_name("defaults")
MOST_FILES = 500
MOST_BYTES = 256 * 1024
"""Of one file; the longest run sheet that there may be is half of that."""
MOST_FAULTS = 20
"""Told of one file: whoever mends those reads the next."""
_ENDS = (".yaml", ".yml")
_LOST_ENDS = tuple(f"{end}.txt" for end in _ENDS)
"""As an editor saves them that hides the ends of names."""
HOW = "how"
"""The id of what it is like where a template does not say."""
Item = How | Template | Prompts | Cards | Activity
Key = tuple[str, str]
"""Sort and id."""


class Fault(NamedTuple):
    """Why a file was left out. `path` as it was given, or below the town's folder."""

    path: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"

    @property
    def plain(self) -> Fault:
        """As it may be printed: names of files and of fields say whatever somebody wrote, also what moves a terminal's
        cursor, and what no terminal can write."""
        return Fault(_printable(self.path), self.line, _printable(self.reason))


def _printable(words: str) -> str:
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in words)


class File(NamedTuple):
    """A good one."""

    path: str
    key: Key
    line: int
    """Where its id stands."""
    item: Item | Hidden
    marked: Marked


@dataclass(frozen=True, slots=True)
class Content:
    """Everything ready-made, in the order in which it is offered."""

    kinds: Kinds
    prompts: tuple[Prompts, ...]
    cards: tuple[Cards, ...]
    activities: tuple[Activity, ...]
    faults: tuple[Fault, ...] = ()

    def kind(self, name: str) -> KindShown | None:
        return next((each for each in self.kinds.kinds if each.kind == name), None)

    def activity(self, name: str) -> Activity | None:
        return next((each for each in self.activities if each.id == name), None)

    def deck(self, name: str) -> Cards | None:
        return next((each for each in self.cards if each.id == name), None)


def load(folder: Path | None) -> Content:
    """The defaults, and over them what lies in a town's folder. Never raises."""
    return defaults() if folder is None else load_again(folder, {})[0]


def load_again(folder: Path, before: Mapping[str, File]) -> tuple[Content, dict[str, File]]:
    """The same of a folder that was read before: a file that is wrong now is what it was when it was good. With the good
    files, for the next time. Never raises."""
    found, broken = _defaults()
    named, faults = _within(folder)
    files, wrong = _read_all(named)
    unread = {fault.path for fault in wrong}
    good = {file.path: file for file in files} | {path: before[path] for path in before.keys() & unread}
    own, more = _apart(good[name] for _, name in named if name in good)
    whole, missing = _bringing(own, found.keys())
    return _content(_over(found, whole), (*broken, *faults, *wrong, *more, *missing)), good


def signature(folder: Path) -> frozenset[tuple[str, int, int]]:
    """What changes as soon as a file of a town's folder does: names, times in ns, sizes. Never raises."""
    marks = set()
    for path, name in _within(folder)[0]:
        try:
            stat = path.stat()
        except OSError:  # it has gone since
            continue
        marks.add((name, stat.st_mtime_ns, stat.st_size))
    return frozenset(marks)


def check(paths: Sequence[Path]) -> tuple[Fault, ...]:
    """What is wrong with some files, as if they lay in a town's folder; in their order."""
    order = [_shown(str(path)) for path in paths]
    files, wrong = _read_all(zip(paths, order, strict=True))
    own, more = _apart(files)
    more += _bringing(own, _defaults()[0].keys())[1]
    told = sorted({*wrong, *more}, key=lambda fault: (order.index(fault.path), fault.line))
    return tuple(fault.plain for fault in told)


@cache
def defaults() -> Content:
    """What there is without a town's own files."""
    return _content(*_defaults())


@cache
def _defaults() -> tuple[dict[Key, Item], tuple[Fault, ...]]:
    """Somebody may have edited them where they lie: then these are no better than a town's own."""
    files, wrong = _read_all([(path, f"defaults/{path.name}") for path in sorted(DEFAULTS.glob("*.yaml"))])
    shown = [file for file in files if not isinstance(file.item, Hidden)]
    whole, missing = _bringing(shown, frozenset())
    return {file.key: file.item for file in whole if not isinstance(file.item, Hidden)}, (*wrong, *missing)


def _within(folder: Path) -> tuple[list[tuple[Path, str]], list[Fault]]:
    """The files of a town's folder and its folders, in the order of their names; what begins with a dot is nobody's.

    What is meant to be read and is not, is told: a name that lost its end, a link that leads nowhere, a folder that is shut.
    """
    if not folder.is_dir():
        return [], [Fault(_shown(folder.name), 1, "このフォルダーがないか、読めません")]
    found: list[tuple[Path, str]] = []
    faults: list[Fault] = []

    def shut(error: OSError) -> None:
        faults.append(Fault(_shown(os.path.relpath(error.filename, folder)), 1, f"読めません({error.strerror})"))

    for here, folders, files in os.walk(folder, onerror=shut):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for link in (each for each in folders if Path(here, each).is_symlink()):
            name = _shown(str(Path(here, link).relative_to(folder)))
            faults.append(
                Fault(name, 1, "フォルダーへのリンクの中は、読みません。ファイルを、このフォルダーの中に置いてください")
            )
        for each in files:
            path = Path(here, each)
            name = _shown(str(path.relative_to(folder)))
            if each.startswith("."):
                continue
            if each.lower().endswith(_ENDS):
                found.append((path, name))
            elif each.lower().endswith(_LOST_ENDS):
                faults.append(Fault(name, 1, "名前の終わりが .yaml ではありません。「.txt」をとってください"))
    found.sort()
    return found[:MOST_FILES], [
        *faults,
        *(Fault(name, 1, f"ファイルは{MOST_FILES}までです") for _, name in found[MOST_FILES:]),
    ]


def _shown(name: str) -> str:
    """A name of a file as it can be written: one that was unpacked with another encoding has bytes that are no text."""
    return os.fsencode(name).decode("utf-8", "replace")


def _without_waiting(path: str, flags: int) -> int:
    """A pipe that lies there by mistake is empty, and nobody waits for who would write into it."""
    return os.open(path, flags | os.O_NONBLOCK)


def _read_all(named: Iterable[tuple[Path, str]]) -> tuple[list[File], list[Fault]]:
    files: list[File] = []
    faults: list[Fault] = []
    for path, name in named:
        try:
            with open(path, "rb", opener=_without_waiting) as source:
                raw = source.read(MOST_BYTES + 1)
            if len(raw) > MOST_BYTES:
                raise Broken(1, f"{MOST_BYTES // 1024} KB までです")
            marked = read(raw)
        except OSError as error:
            faults.append(Fault(name, 1, f"読めません({error.strerror})"))
        except Broken as broken:
            faults.append(Fault(name, broken.line, broken.words))
        else:
            made = _made(name, marked)
            if isinstance(made, File):
                files.append(made)
            else:
                faults.extend(made)
    return files, faults


def _made(path: str, marked: Marked) -> File | list[Fault]:
    """One file, or all that is wrong with it."""
    value = marked.value
    if not isinstance(value, dict):
        return [Fault(path, marked.line(()), "「項目: 値」の形で書いてください(例: content: template)")]
    rest = dict(value)
    sort = rest.pop("content", None)
    if not isinstance(sort, str) or sort not in SHAPES:
        words = f"content: {'、'.join(SHAPES)} のどれかを書いてください"
        return [Fault(path, marked.line(("content",)), words)]
    shape: type[Any] = Hidden if rest.get("hidden", False) is not False else SHAPES[sort]
    if shape is not Hidden:
        rest.pop("hidden", None)
    try:
        item = shape.model_validate(rest)
    except ValidationError as error:
        told = zip(error.errors(include_url=False, include_input=False), wrong_fields(error), strict=True)
        faults = [Fault(path, marked.line(each["loc"]), f"{wrong.at}: {wrong.message}") for each, wrong in told]
        faults += [Fault(path, line, WIDE) for line in marked.wide]
        faults.sort(key=lambda fault: fault.line)
        further = faults[MOST_FAULTS:]
        more = [Fault(path, further[0].line, f"ほかに {len(further)} か所あります")] if further else []
        return faults[:MOST_FAULTS] + more
    return File(path, (sort, item.id), marked.line(("id",)), item, marked)


def _apart(files: Iterable[File]) -> tuple[list[File], list[Fault]]:
    """Each id once, and nothing hidden that is not there."""
    first: dict[Key, File] = {}
    faults: list[Fault] = []
    for file in files:
        sort, name = file.key
        if file.key in first:
            words = f"id: 「{name}」は {first[file.key].path} にもあります"
        elif isinstance(file.item, Hidden) and (file.key not in _defaults()[0] or sort == "how"):
            words = f"id: 「{name}」という、かくせるものはありません"
        elif isinstance(file.item, How) and name != HOW:
            words = f"id: {HOW} と書いてください"
        else:
            first[file.key] = file
            continue
        faults.append(Fault(file.path, file.line, words))
    return list(first.values()), faults


def _brought(template: Template) -> Iterator[tuple[int, str, Key]]:
    """What its steps bring that is ready-made: which step, by which field, and what."""
    for at, step in enumerate(template.steps):
        if step.brings is not None and step.brings.activity is not None:
            yield at, "activity", ("activity", step.brings.activity)
        if step.brings is not None and step.brings.deck is not None:
            yield at, "deck", ("cards", step.brings.deck)


def _bringing(files: Sequence[File], found: Set[Key]) -> tuple[list[File], list[Fault]]:
    """Without the templates that bring what there is not."""
    gone = {file.key for file in files if isinstance(file.item, Hidden)}
    there = ({file.key for file in files} | found) - gone
    faults = [
        Fault(
            file.path, file.marked.line(("steps", at, "brings", field)), f"steps.{at}.brings.{field}: {_missing(key)}"
        )
        for file in files
        if isinstance(file.item, Template)
        for at, field, key in _brought(file.item)
        if key not in there
    ]
    wrong = {fault.path for fault in faults}
    return [file for file in files if file.path not in wrong], faults


def _missing(key: Key) -> str:
    sort, name = key
    return f"「{name}」という{'アクティビティ' if sort == 'activity' else 'カードの山'}はありません"


def _without_the_hidden(template: Template, there: Set[Key]) -> Template:
    """A ready-made template is there also where a town has hidden what it would bring."""
    gone = {at for at, _, key in _brought(template) if key not in there}
    if not gone:
        return template
    steps = tuple(
        step.model_copy(update={"brings": None}) if at in gone else step for at, step in enumerate(template.steps)
    )
    return template.model_copy(update={"steps": steps})


def _over(found: dict[Key, Item], own: Iterable[File]) -> dict[Key, Item]:
    """What has the same id is replaced where it stood, what is new comes last, what is hidden goes."""
    made = dict(found)
    for file in own:
        if isinstance(file.item, Hidden):
            del made[file.key]
        else:
            made[file.key] = file.item
    return made


def _content(found: dict[Key, Item], faults: Sequence[Fault]) -> Content:
    items = found.values()
    how = next((each.text for each in items if isinstance(each, How)), Localised())
    templates = [_without_the_hidden(each, found.keys()) for each in items if isinstance(each, Template)]
    return Content(
        Kinds(kinds=tuple(each.shown(how) for each in templates)),
        tuple(each for each in items if isinstance(each, Prompts)),
        tuple(each for each in items if isinstance(each, Cards)),
        tuple(each for each in items if isinstance(each, Activity)),
        tuple(fault.plain for fault in faults),
    )
