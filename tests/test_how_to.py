"""docs/how-to.md: every command in it is run, or is of a kind that is looked at; a kind that is not known is an error.

Tests named there are collected, and those of the first recipe really run. (That the code it names exists is seen to by
tests/test_house.py, for all documents.)
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOW_TO = (ROOT / "docs" / "how-to.md").read_text(encoding="utf-8")
RUN = "Run one test"
"""The recipe whose commands are run as they stand."""
RECIPES = {
    RUN, "Add a command", "Add an event", "Add an activity", "Add a plan", "Write a template", "Add a language string",
    "Add a setting", "Add an endpoint", "Add a migration",
}  # fmt: skip


def recipes(text: str) -> dict[str, list[str]]:
    """Heading to the commands below it: the lines of its fenced blocks."""
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)[1:]
    return {
        heading: [line for block in re.findall(r"^ *```\w*\n(.*?)^ *```", body, re.DOTALL | re.MULTILINE)
                  for line in block.splitlines() if line.strip()]
        for heading, body in zip(parts[::2], parts[1::2], strict=True)
    }  # fmt: skip


COMMANDS = [(recipe == RUN, command) for recipe, lines in recipes(HOW_TO).items() for command in lines]
PYTEST = ".venv/bin/pytest "
BROKEN = (
    "make nothing",
    "make protocol name=tea",
    ".venv/bin/pytest tests/rooms/test_gone.py",
    ".venv/bin/pytest tests/rooms/test_hands.py -k nobody_has_written_this",
    "npm --prefix web_client test -- nothing-like-this",
    "npm --prefix web_client run nothing",
    "git push",
)

# One process for all, since nearly all of the time goes into importing.
_EACH = """
import json, sys, pytest
for words in json.load(sys.stdin):
    code = pytest.main(["-q", "-p", "no:cacheprovider", *words])
    sys.stderr.write(f"{int(code)}\\n")
"""


def pytest_codes(commands: list[tuple[bool, str]]) -> dict[str, int]:
    """How pytest ends for each command: 0 is well, 5 is that nothing was selected. What is not run is collected."""
    told = subprocess.run(
        [sys.executable, "-c", _EACH],
        input=json.dumps(
            [[*([] if really else ["--collect-only"]), *shlex.split(each)[1:]] for really, each in commands]
        ),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    codes = [int(line) for line in told.stderr.splitlines() if line.isdigit()]
    return {each: code for (_, each), code in zip(commands, codes, strict=True)}


def wrong(command: str, really: bool = False) -> str:
    """What is wrong with a command that is not pytest's, in words; empty if nothing is."""
    words = shlex.split(command)
    if words[0] == "make":
        return _wrong_target(words[1:])
    if words[:5] == ["npm", "--prefix", "web_client", "test", "--"]:
        return _wrong_run(words) if really else _wrong_pattern(words[5:])
    if words[:4] == ["npm", "--prefix", "web_client", "run"]:
        scripts = json.loads((ROOT / "web_client" / "package.json").read_text(encoding="utf-8"))["scripts"]
        return "" if words[4:] and words[4] in scripts else "no such script"
    return "of no kind that is known here"


def _wrong_run(words: list[str]) -> str:
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if told.returncode == 0 else f"{told.stdout}{told.stderr}"[-2000:] or f"ended with {told.returncode}"


def _wrong_target(words: list[str]) -> str:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    target = re.search(rf"^{words[0]}:(?!=).*\n((?:\t.*\n|#.*\n)*)", makefile, re.MULTILINE)
    if target is None:
        return "no such target"
    given = {word.partition("=")[0] for word in words[1:]}
    used = set(re.findall(r"\$\((\w+)\)", target[1]))
    return "" if given <= used else f"{given - used} is not used"


def _wrong_pattern(patterns: list[str]) -> str:
    names = [path.name for path in (ROOT / "web_client" / "tests").rglob("*.test.ts")]
    return "" if patterns and any(patterns[0] in name for name in names) else "no test has such a name"


def test_the_recipes_are_there_and_each_ends_with_something_to_run() -> None:
    found = recipes(HOW_TO)
    assert found.keys() == RECIPES
    assert [heading for heading, commands in found.items() if not commands] == []


def test_every_test_that_is_named_is_there_and_those_of_the_first_recipe_run() -> None:
    named = [(really, each) for really, each in COMMANDS if each.startswith(PYTEST)]
    broken = [(False, each) for each in BROKEN if each.startswith(PYTEST)]
    codes = pytest_codes(named + broken)
    assert {each: codes[each] for _, each in named if codes[each] != 0} == {}
    assert {each: codes[each] for _, each in broken if codes[each] == 0} == {}, "what is gone is found"


@pytest.mark.parametrize(("really", "command"), [pair for pair in COMMANDS if not pair[1].startswith(PYTEST)])
def test_every_other_command_runs(really: bool, command: str) -> None:
    assert wrong(command, really) == ""


@pytest.mark.parametrize("command", [each for each in BROKEN if not each.startswith(PYTEST)])
def test_a_command_that_no_longer_runs_is_found(command: str) -> None:
    assert wrong(command) != ""
