"""Public pages as a visitor reads and uses them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from moderation.office import StaffRole
from tests.office.api.client import Answer, Browser, Office, Town
from tests.office.api.towns import programme_body, series_body

JUNE = 1_782_018_000_000  # 2026-06-21 14:00, the beginning of the towns' next session


class Read(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.said = ""
        self._reading = False
        self._box: str | None = None
        self._boxes: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._reading = tag in ("rt", "rp")
        if tag == "textarea":
            self._box = dict(attrs)["name"] or ""
            self._boxes[self._box] = ""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self._box = None if tag == "textarea" else self._box
        self._reading = self._reading and tag not in ("rt", "rp")

    def handle_data(self, data: str) -> None:
        """Readings over the letters are no part of the sentence."""
        if not self._reading:
            self.said += data
        if self._box is not None:
            self._boxes[self._box] += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for each, attributes in self.tags if each == tag]

    def fields(self) -> dict[str, str]:
        """What the form would send as it stands."""
        chosen = {each["name"]: each["value"] for each in self.all("input") if "checked" in each}
        typed = {each["name"]: each.get("value", "") for each in self.all("input") if each.get("type") != "radio"}
        written = {name: text.removeprefix("\n") for name, text in self._boxes.items()}
        return {**typed, **chosen, **written}


def read(answer: Answer) -> Read:
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert not [
        each for each in answer.cookies if not each.startswith(("engawa_guest=", "engawa_code=", "engawa_made="))
    ]
    return Read(answer.text)


def form_path(town: Town) -> str:
    return f"/p/{town.slug}/flat/{town.ids['session']}"


def pages_of(town: Town) -> list[str]:
    feeds = [f"/calendar/{town.slug}.ics", f"/calendar/{town.slug}/flat.ics"]
    return [f"/p/{town.slug}", f"/p/{town.slug}/flat", form_path(town), "/y", *feeds]


async def patch(office: Office, town: Town, path: str, change: dict[str, Any]) -> None:
    """Change a part of what GET gives for the town's own programme, series or settings."""
    admin = office.browser(town.cookies[StaffRole.ADMINISTRATOR])
    if path == "settings":
        body = (await admin.office("GET", f"/{town.ids['o']}/settings")).json
        del body["version"]
        answer = await admin.office("PUT", f"/{town.ids['o']}/settings", {**body, **change})
    elif path == "programme":
        body = programme_body(town.name).model_dump(mode="json")
        answer = await admin.office("PUT", f"/{town.ids['o']}/programmes/{town.ids['programme']}", {**body, **change})
    elif path == "series":
        whole = f"/{town.ids['o']}/series/{town.ids['series']}"
        version = (await admin.office("GET", whole)).json["version"]
        series = {**series_body(town.name, town.ids["programme"], town.ids["crew"]), **change}
        answer = await admin.office("PUT", whole, {"series": series, "version": version})
    else:
        answer = await admin.office("PATCH", f"/{town.ids['o']}/sessions/{town.ids['session']}", change)
    assert answer.status == 200, answer.text


async def reserve(browser: Browser, town: Town, *, follow: bool = True, **fields: str) -> Answer:
    """A seat of its own, also with a browser that has reserved already."""
    form = {"lang": "ja", "way": "online", "mail": "", "another": "yes", **fields}
    return await browser.ask("POST", form_path(town), form=form, follow=follow)


def code_in(page: Read) -> str:
    found = re.search(r"([0-9A-Z]{3}-){3}[0-9A-Z]{3}", page.said)
    assert found
    return found[0]


async def open_reservations(office: Office, town: Town) -> int:
    """How many hold a seat of the next session, or wait for one."""
    rows = (await office.dump())["reservations"]
    return sum(row["state"] in ("booked", "waiting") and row["session"] == town.ids["session"] for row in rows)
