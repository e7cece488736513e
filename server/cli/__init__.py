"""The command line. Importing it imports nothing: what there is and how it is called stands in `commands`, what a command
does in a file of its own that is imported when it runs. So `engawa --help` costs hardly more than the library that writes
it, and a preview, which scripts ask for once a file, not much more than those that know dates.
"""

from __future__ import annotations

import gc
import getopt
import os
import sys

_PREVIEW = ["schedule", "preview"]


def app() -> None:
    """Do what the words of this process say. What it writes (databases, keys, backups) only its own user may read."""
    os.umask(0o077)
    preview = _plain_preview(sys.argv[1:])
    if preview is None:
        from server.cli.commands import app as commands

        commands()
    else:
        gc.disable()  # it is over before there is anything to collect
        os.environ["PYDANTIC_DISABLE_PLUGINS"] = "1"  # none is ours, and finding out reads every installed package
        from server.cli.schedules import print_preview

        print_preview(*preview)


def _plain_preview(words: list[str]) -> tuple[str, str | None, str | None] | None:
    """Which preview is asked for, where it is asked for plainly; mistakes and --help are for `commands` to answer."""
    if words[:2] != _PREVIEW:
        return None
    try:
        options, files = getopt.gnu_getopt(words[2:], "", ["from=", "to="])
    except getopt.GetoptError:
        return None
    named = dict(options)
    return ("".join(files) or "-", named.get("--from"), named.get("--to")) if len(files) < 2 else None
