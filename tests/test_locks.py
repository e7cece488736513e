"""What is locked: exactly what is asked for and what that needs, and without an address of anybody's registry."""

from __future__ import annotations

import json
import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def lock_versions(text: str) -> dict[str, str]:
    """The locked versions by normalised name; a line of any other shape is an error."""
    versions = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        match = re.fullmatch(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.!+]+)", line)
        assert match, line
        versions[re.sub(r"[-_.]+", "-", match[1]).lower()] = match[2]
    return versions


def test_the_python_lock_is_exact_complete_and_without_addresses() -> None:
    locked = lock_versions((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", line)[0]).lower() for line in asked}
    assert names - locked.keys() == set()


def asked_for(lines: list[str]) -> set[str]:
    """Names of what is asked for and of all that this needs, as far as it is installed; on other Pythons and systems, too:
    only what belongs to an extra that nobody asked for is left out."""
    waiting, seen = [Requirement(line) for line in lines], set[tuple[str, frozenset[str]]]()
    while waiting:
        wanted = waiting.pop()
        name, extras = canonicalize_name(wanted.name), frozenset(wanted.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            needs = metadata.requires(name) or ()
        except metadata.PackageNotFoundError:
            continue
        for needed in map(Requirement, needs):
            of_extra = needed.marker is not None and "extra ==" in str(needed.marker)
            if not of_extra or any(needed.marker and needed.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(needed)
    return {name for name, _ in seen}


def test_nothing_is_locked_that_nobody_asks_for() -> None:
    locked = lock_versions((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = asked_for([*project["dependencies"], *project["optional-dependencies"]["dev"]])
    assert sorted(locked.keys() - needed) == []
    assert asked_for(["aiohttp"]) > {"aiohttp", "yarl"}, "what is needed is followed"
    assert sorted(locked.keys() - asked_for(["aiohttp"])) != [], "what is left over is found"


def test_the_web_lock_is_without_addresses() -> None:
    lock: dict[str, Any] = json.loads((ROOT / "web_client" / "package-lock.json").read_text(encoding="utf-8"))
    assert lock["lockfileVersion"] >= 3
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert [name for name, package in lock["packages"].items() if name and "integrity" not in package] == []
