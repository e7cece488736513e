"""The counts' CSV in a real spreadsheet: LibreOffice reads it as its own dialog would, by the mark at its beginning."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

from server.office.base import models
from server.office.counts.counting import COLUMNS, counts_csv

UTF_8 = "76"
"""LibreOffice's number for it. Its dialog chooses it by the mark; without a dialog it must be told."""


def test_the_table_opens_with_the_right_characters(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is missing: install the package libreoffice-calc"
    row = models.CountsRow(
        key="a", label="メタバース居場所・縁側〜髙﨑", sessions=2, cancelled=0, tally=dict.fromkeys(COLUMNS, 7)
    )
    total = row.model_copy(update={"label": "合計"})
    table = models.CountsTable(
        by="programme", first=date(2026, 4, 1), last=date(2027, 3, 31), rows=(row,), total=total, published=True
    )
    body = counts_csv(table)
    assert body.startswith(b"\xef\xbb\xbf")
    (tmp_path / "counts.csv").write_bytes(body)
    subprocess.run(
        [soffice, "--headless", f"--infilter=CSV:44,34,{UTF_8},1", "--convert-to", "xlsx", "counts.csv"],
        cwd=tmp_path, env={**os.environ, "HOME": str(tmp_path)}, check=True, timeout=120, capture_output=True,
    )  # fmt: skip
    with zipfile.ZipFile(tmp_path / "counts.xlsx") as book:
        words = re.findall(r"<t[^>]*>([^<]*)", book.read("xl/sharedStrings.xml").decode())
    assert words[0] == "プログラム"
    assert "メタバース居場所・縁側〜髙﨑" in words
