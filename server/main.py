"""Puts the concrete parts together and runs them. The only file, beside the command line, that names adapters."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

import structlog
from aiohttp import web

from rooms.refusals import Code, Refusal
from server.bucket import Buckets
from server.clock import now_ms
from server.config import Config
from server.http.app import HttpDeps, build_app
from server.http.bringing import Bringing
from server.http.desks import decided_before, sent_themes
from server.http.hosts import is_secure
from server.http.join import JoinDeps, Joining, check_link, visitor_of
from server.http.office.endpoint import Deps
from server.http.office.table import add_office
from server.http.pictures import Pictures
from server.http.public.pages import FEEDS_BYTES, FEEDS_MS, PublicDeps, style_of_pages
from server.http.public.table import add_public_pages
from server.http.remote import RemoteDeps, Remotes
from server.http.slides import SlideDeps, add_slides
from server.identity.links import LinkRefused, Signer
from server.kept import Kept
from server.live.registry import Registry, RoomDeps
from server.logs import configure
from server.office.base.common import Safe
from server.office.base.database import Database, revealed
from server.office.content import Content, Fault, Living
from server.office.content.living import new_faults
from server.office.decks.keeping import forget_half
from server.office.keeper import Keeper, close_past
from server.office.live import LiveOffice
from server.office.papers.mails import MailServer, Postman
from server.office.sessions.links import Addresses
from server.pools import AGAIN_MS, Busy, Pools, in_thread
from server.ports import Journal, Leases, Visitor
from server.slides.renderer import PdfRenderer
from server.socket.app import SocketApp
from server.socket.frames import event_frame
from server.storage.journal import SqliteJournal
from server.storage.leases import InProcessLeases
from server.storage.redis_journal import RedisJournal
from server.storage.redis_leases import RedisLeases, node_of
from server.storage.redis_store import RedisAway, RedisStore
from server.tls import throw_away_context
from server.voice.config import VoiceConfig
from server.voice.process import WorkerEngine

SHUTDOWN_SECONDS = 3.0
IDLE_SECONDS = 20.0
"""For how long a connection may stay without a whole request, also a first one."""
REMOTE_BURST, REMOTE_PER_SECOND = 60, 2.0
"""How often one 手元リモコン may come to any door. One whose person is away asks twice in three seconds, for hours; one that
was put out has its token still, and costs no more than that."""
WARM_AFTER = 10.0
"""Seconds after which the first pictures are made ready."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ports:
    """Where a started server can be reached."""

    http_port: int
    https_port: int | None


class Stores:
    """Where the journal of live rooms and their leases are: SQLite and this process, or Redis for both."""

    def __init__(self, config: Config) -> None:
        url = revealed(config.redis_url)
        self._redis = None if url is None else RedisStore(url)
        self._own: SqliteJournal | RedisJournal
        if self._redis is None:
            self._own = SqliteJournal(config.data_dir)
            self.leases: Leases = InProcessLeases(now_ms, self._own.newest)
        else:
            self._own = RedisJournal(self._redis, config.data_dir)
            self.leases = RedisLeases(self._redis, node_of(config.data_dir))
        self.journal: Journal = self._own

    async def start(self) -> None:
        """Begin to write. A Redis that is away is said and waited for: the office works without it."""
        if isinstance(self._own, RedisJournal):
            await self._own.start()
        if self._redis is None:
            return
        if not await self._redis.writable():
            log.error("redis_away", reason="rooms wait for it")
            return
        with contextlib.suppress(RedisAway):  # it need not let its settings be seen
            for setting in await self._redis.unkept():
                log.warning("redis_may_lose", reason=setting)

    async def checks(self) -> dict[str, object]:
        """For readiness."""
        return {} if self._redis is None else {"redis": await self._redis.writable()}

    async def close(self) -> None:
        await self._own.close()
        if self._redis is not None:
            await self._redis.close()


def _say_faults(faults: Iterable[Fault]) -> None:
    for fault in faults:
        log.error("content_wrong", path=f"{fault.path}:{fault.line}", reason=fault.reason)


def _tell_of_content(before: Content, after: Content) -> None:
    log.info("content_read", count=len(after.faults))
    _say_faults(new_faults(before, after))


class Server:
    """Everything of one node, started and stopped in order."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._pools = Pools()
        self.content = Living(config.content, now_ms, self._pools.content, tell=_tell_of_content)
        self._seen_from = visitor_of(config.trusted_proxy)
        self.database = Database(config.data_dir, revealed(config.office_url))
        self.safe = Safe.of(config.data_dir)
        self.office = LiveOffice(self.database.rooms, now_ms, self.safe, self.content)
        self._doors = LiveOffice(self.database.doors, now_ms, self.safe, self.content)
        """The same for who joins or connects: what rooms ask waits behind nobody."""
        self._pictures = Pictures(self._pools)
        self._feeds: Kept[bytes] = Kept(FEEDS_BYTES, now_ms, FEEDS_MS)
        self._postman = self._find_postman()
        self._keeper = Keeper(self.database.keeper, self._postman, now_ms)
        self.signer = Signer(config.data_dir)
        self._by_remote = Buckets(REMOTE_BURST, REMOTE_PER_SECOND)
        self._bringing = Bringing(self.database.slides, self.safe, PdfRenderer(), config.data_dir, now_ms, self._pools)
        self._stores = Stores(config)
        self.voice = WorkerEngine(
            VoiceConfig(host=config.voice_host, port=config.voice_port, advertised=config.advertised)
        )
        self.registry = Registry(
            RoomDeps(
                self.office,
                self._stores.journal,
                self._stores.leases,
                self.voice,
                event_frame,
                now_ms,
                unattended_ms=config.unattended_minutes * 60_000,
                stay_ms=config.stay_minutes * 60_000,
            )
        )
        self._socket = SocketApp(self.registry.find, self._identify, self._seen_from)
        self._warming: asyncio.Task[None] | None = None
        self._runner = web.AppRunner(
            self._app(), access_log=None, shutdown_timeout=SHUTDOWN_SECONDS, keepalive_timeout=IDLE_SECONDS
        )

    def _base(self, request: web.Request) -> str:
        """What addresses begin with, as this visitor should see them."""
        config = self._config
        if config.public_url:
            return config.public_url
        secure = is_secure(request, public_url=None, trusted_proxy=config.trusted_proxy)
        return f"{'https' if secure else 'http'}://{request.host}"

    def _addresses(self, request: web.Request) -> Addresses:
        return Addresses(self._base(request).rstrip("/"), self.signer)

    def _add_office(self, app: web.Application) -> None:
        config = self._config
        seen_from = self._seen_from
        deps = Deps(
            database=self.database,
            safe=self.safe,
            now=now_ms,
            addresses=self._addresses,
            visitor=seen_from,
            fonts=config.web_root / "fonts",
            sign=self.signer.mark,
            unsign=self.signer.read_mark,
            changed=self.registry.look_soon,
            taken=self.registry.look_at_rights,
            postman=self._postman,
            bringing=self._bringing,
            secure=lambda request: is_secure(request, public_url=config.public_url, trusted_proxy=config.trusted_proxy),
            pools=self._pools,
            content=self.content,
            feeds=self._feeds,
        )
        add_office(app, deps)
        add_public_pages(
            app,
            PublicDeps(
                self.database,
                self.safe,
                now_ms,
                self._addresses,
                seen_from,
                config.page_title,
                deps.mail,
                self.signer.guest,
                self.signer.read_guest,
                self.signer.once,
                self.signer.read_day,
                deps.secure,
                config.web_root / "fonts",
                self._pools,
                self._feeds,
                self.content,
            ),
        )

        add_slides(app, SlideDeps(self._bringing, self._identify, self.registry.find))

    def _find_postman(self) -> Postman | None:
        config = self._config
        if config.smtp_url is None or config.mail_from is None:
            return None
        server = MailServer.of(config.smtp_url.get_secret_value(), config.mail_from)
        base = config.public_url or f"http://localhost:{config.port}"
        return Postman(self.database.keeper, self.safe, server, base, now_ms)

    def _app(self) -> web.Application:
        config = self._config

        joining = Joining(
            JoinDeps(
                self._doors,
                self.signer,
                now_ms,
                self._base,
                config.page_title,
                self._seen_from,
                self._pools,
                self._by_remote.take,
                stay_ms=config.stay_minutes * 60_000,
            )
        )
        app = build_app(
            HttpDeps(
                joining,
                str(config.web_root),
                config.page_title,
                self._ready,
                public_url=config.public_url,
                styles=(style_of_pages(),),
                add_office=self._add_office,
                pictures=self._pictures,
                content=self.content,
                remotes=Remotes(self._remotes(joining)),
                themes=sent_themes(self._doors, self._identify),
                decided=decided_before(self._doors, self._identify),
            )
        )
        self._socket.attach(app)
        return app

    def _remotes(self, joining: Joining) -> RemoteDeps:
        return RemoteDeps(joining, self._doors, self.signer, now_ms, self._base, self.registry.find)

    async def _ready(self) -> dict[str, object]:
        voice = bool(await self.voice.stats())
        return {**self.registry.counts(), "voice": voice, **await self._stores.checks()}

    async def _identify(self, text: str, request: web.Request) -> Visitor | Refusal:
        """Who a token speaks for, unless its link was revoked or its session has ended."""
        try:
            token = self.signer.read_token(text)
            if token.remote and not self._by_remote.take(token.remote):
                return Refusal(Code.TOO_FAST, AGAIN_MS)
            link = await self._doors.link(token.link)
            if link is None or link.session != token.session:
                return Refusal(Code.TOKEN_INVALID)
            check_link(link, now_ms())
        except LinkRefused as refused:
            return Refusal(refused.code)
        except Busy as full:
            return Refusal(Code.OVERLOADED, full.wait_ms)
        network = self.signer.network(token.session, self._seen_from(request))
        return Visitor(
            person=token.person,
            session=token.session,
            role=token.role,
            device=token.device,
            origin=link.organisation or "",
            link=link.id,
            network=network,
            personal=link.personal,
            remote=token.remote,
        )

    async def _warm_up(self) -> None:
        """Draw the pictures before they are asked for, one after the other: the first of a style takes up to a second.
        Not at once: after a restart everybody comes back in the first seconds, and they need the processor."""
        await asyncio.sleep(WARM_AFTER)
        with contextlib.suppress(Busy):
            await self._pictures.ready_all()

    def say_faults(self) -> None:
        """Which files of a town's own content are left out, and why."""
        _say_faults(self.content.now.faults)

    async def start(self) -> Ports:
        """Begin to serve. Raises OSError if a port is in use."""
        config = self._config
        self.say_faults()
        await self._stores.start()
        await self.database.write(forget_half)  # before anybody brings another
        await self._runner.setup()
        site = web.TCPSite(self._runner, config.host, config.port)
        await site.start()
        https = None
        if config.https_port:
            names = [address for address in config.advertised if address.replace(".", "").isdigit()]
            context = await in_thread(throw_away_context, config.data_dir, names)
            https = config.https_port
            await web.TCPSite(self._runner, config.host, https, ssl_context=context).start()
        await self.voice.start(self.registry)
        # What was over while the server was off is closed before rooms are looked for.
        await self.database.write(close_past, now_ms())
        await self.registry.start()
        self._keeper.start()
        self._warming = asyncio.create_task(self._warm_up(), name="avatars")
        port = int(self._runner.addresses[0][1])
        log.info("ready", port=port)
        return Ports(port, https)

    async def stop(self) -> None:
        """Tell every client that the server comes back, write what waits, free everything."""
        if self._warming is not None:
            self._warming.cancel()
            await asyncio.gather(self._warming, return_exceptions=True)
        await self._keeper.stop()
        await self.registry.stop()
        self._socket.close()
        self._bringing.stop()
        await self._runner.cleanup()
        await self.voice.stop()
        await self._pools.close()
        await self._stores.close()
        await self.database.close()
        log.info("stopped")


async def serve(config: Config, on_ready: Callable[[Ports], Awaitable[None]] | None = None) -> None:
    """Run until SIGINT or SIGTERM. Raises OSError if a port is in use."""
    configure(config.log_level)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    server = Server(config)
    try:
        addresses = await server.start()
        if on_ready is not None:
            await on_ready(addresses)
        await stop.wait()
    finally:
        await server.stop()
