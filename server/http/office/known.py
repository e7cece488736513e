"""Making a browser known to an account by a link, so that what strangers tried keeps nobody out (`office.staff.knowing`)."""

from __future__ import annotations

import secrets
from collections import OrderedDict

from pydantic import BaseModel

from server.http.office.endpoint import MARK, Call, Endpoint
from server.http.tries import Allowance
from server.office.base import models
from server.office.base.refusals import OfficeCode, OfficeRefused, busy
from server.office.staff import accounts, knowing
from server.pools import AGAIN_MS

MARK_SECONDS = 365 * 86_400
_REMEMBERED = 1000
DONE = models.Done()


class Knowing:
    """The endpoints, with the memory of mails that were sent and links that were used. A restart forgets both."""

    def __init__(self) -> None:
        self._mails: Allowance | None = None
        self._used: OrderedDict[str, None] = OrderedDict()

    async def send(self, call: Call) -> BaseModel:
        """A link by mail. The same answer whether there is such an account, and whether it was sent enough of them."""
        asked: models.MailOnly = call.body
        deps = call.deps
        if deps.postman is None:
            raise OfficeRefused(OfficeCode.NO_MAIL)
        if self._mails is None:
            self._mails = Allowance(deps.now, knowing.MAILS, knowing.FOR_MS)
        row = await deps.database.read(accounts.find_account, asked.mail)
        if not deps.postman.has_room:
            raise busy(AGAIN_MS)
        # Made for nobody, too: answering takes the same time.
        secret = knowing.known_secret(deps.sign, "" if row is None else row.id, call.now, secrets.token_hex(4))
        # Never by the name that this request came under: who asks could have the link lead to a place of theirs.
        text = knowing.mail_text(knowing.known_url(deps.postman.base, secret))
        if row is not None and self._mails.wait(row.id) is None:
            self._mails.spend(row.id)
            deps.postman.post(row.mail, knowing.SUBJECT, text)
        return DONE

    async def know(self, call: Call) -> BaseModel:
        """Mark this browser. Refused: link_unknown (over, used, or not one of ours)."""
        secret: str = call.body.secret
        account = knowing.account_of(call.deps.unsign, secret, call.now)
        if account is None or secret in self._used:
            raise OfficeRefused(OfficeCode.LINK_UNKNOWN)
        self._used[secret] = None
        if len(self._used) > _REMEMBERED:
            self._used.popitem(last=False)
        call.cookies.append((MARK, call.deps.sign(account), MARK_SECONDS))
        return DONE


def endpoints() -> list[Endpoint]:
    known = Knowing()
    m = models
    return [
        Endpoint("POST", "/sign-in/mail", "Have a link sent that makes a browser known", "nothing", known.send, m.Done,
                 m.MailOnly),
        Endpoint("POST", "/sign-in/known", "Make this browser known, by such a link", "nothing", known.know, m.Done,
                 m.SecretOnly),
    ]  # fmt: skip
