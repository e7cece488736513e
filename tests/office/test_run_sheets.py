"""The run sheets of the ready-made programmes, and what docs/programmes.md says of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rooms.base import Mode
from rooms.plans import build
from rooms.plans.sizes import Sizes
from rooms.sheet import Speak
from server.office.base.models import KindShown
from server.office.base.models.programmes import NOTICE
from server.office.content import defaults
from server.office.sessions.room_settings import steps_of

PAGE = Path(__file__).parents[2] / "docs" / "programmes.md"
KINDS = {each.kind: each for each in defaults().kinds.kinds}
ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \|(?:[^|]+\|){3} ([^|]+) \|$", re.MULTILINE)


def test_the_table_says_every_kind_with_its_run_sheet() -> None:
    told = {kind: (title, sheet) for kind, title, sheet in ROW.findall(PAGE.read_text(encoding="utf-8"))}
    assert told == {
        kind: (
            each.title,
            " → ".join(f"{step.title} {step.minutes}分" for step in each.programme.steps) or "no room",
        )
        for kind, each in KINDS.items()
    }


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_run_sheet_fits_its_session_and_helps_whoever_leads_it(kind: KindShown) -> None:
    steps = kind.programme.steps
    assert sum(step.minutes for step in steps) <= kind.programme.minutes
    assert [step.title for step in steps if not step.notes] == []
    assert len(steps_of(kind.programme, defaults())) == len(steps), "a room takes them"
    assert (kind.programme.mode == NOTICE) == (not steps)


def _ways(kind: str) -> list[str]:
    return [step.speak for step in KINDS[kind].programme.steps]


def test_steps_hold_to_how_one_takes_part() -> None:
    assert _ways("talk_practice")[:3] == [Speak.LISTEN, Speak.TEXT, Speak.VOICE]
    assert _ways("lecture") == [Speak.LISTEN, Speak.LISTEN, Speak.VOICE, Speak.TEXT]
    for kind in KINDS.values():
        listening = [step for step in kind.programme.steps if step.mode == Mode.TABLES]
        assert all(step.speak in (Speak.VOICE, "") for step in listening), "nobody sits at a table in silence"


@pytest.mark.parametrize(
    ("kind", "modes"),
    [
        ("reflecting", ["reflecting", "reflecting", "reflecting", "reflecting", "circle"]),
        ("salon", ["lecture", "tables", "booths"]),
        ("women", ["lecture", "lecture", "ibasho", "tables"]),
        ("consultation_fair", ["lecture", "booths"]),
    ],
)
def test_steps_lay_the_room_out(kind: str, modes: list[str]) -> None:
    assert [step.mode for step in KINDS[kind].programme.steps] == modes


def test_the_circles_of_a_reflecting_can_be_exchanged() -> None:
    """Its notes tell whoever leads it to let them."""
    notes = " ".join(step.notes for step in KINDS["reflecting"].programme.steps)
    assert "話す輪と聞く輪が入れかわる" in notes
    assert build(Mode.REFLECTING, Sizes()).exchange is not None
