"""Staff notes over HTTP: only administrators read them, only their own organisation's; a mark says that there are new ones.

That other towns and other roles get nothing, test_isolation.py and test_permissions.py hold for every endpoint.
"""

from __future__ import annotations

import pytest

from moderation.office import StaffRole
from rooms.notes import Note
from server.office.base.common import Safe
from server.office.base.tables import staff_notes
from server.office.live import LiveOffice
from server.office.notes import reading
from tests.office.api.client import NOW, Browser, Office, Town


def administrator(office: Office, town: Town) -> Browser:
    return office.browser(town.cookies[StaffRole.ADMINISTRATOR])


async def marks(browser: Browser) -> list[int]:
    return [each["unread_notes"] for each in (await browser.office("GET", "/me")).json["organisations"]]


async def test_administrators_read_and_delete_notes(office: Office, kono: Town, otsu: Town) -> None:
    admin, notes = administrator(office, kono), f"/{kono.ids['o']}/notes"
    assert await marks(admin) == [1]
    answer = await admin.office("GET", notes)
    (note,) = answer.json["notes"]
    assert answer.headers["Cache-Control"] == "no-store"
    said = {name: note[name] for name in ("by", "about", "text", "title", "read")}
    assert said == {"by": "甲野のひと", "about": "甲野の係", "text": "甲野の心配", "title": "甲野の日曜", "read": False}
    assert (await admin.office("GET", notes)).json == answer.json, "looking changes nothing"
    for _ in range(2):
        assert (await admin.office("POST", f"{notes}/{note['id']}/read")).status == 200
    assert (await marks(admin), (await admin.office("GET", notes)).json["notes"][0]["read"]) == ([0], True)
    assert (await admin.office("DELETE", f"{notes}/{note['id']}")).status == 200
    assert (await admin.office("DELETE", f"{notes}/{note['id']}")).status == 404
    assert [row["organisation"] for row in (await office.dump())["staff_notes"]] == [otsu.ids["o"]]


@pytest.mark.parametrize("role", [role for role in StaffRole if role is not StaffRole.ADMINISTRATOR])
async def test_the_mark_is_for_administrators(office: Office, kono: Town, role: StaffRole) -> None:
    assert await marks(office.browser(kono.cookies[role])) == [0]


async def test_a_town_that_shares_a_session_reads_only_what_came_by_its_own_links(
    office: Office, kono: Town, otsu: Town
) -> None:
    """One session, two towns: each worry goes to the town by whose link its writer came."""
    live = LiveOffice(office.database, office.clock, office.safe)
    for town in (kono, otsu):
        await live.keep_notes(kono.ids["session"], [Note(town.slug, town.ids["o"], NOW, "a", "b", f"{town.slug}の")])
    for town in (kono, otsu):
        shown = (await administrator(office, town).office("GET", f"/{town.ids['o']}/notes")).json["notes"]
        assert {each["text"] for each in shown} == {f"{town.slug}の", f"{town.name}の心配"}


async def test_a_note_sealed_with_another_key_is_still_a_note(office: Office, kono: Town) -> None:
    office.safe.seal("")
    other = Safe.of(office.folder / "other")
    change = staff_notes.update().where(staff_notes.c.organisation == kono.ids["o"]).values(sealed=other.seal("[]"))
    await office.database.write(lambda connection: connection.execute(change))
    (note,) = (await administrator(office, kono).office("GET", f"/{kono.ids['o']}/notes")).json["notes"]
    assert (note["text"], note["by"]) == (None, "")


async def test_a_list_has_an_end(office: Office, kono: Town) -> None:
    live, admin = LiveOffice(office.database, office.clock, office.safe), administrator(office, kono)
    many = [Note(str(number), kono.ids["o"], NOW + number, "a", "", "b") for number in range(reading.MOST_SHOWN)]
    await live.keep_notes("s", many)
    shown = (await admin.office("GET", f"/{kono.ids['o']}/notes")).json
    assert (len(shown["notes"]), shown["more"]) == (reading.MOST_SHOWN, True)
    assert shown["notes"][0]["at"] > shown["notes"][-1]["at"]
