"""Ways into a session for the attacks: people by a link and what their browser says of itself, and personal links."""

from __future__ import annotations

import aiohttp
from sqlalchemy import Connection, insert, select, update

from rooms.base import Role
from server.clock import now_ms
from server.identity.links import Signer
from server.office.base.common import Safe
from server.office.base.database import Database
from server.office.base.tables import links, organisations, reservations
from server.office.live import LiveOffice
from tests.bots.client import Bot
from tests.bots.server import ServerProcess


async def arrive(
    http: aiohttp.ClientSession,
    server: ServerProcess,
    secret: str,
    device: str | None = None,
    token: str = "",
    address: str | None = None,
) -> Bot:
    """Somebody who joined and connected, with the device and token they say, from an address. Raises Refusal."""
    bot = Bot(http, server.base)
    bot.device, bot.token, bot.address = device or bot.device, token, address or bot.address
    await bot.join(secret=secret)
    await bot.connect()
    return bot


async def personal_link(server: ServerProcess, session: str) -> str:
    """The secret of a link of one reservation."""
    database = Database(server.data)
    office = LiveOffice(database, now_ms, Safe.of(server.data))
    try:
        link = await office.add_link(session, Role.PARTICIPANT)
        await database.write(_reserved, link)
    finally:
        await office.close()
    return Signer(server.data).secret(link)


def _reserved(connection: Connection, link: str) -> None:
    """A reservation that holds, of a town that is there for it alone."""
    session = connection.execute(select(links.c.session).where(links.c.id == link)).scalar_one()
    connection.execute(insert(organisations).values(id=link, slug=link, settings="{}", created_at=0))
    booked = {"id": link, "session": session, "organisation": link, "code": link, "number": 1, "way": "online"}
    booked |= {"state": "booked", "language": "ja", "created_at": 0, "changed_at": 0}
    connection.execute(insert(reservations).values(booked))
    connection.execute(update(links).where(links.c.id == link).values(reservation=link))
