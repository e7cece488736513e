"""Guards of the house itself: files that must not creep in, links that must resolve, contracts that must be able to fail.

A guard that cannot fail guards nothing, so each search here is also shown what it looks for.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from server.config import describe
from server.office.backup import LEFT_OUT
from server.office.base.tables import metadata

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("rooms", "moderation", "server")

# Written in halves, so that this file does not contain what it forbids.
FOREIGN = re.compile(
    "|".join(
        [
            r"registry\.np" + r"mjs\.",
            r"registry\.ya" + r"rnpkg\.",
            r"\bpy" + r"pi\.org",
            r"files\.python" + r"hosted\.",
            r"file://" + r"/(?:opt|mnt|srv)/",
            r"/opt/(?:py" + r"pi|wheels)",
            r"--(?:extra-)?index" + r"-url",
            r"--find" + r"-links",
            r"(?<![\w./-])/work" + r"/",
            r"(?<![\w./-])/root" + r"/",
            r"(?<![\w./-])/home/(?!engawa\b)" + r"[a-z]",
        ]
    )
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
MAKE = re.compile(r"(?:`|^\s*\$?\s*)make ([a-z][a-z-]*)", re.MULTILINE)


def tracked() -> list[Path]:
    """Every file of the project that is or is about to be under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert listed.returncode == 0, f"these tests look at what is under version control: {listed.stderr}"
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    found = []
    for path in tracked():
        try:
            found.append((str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def documents() -> list[tuple[Path, str]]:
    return [(ROOT / name, text) for name, text in texts() if name.endswith(".md")]


def test_nothing_of_one_machine_or_registry_is_in_the_files() -> None:
    found = [f"{name}: {match.group()}" for name, text in texts() for match in FOREIGN.finditer(text)]
    assert found == []


@pytest.mark.parametrize("text", ["https://py" + "pi.org/simple", "cd /wo" + "rk/main", "--extra-index" + "-url x"])
def test_the_search_for_foreign_addresses_can_fail(text: str) -> None:
    assert FOREIGN.search(text)


def heading_anchors(text: str) -> set[str]:
    """The anchors that headings get: small letters, no punctuation, hyphens for spaces."""
    headings = re.findall(r"^#{1,6}\s+(.+?)\s*$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(document: Path, text: str) -> list[str]:
    broken = []
    for target in LINK.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (document.parent / name) if name else document
        if not path.exists() or (
            anchor and path.suffix == ".md" and anchor not in heading_anchors(path.read_text(encoding="utf-8"))
        ):
            broken.append(target)
    return broken


def test_links_between_documents_resolve() -> None:
    found = {str(path.relative_to(ROOT)): broken for path, text in documents() if (broken := broken_links(path, text))}
    assert found == {}


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text("# One\n", encoding="utf-8")
    assert broken_links(document, "[a](gone.md) [b](page.md#two) [c](page.md#one) [d](#one)") == [
        "gone.md",
        "page.md#two",
    ]


def test_every_document_can_be_reached_from_the_index() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "docs" / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or not page.is_file() or page.suffix != ".md":
            continue
        reached.add(page)
        targets = LINK.findall(page.read_text(encoding="utf-8"))
        waiting += [(page.parent / target.partition("#")[0]).resolve() for target in targets]
    pages = [path for path, _ in documents() if path.is_relative_to(ROOT / "docs")]
    assert [str(path.relative_to(ROOT)) for path in pages if path not in reached] == []


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, re.MULTILINE))


def test_every_make_target_in_the_documents_exists() -> None:
    named = {(str(path.relative_to(ROOT)), target) for path, text in documents() for target in MAKE.findall(text)}
    assert {target for _, target in named} >= {"run", "test", "check"}
    assert {pair for pair in named if pair[1] not in make_targets()} == set()


def test_the_document_of_settings_is_up_to_date() -> None:
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == describe()


def test_ci_runs_what_people_run() -> None:
    script = ROOT / ".ci" / "run"
    text = script.read_text(encoding="utf-8")
    assert "make test" in text
    assert "set -euo pipefail" in text
    assert script.stat().st_mode & 0o111


# A test that is left out where a tool is missing is soon left out everywhere. Written in halves, as above.
SKIPS = {
    ".py": re.compile(
        r"\b(?:pytest|unittest)\.sk" + r"ip|\bmark\.(?:sk" + r"ip|x" + r"fail)|\bx" + r"fail\(|importor" + r"skip"
    ),
    ".ts": re.compile(
        r"\b(?:it|test|describe|suite|context)\.(?:sk" + r"ip|to" + r"do|on" + r"ly|fai" + r"ls|run" + r"If)"
    ),
}


def left_out(name: str, text: str) -> list[str]:
    """Where a file of tests leaves out, or expects to fail, one of them."""
    search = SKIPS.get(Path(name).suffix)
    return [match.group() for match in search.finditer(text)] if search else []


def test_no_test_is_left_out() -> None:
    tests = [(name, text) for name, text in texts() if name.startswith(("tests/", "web_client/tests/"))]
    assert {Path(name).suffix for name, _ in tests} >= set(SKIPS)
    assert {name: found for name, text in tests if (found := left_out(name, text))} == {}


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("test_x.py", "@pytest.mark.sk" + 'ipif(CADDY is None, reason="no caddy")'),
        ("test_x.py", "    pytest.sk" + 'ip("not today")'),
        ("test_x.py", "@pytest.mark.x" + "fail"),
        ("test_x.py", "redis = pytest.importor" + 'skip("redis")'),
        ("x.test.ts", "it.sk" + 'ip("reads", () => {})'),
        ("x.test.ts", "describe.on" + 'ly("reads", () => {})'),
    ],
)
def test_a_test_that_is_left_out_is_found(name: str, line: str) -> None:
    assert left_out(name, line)


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_changelog_has_a_place_for_what_comes_next() -> None:
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


# What is pure may know this. Time, chance and ids come in as arguments.
PURE = {
    "__future__", "abc", "bisect", "collections", "contextlib", "copy", "dataclasses", "datetime", "enum", "functools",
    "hashlib", "itertools", "json", "math", "operator", "re", "string", "types", "typing", "unicodedata", "zoneinfo",
    "pydantic", "pydantic_core",
}  # fmt: skip
PURE_FOLDERS = {
    "rooms": {"rooms", "rpds", "importlib", "pkgutil"},
    "server.office.rules": {"server.office.rules", "moderation", "dateutil", "holidays"},
}
"""Each with what it may know beside that: itself, persistent maps, what finds the kinds of activities by their files, the
two libraries that know calendars, and how typed words are read."""


def imported(source: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def impure(source: str, allowed: set[str]) -> set[str]:
    """The modules that a source imports although they are neither in the list nor allowed in its folder."""
    known = PURE | allowed
    return {name for name in imported(source) if not any(name == each or name.startswith(f"{each}.") for each in known)}


@pytest.mark.parametrize("folder", PURE_FOLDERS)
def test_what_is_pure_imports_only_what_is_pure(folder: str) -> None:
    paths = list((ROOT / folder.replace(".", "/")).rglob("*.py"))
    assert paths
    found = {
        str(path.relative_to(ROOT)): extra
        for path in paths
        if (extra := impure(path.read_text(encoding="utf-8"), PURE_FOLDERS[folder]))
    }
    assert found == {}


def test_what_is_not_pure_is_found() -> None:
    source = "import random\nfrom os.path import join\nimport rooms.plan\nfrom server.office.base import tables"
    assert impure(source, {"rooms"}) == {"random", "os.path", "server.office.base"}


def test_the_office_s_rules_stand_without_the_office() -> None:
    """Whoever wants dates only, gets them without a database, a web server or a file."""
    every = ["schedule", *(f"schedule.{name}" for name in ("clashes", "calendars")), "entry", "suppression"]
    wanted = "".join(f"import server.office.rules.{name}\n" for name in every)
    heavy = ("sqlalchemy", "alembic", "aiohttp", "cryptography", "server.office.base")
    script = f"import sys\n{wanted}print([name for name in {heavy} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
    loaded = script.replace("import sys\n", "import sys, server.office.base.tables\n")
    result = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "sqlalchemy" in result.stdout


def test_every_file_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for folder in SOURCES
        for path in (ROOT / folder).rglob("*.py")
        if (source := path.read_text(encoding="utf-8")).strip() and not ast.get_docstring(ast.parse(source))
    ]
    assert silent == []


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


FORBIDDEN = [
    ("rooms/plan.py", "import moderation.gate", "Imports run one way"),
    ("rooms/plan.py", "import random", "touch neither clock"),
    ("moderation/gate.py", "import time", "touch neither clock"),
    ("server/live/hub.py", "import server.socket.app", "Server: core, then"),
    ("server/socket/frames.py", "import server.storage.journal", "Server: core, then"),
    ("server/unheard_of.py", "import json", "Server: core, then"),
    ("server/office/rules/entry.py", "import random", "touch neither clock"),
    ("server/office/plan/series.py", "import server.office.seats.reservations", "The office: rules"),
    ("server/office/unheard_of.py", "import json", "The office: rules"),
    ("server/office/keeper.py", "import server.clock", "Nothing below the top asks"),
    ("server/http/public/feeds.py", "import sqlalchemy", "HTTP holds no query"),
]
"""A file, a line that must not stand in it, and the contract that it breaks."""


def said_of(file: str, line: str) -> str:
    """How import-linter names a line that must not be there; a file that has no place yet, by its name."""
    module = file.removesuffix(".py").replace("/", ".")
    return "unheard_of" if module.endswith("unheard_of") else f"{module} -> {line.removeprefix('import ')}"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is said of a copy of the sources in which all these lines stand: looking through them once takes seconds."""
    copied = tmp_path_factory.mktemp("house")
    for folder in SOURCES:
        shutil.copytree(ROOT / folder, copied / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copied)
    for file, line, _ in FORBIDDEN:
        with (copied / file).open("a", encoding="utf-8") as source:
            source.write(f"\n{line}\n")
    result = lint_imports(copied)
    assert result.returncode == 1, result.stdout + result.stderr
    return result.stdout


@pytest.mark.parametrize(("file", "line", "contract"), FORBIDDEN)
def test_a_forbidden_import_breaks_its_contract(broken: str, file: str, line: str, contract: str) -> None:
    """By itself: each line is named among what breaks its own contract."""
    assert re.search(rf"{contract}.*BROKEN", broken), broken
    of_contract = next(
        each for each in re.split(r"\n(?=[^\n]+\n-+\n)", broken) if re.match(rf"\s*[^\n]*{contract}", each)
    )
    assert said_of(file, line) in of_contract, of_contract


def test_the_contracts_are_kept() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


# `folder/file.py` and `folder/file.py::name` in documents point at code that must be there.
CODE = re.compile(r"`((?:rooms|moderation|server|tests|web_client)/[\w./-]*)(?:::(\w+))?`")


def broken_code_references(text: str) -> list[str]:
    broken = []
    for name, symbol in CODE.findall(text):
        path = ROOT / name
        if not path.exists() or (symbol and not re.search(rf"\b{symbol}\b", path.read_text(encoding="utf-8"))):
            broken.append(f"{name}::{symbol}" if symbol else name)
    return broken


def test_code_that_documents_name_exists() -> None:
    assert {path.name: broken for path, text in documents() if (broken := broken_code_references(text))} == {}


def test_every_table_is_explained_with_what_no_copy_of_it_keeps() -> None:
    section = (
        (ROOT / "docs" / "office.md").read_text(encoding="utf-8").partition("\n## Tables\n")[2].partition("\n## ")[0]
    )
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    for name in metadata.tables:
        (row,) = [each for each in rows if f"`{name}`" in each.split("|")[1]]
        assert ("in no backup" in row) == (name in LEFT_OUT), name


def test_a_reference_to_code_that_is_gone_is_found() -> None:
    text = "`rooms/machine.py::decide` `rooms/machine.py::undecide` `rooms/gone.py`"
    assert broken_code_references(text) == ["rooms/machine.py::undecide", "rooms/gone.py"]
