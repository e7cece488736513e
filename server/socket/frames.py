"""Ready-made frames: a Socket.IO event or acknowledgement as one WebSocket text frame, made once for all who get it.

Protocol: Engine.IO 4 message ("4") + Socket.IO 5 event ("2") or acknowledgement ("3", number) in namespace "/", in an
unmasked, unfragmented, uncompressed RFC 6455 frame.
"""

from __future__ import annotations

import json

_EVENT, _COMMAND, _NUMBER = "42", '["command",', 15
"""An event; its name; and the most digits of an acknowledgement's number."""


def is_hello(text: str) -> bool:
    """Whether a text is a CONNECT of namespace "/", with an object or nothing in it."""
    if text == "40":
        return True
    try:
        return text.startswith("40{") and isinstance(json.loads(text[2:]), dict)
    except (ValueError, RecursionError):
        return False


def websocket_frame(payload: bytes) -> bytes:
    """An unmasked text frame, as servers send them."""
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    if size < 65536:
        return bytes((0x81, 126)) + size.to_bytes(2, "big") + payload
    return bytes((0x81, 127)) + size.to_bytes(8, "big") + payload


def event_frame(event: str, payload: bytes) -> bytes:
    """The frame of a server event with one JSON argument. `event` is a plain ASCII name of ours."""
    return websocket_frame(b'42["%s",%s]' % (event.encode("ascii"), payload))


def ack_frame(number: int, payload: bytes) -> bytes:
    """The frame that acknowledges the client's event of that number with one JSON argument."""
    return websocket_frame(b"43%d[%s]" % (number, payload))


def read_command(text: str) -> tuple[int | None, str] | None:
    """(acknowledgement number, JSON of the command) of a client's `command` event; None if it is anything else."""
    at = text.find(_COMMAND, len(_EVENT), len(_EVENT) + _NUMBER + len(_COMMAND))
    number = text[len(_EVENT) : at]
    if at < 0 or not text.startswith(_EVENT) or not text.endswith("]"):
        return None
    if number and not (number.isascii() and number.isdigit()):
        return None
    return (int(number) if number else None), text[at + len(_COMMAND) : -1]
