"""A link that makes a browser known to an account, for whom strangers slow by trying passwords at their mail address.

It lets nobody in: the password, and the digits where there are any, are asked for as always. `engawa staff unlock` makes it;
it holds for an hour and once, as far as this process remembers.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from aiohttp import web

from server.http.office.endpoint import MARK, Deps

PATH = "/api/office/known"
FOR_MS = 3_600_000
MARK_SECONDS = 365 * 86_400
_REMEMBERED = 1000


def known_secret(sign: Callable[[str], str], account: str, now: int) -> str:
    """What stands behind PATH in the link. `now` in ms since 1970."""
    return sign(f"known {account} {now + FOR_MS}")


def add_known(app: web.Application, deps: Deps) -> None:
    """GET PATH/{secret}: marks the browser and goes on to the office's page; without a mark where the link does not hold."""
    used: OrderedDict[str, None] = OrderedDict()

    async def know(request: web.Request) -> web.Response:
        text = deps.unsign(request.match_info["secret"]) or ""
        words = text.split(" ")
        answer = web.Response(status=303, headers={"Location": "/o", "Cache-Control": "no-store"})
        if len(words) == 3 and words[0] == "known" and int(words[2]) > deps.now() and text not in used:
            used[text] = None
            if len(used) > _REMEMBERED:
                used.popitem(last=False)
            answer.set_cookie(
                deps.cookie(request, MARK),
                deps.sign(words[1]),
                max_age=MARK_SECONDS,
                httponly=True,
                samesite="Strict",
                secure=deps.secure(request),
                path="/",
            )
        return answer

    app.router.add_get(PATH + "/{secret}", know)
