"""What an endpoint is: a value that says everything about it, and the call that its handler is given.

A path that begins with /{o} belongs to an organisation: whoever is no member of it gets 404, as if it did not exist.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from aiohttp import web
from pydantic import BaseModel
from sqlalchemy import Connection

from moderation.office import Action
from server.http.bringing import Bringing
from server.kept import Kept
from server.office.base import once, versions
from server.office.base.asking import Asker
from server.office.base.common import Safe
from server.office.base.database import Database
from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.content import Living
from server.office.papers.mails import Postman
from server.office.sessions.links import Addresses
from server.office.staff import signing_in
from server.office.staff.signing_in import SignedIn
from server.pools import Pools

COOKIE = "engawa_staff"
MARK = "engawa_known"
"""A signed mark of a browser that has signed in before: it is never slowed down because of others."""
P = ParamSpec("P")
T = TypeVar("T")
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Need = Literal["nothing", "account"] | Action


@dataclass(frozen=True, slots=True)
class Deps:
    """What the office's endpoints need of the server."""

    database: Database
    safe: Safe
    now: Callable[[], int]
    """Milliseconds since 1970."""
    addresses: Callable[[web.Request], Addresses]
    visitor: Callable[[web.Request], str]
    """The address somebody asks from, for the log of sign-ins and for rates."""
    fonts: Path
    """Folder of the fonts for notices."""
    sign: Callable[[str], str]
    unsign: Callable[[str], str | None]
    """None for what this server has not signed."""
    bringing: Bringing
    """Takes slides."""
    changed: Callable[[], None] = lambda: None
    """Called after sessions may have been planned, so that rooms that are due open at once."""
    taken: Callable[[], None] = lambda: None
    """Called after whatever may have taken a right away."""
    postman: Postman | None = None
    """None where no mail can be sent."""
    secure: Callable[[web.Request], bool] = lambda request: request.scheme == "https"
    pools: Pools = field(default_factory=Pools)
    content: Living = field(default_factory=Living)
    """What there is ready-made."""
    feeds: Kept[bytes] | None = None
    """Calendar feeds that were made before: forgotten when staff change something."""

    @property
    def mail(self) -> bool:
        """Whether mail can be sent: an address that nothing will ever be sent to is not kept."""
        return self.postman is not None

    def cookie(self, request: web.Request, name: str) -> str:
        """A cookie's name. Over HTTPS with a prefix by which browsers take it from this very host alone, and only so."""
        return f"__Host-{name}" if self.secure(request) else name


@dataclass(slots=True)
class Call:
    """One request, after everything about it was checked."""

    request: web.Request
    deps: Deps
    who: SignedIn | None
    now: int
    body: Any = None
    """Of the endpoint's model, if it has one; the query, too."""
    query: Any = None
    cookies: list[tuple[str, str, int]] = field(default_factory=list)
    """(name, value, seconds) to set; no seconds deletes."""
    once: str | None = None
    """What is remembered of this request, where its asker gave it a key (`server.office.base.once`)."""
    seen: tuple[Seen, str] | None = None
    """How the version is read of what is changed, and which was seen."""
    allow: Callable[[SignedIn | None], None] = lambda who: None
    """Raises OfficeRefused where somebody may not do what is asked."""

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do the work in a transaction, in which first rights are looked at once more, then its key is claimed and the
        version is compared, if there are any. Between asking and this there may be half a minute: a body comes as slowly as
        its sender likes, and whoever has been shut out meanwhile would leave themselves a way back.

        Raises what the work raises, OfficeRefused(version_old), Again (for `Api`), Busy.
        """
        name, seen = self.once, self.seen
        self.once = self.seen = None  # with the first writing it is done

        def whole(connection: Connection) -> T:
            if self.who is not None:
                self.allow(signing_in.of_session(connection, self.who.session, self.now))
            if name is not None:
                once.claim(connection, name, self.now)
            if seen is not None:
                versions.lock(connection, self.organisation)
                now = seen[0](connection, self)
                if now is not None:  # else the work itself says that there is no such thing
                    versions.must_be_seen(seen[1], now)
            return work(connection, *args, **kwargs)

        return await self.deps.database.write(whole)

    @property
    def account(self) -> str:
        """Who asks. Raises OfficeRefused(not_signed_in)."""
        if self.who is None:
            raise OfficeRefused(OfficeCode.NOT_SIGNED_IN)
        return self.who.account

    @property
    def organisation(self) -> str:
        """The one that the path names; that who asks is a member of it was checked."""
        return self.request.match_info["o"]

    @property
    def addresses(self) -> Addresses:
        """What links begin with, as who asks should see it."""
        return self.deps.addresses(self.request)

    @property
    def asker(self) -> Asker:
        """On whose behalf the office does what is asked. Raises OfficeRefused(not_signed_in)."""
        return Asker(self.organisation, self.account, self.now)

    def param(self, name: str) -> str:
        """A part of the path: any text, and nobody has checked that there is such a thing."""
        return self.request.match_info[name]


Seen = Callable[[Connection, Call], str | None]
"""The version of what an endpoint changes, as it is now; None where there is no such thing."""


def seen(version: Callable[..., str | None], *names: str) -> Seen:
    """Of something in the organisation, by the parts of the path that name it."""
    return lambda connection, call: version(connection, call.organisation, *map(call.param, names))


Handler = Callable[[Call], Awaitable[BaseModel | web.StreamResponse]]


def json_response(text: str) -> web.Response:
    """An answer's JSON, which nobody keeps."""
    return web.Response(text=text, content_type="application/json", headers={"Cache-Control": "no-store"})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A line of the table."""

    method: Method
    path: str
    """After /api/office."""
    says: str
    """One line for the OpenAPI document."""
    need: Need
    """Signed in or not, or a permission in the path's organisation (`moderation.office`)."""
    handler: Handler
    answer: type[BaseModel] | str
    """A model, or a content type."""
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    plans: bool = False
    """It may change what is planned: rooms look at the calendar at once (`Deps.changed`)."""
    seen: Seen | None = None
    """What it changes has a version, and whoever changes it says which they have seen (If-Match)."""
    streams: bool = False
    """It reads its body itself, as it comes, so that what is asked twice is not known before: a key is left alone."""

    @property
    def of_organisation(self) -> bool:
        """Whether only members of an organisation may know that it is there."""
        return self.path.startswith("/{o}")
