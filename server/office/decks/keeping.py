"""Decks of slides, from the moment that they are brought until their session is over.

A deck comes page by page, while it is being drawn, and is whole once its number of pages stands on it: until then nobody
is shown any of it, and what a server that was killed left half is deleted by the next. Pages and titles are sealed by the
office's key, and in no backup. Whoever writes asks each time whether the session is still to come or goes on, in the same
transaction, so that nothing is kept of one that has ended meanwhile."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from moderation import text
from rooms.activities.slides import TITLE
from rooms.refusals import Code
from server.office.base import models
from server.office.base.common import Safe, at, by_id, found, new_id
from server.office.base.tables import deck_pages, decks, sessions
from server.office.base.untouched import over
from server.office.sessions.planned import session_of
from server.ports import SlidePage, SlidesRefused

MOST = 6
"""Decks of one session, those included that are being brought."""
MOST_OF_ALL, BYTES = 200, 600_000_000
"""Decks of all sessions of one organisation, and bytes of all their pages as they are kept: as many as a town needs that
brings two to each of a hundred dates, of thirty pages each. A session made on the command line stands for itself."""
LARGEST = 55_000_000
"""Bytes of the largest deck that drawing may hand on (`server.slides.frames.MOST`, twice for each page, sealed): one that
begins below the bound by so much never ends above it."""
HALF_MS = 1_800_000
"""A deck that is not whole after so long is not being brought any more: the disk was full even for deleting it."""
OVER_MS = 3_600_000
"""A session that has no room any more is over so long after its end."""
UNNAMED = "スライド"
_SUFFIX = ".pdf"


def title_of(name: str) -> str:
    """How a deck is called, by the name of its file."""
    plain = text.line(name[: 4 * TITLE])
    if plain.lower().endswith(_SUFFIX):
        plain = plain[: -len(_SUFFIX)].strip()
    return plain[:TITLE] or UNNAMED


def _goes_on(connection: Connection, session: str) -> bool:
    """Whether there is still something to show slides at. Locks its row, so that its end waits, or has been."""
    row = connection.execute(
        select(sessions.c.ended_at, sessions.c.status).where(sessions.c.id == session).with_for_update()
    ).first()
    return row is not None and row.ended_at is None and row.status == "planned"


def house_of(connection: Connection, session: str) -> str:
    """With whom a session shares what there is room for: its organisation, or nobody."""
    organisation = connection.execute(select(sessions.c.organisation).where(sessions.c.id == session)).scalar()
    return str(organisation or session)


def may_begin(connection: Connection, session: str, now: int) -> None:
    """Whether one more deck may be brought. Raises SlidesRefused: session_ended, too_many_decks, slides_full."""
    if not _goes_on(connection, session):
        raise SlidesRefused(Code.SESSION_ENDED)
    house = house_of(connection, session)
    theirs = select(decks.c.id, decks.c.session).join(sessions, sessions.c.id == decks.c.session)
    theirs = theirs.where((sessions.c.organisation == house) | (sessions.c.id == session), ~_left_half(now))
    found = connection.execute(theirs).all()
    if sum(each.session == session for each in found) >= MOST:
        raise SlidesRefused(Code.TOO_MANY_DECKS)
    # Databases know how long a value is without reading it.
    weighs = select(func.sum(func.length(deck_pages.c.picture) + func.length(deck_pages.c.text)))
    weight = connection.execute(weighs.where(deck_pages.c.deck.in_([each.id for each in found]))).scalar() or 0
    if len(found) >= MOST_OF_ALL or weight + LARGEST > BYTES:
        raise SlidesRefused(Code.SLIDES_FULL)


def _left_half(now: int) -> ColumnElement[bool]:
    return (decks.c.pages == 0) & (decks.c.made_at < now - HALF_MS)


def begin(connection: Connection, safe: Safe, session: str, title: str, now: int) -> str:
    """Make room for a deck that is being brought; returns its id. Raises SlidesRefused as `may_begin`.

    No other may be drawn meanwhile (`server.pools.Turns`): two at a time would both find the same room."""
    connection.execute(delete(decks).where(decks.c.session == session, _left_half(now)))
    may_begin(connection, session, now)
    deck = new_id()
    row = {"id": deck, "session": session, "title": safe.seal(title), "pages": 0, "made_at": now}
    connection.execute(insert(decks), row)
    return deck


def add_page(connection: Connection, safe: Safe, session: str, deck: str, number: int, page: SlidePage) -> None:
    """Keep one more. Raises SlidesRefused(session_ended) also where somebody has deleted the deck."""
    there = connection.execute(select(decks.c.id).where(decks.c.id == deck)).first()
    if there is None or not _goes_on(connection, session):
        raise SlidesRefused(Code.SESSION_ENDED)
    row = {"deck": deck, "number": number, "picture": safe.seal_bytes(page.picture), "text": safe.seal(page.text)}
    connection.execute(insert(deck_pages), row)


def finish(connection: Connection, safe: Safe, session: str, deck: str, pages: int) -> models.DeckShown:
    """It is whole. Raises SlidesRefused as `add_page`."""
    whole = update(decks).where(decks.c.id == deck, decks.c.session == session).values(pages=pages)
    if not _goes_on(connection, session) or not connection.execute(whole).rowcount:
        raise SlidesRefused(Code.SESSION_ENDED)
    return next(each for each in listed(connection, safe, session) if each.id == deck)


def listed(connection: Connection, safe: Safe, session: str) -> tuple[models.DeckShown, ...]:
    """What a session has to show, the oldest first."""
    mine = by_id(connection, select(decks).where(decks.c.session == session, decks.c.pages > 0))
    rows = sorted(mine, key=lambda row: int(row.made_at))
    return tuple(
        models.DeckShown(id=row.id, title=safe.open(row.title) or UNNAMED, pages=row.pages, brought=at(row.made_at))
        for row in rows
    )


def page(connection: Connection, safe: Safe, session: str, deck: str, number: int) -> SlidePage | None:
    """One page of a whole deck of this session; None if there is none, or it was sealed with another key."""
    row = connection.execute(
        select(deck_pages.c.picture, deck_pages.c.text)
        .join(decks, decks.c.id == deck_pages.c.deck)
        .where(decks.c.session == session, decks.c.id == deck, decks.c.pages > 0, deck_pages.c.number == number)
    ).first()
    picture = None if row is None else safe.open_bytes(row.picture)
    return None if row is None or picture is None else SlidePage(picture, safe.open(row.text) or "")


def drop(connection: Connection, session: str, deck: str) -> bool:
    """Delete a deck; False if there is none."""
    return bool(connection.execute(delete(decks).where(decks.c.session == session, decks.c.id == deck)).rowcount)


def shown(connection: Connection, safe: Safe, organisation: str, wanted: str) -> models.Decks:
    """For the office. Refused: not_found."""
    session_of(connection, organisation, wanted)
    return models.Decks(decks=listed(connection, safe, wanted))


def delete_deck(connection: Connection, safe: Safe, organisation: str, wanted: str, deck: str) -> models.Decks:
    """For the office. Refused: not_found."""
    session_of(connection, organisation, wanted)
    found(connection, decks, decks.c.session == wanted, decks.c.id == deck)
    drop(connection, wanted, deck)
    return models.Decks(decks=listed(connection, safe, wanted))


# -- the end -------------------------------------------------------------------------------------------------------


def forget(connection: Connection, which: ColumnElement[bool]) -> int:
    """Delete the decks of these sessions; returns how many."""
    over = select(sessions.c.id).where(which)
    return connection.execute(delete(decks).where(decks.c.session.in_(over))).rowcount


def forget_over(connection: Connection, now: int) -> int:
    """Those of sessions that are over, also where no room ever told so."""
    return forget(connection, over(now, OVER_MS))


def forget_half(connection: Connection) -> int:
    """At the start: those that nobody brings any more."""
    return connection.execute(delete(decks).where(decks.c.pages == 0)).rowcount
