"""What is ready-made, as it is now: a town's folder is read again when its files have changed, and nobody restarts a server
to try a file.

Theory: whoever asks for what is ready-made has the folder looked at first, at most every few seconds and by one at a time.
Names, times and sizes say whether anything changed. What was handed out is a value and stays as it is: a room that has begun
with an activity, or a transaction that is on its way, sees one state and not two.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from server.office.content.shelf import Content, Fault, File, defaults, load_again, signature
from server.pools import Busy, Threads

LOOK_MS = 3_000


class Living:
    """Of one server: its folder, a clock in milliseconds, and the thread in which it is read."""

    def __init__(
        self,
        folder: Path | None = None,
        clock: Callable[[], int] = lambda: 0,
        threads: Threads | None = None,
        *,
        tell: Callable[[Content, Content], None] = lambda before, after: None,
    ) -> None:
        """Reads the folder. `tell` is called when it was read again, in the loop of who asked."""
        self._folder, self._clock, self._threads, self._tell = folder, clock, threads, tell
        self._looked = clock()
        self._files: dict[str, File] = {}
        self._signature = frozenset() if folder is None else signature(folder)
        self.now: Content = defaults()
        """What is known to be there."""
        if folder is not None:
            self.now, self._files = load_again(folder, {})

    async def fresh(self) -> Content:
        """What is there, looked at now unless somebody has just done so."""
        now = self._clock()
        if self._folder is None or self._threads is None or now - self._looked < LOOK_MS:
            return self.now
        self._looked, before = now, self.now
        try:
            await self._threads.run(self._look, self._folder)
        except Busy:  # another looks
            return self.now
        if self.now is not before:
            self._tell(before, self.now)
        return self.now

    def _look(self, folder: Path) -> None:
        seen = signature(folder)  # before it is read: what is written meanwhile is seen the next time
        if seen == self._signature:
            return
        self.now, self._files = load_again(folder, self._files)
        self._signature = seen


def new_faults(before: Content, after: Content) -> tuple[Fault, ...]:
    """What is wrong now and was not before."""
    return tuple(fault for fault in after.faults if fault not in before.faults)
