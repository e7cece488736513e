"""Whether an Origin is one of ours: the same rule for forms and for sockets.

A page of our own host asks, by whatever scheme: behind a proxy, or on the HTTPS port, a comparison of whole origins would
see http on one side alone.
"""

from __future__ import annotations

from urllib.parse import urlsplit


def host_of(origin: str) -> str:
    """Empty for an origin that is no address at all. Never raises, whatever was sent."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def is_ours(origin: str, host: str | None, forwarded_host: str | None) -> bool:
    """Whether it is of the host that was asked for, or of the one that a proxy was asked for."""
    return host_of(origin) in {host, forwarded_host} - {None, ""}
