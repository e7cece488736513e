"""What the drawing process says: one letter, a length and so many bytes. Small, since the other side trusts nothing of it.

A document is its number of pages, then a picture and a text for each, then the end; or one word of why not.
"""

from __future__ import annotations

import asyncio
import struct
from typing import BinaryIO

PAGES, PICTURE, TEXT, END, WHY = b"N", b"P", b"T", b"E", b"W"
_HEAD = struct.Struct(">cI")
MOST = 128 * 1024
"""Bytes of one piece: a picture is less."""


class Garbled(Exception):
    """The other side says what it never would."""


def write(out: BinaryIO, sort: bytes, body: bytes = b"") -> None:
    """Say it at once."""
    out.write(_HEAD.pack(sort, len(body)) + body)
    out.flush()


async def read(stream: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """(letter, bytes). Raises Garbled, also where it ends in the middle."""
    try:
        sort, length = _HEAD.unpack(await stream.readexactly(_HEAD.size))
        if length > MOST:
            raise Garbled
        return sort, await stream.readexactly(length)
    except asyncio.IncompleteReadError:
        raise Garbled from None
