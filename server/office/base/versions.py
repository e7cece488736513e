"""Versions of what is changed by forms, so that no clerk writes over another's work unseen.

A version is an opaque text that says what somebody has seen of a thing. Where a row counts its own (a programme), it is that
number; elsewhere it is a digest of what the form shows. It is compared in the transaction of the change, under a lock on the
organisation, on both databases.
"""

from __future__ import annotations

import hashlib
import json

from pydantic import BaseModel
from sqlalchemy import Connection, select

from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.base.tables import organisations

WHATEVER = "*"
"""Seen by somebody who means to write over whatever there is."""


def version_of(*shown: object) -> str:
    """The version of something that is shown so: of models, and of what JSON can say."""
    plain = [each.model_dump(mode="json") if isinstance(each, BaseModel) else each for each in shown]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def lock(connection: Connection, organisation: str) -> None:
    """Others who change something of this organisation by a form wait until this transaction is over."""
    connection.execute(select(organisations.c.id).where(organisations.c.id == organisation).with_for_update()).first()


def hold(connection: Connection, organisation: str) -> None:
    """Read what belongs together: who changes something of this organisation by a form waits until this is read."""
    rows = select(organisations.c.id).where(organisations.c.id == organisation)
    connection.execute(rows.with_for_update(read=True)).first()


def must_be_seen(seen: str, now: str) -> None:
    """Raises OfficeRefused(version_old) where somebody else was faster."""
    if seen not in (WHATEVER, now):
        raise OfficeRefused(OfficeCode.VERSION_OLD)
