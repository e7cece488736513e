"""RTP headers (RFC 3550) and the audio level extension (RFC 6464), read and written in a few microseconds.

aiortc's parser makes an object for each extension of each packet; on this path only five numbers count.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

HEADER = struct.Struct("!BBHII")
"""First byte, payload type with the marker's bit, sequence, timestamp, SSRC."""
HEADER_BYTES = HEADER.size
MARKER = 0x80
"""In the byte of the payload type: the first packet after a pause."""


class Packet(NamedTuple):
    """`level` is the reported loudness in -dBov (0 loud, 127 silence), None if it was not reported."""

    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    level: int | None
    payload: bytes


def read(data: bytes, level_extension: int | None) -> Packet | None:
    """The parts of a decrypted packet; None if it is broken."""
    size = len(data)
    if size < 12:
        return None
    first, second, sequence, timestamp, ssrc = HEADER.unpack_from(data)
    if first >> 6 != 2:
        return None
    at = 12 + 4 * (first & 0x0F)
    level = None
    if first & 0x10:
        if size < at + 4:
            return None
        profile, words = struct.unpack_from("!HH", data, at)
        end = at + 4 + 4 * words
        if size < end:
            return None
        if profile == 0xBEDE and level_extension is not None:
            level = _level(data, at + 4, end, level_extension)
        at = end
    if first & 0x20:
        padding = data[-1]
        if padding == 0 or at + padding > size:
            return None
        size -= padding
    if at > size:
        return None
    return Packet(second & 0x7F, sequence, timestamp, ssrc, level, data[at:size])


def _level(data: bytes, at: int, end: int, wanted: int) -> int | None:
    """Look through one-byte header extensions."""
    while at < end:
        byte = data[at]
        if byte == 0:
            at += 1
            continue
        number, length = byte >> 4, (byte & 0x0F) + 1
        if number == 15 or at + 1 + length > end:
            return None
        if number == wanted:
            return data[at + 1] & 0x7F
        at += 1 + length
    return None


def header(payload_type: int, marker: bool, sequence: int, timestamp: int, ssrc: int) -> bytes:
    """A plain twelve-byte header."""
    return HEADER.pack(0x80, payload_type | (MARKER if marker else 0), sequence, timestamp, ssrc)
