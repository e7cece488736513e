"""From where somebody comes, as far as it tells visitors apart: the one reading of an address for every bound by it.

A household or a telephone has a whole IPv6 /64 and may ask from another address of it each time. An IPv4 address is written
in several ways by proxies that listen on both (::ffff:192.0.2.1), by those that translate (64:ff9b::/96, RFC 6052), and by
those that put the port behind it: all are the one visitor, and never one with every other visitor written so.
"""

from __future__ import annotations

import ipaddress
import re

_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_WITH_PORT = re.compile(r"\[([^\[\]]*)\](?::\d{1,5})?|(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}", re.ASCII)


def network_of(address: str) -> str:
    """An IPv4 address as such, an IPv6 one as its /64, whatever else it is as it stands."""
    ported = _WITH_PORT.fullmatch(address)
    bare = address if ported is None else ported[1] or ported[2] or ""
    try:
        parsed = ipaddress.ip_address(bare)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    if parsed in _TRANSLATED:
        return str(ipaddress.IPv4Address(int(parsed) & 0xFFFF_FFFF))
    return str(ipaddress.ip_network((int(parsed), 64), strict=False))
