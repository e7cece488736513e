"""ICE-lite: answering connectivity checks (RFC 8445, RFC 8489). aioice parses and signs; what counts is decided here.

A check counts only if its message integrity is right under the password of the peer whose ufrag it names. Anything else is
answered by nothing, so that the port tells strangers nothing.
"""

from __future__ import annotations

import secrets
import string
import struct
from dataclasses import dataclass

from aioice import stun

Address = tuple[str, int]
GLANCE = 8
"""Attributes in which a name is looked for."""
_COOKIE = b"\x21\x12\xa4\x42"
_ATTRIBUTE = struct.Struct("!HH")
_USERNAME = 0x0006
_ICE_CHARS = string.ascii_letters + string.digits


def credentials() -> tuple[str, str]:
    """A new ufrag and password; the ufrag alone finds the peer, the password proves the right to it."""
    return (
        "".join(secrets.choice(_ICE_CHARS) for _ in range(8)),
        "".join(secrets.choice(_ICE_CHARS) for _ in range(24)),
    )


@dataclass(frozen=True, slots=True)
class Check:
    """A well-formed binding request that has not been authenticated yet."""

    ufrag: str
    """Ours: the first half of USERNAME."""
    nominates: bool
    message: stun.Message


def called_for(data: bytes) -> str | None:
    """Whom a binding request names, at a glance: a few bytes are looked at, and nothing is checked. None if nobody."""
    if len(data) < 20 or data[:2] != b"\x00\x01" or data[4:8] != _COOKIE:
        return None
    at = 20
    for _ in range(GLANCE):
        if at + 4 > len(data):
            return None
        kind, size = _ATTRIBUTE.unpack_from(data, at)
        if kind == _USERNAME:
            return data[at + 4 : at + 4 + size].partition(b":")[0].decode("ascii", "replace")
        at += 4 + (size + 3) // 4 * 4
    return None


def read_check(data: bytes) -> Check | None:
    """A binding request with a username; None for anything else that begins like STUN."""
    if len(data) < 20 or data[:2] != b"\x00\x01" or data[4:8] != _COOKIE:
        return None
    try:
        message = stun.parse_message(data)
        username = message.attributes.get("USERNAME")
    except Exception:  # the parser indexes into what strangers sent
        return None
    if not isinstance(username, str) or "MESSAGE-INTEGRITY" not in message.attributes:
        return None
    return Check(username.partition(":")[0], "USE-CANDIDATE" in message.attributes, message)


def authentic(check: Check, password: str) -> bool:
    """Whether the message integrity is right under our password."""
    # True or False since aioice 0.13; before that it raised, so the floor in pyproject.toml matters here.
    return check.message.check_message_integrity(password.encode()) is True


def response(check: Check, address: Address, password: str) -> bytes:
    """The success response, signed."""
    answer = stun.Message(
        message_method=stun.Method.BINDING,
        message_class=stun.Class.RESPONSE,
        transaction_id=check.message.transaction_id,
    )
    answer.attributes["XOR-MAPPED-ADDRESS"] = address
    answer.add_message_integrity(password.encode())
    answer.add_fingerprint()
    return bytes(answer)


def request(ufrag: str, remote_ufrag: str, remote_password: str) -> bytes:
    """A nominating binding request, as bots send it."""
    message = stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST)
    message.attributes["USERNAME"] = f"{remote_ufrag}:{ufrag}"
    message.attributes["PRIORITY"] = 2_130_706_431
    message.attributes["ICE-CONTROLLING"] = secrets.randbits(63)
    message.attributes["USE-CANDIDATE"] = None
    message.add_message_integrity(remote_password.encode())
    message.add_fingerprint()
    return bytes(message)
