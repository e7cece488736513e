"""Activities of the library: what is read of them, what is refused on which line, and what a run sheet makes of them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from moderation.gate import Allow, judge
from moderation.rates import NO_LIMITS
from rooms.activities import KINDS, AnyStart
from rooms.activities.cards import DeckCard, StartCards
from rooms.activities.prompt import StartPrompt
from rooms.base import Role
from rooms.commands import StartActivity
from server.http.ideas import ideas_of
from server.office import verbs
from server.office.base import models
from server.office.base.refusals import OfficeRefused
from server.office.content import Content, Living, check, defaults, load
from server.office.content.activities import MOST_BYTES
from server.office.content.living import LOOK_MS
from server.office.content.page import PRESSURES, describe
from server.office.sessions import calendar
from server.office.sessions.room_settings import steps_of
from server.pools import Threads
from server.socket.app import MAX_COMMAND
from tests.office.conftest import NOW, Town, monthly
from tests.office.test_content import TEMPLATE
from tests.office.test_planning import rows
from tests.rooms.helpers import World

ROOT = Path(__file__).resolve().parents[2]
ACTIVITY = """\
content: activity
id: weather
title: {ja: いまの天気, en: The weather}
about: {ja: 心の天気を、ことばでひとつ。}
first: きょうの天気はどうですか。
people: {from: 2, to: 80}
minutes: 3
pressure: 1
ways: [taps, voice]
listening: ならんだ天気をながめます。
paper: 天気のカードを置きます。
start:
  kind: cards
  cards:
    - text: はれ
    - text: くもり
"""
DECK = "content: cards\nid: skies\ntitle: {ja: 空}\ncards:\n  - {ja: 朝の空, en: Morning}\n"


def put(folder: Path, **files: str) -> Content:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load(folder)


def bringing(brings: str) -> str:
    return TEMPLATE.replace("    minutes: 60\n", f"    minutes: 60\n    brings: {brings}\n")


def test_an_activity_of_a_town_is_offered_with_its_start_and_in_every_language(tmp_path: Path) -> None:
    found = put(tmp_path, weather=ACTIVITY)
    assert found.faults == ()
    (told,) = [each for each in ideas_of(found).activities if each.id == "weather"]
    assert (told.title.ja_simple, told.title.en, told.about.en) == ("いまの天気", "The weather", told.about.ja)
    assert (told.least, told.most, told.ways) == (2, 80, ("voice", "taps"))
    assert told.start == StartCards(cards=(DeckCard(text="はれ"), DeckCard(text="くもり")))
    assert '"start":{"kind":"cards","cards":[{"text":"はれ"}' in ideas_of(found).model_dump_json()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("minutes: 3", "minuets: 3", 7, "minuets: 知らない項目です"),
        ("pressure: 1", "pressure: 6", 8, "pressure: 1 から 5 までの数です(今は 6)"),
        ("[taps, voice]", "[taps, dance]", 9, "ways.1: 選べるものから選んでください(voice、text、taps)"),
        ("[taps, voice]", "[taps, taps]", 9, "ways: 同じものが2つあります"),
        ("{from: 2, to: 80}", "{from: 9, to: 3}", 6, "people: from は to までの数です(今は 9 から 3)"),
        ("listening: ならんだ天気をながめます。\n", "", 1, "listening: 入れてください"),
        ("  kind: cards", "  kind: song", 13, "start.kind: 選べるものから選んでください("),
        ("  kind: cards\n", "", 12, "start.kind: 選べるものから選んでください("),
        ("  kind: cards", "  kind: slides", 13, "start.kind: 選べるものから選んでください("),
        ("    - text: くもり", "    - txt: くもり", 16, "start.cards.1.t"),
        ("    - text: くもり", "    - text: [あ]", 16, "start.cards.1.text: 文字を入れてください"),
        ("    - text: くもり", f"    - text: {'あ' * 121}", 16, "start.cards.1.text: 120文字までです(今は 121文字)"),
        ("    - text: くもり", '    - text: "　"', 16, "start.cards.1.text: 入れてください"),
        ("  kind: cards", "  kind: cards\n  colour: red", 14, "start.colour: 知らない項目です"),
        ("start:\n", "start: weather\nend:\n", 12, "start: 項目の組です"),
    ],
)
def test_what_is_wrong_with_it_is_said_with_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in ACTIVITY
    path = tmp_path / "a.yaml"
    path.write_text(ACTIVITY.replace(old, new, 1), encoding="utf-8")
    assert (line, words) in [(fault.line, fault.reason[: len(words)]) for fault in check([path])]


def test_a_kind_s_own_rule_says_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(ACTIVITY + f"    - text: {'あ' * 120}\n" * 58, encoding="utf-8")
    (fault,) = check([path])
    assert (fault.line, fault.reason) == (12, "start: 確かめてください(more than 5000 code points on all cards)")


def test_texts_are_read_in_the_form_in_which_a_desk_lays_them(tmp_path: Path) -> None:
    found = put(tmp_path, weather=ACTIVITY.replace("くもり", '"くも\\u200bり  "'))
    activity = found.activity("weather")
    assert activity is not None
    assert activity.start == StartCards(cards=(DeckCard(text="はれ"), DeckCard(text="くもり")))


@pytest.mark.parametrize("activity", defaults().activities, ids=lambda each: each.id)
def test_what_is_ready_made_is_never_refused_at_the_desk(activity: object) -> None:
    start = activity.start  # type: ignore[attr-defined]
    assert TypeAdapter(AnyStart).validate_json(start.model_dump_json()) == start
    command = StartActivity(activity=start, place=None)
    assert len(command.model_dump_json().encode()) < MAX_COMMAND
    verdict = judge(World().room, "f", Role.FACILITATOR, command, NO_LIMITS, NOW)
    assert isinstance(verdict, Allow)
    assert verdict.command == command, "it lies there as the file says"


def test_the_bound_of_a_start_leaves_room_for_its_command() -> None:
    command = StartActivity(activity=StartPrompt(text=""), place="a" * 24)
    assert len(command.model_dump_json().encode()) + MOST_BYTES < MAX_COMMAND


def test_no_kind_that_borrows_from_a_session_is_in_a_library() -> None:
    assert {kind.name for kind in KINDS if kind.of_session} == {"meeting", "slides"}


def test_the_page_of_activities_is_up_to_date_and_speaks_as_the_desk() -> None:
    assert (ROOT / "docs" / "activities.md").read_text(encoding="utf-8") == describe()
    words = (ROOT / "web_client/src/pages/library/library-words.ts").read_text(encoding="utf-8")
    assert f"pressure: {json.dumps(PRESSURES, ensure_ascii=False)}," in words


# -- what steps bring -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["{activity: weather}", "{kind: activity, activity: weather}"])
def test_a_step_brings_an_activity_or_a_deck_by_its_id(tmp_path: Path, written: str) -> None:
    found = put(tmp_path, tea=bringing(written), skies=DECK, weather=ACTIVITY)
    assert found.faults == ()
    kind, weather = found.kind("tea"), found.activity("weather")
    assert kind is not None
    assert weather is not None
    assert steps_of(kind.programme, found)[0].brings == weather.start
    found = put(tmp_path, tea=bringing("{deck: skies}"))
    kind = found.kind("tea")
    assert kind is not None
    assert steps_of(kind.programme, found)[0].brings == StartCards(cards=(DeckCard(text="朝の空"),))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("{activity: rain}", "steps.0.brings.activity: 「rain」というアクティビティはありません"),
        ("{deck: rain}", "steps.0.brings.deck: 「rain」というカードの山はありません"),
        ("{kind: activity}", "steps.0.brings: どのアクティビティかを選んでください"),
        ("{kind: cards}", "steps.0.brings: どのカードの山かを選んでください"),
        ("{kind: themes, activity: season}", "steps.0.brings: どのアクティビティかを"),
    ],
)
def test_a_template_that_brings_what_there_is_not_is_left_out(tmp_path: Path, written: str, words: str) -> None:
    found = put(tmp_path, tea=bringing(written))
    assert [(fault.path, fault.line, fault.reason[: len(words)]) for fault in found.faults] == [("tea.yaml", 10, words)]
    assert found.kind("tea") is None
    assert [fault.line for fault in check([tmp_path / "tea.yaml"])] == [10]


def test_what_a_town_has_hidden_is_brought_by_none(tmp_path: Path) -> None:
    hidden = "content: activity\nid: season\nhidden: true\n"
    assert put(tmp_path, a=bringing("{activity: season}")).faults == ()
    found = put(tmp_path, b=hidden)
    assert found.activity("season") is None
    assert [fault.line for fault in found.faults] == [10]


async def test_a_saved_step_whose_activity_is_gone_brings_nothing_and_the_office_says_so(
    town: Town, tmp_path: Path
) -> None:
    ready = put(tmp_path, tea=bringing("{activity: weather}"), weather=ACTIVITY)
    kind = ready.kind("tea")
    assert kind is not None
    made = await town.database.write(verbs.add_programme, town.asker, kind.programme, "", ready)
    assert [each.brings is None for each in steps_of(made.programme, defaults())] == [True, True]
    longer = made.programme.model_copy(update={"minutes": 90})
    kept = await town.database.write(verbs.change_programme, town.asker, made.id, longer, "", defaults())
    assert kept.programme.steps[0].brings == models.Brings(kind=models.Brought.ACTIVITY, activity="weather")
    with pytest.raises(OfficeRefused) as refused:
        await town.database.write(verbs.add_programme, town.asker, longer.model_copy(update={"kind": "ibasho"}), "",
                                  defaults())  # fmt: skip
    assert [(field.at, field.code) for field in refused.value.fields] == [("steps.0.brings", "activity_unknown")]


async def test_the_sheet_says_what_is_said_first_and_what_is_gone(town: Town, tmp_path: Path) -> None:
    ready = put(tmp_path, tea=bringing("{activity: weather}"), weather=ACTIVITY)
    kind = ready.kind("tea")
    assert kind is not None
    body = kind.programme.model_copy(update={"kind": "ibasho", "slug": None})
    await town.database.write(verbs.change_programme, town.asker, town.programme, body, "", ready)
    await town.series(monthly())
    wanted = (await rows(town))[0].id
    told = [(0, "いまの天気", False, "きょうの天気はどうですか。")]
    for there, said in ((ready, told), (defaults(), [(0, "weather", True, "")])):
        detail = await town.database.read(calendar.show_session, town.organisation, wanted, NOW, there)
        assert [(each.step, each.name, each.gone, each.first) for each in detail.laid] == said


# -- without a restart ------------------------------------------------------------------------------------------------


async def test_a_file_that_changes_is_read_again_and_a_wrong_one_keeps_what_was_good(tmp_path: Path) -> None:
    folder, now, told = tmp_path / "own", [0], []
    put(folder, weather=ACTIVITY)
    threads = Threads("test", 1, 0)
    living = Living(folder, lambda: now[0], threads, tell=lambda before, after: told.append(after.faults))

    async def titles() -> list[str]:
        now[0] += LOOK_MS
        return [each.title.ja for each in (await living.fresh()).activities if each.id not in READY]

    first = living.now
    assert await titles() == ["いまの天気"]
    assert living.now is first, "nothing has changed: the same value"
    put(folder, weather=ACTIVITY.replace("いまの天気", "空もよう"), rain=ACTIVITY.replace("weather", "rain"))
    assert (await living.fresh()) is first, "looked at a moment ago"
    assert await titles() == ["いまの天気", "空もよう"]
    put(folder, weather=ACTIVITY.replace("minutes: 3", "minutes: たくさん"))
    assert await titles() == ["いまの天気", "空もよう"], "a wrong file keeps what was good"
    assert [(fault.path, fault.line) for fault in living.now.faults] == [("weather.yaml", 7)]
    os.utime(folder / "rain.yaml", ns=(1, 1))
    assert await titles() == ["いまの天気", "空もよう"], "also when another file is read again"
    (folder / "weather.yaml").unlink()
    assert await titles() == ["いまの天気"]
    assert [len(faults) for faults in told] == [0, 1, 1, 0]
    await threads.close()


async def test_without_a_folder_nothing_is_looked_for() -> None:
    assert (await Living().fresh()) is defaults()


READY = {each.id for each in defaults().activities}
