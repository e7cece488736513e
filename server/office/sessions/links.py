"""Rows of links, and where a link leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.exc import IntegrityError

from rooms.base import Role
from server.identity.ids import new_id
from server.identity.links import Signer, address
from server.office.base.tables import links


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things are: what addresses begin with, and the signer of links."""

    base: str
    signer: Signer

    def of(self, role: Role, link: str) -> str:
        return address(self.base, role, self.signer.secret(link))


def insert_once(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Insert a row; ValueError if it is there already, or refers to nothing."""
    try:
        with connection.begin_nested():
            connection.execute(insert(table), row)
    except IntegrityError as error:
        raise ValueError("already there, or belongs to nothing") from error


def add_link(
    connection: Connection,
    session: str,
    role: Role,
    *,
    expires_at: int | None = None,
    code: str | None = None,
    organisation: str | None = None,
    duty: str | None = None,
    reservation: str | None = None,
    starts_at: int | None = None,
) -> str:
    """Make a link; returns its id. Raises ValueError if the code is in use or there is no such session."""
    link = new_id(6)
    row = {
        "id": link,
        "session": session,
        "role": str(role),
        "code": code,
        "expires_at": expires_at,
        "organisation": organisation,
        "duty": duty,
        "reservation": reservation,
        "starts_at": starts_at,
    }
    insert_once(connection, links, row)
    return link
