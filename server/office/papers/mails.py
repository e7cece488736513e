"""Mail to those who left an address: a seat confirmed, moved up, cancelled, held after all, and a reminder the day before;
and to administrators when there is a staff note (`note_mails`). Never required.

What is due is found in the database, sent by aiosmtplib, and marked as told only when the mail server has taken it; a crash
in between sends a mail twice rather than never. The texts are neutral: a family may see the subject.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib
import structlog
from sqlalchemy import Connection, Row, or_, select, update

from moderation import typed
from server.office.base.common import Safe
from server.office.base.database import Lane
from server.office.base.models import ReservationState as State
from server.office.base.tables import reservations, sessions
from server.office.papers import note_mails
from server.office.papers.words import Language, leave_words, place_words, when_words
from server.office.sessions.planned import Planned, session_of

AHEAD_MS = 26 * 3_600_000
"""Reminders go out in the last 26 hours before the beginning."""
QUIET_MS = 3_600_000
"""Not in the last hour: whoever reads mail then knows already."""
BATCH = 50
MOVED = "moved"
"""What `told` is when a session that somebody reserved was moved, in time or to another place."""
TIMEOUT = 20.0
LETTERS = 50
"""That may wait for the mail server."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes: smtp://, smtp+starttls:// or smtps://, with user and password if it wants them."""

    host: str
    port: int
    user: str | None
    password: str | None
    security: str
    sender: Address

    @classmethod
    def of(cls, url: str, sender: str) -> MailServer:
        """Raises ValueError for anything that is no such address, or for a sender that no header can hold: with him every
        mail would fail, and look as if those it is for had none."""
        parts = urlsplit(url)
        ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
        if parts.scheme not in ports or not parts.hostname:
            raise ValueError("ENGAWA_SMTP_URL begins with smtp://, smtp+starttls:// or smtps://")
        return cls(
            parts.hostname,
            parts.port or ports[parts.scheme],
            unquote(parts.username) if parts.username else None,
            unquote(parts.password) if parts.password else None,
            parts.scheme,
            _sender(sender),
        )

    async def send(self, message: EmailMessage) -> None:
        """Raises aiosmtplib.SMTPException or OSError."""
        await aiosmtplib.send(
            message,
            hostname=self.host,
            port=self.port,
            username=self.user,
            password=self.password,
            use_tls=self.security == "smtps",
            start_tls=self.security == "smtp+starttls",
            timeout=TIMEOUT,
        )


def _sender(written: str) -> Address:
    name, address = typed.sender(written)
    try:
        return Address(name, addr_spec=address)
    except (ValueError, IndexError, MessageError) as error:  # the library falls over some addresses
        raise ValueError("ENGAWA_MAIL_FROM is a mail address, with a name before it or without") from error


class _Carried(Address):
    """An address whose part before the @ is quoted for its dots, too, as the RFC asks: "hanako..chan"@docomo.ne.jp. The
    library quotes for other signs alone."""

    @property
    def addr_spec(self) -> str:
        local = self.username
        if "" in local.split("."):
            return f'"{local}"@{self.domain}'
        return super().addr_spec


@dataclass(frozen=True, slots=True)
class Due:
    """A mail that should be sent."""

    reservation: str
    kind: str
    to: str
    subject: str
    text: str
    after: str
    """What `told` is when it has been sent."""
    near: bool
    """The session is so near that what is said now is the reminder, too."""


_SUBJECTS: dict[str, dict[Language, str]] = {
    "booked": {"ja": "予約ができました", "ja-simple": "予約が できました", "en": "You have a seat"},
    "waiting": {"ja": "キャンセル待ちです", "ja-simple": "まって います", "en": "You are on the waiting list"},
    "declined": {"ja": "申し込みについて", "ja-simple": "申しこみに ついて", "en": "Your application"},
    "off": {"ja": "中止のお知らせ", "ja-simple": "中止に なりました", "en": "Cancelled"},
    "on": {"ja": "会をひらくお知らせ", "ja-simple": "会は あります", "en": "It will be held after all"},
    "moved": {"ja": "日時か場所が変わりました", "ja-simple": "日か 場所が かわりました", "en": "New date or place"},
    "reminder": {"ja": "もうすぐの会のお知らせ", "ja-simple": "もうすぐの 会の お知らせ", "en": "A reminder"},
}
_LINES: dict[str, dict[Language, str]] = {
    "booked": {
        "ja": "予約ができました。入口は、会の前に予約の番号で見られます。",
        "ja-simple": "予約が できました。番号で 入口が わかります。",
        "en": "You have a seat. Your code shows the way in.",
    },
    "waiting": {
        "ja": "いまは満席です。席が空いたら、またお知らせします。",
        "ja-simple": "いま 席が ありません。席が できたら、お知らせします。",
        "en": "All seats are taken. We will tell you when one is free.",
    },
    "declined": {
        "ja": "申し訳ありませんが、今回は参加いただけませんでした。",
        "ja-simple": "すみません。こんかいは 参加できません。",
        "en": "Sorry, it is not possible this time.",
    },
    "moved": {
        "ja": "予約いただいた会の日時か場所が変わりました。来られないときは、予約の番号で取り消せます。",
        "ja-simple": "会の 日か 時間か 場所が かわりました。来られない ときは、番号で やめられます。",
        "en": "The session you booked has a new date or place. You can take the booking back with your code.",
    },
    "on": {
        "ja": "中止とお知らせした下の会は、ひらくことになりました。お申し込みは残っています。"
        "来られないときは、予約の番号で取り消せます。",
        "ja-simple": "中止と いいましたが、会は あります。もうしこみは そのままです。"
        "来られない ときは、番号で やめられます。",
        "en": "This session is held after all, and your booking still stands. You can take it back with your code.",
    },
    "off": {
        "ja": "下の会は中止になりました。",
        "ja-simple": "この会は 中止に なりました。",
        "en": "This session has been cancelled.",
    },
    "reminder": {
        "ja": "予約いただいた会が近づきました。気がすすまない日は、休んでだいじょうぶです。",
        "ja-simple": "予約した 会は もうすぐです。休んでも だいじょうぶです。",
        "en": "The session you booked is near. It is fine not to come.",
    },
}
_CODE_PAGE: dict[Language, str] = {"ja": "予約の番号のページ", "ja-simple": "番号の ページ", "en": "Code page"}


def due(connection: Connection, safe: Safe, base: str, now: int) -> list[Due]:
    """Mails that should go out now, a batch at a time."""
    soon = (sessions.c.starts_at <= now + AHEAD_MS) & (sessions.c.starts_at > now + QUIET_MS)
    held = sessions.c.status == "planned"
    unsaid = (reservations.c.told != reservations.c.state) & held
    off = (sessions.c.status == "cancelled") & (reservations.c.told != "off")
    remind = (reservations.c.state == str(State.BOOKED)) & reservations.c.reminded_at.is_(None) & soon & held
    states = [str(each) for each in (State.BOOKED, State.WAITING, State.DECLINED)]
    rows = connection.execute(
        select(reservations, sessions.c.status, sessions.c.starts_at)
        .join(sessions, sessions.c.id == reservations.c.session)
        .where(
            reservations.c.mail.is_not(None),
            reservations.c.state.in_(states),
            sessions.c.ended_at.is_(None),
            sessions.c.starts_at > now,
            or_(unsaid, off, remind),
        )
        .limit(BATCH)
    ).all()
    made = []
    for row in rows:
        to = safe.open(row.mail)
        if to is None:
            continue
        planned = session_of(connection, row.organisation, row.session)
        made.append(_mail(row, planned, to, base, near=row.starts_at <= now + AHEAD_MS))
    return made


def _kind(row: Row[Any]) -> str:
    if row.status == "cancelled":
        return "off"
    if row.told == MOVED:
        return "moved"
    if row.told == "off" and row.state != str(State.DECLINED):
        return "on"
    return str(row.state) if row.told != row.state else "reminder"


def _mail(row: Row[Any], planned: Planned, to: str, base: str, *, near: bool) -> Due:
    kind, language = _kind(row), row.language
    when, place = when_words(planned.row, planned.zone, language), place_words(planned, language)
    lines = [_LINES[kind][language], "", planned.row.title, when, place]
    if kind not in ("off", "declined"):
        lines += ["", f"{_CODE_PAGE[language]}: {base}/y", "", leave_words(language)]
    return Due(
        row.id, kind, to, _SUBJECTS[kind][language], "\n".join(lines) + "\n", kind if kind == "off" else row.state, near
    )


def told(connection: Connection, mail: Due, now: int) -> None:
    """Mark a mail as sent. An address with nothing more to say is forgotten; a cancelled session may yet be held."""
    values: dict[str, Any] = {} if mail.kind == "reminder" else {"told": mail.after}
    if mail.kind == "reminder" or (mail.kind in ("booked", "moved", "on") and mail.near):
        values["reminded_at"] = now
    if mail.kind == "declined":
        values["mail"] = None
    connection.execute(update(reservations).where(reservations.c.id == mail.reservation).values(**values))


class Postman:
    """Sends what is due."""

    def __init__(self, database: Lane, safe: Safe, server: MailServer, base: str, now: Callable[[], int]) -> None:
        self._database = database
        self._safe = safe
        self._server = server
        self.base = base
        """What addresses in mails begin with."""
        self._now = now
        self._letters: asyncio.Queue[tuple[str, str, str]] = asyncio.Queue(LETTERS)

    async def round(self) -> int:
        """Send what is due now; returns how many were sent. Stops at the first failure, to try again later."""
        sent = 0
        for mail in await self._database.read(due, self._safe, self.base, self._now()):
            if not await self._sent(mail.to, mail.subject, mail.text):
                return sent
            await self._database.write(told, mail, self._now())
            sent += 1
        for each in await self._database.read(note_mails.due, self.base, self._now()):
            if not await self._sent_to_some(each):
                return sent
            await self._database.write(note_mails.told, each, self._now())
            sent += 1
        return sent

    @property
    def has_room(self) -> bool:
        """Whether another letter may wait."""
        return not self._letters.full()

    def post(self, to: str, subject: str, text: str) -> None:
        """A letter that somebody waits for: it goes out at once, beside the rounds, and is not tried again. What waits when
        the server ends is lost. Raises asyncio.QueueFull: ask `has_room` before."""
        self._letters.put_nowait((to, subject, text))

    async def send_letters(self) -> None:
        """Send letters as they come, one after the other, until cancelled."""
        while True:
            letter = await self._letters.get()
            try:
                await self._sent(*letter)
            except Exception:  # one that fails keeps no other from being sent
                log.exception("mail_failed")
            finally:
                self._letters.task_done()

    async def letters_sent(self) -> None:
        """Returns when none waits any more."""
        await self._letters.join()

    async def _sent_to_some(self, mail: note_mails.NoteMail) -> bool:
        """Whether it is done. After a failure on the way it is, too: or those who have it would get it again each minute."""
        for number, to in enumerate(mail.to):
            if not await self._sent(to, note_mails.SUBJECT, mail.text):
                return number > 0
        return True

    async def _sent(self, to: str, subject: str, text: str) -> bool:
        """Whether there is nothing left to do for this mail; if not, it is worth another try later."""
        try:
            await self._server.send(self._message(to, subject, text))
        except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPNotSupported, ValueError):
            pass  # an address that nobody has: there is no second try, and nobody else waits for it
        except (aiosmtplib.SMTPException, OSError) as error:
            log.warning("mail_failed", error=type(error).__name__)
            return False
        return True

    def _message(self, to: str, subject: str, text: str) -> EmailMessage:
        """Raises ValueError for an address that no header can hold."""
        message = EmailMessage()
        message["From"] = self._server.sender
        try:
            local, _, domain = to.rpartition("@")
            message["To"] = _Carried(username=local, domain=domain)
        except Exception as error:  # the library falls over some addresses with errors of its own making
            raise ValueError("no header can hold this address") from error
        message["Subject"] = subject
        message["Date"] = formatdate(self._now() / 1000, localtime=True)
        message["Message-ID"] = make_msgid(domain=self._server.sender.domain)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        return message
