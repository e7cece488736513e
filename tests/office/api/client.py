"""The office's API as it is served: the real application on a real database, with a clock that tests move."""

from __future__ import annotations

from collections.abc import AsyncIterable, Mapping, Sequence
from dataclasses import dataclass, field
from email.headerregistry import Address
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import Connection
from yarl import URL

from moderation.office import StaffRole
from server.http.app import HttpDeps, build_app
from server.http.bringing import Bringing
from server.http.join import JoinDeps, Joining, visitor_of
from server.http.office import table as office_table
from server.http.office.api import Api
from server.http.office.endpoint import COOKIE, Deps, Endpoint
from server.http.office.openapi import openapi
from server.http.office.table import PREFIX, add_office, endpoints
from server.http.public.pages import FEEDS_BYTES, FEEDS_MS, PublicDeps
from server.http.public.table import add_public_pages
from server.identity.links import Signer
from server.kept import Kept
from server.office.base.common import Safe
from server.office.base.database import Database
from server.office.base.tables import metadata
from server.office.content import Living
from server.office.live import LiveOffice
from server.office.papers.mails import MailServer, Postman
from server.office.sessions.links import Addresses
from server.office.staff import signing_in
from server.pools import Pools
from server.slides.renderer import PdfRenderer

ROOT = Path(__file__).resolve().parents[3]
FONTS = ROOT / "web_client" / "dist" / "fonts"
NOW = 1_780_000_000_000  # 2026-05-28 20:26 in Tokyo
HOUR, DAY = 3_600_000, 86_400_000
POOLS = Pools()
"""One workshop for all offices of a run: it takes a second to open."""
NO_POST = MailServer("127.0.0.1", 9, None, None, "smtp", Address(addr_spec="engawa@example.jp"))
"""Where nobody is; tests of mail have a real one."""
OURS = {"X-Engawa": "1"}
"""What only our own pages can send."""


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document, made once: it takes a hundred times as long as everything else of an application."""
    return openapi(endpoints())


class Clock:
    """The server's clock; it stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now

    def passes(self, milliseconds: int) -> None:
        self.now += milliseconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, read to its end."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    cookies: Sequence[str]
    json: Any = None

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def code(self) -> str:
        """The stable code of a refusal."""
        return str(self.json["code"]) if self.status >= 400 and isinstance(self.json, dict) else ""


@dataclass(frozen=True, slots=True, repr=False)
class Browser:
    """Somebody's browser: its cookies, and the address it comes from."""

    base: URL
    http: aiohttp.ClientSession
    address: str = "192.0.2.1"

    async def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | AsyncIterable[bytes] | None = None,
        form: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        follow: bool | None = None,
    ) -> Answer:
        """Ask under the server's root. `headers` in place of ours, if given. A form goes on to the page that it leads to, as
        in a browser, unless that is not to be followed."""
        follow = form is not None if follow is None else follow
        given = {"X-Forwarded-For": self.address, **(OURS if headers is None else headers)}
        more: dict[str, Any] = {"data": raw} if raw is not None else {"data": form} if form is not None else {}
        if body is not None:
            more = {"json": body}
        url = self.base.join(URL(path, encoded="%" in path))
        asked = self.http.request(method, url, params=query, headers=given, allow_redirects=follow, **more)
        async with asked as response:
            read = await response.read()
            plain = response.content_type == "application/json"
            parsed = await response.json() if plain else None
            cookies = response.headers.getall("Set-Cookie", [])
            return Answer(response.status, read, dict(response.headers), cookies, parsed)

    async def office(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        """Ask under /api/office."""
        given = dict(OURS if more.get("headers") is None else more["headers"])
        if method in ("PUT", "PATCH"):  # most tests write over whatever there is
            given.setdefault("If-Match", "*")
        return await self.ask(method, PREFIX + path, body, **{**more, "headers": given})

    def has(self, name: str) -> str | None:
        """A cookie's value."""
        cookie = self.http.cookie_jar.filter_cookies(self.base).get(name)
        return None if cookie is None else cookie.value


@dataclass(repr=False)
class Office:
    """A running office, with as many browsers as a test wants."""

    folder: Path
    database: Database
    extra: Sequence[Endpoint] = ()
    """Endpoints that the real table does not have, for proofs that a test can fail."""
    secure: bool = False
    mail: bool = True
    mail_server: MailServer = NO_POST
    clock: Clock = field(default_factory=Clock)
    fonts: Path = FONTS
    content: Living = field(default_factory=Living)
    browsers: list[Browser] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.safe = Safe.of(self.folder)
        self.signer = Signer(self.folder)
        self.bringing = Bringing(self.database.slides, self.safe, PdfRenderer(), self.folder, self.clock, POOLS)
        self.postman = Postman(self.database, self.safe, self.mail_server, "https://engawa.example.jp", self.clock)
        self.server = TestServer(self._app())

    def _addresses(self, request: web.Request) -> Addresses:
        return Addresses(f"http://{request.host}", self.signer)

    @property
    def addresses(self) -> Addresses:
        return Addresses(str(self.server.make_url("/")).rstrip("/"), self.signer)

    def _add(self, app: web.Application) -> None:
        # As server.main does; behind a proxy, so that each browser can have an address of its own.
        seen_from = visitor_of(trusted_proxy=True)
        feeds: Kept[bytes] = Kept(FEEDS_BYTES, self.clock, FEEDS_MS)
        deps = Deps(
            database=self.database,
            safe=self.safe,
            now=self.clock,
            addresses=self._addresses,
            visitor=seen_from,
            fonts=self.fonts,
            sign=self.signer.mark,
            unsign=self.signer.read_mark,
            bringing=self.bringing,
            postman=self.postman if self.mail else None,
            secure=lambda request: self.secure,
            pools=POOLS,
            content=self.content,
            feeds=feeds,
        )
        for endpoint in self.extra:
            app.router.add_route(endpoint.method, PREFIX + endpoint.path, Api(deps).route(endpoint))
        with mock.patch.object(office_table, "openapi", return_value=document()):
            add_office(app, deps)
        public = PublicDeps(
            self.database,
            self.safe,
            self.clock,
            self._addresses,
            seen_from,
            "縁側",
            self.mail,
            self.signer.guest,
            self.signer.read_guest,
            self.signer.once,
            self.signer.read_day,
            deps.secure,
            FONTS,
            POOLS,
            feeds,
            self.content,
        )
        add_public_pages(app, public)

    def _app(self) -> web.Application:
        async def ready() -> dict[str, object]:
            return {}

        def base(request: web.Request) -> str:
            return f"http://{request.host}"

        joining = Joining(
            JoinDeps(
                LiveOffice(self.database, self.clock, self.safe),
                self.signer,
                self.clock,
                base,
                "縁側",
                visitor_of(trusted_proxy=True),
            )
        )
        web = str(self.folder / "no-web")
        return build_app(HttpDeps(joining, web, "縁側", ready, add_office=self._add, content=self.content))

    async def start(self) -> None:
        await self.server.start_server()

    async def stop(self) -> None:
        for browser in self.browsers:
            await browser.http.close()
        await self.server.close()
        await self.database.close()

    def browser(self, cookie: str | None = None, address: str = "192.0.2.1") -> Browser:
        """A new browser; signed in, if the secret of a session is given."""
        jar = aiohttp.CookieJar(unsafe=True)  # cookies of 127.0.0.1, too
        base = self.server.make_url("/")
        if cookie is not None:
            jar.update_cookies({COOKIE: cookie}, base)
        made = Browser(base, aiohttp.ClientSession(cookie_jar=jar), address)
        self.browsers.append(made)
        return made

    async def signed_in(self, account: str) -> Browser:
        """A browser that somebody has just signed in with."""
        secret = await self.database.write(signing_in.open_session, account, "Firefox", self.clock.now)
        return self.browser(secret)

    async def dump(self) -> Dump:
        return await self.database.read(dump)


@dataclass(frozen=True, slots=True, repr=False)
class Town:
    """An organisation in which everything exists once."""

    name: str
    """A word that stands in every name and text of the town, and nowhere else."""
    slug: str
    """The same, in Latin letters."""
    ids: Mapping[str, str]
    """Name of a path parameter (`o`, `programme`, `crew` …) to the id of the town's own."""
    cookies: Mapping[StaffRole, str]
    """Role to the secret of a session of somebody who has it."""
    staff: Mapping[StaffRole, str]
    code: str
    """Of its reservation, as its holder knows it."""
    secrets: tuple[str, ...]
    """What nobody else may ever be shown: codes, feeds' secrets, links."""

    def path(self, endpoint: Endpoint, organisation: str | None = None) -> str:
        """The address of an endpoint with this town's ids, in an organisation (its own by default)."""
        ids = {**self.ids, "o": organisation or self.ids["o"]}
        parts = [ids[part[1:-1]] if part.startswith("{") else part for part in endpoint.path.split("/")]
        return "/".join(parts)


# -- rows ----------------------------------------------------------------------------------------------------------

Rows = list[dict[str, Any]]
Dump = dict[str, Rows]


def dump(connection: Connection) -> Dump:
    """Every row of every table."""
    return {
        table.name: sorted((dict(row._mapping) for row in connection.execute(table.select())), key=repr)
        for table in metadata.sorted_tables
    }


def rows_of(everything: Dump, organisation: str) -> Dump:
    """What belongs to an organisation: its row, its staff, and whatever refers to any of these, by foreign keys."""
    members = {row["staff"] for row in everything["memberships"] if row["organisation"] == organisation}
    owned: dict[str, set[Any]] = {"organisations": {organisation}, "staff": members}
    found: Dump = {}
    for table in metadata.sorted_tables:
        refers = [(key.parent.name, key.column.table.name) for key in table.foreign_keys]
        mine = [
            row
            for row in everything[table.name]
            if row.get("id") in owned.get(table.name, ())
            or any(row[column] is not None and row[column] in owned.get(target, ()) for column, target in refers)
        ]
        found[table.name] = mine
        owned.setdefault(table.name, set()).update(row["id"] for row in mine if "id" in row)
    return found


def ids_in(rows: Dump) -> set[str]:
    """The ids and addresses' names in some rows: what would betray them in an answer."""
    return {str(row["id"]) for some in rows.values() for row in some if isinstance(row.get("id"), str)}
