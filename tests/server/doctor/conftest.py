"""An authority that this process trusts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.doctor.site import Authority


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
    return made
