"""The page of licences names each direct part as its metadata does, and lists of parts hold no address of a download."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
IMPORTED = re.compile(r"""(?:from|import)\s*\(?\s*["'](?![./])((?:@[\w.-]+/)?[\w.-]+)""")
FOREIGN = "registry.np" + "mjs.org"


@pytest.fixture
def ci(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Imports a script of .ci."""
    monkeypatch.syspath_prepend(str(ROOT / ".ci"))
    return importlib.import_module


def test_every_direct_part_is_on_the_page_with_its_licence() -> None:
    told = subprocess.run(
        [sys.executable, ".ci/licences.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, f"{told.stdout}{told.stderr}run make sbom and commit docs/jichitai/licences.md"


def test_a_part_that_is_missing_or_changed_is_found(ci: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    licences = ci("licences")
    text = licences.PAGE.read_text(encoding="utf-8")
    page = tmp_path / "licences.md"
    page.write_text(re.sub(r"\| aiohttp \|.*\n", "", text).replace("| LGPL-3.0-only |", "| MIT |"), encoding="utf-8")
    monkeypatch.setattr(licences, "PAGE", page)
    assert [line.partition(":")[0] for line in licences.differences()] == ["aiohttp", "psycopg"]


def test_what_pages_of_the_client_import_is_on_the_page(ci: Any) -> None:
    licences = ci("licences")
    sources = [path for kind in ("*.ts", "*.svelte") for path in (ROOT / "web_client" / "src").rglob(kind)]
    named = {name for path in sources for name in IMPORTED.findall(path.read_text(encoding="utf-8"))}
    assert named >= {"svelte", "socket.io-client"}
    assert named - licences.written().keys() == set()
    assert licences.written().keys() >= set(licences.FONTS)


def test_only_what_runs_is_listed(ci: Any) -> None:
    closure = ci("licences").runtime_closure()
    assert {"aiohttp", "psycopg-binary", "pydantic-core"} <= closure
    assert closure.isdisjoint({"pytest", "mypy", "ruff", "playwright"})


def test_addresses_of_downloads_are_taken_out(ci: Any) -> None:
    tidy = ci("tidy_sbom")
    part = {
        "name": "one",
        "version": "1",
        "purl": "pkg:npm/one@1",
        "externalReferences": [
            {"type": "distribution", "url": f"https://{FOREIGN}/one.tgz"},
            {"type": "website", "url": "https://one.example.jp"},
        ],
    }
    bare = {"name": "two", "externalReferences": [{"type": "distribution", "url": f"https://{FOREIGN}/two.tgz"}]}
    told = tidy.without_addresses({"serialNumber": "urn:uuid:1", "components": [part, bare]})
    assert FOREIGN not in repr(told)
    assert "serialNumber" not in told
    assert told["components"][0]["externalReferences"] == [{"type": "website", "url": "https://one.example.jp"}]
    assert told["components"][1] == {"name": "two"}


def test_parts_that_do_not_run_leave_no_link(ci: Any) -> None:
    document = {
        "metadata": {"component": {"bom-ref": "root"}},
        "components": [{"name": "A_b", "bom-ref": "a"}, {"name": "tool", "bom-ref": "t"}],
        "dependencies": [{"ref": "root", "dependsOn": ["a", "t"]}, {"ref": "t"}, {"ref": "a"}],
    }
    kept = ci("tidy_sbom").only(document, {"a-b"})
    assert [each["bom-ref"] for each in kept["components"]] == ["a"]
    assert kept["dependencies"] == [{"ref": "root", "dependsOn": ["a"]}, {"ref": "a", "dependsOn": []}]
