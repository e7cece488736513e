"""A town's own content: is its folder there, and can each file be read?"""

from __future__ import annotations

from pathlib import Path

from server.doctor.finding import Finding
from server.office.content import load
from server.pools import in_thread

NAME = "団体の内容"


async def files(folder: Path | None) -> list[Finding]:
    """Nothing where there is no such folder to be; else one finding for each fault."""
    if folder is None:
        return []
    found = await in_thread(load, folder)
    if not found.faults:
        return [Finding(NAME, "good", "ぜんぶ読めました。")]
    todo = "直すと、数秒で読みなおされます(再起動はいりません)。そのファイルだけが使われず、ほかは動きます。"
    return [Finding(NAME, "warn", str(fault), todo) for fault in found.faults]
