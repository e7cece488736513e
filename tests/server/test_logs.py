"""Law 8: a log line holds what its list allows, and an exception no values. Run as a process, as the server runs."""

from __future__ import annotations

import ast
import json
import subprocess
import sys

from server.logs import ALLOWED
from tests.bots.server import ROOT


def written(program: str) -> dict[str, object]:
    """The one line that a program logs."""
    lines = subprocess.run(
        [sys.executable, "-c", f"import structlog\nfrom server.logs import configure\nconfigure('info')\n{program}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stderr.splitlines()
    assert len(lines) == 1
    return dict(json.loads(lines[0]))


def test_only_allowed_keys_are_written() -> None:
    line = written(
        "structlog.get_logger().info('said', room='r1', nickname='さくら', text='ひみつ', address='192.0.2.1')"
    )
    assert set(line) == {"event", "level", "timestamp", "room"}


def test_an_exception_is_its_type_and_place_without_its_words() -> None:
    line = written(
        "try:\n    raise ValueError('さくらさんの秘密')\nexcept ValueError:\n"
        "    structlog.get_logger().exception('failed', room='r1')"
    )
    assert str(line["exception"]).startswith("ValueError at ")
    assert "さくら" not in json.dumps(line, ensure_ascii=False)


def test_the_list_names_no_personal_data() -> None:
    assert not {"nickname", "text", "message", "address", "ip", "device", "token", "secret", "url"} & ALLOWED


# -- what is written, by whom ----------------------------------------------------------------------------------------


def calls(source: str) -> list[tuple[str, str, set[str]]]:
    """The lines that a file writes: how loud, which word, with which keys."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        owner, words = node.func.value, [each for each in node.args if isinstance(each, ast.Constant)]
        if isinstance(owner, ast.Name) and owner.id in ("log", "_log") and words:
            found.append((node.func.attr, str(words[0].value), {key.arg for key in node.keywords if key.arg}))
    return found


WRITTEN = [call for path in (ROOT / "server").rglob("*.py") for call in calls(path.read_text(encoding="utf-8"))]


def test_every_key_that_is_written_is_allowed() -> None:
    """One that is not would be dropped without a word, and whoever looks for it finds nothing."""
    assert {word: extra for _, word, keys in WRITTEN if (extra := keys - ALLOWED - {"exc_info"})} == {}


def test_every_word_of_trouble_is_told_to_operators() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    troubles = {word for loud, word, _ in WRITTEN if loud not in ("debug", "info")}
    assert {"journal_failed", "crashed", "library"} <= troubles
    assert {word for word in troubles if f"`{word}`" not in page} == set()


def test_a_line_in_a_source_is_found() -> None:
    assert calls("log.error('gone', room=1, nickname=2)") == [("error", "gone", {"room", "nickname"})]
