"""Servers made by forking a process that has imported the server once.

Importing takes longer than all else that a server does until it answers, and tests start hundreds of servers. What is forked
runs `python -m server.cli` with the words, the environment and the log of its own; it is a process like any other, to be
killed, counted and waited for. Its first voice worker is forked with it, for the same reason; whatever follows that one is
started as servers do. That both start from nothing, too, is for tests/server/test_cli.py and tests/contract/test_voice.py.

Run as `python -m tests.bots.forking SOCKET`, it ends with its standard input, and whatever it forked ends with it. Each
connection says one `Order` as a line of JSON, and is answered the process's id, and once it has ended its status.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import json
import os
import runpy
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypedDict

from rooms.looks import LOOKS
from server.http import pictures
from server.identity.avatars import draw
from server.kept import Kept
from server.voice import process as voice_process
from server.voice import worker as voice_worker

PRELOADED = ("server.main", "server.cli.running")


class Order(TypedDict):
    words: list[str]
    folder: str
    environment: dict[str, str]
    log: str
    """Where it writes, and with `out` empty its standard output, too."""
    out: str
    drawn: bool
    """Begin with all looks drawn, as a server is that has run for a minute."""


class Forked:
    """A process that was forked, as asyncio knows processes."""

    def __init__(self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._writer = writer
        self._ended = asyncio.ensure_future(self._read_end(reader))

    async def _read_end(self, reader: asyncio.StreamReader) -> int:
        self.returncode = int(await reader.readline())
        self._writer.close()
        with contextlib.suppress(ConnectionError):
            await self._writer.wait_closed()
        return self.returncode

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    async def wait(self) -> int:
        return await asyncio.shield(self._ended)


async def fork(
    words: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path, *, drawn: bool = False
) -> Forked:
    """`engawa` with these words, as a process of its own. What it writes is added to `log`."""
    order: Order = {
        "words": list(words),
        "folder": str(folder),
        "environment": dict(environment),
        "log": str(log),
        "out": "",
        "drawn": drawn,
    }
    reader, writer = await asyncio.open_unix_connection(_mother(os.getpid(), folder))
    writer.write(json.dumps(order).encode() + b"\n")
    return Forked(int(await reader.readline()), reader, writer)


def run(
    words: Sequence[str], folder: Path, environment: Mapping[str, str], patience: float
) -> subprocess.CompletedProcess[str]:
    """`engawa` with these words, to its end. Raises TimeoutError after `patience` seconds."""
    with tempfile.TemporaryDirectory() as made, socket.socket(socket.AF_UNIX) as connection:
        out, log = Path(made) / "out", Path(made) / "log"
        order: Order = {
            "words": list(words),
            "folder": str(folder),
            "environment": dict(environment),
            "log": str(log),
            "out": str(out),
            "drawn": False,
        }
        connection.settimeout(patience)
        connection.connect(_mother(os.getpid(), folder))
        connection.sendall(json.dumps(order).encode() + b"\n")
        with connection.makefile("rb") as lines:
            _pid, status = lines.readline(), int(lines.readline())
        return subprocess.CompletedProcess(list(words), status, out.read_text("utf-8"), log.read_text("utf-8"))


@functools.cache
def _mother(owner: int, folder: Path) -> str:
    """The socket of the process that forks for this one, started with the first order."""
    path = str(Path(tempfile.mkdtemp(prefix="engawa")) / "s")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bots.forking", path], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    # Kept for as long as this process lives: its standard input is what ends the other.
    _MOTHERS.append(process)
    return path


_MOTHERS: list[subprocess.Popen[bytes]] = []


class _Forking:
    def __init__(self, path: str) -> None:
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(path)
        self._listener.listen(16)
        self._children: dict[int, socket.socket] = {}
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake)

    def serve(self) -> Order | None:
        """Fork as ordered. In what was forked it returns the order, here None at the end of the input."""
        with selectors.DefaultSelector() as selector:
            for each in (self._listener, self._woken, sys.stdin):
                selector.register(each, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select():
                    if key.fileobj is sys.stdin:
                        self._end()
                        return None
                    if key.fileobj is self._listener:
                        order = self._fork()
                        if order is not None:
                            return order
                    else:
                        os.read(self._woken, 4096)
                        self._reap()

    def _fork(self) -> Order | None:
        connection, _ = self._listener.accept()
        with connection.makefile("rb") as lines:
            order: Order = json.loads(lines.readline())
        if order["drawn"]:
            _drawn()
        pid = os.fork()
        if pid == 0:
            self._forget(connection)
            return order
        self._children[pid] = connection
        connection.sendall(f"{pid}\n".encode())
        return None

    def _forget(self, connection: socket.socket) -> None:
        """Keep nothing of the one that forked."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for each in (self._listener, connection, *self._children.values()):
            each.close()
        os.close(self._woken)
        os.close(self._wake)

    def _reap(self) -> None:
        while self._children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            with self._children.pop(pid) as connection, contextlib.suppress(OSError):
                connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())

    def _end(self) -> None:
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)


@functools.cache
def _drawn() -> dict[tuple[str, str], str]:
    """All looks, drawn once for all servers: each of them would take seconds for it, beside what is tested."""
    return {(look.style, look.seed): draw(look.style, look.seed) for look in LOOKS}


class _Filled(Kept[str]):
    """Pictures of which those are kept already."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        for name, picture in _drawn().items():
            self._keep(name, picture)


class _Child:
    """A child, as `subprocess` knows processes."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def _with_a_worker() -> None:
    """Fork a voice worker that waits to be wanted, before there are threads and an event loop. It ends with this process."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        ours.close()
        config, ends, *_ = socket.recv_fds(theirs, 1 << 16, 1)
        if not ends:
            os._exit(0)
        theirs.close()
        sys.argv = ["server.voice.worker", str(ends[0]), config.decode()]
        voice_worker.main()
        os._exit(0)
    theirs.close()
    plain = voice_process.start_worker

    def start_worker(pipe_end: socket.socket, config: str) -> voice_process.Worker:
        vars(voice_process)["start_worker"] = plain
        socket.send_fds(ours, [config.encode()], [pipe_end.fileno()])
        ours.close()
        return _Child(pid)

    vars(voice_process)["start_worker"] = start_worker


def _become(order: Order) -> None:
    """Be `python -m server.cli` from here on."""
    if order["drawn"]:
        vars(pictures)["Kept"] = _Filled
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    to = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    nothing = os.open(os.devnull, os.O_RDONLY)
    out, log = (os.open(each, to, 0o600) for each in (order["out"] or order["log"], order["log"]))
    for source, target in ((nothing, 0), (out, 1), (log, 2)):
        os.dup2(source, target)
    for each in (nothing, out, log):
        os.close(each)
    if "serve" in order["words"]:
        _with_a_worker()
    sys.argv = ["engawa", *order["words"]]
    runpy.run_module("server.cli", run_name="__main__", alter_sys=True)


def main(path: str) -> None:
    for name in PRELOADED:
        __import__(name)
    gc.freeze()
    forking = _Forking(path)
    print("ready", flush=True)
    order = forking.serve()
    if order is not None:
        _become(order)


if __name__ == "__main__":
    main(sys.argv[1])
