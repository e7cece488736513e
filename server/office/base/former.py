"""Former addresses: a slug that was changed goes on leading to the organisation or programme that had it.

A former slug names its owner and not the next slug, so however often it was changed, it is one step to today's. A slug is
never somebody's and a former one of the same place at once: whoever takes it ends what it was before. Of an organisation
only itself can take it back, until an operator releases it: a printed flyer must not lead to another town. A programme's
can be taken by any of its town.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select

from server.office.base.refusals import OfficeCode, OfficeRefused, Wrong
from server.office.base.tables import former_organisations, former_programmes, organisations, programmes


def slug_taken(words: str = "もう使われています") -> OfficeRefused:
    """Somebody has the slug that is asked for, or had it."""
    return OfficeRefused(OfficeCode.SLUG_TAKEN, Wrong("slug", "slug_taken", words))


def organisation_slug(connection: Connection, organisation: str) -> str | None:
    """Its slug, which nobody else changes until this transaction ends; None where there is no such organisation."""
    query = select(organisations.c.slug).where(organisations.c.id == organisation).with_for_update()
    return connection.execute(query).scalar()


def programme_slug(connection: Connection, programme: str) -> str | None:
    """As `organisation_slug`."""
    query = select(programmes.c.slug).where(programmes.c.id == programme).with_for_update()
    return connection.execute(query).scalar()


def organisation_named(connection: Connection, organisation: str, before: str | None, slug: str) -> None:
    """Call it when an organisation has been given a slug. Refused: slug_taken, where another one had it before."""
    if before == slug:
        return
    owner = former_organisation(connection, slug)
    if owner not in (None, organisation):
        raise slug_taken("ほかの団体が前に使っていて、配られたお知らせがあるかもしれません。ほかのものにしてください")
    connection.execute(delete(former_organisations).where(former_organisations.c.slug == slug))
    if before is not None:
        connection.execute(insert(former_organisations), {"slug": before, "organisation": organisation})


def release(connection: Connection, slug: str) -> bool:
    """An operator gives an organisation's former slug free, for any to take; whether it was one."""
    gone = delete(former_organisations).where(former_organisations.c.slug == slug)
    return connection.execute(gone).rowcount == 1


def programme_named(connection: Connection, organisation: str, programme: str, before: str | None, slug: str) -> None:
    """Call it when a programme has been given a slug."""
    if before == slug:
        return
    mine = former_programmes.c.organisation == organisation
    connection.execute(delete(former_programmes).where(mine, former_programmes.c.slug == slug))
    if before is not None:
        row = {"organisation": organisation, "slug": before, "programme": programme}
        connection.execute(insert(former_programmes), row)


def former_organisation(connection: Connection, slug: str) -> str | None:
    """Whose slug it was."""
    query = select(former_organisations.c.organisation).where(former_organisations.c.slug == slug)
    return connection.execute(query).scalar()


def former_of(connection: Connection, slug: str, among: Collection[str]) -> set[str]:
    """Which of some programmes had a slug, whatever organisation they are of."""
    named = (former_programmes.c.slug == slug, former_programmes.c.programme.in_(among))
    return set(connection.execute(select(former_programmes.c.programme).where(*named)).scalars())


def is_former(connection: Connection, organisation: str, slug: str) -> bool:
    """Whether a programme of an organisation had a slug."""
    named = (former_programmes.c.organisation == organisation, former_programmes.c.slug == slug)
    return connection.execute(select(former_programmes.c.slug).where(*named)).first() is not None
