"""What a clerk does that reaches several floors of the office: each verb is one function, and one transaction.

Whoever calls one (an endpoint, the command line, a demonstration) has nothing to add: the sessions have followed, those who
waited have moved up, and either all of it is written or nothing. Verbs that stay on one floor stand there, in `plan`,
`sessions`, `seats`, `counts` and `papers`. Each raises OfficeRefused, and then nothing has been changed.
"""

from __future__ import annotations

from sqlalchemy import Connection

from server.office.base import models
from server.office.base.asking import Asker
from server.office.base.refusals import OfficeCode, OfficeRefused, Wrong
from server.office.content import Content
from server.office.papers.feeds import addresses_of
from server.office.papers.ways_in import with_personal_links
from server.office.plan import programmes, series
from server.office.plan.follow import programme_changed
from server.office.seats.waiting import capacity_changed, series_changed
from server.office.sessions import calendar
from server.office.sessions.links import Addresses
from server.office.staff.oneself import feed_secret


def add_programme(
    connection: Connection, asker: Asker, body: models.ProgrammeBody, base: str, ready: Content
) -> models.ProgrammeShown:
    """A new programme of one of the kinds that are ready; `base` is what public addresses begin with.

    Refused: invalid (kind, what a step brings), too_many, slug_taken.
    """
    if ready.kind(body.kind) is None:
        raise _unknown_kind()
    _bring_what_there_is(body, ready)
    return programmes.add_programme(connection, asker.organisation, body, base)


def change_programme(
    connection: Connection, asker: Asker, programme: str, body: models.ProgrammeBody, base: str, ready: Content
) -> models.ProgrammeShown:
    """A programme as a whole: sessions that have not begun follow it, and those who wait get seats that it adds. It may stay
    of a kind that is not ready any more, and its steps may go on naming what is not.

    Refused: invalid (kind, what a step brings), not_found, slug_taken, too_many (sessions).
    """
    before = programmes.body_of(programmes.programme_row(connection, asker.organisation, programme))
    if ready.kind(body.kind) is None and before.kind != body.kind:
        raise _unknown_kind()
    _bring_what_there_is(body, ready, before)
    shown = programmes.rewrite(connection, asker.organisation, programme, body, base)
    programme_changed(connection, asker.organisation, programme, asker.now)
    series_changed(connection, asker.organisation, asker.now, programme=programme)
    return shown


def _unknown_kind() -> OfficeRefused:
    return OfficeRefused(OfficeCode.INVALID, Wrong("kind", "kind_unknown", "種類を選んでください"))


def _bring_what_there_is(
    body: models.ProgrammeBody, ready: Content, before: models.ProgrammeBody | None = None
) -> None:
    """Refuses steps that bring what is not ready-made and was not named before, either."""
    known = set() if before is None else {step.brings for step in before.steps}
    wrong = []
    for at, step in enumerate(body.steps):
        brings = step.brings
        if brings is None or brings in known:
            continue
        if brings.activity is not None and ready.activity(brings.activity) is None:
            words = "このアクティビティは、いまは一覧にありません。ほかのものを選んでください"
            wrong.append(Wrong(f"steps.{at}.brings", "activity_unknown", words))
        if brings.deck is not None and ready.deck(brings.deck) is None:
            words = "このカードの山は、いまは一覧にありません。ほかのものを選んでください"
            wrong.append(Wrong(f"steps.{at}.brings", "deck_unknown", words))
    if wrong:
        raise OfficeRefused(OfficeCode.INVALID, *wrong)


def replace_series(
    connection: Connection, asker: Asker, wanted: str, asked: models.ReplaceSeries
) -> models.SeriesShown:
    """A series as a whole: its sessions follow, and those who wait get seats that it adds.

    Refused: not_found, not_owner, invalid, version_old (somebody was faster), too_many (sessions).
    """
    shown = series.rewrite(connection, asker, wanted, asked)
    series_changed(connection, asker.organisation, asker.now, series=wanted)
    return shown


def undo(connection: Connection, asker: Asker, wanted: str, version: int) -> models.SeriesShown:
    """Take the last change of a series back, and with it what followed from it.

    Refused: not_found, not_owner, version_old, nothing_to_undo, too_many (sessions).
    """
    shown = series.take_back(connection, asker, wanted, version)
    series_changed(connection, asker.organisation, asker.now, series=wanted)
    return shown


def patch_session(
    connection: Connection,
    asker: Asker,
    wanted: str,
    patch: models.SessionPatch,
    addresses: Addresses | None,
    ready: Content,
) -> models.SessionDetail:
    """What is different for one session; those who wait get seats that it adds. `addresses` and `ready` as in
    `show_session`.

    Refused: not_found, already_over, not_owner, invalid (the rota).
    """
    calendar.write_differences(connection, asker.organisation, wanted, patch, asker.now)
    if patch.capacities is not None or patch.entry is not None or patch.clear:
        capacity_changed(connection, asker.organisation, wanted, asker.now)
    return show_session(connection, asker, wanted, addresses, ready)


def show_session(
    connection: Connection, asker: Asker, wanted: str, addresses: Addresses | None, ready: Content
) -> models.SessionDetail:
    """One session, with what there is `ready`-made for its run sheet to bring. With `addresses` each of the rota has a link
    (made, if there was none); without, none is shown.

    Refused: not_found.
    """
    detail = calendar.show_session(connection, asker.organisation, wanted, asker.now, ready)
    if addresses is None or not detail.duties:
        return detail
    return with_personal_links(connection, asker.organisation, detail, addresses)


def show_feeds(connection: Connection, asker: Asker, account: str, base: str, *, renew: bool) -> models.Feeds:
    """The address of an organisation's feed, and of one's own if it is made now: there was none, or `renew`."""
    secret = feed_secret(connection, account, renew=renew)
    return addresses_of(connection, asker.organisation, secret, base)
