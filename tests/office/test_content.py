"""A town's own content: what is read, what is refused on which line, and what lies over what."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path

import pytest
from pydantic import ValidationError
from structlog.testing import capture_logs
from typer.testing import CliRunner

from rooms.activities.cards import StartCards
from rooms.activities.prompt import StartPrompt
from server.cli.commands import app
from server.config import Config
from server.doctor import content as doctor
from server.http.ideas import ideas_of
from server.main import Server
from server.office import verbs
from server.office.base.models import ProgrammeBody
from server.office.base.refusals import OfficeRefused
from server.office.content import Content, Fault, check, defaults, load
from server.office.content.reading import DEEPEST, WIDE, Broken, read
from server.office.content.shelf import DEFAULTS, MOST_BYTES, MOST_FAULTS
from server.office.rules.typed import STORED
from tests.office.conftest import Town

TEMPLATE = """\
content: template
id: tea
title: お茶の会
about: お茶をのむだけの会。
often: FREQ=MONTHLY;BYDAY=3SU
mode: circle
steps:
  - title: お茶
    minutes: 60
    text: のんでも、のまなくても。
  - title: ひとこと
    minutes: 10
    speak: text
"""
PROMPTS = """\
content: prompts
id: rivers
title: {ja: 川}
prompts:
  - ja: すきな橋
  - {ja: 川のにおい, en: The smell of a river}
"""


PAGE = Path(__file__).parents[2] / "docs" / "content.md"


def put(folder: Path, **files: str) -> Content:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load(folder)


def wrong(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    return [(fault.line, fault.reason) for fault in check([path])]


def test_a_town_s_template_is_a_kind_like_all_others(tmp_path: Path) -> None:
    found = put(tmp_path, tea=TEMPLATE)
    assert found.faults == ()
    assert [each.kind for each in found.kinds.kinds] == [*(each.kind for each in defaults().kinds.kinds), "tea"]
    kind = found.kind("tea")
    assert kind is not None
    assert (kind.title, kind.programme.kind, kind.programme.name) == ("お茶の会", "tea", "お茶の会")
    assert [(step.title, step.minutes, step.speak) for step in kind.programme.steps] == [
        ("お茶", 60, ""),
        ("ひとこと", 10, "text"),
    ]
    ready = defaults().kind("ibasho")
    assert ready is not None
    assert kind.programme.how == ready.programme.how, "what it is like is said once for all"


def test_the_same_id_replaces_where_it_stood_and_hidden_goes(tmp_path: Path) -> None:
    before = [each.kind for each in defaults().kinds.kinds]
    found = put(
        tmp_path,
        tea=TEMPLATE.replace("id: tea", "id: games"),
        course="content: template\nid: course\nhidden: true\ntitle: waits\n",
        everyday=PROMPTS.replace("rivers", "everyday"),
        cards="content: cards\nid: likes\nhidden: true\n",
        how="content: how\nid: how\ntext:\n  ja: だいじょうぶです。\n",
    )
    assert found.faults == ()
    assert [each.kind for each in found.kinds.kinds] == [kind for kind in before if kind != "course"]
    titles = {each.kind: each.title for each in found.kinds.kinds}
    assert titles["games"] == "お茶の会"
    assert [each.id for each in found.prompts] == [each.id for each in defaults().prompts]
    assert [each.ja for each in found.prompts[0].prompts] == ["すきな橋", "川のにおい"]
    assert [each.id for each in found.cards] == ["seasons"]
    assert {each.programme.how.ja for each in found.kinds.kinds} == {"だいじょうぶです。", ""}, "but for notices"


def test_a_text_that_lacks_falls_back_on_japanese(tmp_path: Path) -> None:
    river = ideas_of(put(tmp_path, rivers=PROMPTS)).prompts[-1]
    assert (river.title.ja_simple, river.title.en) == ("川", "川")
    assert [(each.ja, each.ja_simple, each.en) for each in river.ideas] == [
        ("すきな橋", "すきな橋", "すきな橋"),
        ("川のにおい", "川のにおい", "The smell of a river"),
    ]


def test_the_defaults_are_good_in_all_languages_and_can_be_given() -> None:
    assert check(sorted(DEFAULTS.glob("*.yaml"))) == ()
    ideas = ideas_of(defaults())
    for each in (*ideas.prompts, *ideas.cards):
        for idea in (each.title, *each.ideas):
            assert idea.en != idea.ja, "said in English, too"
            StartPrompt(text=idea.ja)
    for deck in ideas.cards:
        StartCards.model_validate({"cards": [{"text": idea.ja_simple} for idea in deck.ideas]}, strict=False)


def test_what_the_page_shows_is_good(tmp_path: Path) -> None:
    shown = re.findall(r"^```yaml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert len(shown) == 5
    assert put(tmp_path, **{f"n{number}": text for number, text in enumerate(shown)}).faults == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("mode: circle", "moed: circle", 6, "moed: 知らない項目です"),
        ("    minutes: 60", "    minuets: 60", 9, "steps.0.minuets: 知らない項目です"),
        ("    minutes: 60", "    minutes: たくさん", 9, "steps.0.minutes: 0 から 600 までの数です"),
        ("    minutes: 60", "    minutes: 700", 9, "steps.0.minutes: 0 から 600 までの数です(今は 700)"),
        ("title: お茶の会", "title: 12", 3, "title: 文字を入れてください"),
        ("title: お茶の会", f"title: {'あ' * 61}", 3, "title: 60文字までです(今は 61文字)"),
        ("mode: circle", "mode: fishbowl", 6, "mode: 部屋の使いかたを、選べるものから選んでください(ibasho、"),
        ("    speak: text", "    mode: fishbowl", 13, "steps.1.mode: 部屋の使いかたを"),
        ("    speak: text", "    speak: song", 13, "steps.1.speak: 参加のしかたを"),
        ("    speak: text", "    brings: {kind: song}", 13, "steps.1.brings.kind: 選べるものから選んでください"),
        ("    speak: text", "    brings: {kind: prompt}", 13, "steps.1.brings: お題の言葉を入れてください"),
        ("    speak: text", "    brings: {kind: themes, text: 川}", 13, "steps.1.brings: 言葉は、お題のときだけ"),
        ("  - title: ひとこと\n", "  -\n", 12, "steps.1.title: 入れてください"),
        ("often: FREQ=MONTHLY;BYDAY=3SU", "often: ときどき", 5, "often: "),
        ("mode: circle", "slug: tea", 6, "slug: ここには書けません"),
        ("mode: circle", "kind: tea", 6, "kind: 知らない項目です"),
        ("id: tea", "id: お茶", 2, "id: 英小文字と _ で、30文字までです"),
        ("id: tea\n", "", 1, "id: 入れてください"),
        ("content: template", "content: recipe", 1, "content: template、prompts、cards、activity、how のどれかを"),
        ("content: template\n", "", 1, "content: template、prompts、cards、activity、how のどれかを"),
        ("mode: circle", "hidden: maybe", 6, "hidden: はい(true)か いいえ(false)です"),
        ("id: tea", "id: tea\nhidden: true", 2, "id: 「tea」という、かくせるものはありません"),
        ("mode: circle", "mode: circle\nmode: ibasho", 7, "mode: 同じ項目が2つあります"),
        ("title: お茶の会", 'title: "お茶の会', 3, "YAML として読めません"),
        ("    minutes: 60", "\tminutes: 60", 9, "字下げにタブは"),
        ("    text: のんで", "    text: &a のんで", 10, "& や * で"),
        ("title: お茶の会", "title: *tea", 3, "& や * で"),
        ("title: お茶の会", "title: !!python/name:os.system", 3, "! で始まる"),
        ("about: お茶", "about: \x07お茶", 4, "使えない文字"),
        ("mode: circle", "? [a]\n: circle", 6, "項目の名前がよめません"),
        (TEMPLATE, "", 1, "なにも書かれていません"),
        (TEMPLATE, "# まだ\n---\n- a\n", 3, "「項目: 値」の形で書いてください"),
        (TEMPLATE, f"{TEMPLATE}---\n{TEMPLATE}", 14, "1つのファイルに書けるのは1つです"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in TEMPLATE
    ((at, reason),) = wrong(tmp_path, TEMPLATE.replace(old, new, 1))
    assert (at, reason[: len(words)]) == (line, words)


def test_everything_that_is_wrong_with_a_file_is_said_at_once(tmp_path: Path) -> None:
    text = TEMPLATE.replace("mode: circle", "mode: fishbowl").replace("speak", "speek").replace("お茶の会", "あ" * 70)
    assert [line for line, _ in wrong(tmp_path, text)] == [3, 6, 13]


@pytest.mark.parametrize("word", ["no", "12:30", "2026-04-01", "0120", "1.5", "on", "~x"])
def test_words_are_what_they_look_like(word: str) -> None:
    assert read(f"a: {word}\nb: true\nc: 7\nd:\n".encode()).value == {"a": word, "b": True, "c": 7, "d": None}


def test_what_is_no_utf8_too_long_or_too_deep_is_no_riddle(tmp_path: Path) -> None:
    with pytest.raises(Broken) as refused:
        read(b"content: template\ntitle: " + "お茶".encode("shift_jis"))
    assert (refused.value.line, "UTF-8" in refused.value.words) == (2, True)
    for text in ("[" * 200_000, "a:\n" + "  - " * (DEEPEST + 1)):
        with pytest.raises(Broken, match="深すぎます"):
            read(text.encode())
    assert wrong(tmp_path, "#" * (MOST_BYTES + 1)) == [(1, "256 KB までです")]


def test_a_second_file_of_one_id_is_left_out(tmp_path: Path) -> None:
    found = put(tmp_path, a=TEMPLATE, b=f"# また\n{TEMPLATE}".replace("お茶の会", "別の会"))
    assert found.faults == (Fault("b.yaml", 3, "id: 「tea」は a.yaml にもあります"),)
    assert [each.title for each in found.kinds.kinds if each.kind == "tea"] == ["お茶の会"]


def test_a_deck_fits_into_one_command(tmp_path: Path) -> None:
    cards = "".join(f"  - ja: {'あ' * 100}\n" for _ in range(51))
    text = f"content: cards\nid: long\ntitle: {{ja: 長い}}\ncards:\n{cards}"
    assert wrong(tmp_path, text) == [(4, "cards: ぜんぶのカードで5000文字までです")]


def test_folders_are_looked_through_and_what_is_hidden_is_not(tmp_path: Path) -> None:
    for name in ("one", ".git", "one/.old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "tea.yml").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "one" / "notes.txt").write_text("なんでも", encoding="utf-8")
    found = load(tmp_path)
    assert found.faults == ()
    assert found.kind("tea") is not None
    assert load(tmp_path / "nowhere").faults == (Fault("nowhere", 1, "このフォルダーがないか、読めません"),)
    assert load(tmp_path / "nowhere").kinds == defaults().kinds


async def test_a_server_begins_without_the_wrong_file_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    put(own, good=TEMPLATE, bad=TEMPLATE.replace("id: tea", "id: coffee").replace("circle", "fishbowl"))
    monkeypatch.setenv("ENGAWA_CONTENT", str(own))
    config = Config(data_dir=tmp_path / "data", host="127.0.0.1", port=0, https_port=0, voice_port=0)
    with capture_logs() as logs:
        server = Server(config)
        server.say_faults()
        await server.stop()
    (told,) = [line for line in logs if line["event"] == "content_wrong"]
    assert told["path"] == "bad.yaml:6"
    assert told["reason"].startswith("mode: 部屋の使いかた")
    assert str(tmp_path) not in str(told)
    assert server.content.now.kind("tea") is not None
    assert server.content.now.kind("coffee") is None
    found = await doctor.files(own)
    assert [(each.state, each.words.split(" ")[0]) for each in found] == [("warn", "bad.yaml:6:")]
    assert await doctor.files(None) == []
    monkeypatch.setenv("ENGAWA_CONTENT", "")
    assert Config().content is None, "an empty setting is no folder"


async def test_a_programme_keeps_a_kind_that_is_gone_and_takes_no_other(town: Town, tmp_path: Path) -> None:
    ready = put(tmp_path, tea=TEMPLATE)
    kind = ready.kind("tea")
    assert kind is not None
    made = await town.database.write(verbs.add_programme, town.asker, kind.programme, "", ready)
    longer = made.programme.model_copy(update={"minutes": 90})
    kept = await town.database.write(verbs.change_programme, town.asker, made.id, longer, "", defaults())
    assert (kept.programme.kind, kept.programme.minutes) == ("tea", 90)
    for call, body in (
        (lambda c, b: verbs.change_programme(c, town.asker, town.programme, b, "", defaults()), longer),
        (lambda c, b: verbs.add_programme(c, town.asker, b, "", defaults()), longer),
    ):
        with pytest.raises(OfficeRefused) as refused:
            await town.database.write(call, body)
        assert [field.code for field in refused.value.fields] == ["kind_unknown"]


def test_what_was_stored_with_a_mode_that_is_gone_goes_on_as_the_ordinary_one() -> None:
    body = {"kind": "ibasho", "name": "会", "mode": "fishbowl", "steps": [
        {"title": "金魚", "mode": "fishbowl", "speak": "song"}]}  # fmt: skip
    stored = ProgrammeBody.model_validate_json(json.dumps(body), context=STORED)
    assert (stored.mode, stored.steps[0].mode, stored.steps[0].speak) == ("ibasho", "", "")
    with pytest.raises(ValidationError):
        ProgrammeBody.model_validate_json(json.dumps(body))


def test_the_command_line_says_the_same_without_a_server(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(TEMPLATE, encoding="utf-8")
    bad.write_text(PROMPTS.replace("prompts:", "promts:"), encoding="utf-8")
    call = CliRunner()
    fine = call.invoke(app, ["content", "check", str(good)])
    assert (fine.exit_code, fine.output) == (0, "")
    told = call.invoke(app, ["content", "check", str(good), str(bad), str(tmp_path / "none.yaml")])
    assert told.exit_code == 1
    assert told.stdout.splitlines() == [
        f"{bad}:1: prompts: 入れてください",
        f"{bad}:4: promts: 知らない項目です",
        f"{tmp_path}/none.yaml:1: 読めません(No such file or directory)",
    ]
    assert call.invoke(app, ["content", "check"]).exit_code == 2


# -- whoever writes such files with bad will -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\nb: [*a, *a]\n",
        "[" * MOST_BYTES,
        "{" * MOST_BYTES,
        "? " * (MOST_BYTES // 2),
        "- " * (MOST_BYTES // 2),
        "a" * MOST_BYTES,
        "'" * MOST_BYTES,
        "content: prompts\nid: " + "9" * (MOST_BYTES - 30),
        "content: prompts\nid: 190:20:30\n",
        "content: !!python/object/apply:os.system [id]\n",
        "{" + "a: 1, " * (MOST_BYTES // 6 - 1) + "}",
        "content: prompts\n" + "".join(f"k{number}: 1\n" for number in range(20_000)),
        "content: template\n" + " \n" * (MOST_BYTES // 2 - 20),
    ],
    ids=[
        "aliases",
        "lists",
        "maps",
        "keys",
        "items",
        "a word",
        "quotes",
        "a number",
        "sixties",
        "code",
        "twice",
        "wrong",
        "empty",
    ],
)
def test_no_file_takes_long_or_is_told_of_without_an_end(tmp_path: Path, text: str) -> None:
    begun = time.process_time()
    faults = put(tmp_path, bomb=text).faults
    assert time.process_time() - begun < 5.0
    assert 1 <= len(faults) <= MOST_FAULTS + 1
    assert max(len(str(fault)) for fault in faults) < 500


def test_what_is_told_of_a_file_can_be_printed(tmp_path: Path) -> None:
    """Its name and the names in it are whatever somebody wrote."""
    (tmp_path / "esc.yaml").write_text('content: prompts\n"\\e[2J\\n9: good": 1\n', encoding="utf-8")
    (tmp_path / "line\n1.yaml").write_text("x", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.yaml")).write_text("x", encoding="utf-8")
    (tmp_path / "twice.yaml").write_text('content: prompts\n"\\e[2J": 1\n"\\e[2J": 1\n', encoding="utf-8")
    for faults in (load(tmp_path).faults, check(sorted(tmp_path.iterdir()))):
        said = [str(fault) for fault in faults]
        assert len(said) >= 4
        assert all(each.isprintable() and each.encode() for each in said), said


def test_links_and_pipes_open_nothing_and_end(tmp_path: Path) -> None:
    """A link to a file that is no content tells nothing of what stands in it."""
    secret = tmp_path / "secret.key"
    secret.write_text("himitsu: kabocha\n", encoding="utf-8")
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "link.yaml").symlink_to(secret)
    (folder / "zero.yaml").symlink_to("/dev/zero")
    (folder / "self.yaml").symlink_to("self.yaml")
    (folder / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.yaml")
    faults = load(folder).faults
    assert {fault.path for fault in faults} >= {"link.yaml", "zero.yaml", "self.yaml", "up"}
    assert not [fault for fault in faults if "kabocha" in str(fault)]
    assert load(folder).kinds == defaults().kinds


def test_what_is_meant_to_be_read_and_is_not_is_told(tmp_path: Path) -> None:
    """Names as other systems write them, links that lead nowhere or away, a pipe; what begins with a dot is nobody's."""
    for name in ("A.YAML", "b.yaml.txt", ".c.yaml", "notes.txt"):
        (tmp_path / name).write_text(PROMPTS, encoding="utf-8")
    with open(os.fsencode(tmp_path) + b"/\x82\xa8\x92\x83.yaml", "w", encoding="utf-8") as unpacked_elsewhere:
        unpacked_elsewhere.write("content: [\n")
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere.yaml")
    (tmp_path / "shared").symlink_to(tmp_path.parent, target_is_directory=True)
    os.mkfifo(tmp_path / "pipe.yaml")
    found = load(tmp_path)
    assert [each.id for each in found.prompts if each.id == "rivers"] == ["rivers"]
    told = {fault.path: fault.reason for fault in found.faults}
    assert sorted(told) == ["b.yaml.txt", "gone.yaml", "pipe.yaml", "shared", "\ufffd\ufffd\ufffd\ufffd.yaml"]
    assert "txt" in told["b.yaml.txt"]
    assert json.dumps(told, ensure_ascii=False).encode(), "it can be written into any log"


def test_what_a_japanese_keyboard_writes_is_told_in_its_words(tmp_path: Path) -> None:
    wide = PROMPTS.replace("title: {ja: 川}", "title:\n  ja：川")
    assert (4, WIDE) in wrong(tmp_path, wide)
    assert (4, WIDE) in wrong(tmp_path, wide.replace("  ja：", "\u3000\u3000ja: "))
    assert (5, WIDE) in wrong(tmp_path, PROMPTS.replace("- ja: すきな橋", "-\u3000ja: すきな橋"))
    assert wrong(tmp_path, PROMPTS.replace("すきな橋", "|\n      q：橋は\n      a：すき")) == [], (
        "in a text it may stand"
    )
    [(line, reason)] = wrong(tmp_path, PROMPTS.replace("すきな橋", "橋: すきな"))
    assert (line, "でかこんで" in reason) == (5, True)
