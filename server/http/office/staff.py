"""Endpoints about accounts: setting up, signing in, oneself, and an organisation's staff."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, ParamSpec, TypeVar

from aiohttp import web
from pydantic import BaseModel
from sqlalchemy import Row

from moderation.office import Action
from server.http.office.endpoint import COOKIE, MARK, Call, Endpoint, seen
from server.http.office.known import MARK_SECONDS
from server.http.office.trying import Tries, trying
from server.identity.qr import qr_svg
from server.office.base import models
from server.office.base.common import at
from server.office.base.refusals import OfficeCode, OfficeRefused, busy
from server.office.staff import (
    accounts,
    entering,
    invitations,
    members,
    oneself,
    organisations,
    setting_up,
    signing_in,
)
from server.office.staff.entering import Entered
from server.office.staff.signing_in import SESSION_MS, Visitor
from server.pools import Busy, Threads

P = ParamSpec("P")
T = TypeVar("T")
DONE = models.Done()
_OUTCOMES = {
    OfficeCode.TOO_MANY_TRIES: "slowed",
    OfficeCode.SIGN_IN_FAILED: "wrong_password",
    OfficeCode.TOTP_WRONG: "wrong_totp",
}
"""What the log of sign-ins calls a refusal."""
_NO_MAIL = "お急ぎのときは、サーバーを見ている人に「engawa staff unlock メールアドレス」でリンクを出してもらえます。"


def _browser(request: web.Request) -> str:
    """A few words about a browser, so that one recognises one's own sessions."""
    agent = request.headers.get("User-Agent", "")
    browsers = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    systems = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac", "Mac"))
    browser = next((name for mark, name in browsers if mark in agent), "ブラウザ")
    system = next((name for mark, name in systems if mark in agent), "")
    return f"{browser} {system}".strip()


async def hashing(pool: Threads, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Work with a password, 50 ms of all cores. Refused before it is begun: busy, which is no wrong try."""
    try:
        return await pool.run(work, *args, **kwargs)
    except Busy as full:
        raise busy(full.wait_ms) from None


class Staff:
    """The endpoints, with the memory of wrong tries that they share."""

    def __init__(self) -> None:
        self._tries: Tries | None = None

    def _memory(self, call: Call) -> Tries:
        if self._tries is None:
            self._tries = Tries(call.deps.now)
        return self._tries

    def _own(self, call: Call, what: str) -> AbstractContextManager[None]:
        return trying(self._memory(call).own(what))

    async def me(self, call: Call) -> BaseModel:
        if call.who is None:
            ready = await call.deps.database.read(setting_up.is_set_up)
            raise OfficeRefused(OfficeCode.NOT_SIGNED_IN if ready else OfficeCode.NOT_SET_UP)
        return await call.deps.database.read(oneself.me, call.account)

    async def set_up(self, call: Call) -> BaseModel:
        asked: models.SetUp = call.body
        with self._own(call, f"set-up {self._address(call)}"):
            await call.deps.database.read(setting_up.may_set_up, asked.secret, call.now)
            newcomer = await hashing(
                call.deps.pools.strangers, accounts.newcomer, asked.name, asked.mail, asked.password
            )
            about = _browser(call.request)
            entered = await call.write(entering.set_up, asked, newcomer, about, call.now)
        return self._welcome(call, entered)

    def _address(self, call: Call) -> str:
        return call.deps.visitor(call.request)

    def _visitor(self, call: Call) -> Visitor:
        return Visitor(self._address(call), _browser(call.request))

    async def sign_in(self, call: Call) -> BaseModel:
        asked: models.SignIn = call.body
        database, visitor = call.deps.database, self._visitor(call)
        row = await database.read(accounts.find_account, asked.mail)
        mark = call.request.cookies.get(call.deps.cookie(call.request, MARK), "")
        known = row is not None and call.deps.unsign(mark) == row.id
        try:
            entered = await self._enter(call, asked, row, visitor, known=known)
        except OfficeRefused as refused:
            if refused.code in _OUTCOMES:
                account, outcome = None if row is None else row.id, _OUTCOMES[refused.code]
                await database.write(signing_in.log_sign_in, asked.mail, account, visitor, outcome, call.now)
            if not known and refused.code in (OfficeCode.TOO_MANY_TRIES, OfficeCode.BUSY):
                refused.by_mail = call.deps.mail
                refused.message += "" if call.deps.mail else _NO_MAIL
            raise
        return self._welcome(call, entered)

    async def _enter(
        self, call: Call, asked: models.SignIn, row: Row[Any] | None, visitor: Visitor, *, known: bool
    ) -> Entered:
        """Refused: what `entering.sign_in` refuses, too_many_tries, busy."""
        tries, pools = self._memory(call), call.deps.pools
        account = "" if row is None else row.id
        stranger = tries.stranger(visitor.address, accounts.normal_mail(asked.mail))
        with trying(tries.own(f"known {account}") if known else stranger):
            right = await hashing(pools.colleagues if known else pools.strangers, accounts.verify, asked.password, row)
            if not right or row is None:
                raise OfficeRefused(OfficeCode.SIGN_IN_FAILED)
            # Who has the password guesses the digits no oftener by having many addresses.
            with trying([] if known or not asked.totp else tries.own(f"digits {account}")):
                write = call.deps.database.write
                return await write(entering.sign_in, call.deps.safe, asked, row, visitor, call.now)

    @staticmethod
    def _welcome(call: Call, entered: Entered) -> BaseModel:
        call.cookies.append((COOKIE, entered.secret, SESSION_MS // 1000))
        call.cookies.append((MARK, call.deps.sign(entered.me.id), MARK_SECONDS))
        return entered.me

    async def sign_out(self, call: Call) -> BaseModel:
        if call.who is not None:
            await call.write(signing_in.end_session, call.account, call.who.session)
        call.cookies.append((COOKIE, "", 0))
        return DONE

    async def _confirm(self, call: Call, password: str) -> Row[Any]:
        """Who changes how one signs in says the password once more; wrong tries count as at the door. One's account."""
        with self._own(call, f"confirm {call.account}"):
            row = await call.deps.database.read(accounts.account_row, call.account)
            if not await hashing(call.deps.pools.colleagues, accounts.verify, password, row):
                raise OfficeRefused(OfficeCode.PASSWORD_WRONG)
        return row

    async def change_password(self, call: Call) -> BaseModel:
        asked: models.ChangePassword = call.body
        row = await self._confirm(call, asked.password)
        session = None if call.who is None else call.who.session
        hashed = await hashing(
            call.deps.pools.colleagues, accounts.hash_password, asked.new_password, row.mail, row.name
        )
        await call.write(oneself.change_password, call.account, session, hashed)
        return DONE

    async def start_totp(self, call: Call) -> BaseModel:
        await self._confirm(call, call.body.password)
        secret, uri = await call.write(oneself.start_totp, call.deps.safe, call.account)
        qr = await call.deps.pools.codes.run(qr_svg, uri)
        return models.TotpStarted(secret=secret, uri=uri, qr=qr)

    async def confirm_totp(self, call: Call) -> BaseModel:
        session = None if call.who is None else call.who.session
        with self._own(call, f"confirm {call.account}"):
            await call.write(oneself.confirm_totp, call.deps.safe, call.account, session, call.body.totp, call.now)
        return DONE

    async def remove_totp(self, call: Call) -> BaseModel:
        asked: models.RemoveTotp = call.body
        await self._confirm(call, asked.password)
        with self._own(call, f"confirm {call.account}"):
            await call.write(oneself.stop_totp, call.deps.safe, call.account, asked.totp, call.now)
        return DONE

    async def sessions(self, call: Call) -> BaseModel:
        current = "" if call.who is None else call.who.session
        return await call.deps.database.read(oneself.sessions_of, call.account, current)

    async def end_session(self, call: Call) -> BaseModel:
        wanted = call.param("session")
        if len(wanted) != 16:
            raise OfficeRefused(OfficeCode.NOT_FOUND)
        await call.write(signing_in.end_session, call.account, wanted)
        return DONE

    async def look_at_invitation(self, call: Call) -> BaseModel:
        return await call.deps.database.read(invitations.look_at_invitation, call.body.secret, call.now)

    async def accept_invitation(self, call: Call) -> BaseModel:
        asked: models.AcceptInvitation = call.body
        database = call.deps.database
        if call.who is not None:
            return await database.write(entering.join_by_invitation, asked.secret, call.account, call.now)
        who = await database.read(invitations.may_accept, asked, call.now)
        newcomer = await hashing(call.deps.pools.strangers, accounts.newcomer, *who)
        about = _browser(call.request)
        entered = await database.write(entering.come_by_invitation, asked.secret, newcomer, about, call.now)
        return self._welcome(call, entered)

    async def new_organisation(self, call: Call) -> BaseModel:
        if call.who is None or not call.who.operator:
            raise OfficeRefused(OfficeCode.NOT_ALLOWED)
        made = await call.write(organisations.add_organisation, call.account, call.body, call.now)
        me = await call.deps.database.read(oneself.me, call.account)
        return next(each for each in me.organisations if each.id == made)

    # -- an organisation's staff -----------------------------------------------------------------------------------

    async def settings(self, call: Call) -> BaseModel:
        return await call.deps.database.read(organisations.show_settings, call.organisation)

    async def change_settings(self, call: Call) -> BaseModel:
        return await call.write(organisations.change_settings, call.organisation, call.body)

    async def staff(self, call: Call) -> BaseModel:
        return await call.deps.database.read(members.staff_of, call.organisation, call.now)

    async def invite(self, call: Call) -> BaseModel:
        made, secret, expires_at = await call.write(invitations.invite, call.organisation, call.body, call.now)
        return models.InvitationMade(
            id=made, url=f"{call.addresses.base}/o#invitation={secret}", expires_at=at(expires_at)
        )

    async def take_back_invitation(self, call: Call) -> BaseModel:
        await call.write(invitations.take_back_invitation, call.organisation, call.param("invitation"))
        return DONE

    async def change_role(self, call: Call) -> BaseModel:
        await call.write(members.change_role, call.organisation, call.param("staff"), call.body.role)
        return DONE

    async def remove_member(self, call: Call) -> BaseModel:
        await call.write(members.remove_member, call.organisation, call.param("staff"))
        return DONE

    async def take_totp_away(self, call: Call) -> BaseModel:
        await call.write(members.take_totp_away, call.organisation, call.param("staff"))
        return DONE

    async def sign_ins(self, call: Call) -> BaseModel:
        return await call.deps.database.read(signing_in.sign_ins_of, call.organisation)


def endpoints() -> list[Endpoint]:
    staff = Staff()
    admin = Action.ADMINISTER
    m = models
    return [
        Endpoint("GET", "/me", "Who is signed in", "nothing", staff.me, m.Me),
        Endpoint("POST", "/set-up", "The first administrator", "nothing", staff.set_up, m.Me, m.SetUp),
        Endpoint("POST", "/sign-in", "Sign in", "nothing", staff.sign_in, m.Me, m.SignIn),
        Endpoint("POST", "/sign-out", "Sign out", "nothing", staff.sign_out, m.Done),
        Endpoint("POST", "/me/password", "Change one's password", "account", staff.change_password, m.Done,
                 m.ChangePassword),
        Endpoint("POST", "/me/totp", "Begin to use TOTP", "account", staff.start_totp, m.TotpStarted, m.PasswordOnly),
        Endpoint("PUT", "/me/totp", "Confirm TOTP", "account", staff.confirm_totp, m.Done, m.ConfirmTotp),
        Endpoint("POST", "/me/totp/remove", "Stop using TOTP", "account", staff.remove_totp, m.Done, m.RemoveTotp),
        Endpoint("GET", "/me/sessions", "Where one is signed in", "account", staff.sessions, m.StaffSessions),
        Endpoint("DELETE", "/me/sessions/{session}", "End a session", "account", staff.end_session, m.Done),
        Endpoint("POST", "/invitations/look", "What an invitation is for", "nothing", staff.look_at_invitation,
                 m.InvitationShown, m.SecretOnly),
        Endpoint("POST", "/invitations/accept", "Accept an invitation", "nothing", staff.accept_invitation, m.Me,
                 m.AcceptInvitation),
        Endpoint("POST", "/organisations", "Make an organisation (operators)", "account", staff.new_organisation,
                 m.OrganisationShown, m.NewOrganisation),
        Endpoint("GET", "/{o}/settings", "An organisation's settings", Action.READ, staff.settings,
                 m.SettingsShown),
        Endpoint("PUT", "/{o}/settings", "Change them", admin, staff.change_settings, m.SettingsShown,
                 m.OrganisationSettings, seen=seen(organisations.version)),
        Endpoint("GET", "/{o}/staff", "Staff and pending invitations", admin, staff.staff, m.StaffList),
        Endpoint("POST", "/{o}/staff/invitations", "Invite a colleague by link", admin, staff.invite,
                 m.InvitationMade, m.NewInvitation),
        Endpoint("DELETE", "/{o}/staff/invitations/{invitation}", "Take an invitation back", admin,
                 staff.take_back_invitation, m.Done),
        Endpoint("PUT", "/{o}/staff/{staff}", "Change a role", admin, staff.change_role, m.Done, m.ChangeRole,
                 seen=seen(members.version, "staff")),
        Endpoint("DELETE", "/{o}/staff/{staff}", "Take somebody out of the organisation", admin, staff.remove_member,
                 m.Done),
        Endpoint("POST", "/{o}/staff/{staff}/totp/remove", "For a lost telephone", admin, staff.take_totp_away,
                 m.Done),
        Endpoint("GET", "/{o}/sign-ins", "The log of sign-ins", admin, staff.sign_ins, m.SignIns),
    ]  # fmt: skip
