"""Codes that somebody keeps: of a reservation, of a member's pass."""

from __future__ import annotations

import secrets

from moderation import typed
from server.identity.links import CODE_ALPHABET

CODE_LENGTH = 12
"""21^12 codes: nobody guesses one, and it can still be read over the telephone in four parts."""


def new_reservation_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def code_of(digest: bytes) -> str:
    """The code that belongs to some random bytes: the same for the same."""
    rest, letters = int.from_bytes(digest), ""
    for _ in range(CODE_LENGTH):
        rest, letter = divmod(rest, len(CODE_ALPHABET))
        letters += CODE_ALPHABET[letter]
    return letters


def spaced(code: str) -> str:
    """ABC-DEF-GHJ-KLM."""
    return "-".join(code[start : start + 3] for start in range(0, len(code), 3))


def read_reservation_code(written: str) -> str | None:
    """The code somebody typed, however they typed it (`moderation.typed`); None if it cannot be one."""
    plain = typed.code(written)
    return plain if len(plain) == CODE_LENGTH and set(plain) <= set(CODE_ALPHABET) else None
