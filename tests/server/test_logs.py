"""Law 8: a log line holds what its list allows, and an exception no values. Run as a process, as the server runs."""

from __future__ import annotations

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
