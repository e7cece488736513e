"""The keys of rooms that live, one file each, and the seal that journals put on what they store.

Theory: whatever store keeps the entries keeps also what was deleted, in its WAL, AOF or a backup. So entries are sealed
with AES-GCM under a key of their room, and forgetting a room means forgetting its key: the file is overwritten first and
unlinked last, after the store has deleted the entries. In between it is called `.erased`, so that an erasure which a kill
cut short is finished at the next start.

Invariants: each entry is bound to room and revision (AAD), so that rows cannot be moved or exchanged unnoticed. A name of a
room is never a path.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.ports import JournalAway, JournalEntry, JournalLost

_KEY_BYTES = 32
_NONCE_BYTES = 12
_ROOM = re.compile(r"[A-Za-z0-9_-]{1,40}")


class Keys:
    """A folder of keys. Methods touch the disk, so they are called in a thread; sealing itself is quick."""

    def __init__(self, data_dir: Path) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        self._folder = data_dir / "keys"
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._ciphers: dict[str, AESGCM] = {}

    # -- life of a key ---------------------------------------------------------------------------------------------

    def create(self, room: str) -> None:
        """Make a key, durably; one that exists stays. Raises JournalAway while an erasure of this room is not finished."""
        if self._file(room, "erased").exists():
            raise JournalAway
        try:
            handle = os.open(self._file(room), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return
        except OSError as error:
            raise JournalAway from error
        try:
            os.write(handle, AESGCM.generate_key(_KEY_BYTES * 8))
            os.fsync(handle)
        finally:
            os.close(handle)
        self._sync()

    def shred(self, room: str) -> None:
        """From now on nothing of this room can be read. `forget` must follow, after the entries were deleted."""
        self._ciphers.pop(room, None)
        key = self._file(room)
        try:
            with key.open("r+b") as file:
                file.write(os.urandom(_KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            key.rename(self._file(room, "erased"))
        except FileNotFoundError:
            return
        self._sync()

    def forget(self, room: str) -> None:
        """The entries are deleted: the erasure is complete."""
        self._file(room, "erased").unlink(missing_ok=True)
        self._sync()

    def unfinished(self) -> list[str]:
        """Rooms whose erasure began and was not completed."""
        return sorted(file.stem for file in self._folder.glob("*.erased"))

    # -- the seal --------------------------------------------------------------------------------------------------

    def seal(self, room: str, entry: JournalEntry) -> bytes:
        """Raises JournalLost for a room without a key."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher(room).encrypt(nonce, entry.payload, _bound_to(room, entry.last))

    def unseal(self, room: str, last: int, sealed: bytes) -> JournalEntry:
        """Raises JournalLost for a room without a key, and for an entry that is not this room's at this revision."""
        nonce, words = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return JournalEntry(last, self._cipher(room).decrypt(nonce, words, _bound_to(room, last)))
        except InvalidTag as error:
            raise JournalLost from error

    def check(self, room: str) -> None:
        """Raises JournalLost for a room without a key."""
        self._cipher(room)

    def _cipher(self, room: str) -> AESGCM:
        cipher = self._ciphers.get(room)
        if cipher is None:
            try:
                cipher = AESGCM(self._file(room).read_bytes())
            except (OSError, ValueError) as error:
                raise JournalLost from error
            self._ciphers[room] = cipher
        return cipher

    def _file(self, room: str, suffix: str = "key") -> Path:
        if _ROOM.fullmatch(room) is None:
            raise JournalLost
        return self._folder / f"{room}.{suffix}"

    def _sync(self) -> None:
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _bound_to(room: str, last: int) -> bytes:
    return f"{room}/{last}".encode()
