"""Random ids. The first character is a letter or digit, so that an id on a command line is never taken for an option."""

from __future__ import annotations

import secrets


def new_id(size: int = 9) -> str:
    """`size` random bytes in the characters of URLs."""
    while True:
        made = secrets.token_urlsafe(size)
        if made[0].isalnum():
            return made
