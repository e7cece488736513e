"""Keys: made once, whole or not at all."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from server.identity.keys import KeyDamaged, server_key


def test_those_who_start_at_once_share_one_key(tmp_path: Path) -> None:
    path = tmp_path / "data" / "server.key"
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: server_key(path), range(64)))
    assert len(keys) == 1
    assert len(keys.pop()) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["server.key"]


@pytest.mark.parametrize("rest", [b"", b"half"])
def test_a_file_that_holds_no_whole_key_is_refused(tmp_path: Path, rest: bytes) -> None:
    (tmp_path / "server.key").write_bytes(rest)
    with pytest.raises(KeyDamaged, match="控え"):
        server_key(tmp_path / "server.key")
