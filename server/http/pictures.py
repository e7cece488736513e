"""Avatars over HTTP: decided by their address alone, so they are cached for ever, by browsers and here."""

from __future__ import annotations

from dataclasses import dataclass, field

from aiohttp import web

from rooms.looks import LOOKS
from rooms.refusals import Code
from server.http.errors import error_response
from server.identity.avatars import draw, is_known
from server.kept import Kept
from server.pools import PICTURES, Pools

_MOST = 8_000_000
"""Characters of all pictures that are kept: some 2,000 of them."""
_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}


@dataclass(frozen=True, slots=True)
class Pictures:
    """Draws them in the workshop, each once."""

    pools: Pools = field(default_factory=Pools)
    _kept: Kept[str] = field(default_factory=lambda: Kept(_MOST))

    async def avatar(self, request: web.Request) -> web.Response:
        """GET /api/avatars/{style}/{seed}.svg. Raises Busy."""
        style, seed = request.match_info["style"], request.match_info["seed"]
        if not is_known(style, seed):
            return error_response(Code.AVATAR_UNKNOWN, 404)
        return web.Response(text=await self._draw(style, seed), content_type="image/svg+xml", headers=_HEADERS)

    async def ready_all(self) -> None:
        """Draw what the page offers, so that none of it waits for anything later. Raises Busy."""
        for look in LOOKS:
            await self._draw(look.style, look.seed)

    async def _draw(self, style: str, seed: str) -> str:
        return await self._kept.get((style, seed), lambda: self.pools.workshop.run(PICTURES, draw, style, seed))
