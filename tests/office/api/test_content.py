"""What a town wrote itself, as the office and the pages offer it."""

from __future__ import annotations

from pathlib import Path

from moderation.office import StaffRole
from server.office.content import Living
from server.office.content.living import LOOK_MS
from server.pools import Threads
from tests.office.api.client import Town
from tests.office.api.conftest import Running
from tests.office.test_activity_content import ACTIVITY
from tests.office.test_content import PROMPTS, TEMPLATE


async def test_a_town_s_own_kind_is_planned_like_all_others_and_its_ideas_are_offered(
    running: Running, kono: Town, tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    for name, text in (("tea", TEMPLATE), ("rivers", PROMPTS), ("games", "content: template\nid: games\nhidden: true")):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    async with running(content=Living(folder)) as office:
        clerk = await office.signed_in(kono.staff[StaffRole.SCHEDULER])
        kinds = {each["kind"]: each for each in (await clerk.office("GET", "/kinds")).json["kinds"]}
        assert "games" not in kinds
        body = kinds["tea"]["programme"]
        made = await clerk.office("POST", f"/{kono.ids['o']}/programmes", body)
        assert (made.status, made.json["programme"]["kind"]) == (200, "tea")
        unknown = await clerk.office("POST", f"/{kono.ids['o']}/programmes", {**body, "kind": "games"})
        assert (unknown.status, unknown.json["fields"][0]["code"]) == (422, "kind_unknown")
        asked = {"kind": "tea", "title": "お茶", "schedule": {"starts_on": "2026-06-01", "rules": [
            {"rule": "FREQ=WEEKLY;BYDAY=WE", "start": "14:00", "end": "15:00"}]}}  # fmt: skip
        assert (await clerk.office("POST", f"/{kono.ids['o']}/start", asked)).status == 200
        stranger = office.browser()
        assert (await stranger.ask("GET", "/drawn/tea.svg")).status == 200
        ideas = await stranger.ask("GET", "/api/ideas")
        assert [each["ja"] for each in ideas.json["prompts"][-1]["ideas"]] == ["すきな橋", "川のにおい"]
        assert ideas.headers["Vary"] == "Accept-Encoding"
        assert ideas.headers["Etag"].startswith('W/"'), "compressed for some: the same words, not the same bytes"
        again = await stranger.ask("GET", "/api/ideas", headers={"If-None-Match": ideas.headers["Etag"]})
        assert (again.status, again.body) == (304, b"")


async def test_what_is_tried_in_the_folder_is_offered_without_a_restart_and_its_faults_are_for_administrators(
    running: Running, kono: Town, tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    now = [0]
    threads = Threads("test", 1, 0)
    living = Living(folder, lambda: now[0], threads)
    async with running(content=living) as office:
        admin = await office.signed_in(kono.staff[StaffRole.ADMINISTRATOR])
        clerk = await office.signed_in(kono.staff[StaffRole.SCHEDULER])
        stranger = office.browser()
        before = await stranger.ask("GET", "/api/ideas")
        assert before.headers["Cache-Control"] == "public, no-cache", (
            "a browser asks, and is told that it has it already"
        )
        (folder / "weather.yaml").write_text(ACTIVITY, encoding="utf-8")
        (folder / "tea.yaml").write_text(TEMPLATE.replace("circle", "fishbowl"), encoding="utf-8")
        now[0] += LOOK_MS
        told = {"If-None-Match": before.headers["Etag"]}
        after = await stranger.ask("GET", "/api/ideas", headers=told)
        assert [each["id"] for each in after.json["activities"]][-1] == "weather"
        assert after.json["activities"][-1]["start"]["kind"] == "cards"
        faults = [(await who.office("GET", "/kinds")).json["faults"] for who in (admin, clerk)]
        assert [[each.split(" ")[0] for each in told] for told in faults] == [["tea.yaml:6:"], []]
        (folder / "tea.yaml").write_text(TEMPLATE, encoding="utf-8")
        now[0] += LOOK_MS
        kinds = (await clerk.office("GET", "/kinds")).json["kinds"]
        assert [each["kind"] for each in kinds][-1] == "tea"
    await threads.close()
