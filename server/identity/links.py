"""Links, short codes and tokens: signed, revocable, and never more than an id and a signature.

A link's secret stands after # in its address, so that no server log, proxy or preview robot ever sees it. A token is what a
joined device connects with; it is bound to its session and to the link it came by, and dies with either.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from itsdangerous import BadSignature, URLSafeSerializer

from moderation import typed
from rooms.base import Role
from rooms.refusals import Code
from server.identity.keys import server_key
from server.identity.networks import network_of

CODE_ALPHABET = "34679ACDEFHJKMNPRTWXY"
"""No 0/O, 1/I/L, 2/Z, 5/S, 8/B, G/6 twins beyond these, U/V: read aloud or from the back row, none is taken for another."""
CODE_LENGTH = 6
_TRIES = 20
PAGES = {
    Role.PARTICIPANT: "r",
    Role.ASSISTANT: "f",
    Role.FACILITATOR: "f",
    Role.SCREEN: "s",
    Role.STAFF: "f",
    Role.ADMINISTRATOR: "f",
    Role.HALL_DEVICE: "s",
}
"""Which page a role's link opens."""


class LinkRefused(Exception):
    """A secret, code or token is no good. `code` says why."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Token:
    """What a joined device holds."""

    person: str
    session: str
    role: Role
    device: str
    """On which it was given out; who shows it on another device counts as on this one."""
    link: str
    remote: str = ""
    """Which 手元リモコン of theirs it is; empty for the page they came by."""


class Signer:
    """Signs and reads secrets and tokens with the server's own key (a file made at first start)."""

    def __init__(self, data_dir: Path) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        key = server_key(data_dir / "server.key")
        self._key = key
        self._links = URLSafeSerializer(key, salt="link")
        self._tokens = URLSafeSerializer(key, salt="token")
        self._marks = URLSafeSerializer(key, salt="browser")
        self._guests = URLSafeSerializer(key, salt="guest")
        self._days = URLSafeSerializer(key, salt="day")

    def secret(self, link: str) -> str:
        """The secret of a link, for after the #."""
        return str(self._links.dumps(link))

    def read_secret(self, secret: str) -> str:
        """The link's id, also where a mail program broke the secret over lines. Raises LinkRefused(link_unknown)."""
        try:
            link = self._links.loads(typed.solid(secret))
        except BadSignature as error:
            raise LinkRefused(Code.LINK_UNKNOWN) from error
        return str(link)

    def mark(self, account: str) -> str:
        """A mark for a browser that has signed in to an account."""
        return str(self._marks.dumps(account))

    def read_mark(self, mark: str) -> str | None:
        """The account of a mark; None for whatever this server has not signed."""
        try:
            return str(self._marks.loads(mark))
        except (BadSignature, UnicodeEncodeError):
            return None

    def guest(self, guest: str) -> str:
        """A mark for a browser that has made a reservation without an account; `guest` is a random id."""
        return str(self._guests.dumps(guest))

    def read_guest(self, mark: str) -> str | None:
        """The id in a mark; None for whatever this server has not signed."""
        try:
            return str(self._guests.loads(mark))
        except (BadSignature, UnicodeEncodeError):
            return None

    def day(self, session: str) -> str:
        """A mark for a session's day: by it one learns when that is, and comes in nowhere."""
        return str(self._days.dumps(session))

    def read_day(self, mark: str) -> str | None:
        """The session of a mark; None for whatever this server has not signed."""
        try:
            return str(self._days.loads(mark))
        except (BadSignature, UnicodeEncodeError):
            return None

    def once(self, mark: str) -> bytes:
        """32 bytes that belong to a form's one-time mark: the same whenever it comes, and nobody else's to guess."""
        return hmac.new(self._key, f"once\0{mark}".encode(), "sha256").digest()

    def network(self, session: str, address: str) -> str:
        """An opaque mark of where somebody came from: alike for one address (for one network, in IPv6) within a session,
        and of no use beyond it."""
        digest = hmac.new(self._key, f"network\0{session}\0{network_of(address)}".encode(), "sha256").digest()
        return base64.urlsafe_b64encode(digest[:15]).decode()

    def person(self, session: str, role: Role, device: str, another: int = 0) -> str:
        """Who a device is in a session, in a role: always the same person, and of no use beyond it. `another` counts those
        who sit before the same device."""
        return self._digest("person", session, role, device, str(another))

    def person_of_link(self, session: str, link: str) -> str:
        """Who a personal link is in its session, on whatever device."""
        return self._digest("person of link", session, link)

    def _digest(self, *what: str) -> str:
        """An id that nobody without the key can make or read."""
        digest = hmac.new(self._key, "\0".join(what).encode(), "sha256").digest()
        return base64.urlsafe_b64encode(digest[:12]).decode()

    def token(self, token: Token) -> str:
        """A token as text, for a device to keep."""
        what = [token.person, token.session, str(token.role), token.device, token.link]
        return str(self._tokens.dumps([*what, token.remote] if token.remote else what))

    def read_token(self, text: str) -> Token:
        """Raises LinkRefused(token_invalid)."""
        try:
            person, session, role, device, link, *remote = self._tokens.loads(text)
            return Token(str(person), str(session), Role(role), str(device), str(link), "".join(map(str, remote)))
        except (BadSignature, ValueError, TypeError) as error:
            raise LinkRefused(Code.TOKEN_INVALID) from error


def new_codes() -> Iterator[str]:
    """Short codes to read aloud, until one is free: the caller stops at the first that no other link has.

    Raises RuntimeError after 20, which among 85 million is no chance.
    """
    for _ in range(_TRIES):
        yield "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    raise RuntimeError("no free short code")


def read_code(written: str) -> str | None:
    """The code somebody typed, however they typed it (`moderation.typed`); None if it cannot be one."""
    code = typed.code(written)
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_ALPHABET) else None


def address(base: str, role: Role, secret: str) -> str:
    """The address of a link."""
    return f"{base.rstrip('/')}/{PAGES[role]}#{secret}"
