"""A real PostgreSQL of one's own: made in a temporary folder, listening on a loopback port, gone afterwards.

It orders letters as Japanese does (from PostgreSQL 15 on), as a town's may: by code points it would be too much like SQLite.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bots.server import free_port

_PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _program(name: str) -> str:
    for folder in _PLACES:
        if (folder / name).is_file():
            return str(folder / name)
    found = shutil.which(name)
    assert found, f"{name} is missing: .ci/system-packages installs PostgreSQL"
    return found


def _account() -> str | None:
    """PostgreSQL does not run as root, so that a container's tests need somebody else."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise AssertionError("no account to run PostgreSQL as")


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The URL of a server that runs while the context lasts."""
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="engawa-pg-"))
    try:
        if account is not None:
            shutil.chown(folder, account)
        data, port = folder / "data", free_port()
        run = {"user": account} if account else {}
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
        subprocess.run(
            [_program("initdb"), "-D", str(data), "-U", "engawa", "-A", "trust", "-E", "UTF8", "--locale=C",
             "--locale-provider=icu", "--icu-locale=ja-JP", "-N"],
            **run, **quiet,
        )  # type: ignore[call-overload]  # fmt: skip
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60"
        start = ["-D", str(data), "-l", str(folder / "log"), "-o", options, "-w", "start"]
        subprocess.run([_program("pg_ctl"), *start], **run, **quiet)  # type: ignore[call-overload]
        try:
            yield f"postgresql://engawa@127.0.0.1:{port}"
        finally:
            stop = ["-D", str(data), "-m", "immediate", "-w", "stop"]
            subprocess.run([_program("pg_ctl"), *stop], **run, **quiet)  # type: ignore[call-overload]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
