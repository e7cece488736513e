"""What was asked once and is asked again: answered as it was, and not done a second time.

A client gives each request that makes something a key of its own and keeps it until there is an answer. The key is written
in the transaction that does the work, so whatever happens in between (a lost answer, a button pressed twice, a server that
starts anew) it is done wholly and once, or not at all. The answer follows in a transaction of its own, sealed: it may hold
what is shown only once.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from server.office.base.common import DAY_MS
from server.office.base.tables import asked

KEPT_MS = DAY_MS
"""How long a key is known: a form that waits longer in some tab is a new one."""


class Again(Exception):
    """This has been done already, or is being done."""


def name_of(account: str, what: str, key: str, body: bytes) -> str:
    """What is remembered of a request: nobody else's key, and no other content under the same key, is the same."""
    digest = hashlib.sha256()
    for part in (account.encode(), what.encode(), key.encode(), body):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def claim(connection: Connection, name: str, now: int) -> None:
    """Say that it is done with this transaction. Raises Again."""
    try:
        with connection.begin_nested():
            connection.execute(insert(asked), {"name": name, "at": now})
    except IntegrityError:
        raise Again from None


def answer_to(connection: Connection, name: str) -> tuple[bool, bytes | None]:
    """(whether it is done, its sealed answer if that is written)."""
    row = connection.execute(select(asked.c.answer).where(asked.c.name == name)).first()
    return (False, None) if row is None else (True, row.answer)


def keep_answer(connection: Connection, name: str, sealed: bytes) -> None:
    """For what claimed its name; anything else had nothing to keep."""
    connection.execute(update(asked).where(asked.c.name == name).values(answer=sealed))


def forget_old(connection: Connection, now: int) -> None:
    connection.execute(delete(asked).where(asked.c.at <= now - KEPT_MS))
