"""What a town wrote itself, as the office and the pages offer it."""

from __future__ import annotations

from pathlib import Path

from moderation.office import StaffRole
from server.office.content import Living
from tests.office.api.client import Town
from tests.office.api.conftest import Running
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
