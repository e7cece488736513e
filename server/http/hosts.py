"""By which name this server is asked for, and whether that was over HTTPS.

Links, feeds and papers begin with the public address. Where none is set, they begin with what the browser asked for: then
only names and addresses of this machine and its own network are answered, since a stranger could send any other one and have
it stand in what others read.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from aiohttp import web

NOT_OURS = 421
"""Misdirected Request (RFC 9110): asked for by a name that is not this server's."""
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".home.arpa")


def _name_of(host: str) -> str:
    """The name in a Host header, without its port; empty for what is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def is_local(host: str, own_address: str | None = None) -> bool:
    """Whether a Host header names this machine or something in its own network.

    `own_address` is the address by which the connection came in: whoever reached it may call it by that.
    """
    name = _name_of(host)
    if name in ("localhost", socket.gethostname().lower()) or name.endswith(_LOCAL_NAMES):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_link_local or address.is_private or name == own_address


def own_address(request: web.Request) -> str | None:
    """The address of this machine by which a request came in."""
    name = None if request.transport is None else request.transport.get_extra_info("sockname")
    return str(name[0]) if isinstance(name, tuple) and name else None


def is_secure(request: web.Request, *, public_url: str | None, trusted_proxy: bool) -> bool:
    """Whether the visitor's browser speaks HTTPS, with this server or with a proxy before it that is trusted."""
    if request.scheme == "https" or (public_url or "").startswith("https:"):
        return True
    return trusted_proxy and request.headers.get("X-Forwarded-Proto", "").rsplit(",", 1)[-1].strip() == "https"
