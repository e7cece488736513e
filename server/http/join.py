"""POST /api/join: from a link's secret or a short code to a token. Nothing is used up by it, and nobody is in the room yet.

Wrong codes are counted per address (`server.http.tries`), so that they cannot be guessed: 120 tries an hour among 85 million
codes, of which each lives only as long as its session. Secrets and tokens are signed: nobody guesses them, so they always
pass, whatever else came from their address; but a 手元リモコン only as often as one needs, since one that was put out has
its token still. Pages of others cannot ask at all, or a visitor's browser could be made to try.

Whoever is refused is told whom to ask: by a link or code that is known, as everybody who comes by it; by any other, the same
as all (`_ONLY`), so that a guess tells nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from aiohttp import web
from pydantic import BaseModel, ValidationError

from rooms.base import STAFF_ROLES, Role
from rooms.refusals import Code
from server.http.errors import error_response
from server.http.origin import foreign
from server.http.tries import Guesses
from server.identity.links import LinkRefused, Signer, Token, address, read_code
from server.identity.qr import qr_svg
from server.kept import Kept
from server.pools import AGAIN_MS, Busy, Pools
from server.ports import LinkRecord, Office, SessionRecord, Town
from server.sessions import stay_of
from server.wire import Contact, JoinAnswer, JoinRequest

MAX_BODY = 8 * 1024
_CODES = 4_000_000
"""Characters of all QR codes that are kept."""
_ONLY, _ONLY_MS = "only town", 60_000
"""Whom those are told to ask whose way in nobody knows; kept for so long, since they may come in floods."""
_SHOWS_LINK = STAFF_ROLES | {Role.SCREEN}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class JoinDeps:
    """What joining needs of the server."""

    office: Office
    signer: Signer
    now: Callable[[], int]
    """Milliseconds since 1970."""
    base_url: Callable[[web.Request], str]
    """What links begin with, as this visitor should see it."""
    page_title: str
    visitor: Callable[[web.Request], str]
    """Tells visitors apart (`visitor_of`)."""
    pools: Pools = field(default_factory=Pools)
    remote_may: Callable[[str], bool] = lambda remote: True
    """Whether this 手元リモコン has not come too often; counted with what it asks at other doors."""
    stay_ms: int = 0
    """For so long past its planned end a room may go on, at most."""


def visitor_of(trusted_proxy: bool) -> Callable[[web.Request], str]:
    """How to tell visitors apart: by the address that the proxy has seen, if there is one to trust. A proxy that
    is not trusted makes one visitor of all, which is said once."""
    said: list[bool] = []

    def visitor(request: web.Request) -> str:
        if trusted_proxy:
            forwarded = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
            if forwarded and forwarded.isascii():
                return forwarded
        elif not said and "X-Forwarded-For" in request.headers:
            said.append(True)
            log.warning("proxy_not_trusted", reason="ENGAWA_TRUSTED_PROXY")
        return request.remote or "unknown"

    return visitor


class Joining:
    """Answers POST /api/join."""

    def __init__(self, deps: JoinDeps) -> None:
        self._deps = deps
        self._guesses = Guesses(deps.now)
        self._codes: Kept[str] = Kept(_CODES)
        self._only: Kept[str] = Kept(MAX_BODY, deps.now, _ONLY_MS)

    async def handle(self, request: web.Request) -> web.Response:
        """A `JoinRequest` to a `JoinAnswer`; 403 with a code for a way in that does not hold, 429 after too many codes."""
        if foreign(request):
            return error_response(Code.BAD_REQUEST, 403)
        if request.content_type != "application/json":
            return error_response(Code.BAD_REQUEST, 415)
        who = self._deps.visitor(request)
        body = await request.read()
        if len(body) > MAX_BODY:
            return error_response(Code.TOO_LARGE, 413)
        try:
            asked = JoinRequest.model_validate_json(body)
        except ValidationError:
            return error_response(Code.BAD_REQUEST, 400)
        if (asked.secret is None) == (asked.code is None):
            return error_response(Code.BAD_REQUEST, 400)
        if asked.code is not None and read_code(asked.code) is None:  # no guess: it is nobody's
            return await self._unknown(asked)
        if asked.code is not None and (wait := self._guesses.spend(who)) is not None:
            return error_response(Code.TOO_MANY_TRIES, 429, wait, await self._whom_to_ask())
        remote = self._remote(asked)
        if remote is not None and not self._deps.remote_may(remote.remote):
            return error_response(Code.TOO_FAST, 429, AGAIN_MS)
        link = await (self._link(asked) if remote is None else self._deps.office.link(remote.link))
        if link is None:
            return await self._unknown(asked)
        if asked.code is not None:
            self._guesses.right(who)
        why = link.why_ended(self._deps.now())
        if why is not None:
            return error_response(Code(why), 403, contact=_contact(await self._town(link)))
        self._guesses.came(who)
        if link.personal and remote is None:
            await self._deps.office.came(link.id)
        record = await self._deps.office.session(link.session)
        if record is None:
            return await self._unknown(asked)
        return answered(await self._answer(request, remote or self._token(asked, link), link, record))

    async def _link(self, asked: JoinRequest) -> LinkRecord | None:
        """What a secret or code opens, whether or not it lets anybody in; None if it is nobody's."""
        office = self._deps.office
        if asked.secret is None:
            code = read_code(asked.code or "")
            return None if code is None else await office.find_code(code)
        try:
            return await office.link(self._deps.signer.read_secret(asked.secret))
        except LinkRefused:
            return None

    def _remote(self, asked: JoinRequest) -> Token | None:
        """The token of a 手元リモコン, by which its page is opened in place of a link; None for whatever else was shown."""
        try:
            token = self._deps.signer.read_token(asked.secret or "")
        except LinkRefused:
            return None
        return token if token.remote else None

    async def _unknown(self, asked: JoinRequest) -> web.Response:
        """To whoever comes by nothing that is known."""
        code = Code.LINK_UNKNOWN if asked.code is None else Code.CODE_UNKNOWN
        return error_response(code, 403, contact=await self._whom_to_ask())

    async def _whom_to_ask(self) -> Contact | None:
        async def make() -> str:
            contact = _contact(await self._deps.office.only_town())
            return "" if contact is None else contact.model_dump_json()

        kept = await self._only.get(_ONLY, make)
        return Contact.model_validate_json(kept) if kept else None

    async def _town(self, link: LinkRecord) -> Town | None:
        return None if link.organisation is None else await self._deps.office.town(link.organisation, link.session)

    def _token(self, asked: JoinRequest, link: LinkRecord) -> Token:
        """Who somebody is: by a personal link always the same person; else who they were, or who their device is.

        What a token says of its device goes before what a browser says of itself, so that a measure of the staff holds
        for whoever comes back by it.
        """
        signer, known = self._deps.signer, self._shown(asked, link)
        device = asked.device if known is None else known.device
        if link.personal:
            person = signer.person_of_link(link.session, link.id)
        elif known is not None and known.role is link.role and not known.remote:
            person = known.person
        else:
            person = signer.person(link.session, link.role, device, asked.another)
        return Token(person, link.session, link.role, device, link.id)

    def _shown(self, asked: JoinRequest, link: LinkRecord) -> Token | None:
        """The token that was shown, if it is one of this session."""
        if asked.token is None:
            return None
        try:
            token = self._deps.signer.read_token(asked.token)
        except LinkRefused:
            return None
        return token if token.session == link.session else None

    async def _answer(self, request: web.Request, token: Token, link: LinkRecord, record: SessionRecord) -> JoinAnswer:
        """What the page of whoever has this token needs."""
        deps, settings = self._deps, record.settings
        town, next_date = await self._town(link), await deps.office.next_date(link.session, deps.now())
        url, code, qr = None, None, None
        if link.role in _SHOWS_LINK and record.open_to_all and not token.remote:
            public = _public(await deps.office.links(link.session), link)
            if public is not None:
                url = address(deps.base_url(request), Role.PARTICIPANT, deps.signer.secret(public.id))
                code, qr = public.code, await self.qr(url)
        return JoinAnswer(
            token=deps.signer.token(token),
            person=token.person,
            role=link.role,
            session=link.session,
            title=settings.title,
            page_title=deps.page_title,
            open_at=settings.open_at,
            early_at=settings.early_at,
            end_at=settings.end_at,
            until_at=settings.end_at + stay_of(record, deps.stay_ms),
            ended=record.ended,
            ask_first_time=record.ask_first_time,
            next_date=None if next_date is None else next_date.at,
            calendar=None if record.ended else self._calendar(link.session),
            next_calendar=None if next_date is None or next_date.session is None else self._calendar(next_date.session),
            zone=record.zone,
            join_url=url,
            join_code=code,
            join_qr=qr,
            contact=_contact(town),
            notes_kept=town is not None and town.keeps_notes,
            remote=token.remote,
        )

    def _calendar(self, session: str) -> str:
        return f"/calendar/session/{self._deps.signer.day(session)}/day.ics"

    async def qr(self, url: str) -> str | None:
        """None where too many are being drawn: there is the short code still."""
        try:
            return await self._codes.get(url, lambda: self._deps.pools.codes.run(qr_svg, url))
        except Busy:
            return None


def answered(body: BaseModel) -> web.Response:
    """A model as the answer to somebody who asked for it, kept by nobody on the way."""
    return web.Response(
        text=body.model_dump_json(), content_type="application/json", headers={"Cache-Control": "no-store"}
    )


def check_link(link: LinkRecord, now: int) -> None:
    """Raises LinkRefused if a link no longer lets anybody in."""
    why = link.why_ended(now)
    if why is not None:
        raise LinkRefused(Code(why))


def _public(links: list[LinkRecord], asking: LinkRecord) -> LinkRecord | None:
    """The link to show on a screen: of one's own organisation, where several hold the room."""
    open_links = [each for each in links if _is_public(each)]
    own = [each for each in open_links if each.organisation == asking.organisation]
    return next(iter(own or open_links), None)


def _contact(town: Town | None) -> Contact | None:
    """None where there is nothing to tell."""
    if town is None or not (town.telephone or town.hours or town.mail or town.note or town.address):
        return None
    return Contact(
        telephone=town.telephone,
        dial=town.dial,
        hours=town.hours,
        mail=town.mail,
        note=town.note,
        place=town.place,
        address=town.address,
    )


def _is_public(link: LinkRecord) -> bool:
    return link.role is Role.PARTICIPANT and not link.revoked and not link.personal
