"""A real redis-server of one's own: in a temporary folder, on a unix socket there and no port, gone afterwards."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 30.0


class RedisServer:
    """Started, killed and started again as tests need; what it wrote outlives kills."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.settings = {"appendonly": "yes", "appendfsync": "everysec", "save": "", **settings}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.folder}/redis.sock"

    def start(self) -> None:
        """Start, and wait until it answers."""
        program = shutil.which("redis-server")
        assert program, "redis-server is missing: .ci/system-packages installs it"
        words = [program, "--port", "0", "--unixsocket", str(self.folder / "redis.sock"), "--dir", str(self.folder)]
        for name, value in self.settings.items():
            words += [f"--{name}", value]
        with (self.folder / "redis.log").open("ab") as log:
            self._process = subprocess.Popen(words, stdout=log, stderr=log)
        until = time.monotonic() + SECONDS
        while self.say("PING") != "PONG":
            assert self._process.poll() is None, (self.folder / "redis.log").read_text()
            assert time.monotonic() < until, "redis-server did not answer"
            time.sleep(0.02)

    def say(self, *words: str) -> str:
        """What redis-cli answers to a command."""
        command = ["redis-cli", "-s", str(self.folder / "redis.sock"), *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS).stdout.strip()

    def names(self) -> set[str]:
        """Every key there is."""
        return set(self.say("--scan").split())

    def signal(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@contextmanager
def redis_server(**settings: str) -> Iterator[RedisServer]:
    """A server that runs while the context lasts. Its folder has a short name: a socket's path may have 107 letters."""
    folder = Path(tempfile.mkdtemp(prefix="engawa-redis-"))
    server = RedisServer(folder, **settings)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)
