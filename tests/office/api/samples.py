"""What each endpoint of the office is sent when everything is right. A new endpoint must be given its sample here."""

from __future__ import annotations

from typing import Any

from server.http.office.endpoint import Endpoint
from server.office.base import models
from tests.office.api.client import Town
from tests.office.api.towns import PASSWORD, programme_body, series_body

SCHEDULE = {"starts_on": "2026-06-01", "rules": [{"rule": "FREQ=MONTHLY;BYDAY=2SA", "start": "10:00", "end": "12:00"}]}
SPAN = {"first": "2026-04-01", "last": "2027-03-31"}
UNKNOWN_SECRET = "x" * 32
Sample = dict[str, Any]


def key(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path}"


def _programme(town: Town, slug: str) -> Sample:
    body = programme_body(town.name).model_dump(mode="json")
    return {**body, "name": f"{town.name}あたらしい", "slug": slug}


def _series(town: Town) -> Sample:
    return series_body(town.name, town.ids["programme"], town.ids["crew"])


def samples(town: Town) -> dict[str, Sample]:
    """`METHOD /path` to a body that a town may send about what is its own."""
    settings = models.OrganisationSettings(name=f"{town.name}市", slug=town.slug)
    return {
        "POST /set-up": {
            "secret": UNKNOWN_SECRET, "organisation": "団体", "name": "さとう", "mail": "sato@example.jp",
            "password": PASSWORD,
        },
        "POST /sign-in": {"mail": "nobody@example.jp", "password": PASSWORD, "totp": "123456"},
        "POST /me/password": {"password": PASSWORD, "new_password": "あたらしい朝のひかり"},
        "POST /me/totp": {"password": PASSWORD},
        "PUT /me/totp": {"totp": "123456"},
        "POST /sign-in/mail": {"mail": "nobody@example.jp"},
        "POST /sign-in/known": {"secret": "x" * 20},
        "POST /me/totp/remove": {"password": PASSWORD},
        "POST /invitations/look": {"secret": UNKNOWN_SECRET},
        "POST /invitations/accept": {
            "secret": UNKNOWN_SECRET, "name": "さとう", "mail": "sato@example.jp", "password": PASSWORD,
        },
        "POST /organisations": {"name": "あたらしい団体", "slug": "new-one"},
        "PUT /{o}/settings": settings.model_dump(mode="json"),
        "POST /{o}/staff/invitations": {"role": "scheduler", "mail": f"another@{town.slug}.example.jp"},
        "PUT /{o}/staff/{staff}": {"role": "scheduler"},
        "POST /schedule/preview": {"schedule": SCHEDULE, "first": "2026-06-01", "last": "2027-03-31"},
        "POST /{o}/schedule/preview": {
            "schedule": SCHEDULE, "first": "2026-06-01", "last": "2027-03-31",
            "crew": [{"crew": town.ids["crew"], "task": "on_call"}], "series": town.ids["series"],
        },
        "POST /{o}/programmes": _programme(town, "another"),
        "PUT /{o}/programmes/{programme}": _programme(town, "flat"),
        "POST /{o}/venues": {"name": f"{town.name}分館", "address": "1-1", "access": "駅前", "rooms": ["和室"]},
        "PUT /{o}/venues/{venue}": {"name": f"{town.name}本館"},
        "POST /{o}/crew": {"name": f"{town.name}みまもり"},
        "PUT /{o}/crew/{crew}": {"name": f"{town.name}あたらしい名"},
        "POST /{o}/start": {
            "kind": "ibasho", "title": f"{town.name}の土曜", "schedule": SCHEDULE, "venue": f"{town.name}会館",
        },
        "POST /{o}/series": {"series": _series(town)},
        "PUT /{o}/series/{series}": {"series": {**_series(town), "title": f"{town.name}の会"}, "version": 2},
        "POST /{o}/series/{series}/changes": {
            "change": {"kind": "move", "date": "2026-07-19", "to": {"date": "2026-07-20"}}, "version": 2,
        },
        "POST /{o}/series/{series}/undo": {"version": 2},
        "POST /{o}/shares": {"secret": UNKNOWN_SECRET},
        "POST /{o}/series/{series}/passes": {"number": 2},
        "PATCH /{o}/sessions/{session}": {
            "entry": {"kind": "reservation"}, "capacities": {"online": 3},
            "duties": [{"crew": town.ids["crew"], "task": "assist"}], "note": "この日は和室です",
        },
        "POST /{o}/sessions/{session}/reservations": {"way": "hall", "mail": "guest@example.jp", "language": "en"},
        "PUT /{o}/sessions/{session}/reservations/{reservation}": {"state": "cancelled"},
        "POST /{o}/sessions/{session}/reservations/take-back": {"reservations": [town.ids["reservation"]]},
        "PUT /{o}/sessions/{session}/reservations/bounds": {"unbounded": True},
        "PUT /{o}/sessions/{session}/look-back": {"good": "お茶がおいしかった", "minded": "", "next": "いすをふやす"},
        "PUT /{o}/sessions/{session}/themes/{theme}": {"left_out": True},
        "PUT /{o}/sessions/{session}/decided/{line}": {"became": "done", "word": "できました", "told": True},
        "PUT /{o}/sessions/{session}/counts": {"hall_added": 3, "hall_listeners_added": 1, "first_time_added": 1},
    }  # fmt: skip


def query_of(endpoint: Endpoint) -> dict[str, str] | None:
    return dict(SPAN) if endpoint.query in (models.Span, models.CountsAsked) else None


REFUSED_WHEN_RIGHT = {
    "POST /{o}/sessions/{session}/slides": "not_a_pdf",
    "DELETE /{o}/programmes/{programme}": "in_use",
    "POST /{o}/shares": "share_unknown",
}
"""What an administrator is refused although all is well: the town's programme is in use, nobody made such a secret,
and slides are no JSON (tests/server/test_slides.py brings some)."""
