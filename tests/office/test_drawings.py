"""The house's drawings: one set of files for the client, the public pages and the printed notice."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from reportlab.lib.units import mm

from server.office.papers.drawings import colours, hours, scenes
from server.office.papers.drawings.files import NotOurs, drawing, parsed
from server.office.papers.drawings.pixels import paint
from server.office.papers.drawings.shapes import Drawing, Shape, box, ellipse, stroke, svg_paths
from server.office.papers.drawings.things import boards, cup, cushion, eaves, lantern
from server.office.papers.notice.page import notice_pdf
from server.office.papers.notice.sheet import HEIGHT, PRINTED, RIGHT
from tests.bots.server import ROOT
from tests.office.notices import PLAIN

HERE = files("server.office.papers.drawings")
NAMES = sorted(each.name.removesuffix(".svg") for each in HERE.iterdir() if each.name.endswith(".svg"))
SCENES = (scenes.house, *scenes.FIRST_TIME, *map(scenes.of_kind, ("ibasho", "peer_group", "family_group", "games", "")))
INTERFACE = {"ink", "moss", "line"}
"""Roles that the interface has, too."""
HEAD = '<svg xmlns="http://www.w3.org/2000/svg">'


def roles(drawing: Drawing) -> set[str]:
    return {role for shape in drawing for role in (shape.ground, shape.line) if role}


@pytest.fixture(scope="module")
def fonts() -> Path:
    return ROOT / "web_client/dist/fonts"


def test_every_file_can_be_printed_and_has_its_colours() -> None:
    assert {"boards", "cushion", "eaves", "hills", "lantern", "sun", "tea"} <= set(NAMES)
    sheet = colours.sheet()
    for name in NAMES:
        assert drawing(name)
        assert all(f"--{role}:" in sheet for role in roles(drawing(name)) - INTERFACE), name


@pytest.mark.parametrize("scene", SCENES)
def test_every_role_of_a_scene_has_a_colour_for_day_and_night(scene: Callable[[], Drawing]) -> None:
    light, _, dark = colours.sheet().partition("@media screen and (prefers-color-scheme: dark)")
    for role in roles(scene()) - INTERFACE:
        assert f"--{role}:#" in light, role
        assert f"--{role}:#" in dark, role


def test_the_sheet_needs_no_function_that_older_browsers_lack() -> None:
    assert "light-dark" not in colours.sheet()
    assert 'data-hour="night"' in colours.sheet()


@pytest.mark.parametrize("thing", [boards(500), cup(), cushion(), cushion("shoji"), eaves(500), lantern()])
def test_every_role_on_the_notice_has_its_ink(thing: Drawing) -> None:
    assert roles(thing) <= PRINTED.keys()


@pytest.mark.parametrize("scene", SCENES)
def test_what_is_written_as_svg_is_read_as_the_same(scene: Callable[[], Drawing]) -> None:
    once = parsed(f"{HEAD}{svg_paths(scene())}</svg>")
    assert svg_paths(parsed(f"{HEAD}{svg_paths(once)}</svg>")) == svg_paths(once)
    assert roles(once) == roles(scene())


@given(st.lists(st.tuples(*[st.integers(-400, 400)] * 6), min_size=1, max_size=5))
def test_relative_steps_lead_to_the_same_points(curves: list[tuple[int, ...]]) -> None:
    steps = (("M", (3.0, 4.0)), *(("C", tuple(map(float, each))) for each in curves), ("Z", ()))
    (read,) = parsed(f"{HEAD}{svg_paths((Shape(steps, 'plank'),))}</svg>")
    assert [name for name, _ in read.steps] == [name for name, _ in steps]
    assert [number for _, numbers in read.steps for number in numbers] == pytest.approx(
        [number for _, numbers in steps for number in numbers]
    )


def test_short_ways_of_writing_a_path() -> None:
    (read,) = parsed(f'{HEAD}<path fill="none" stroke="var(--ink)" d="M1 2h3v-1H0V5q3 0 3 3zl1 1"/></svg>')
    ends = [numbers[-2:] for _, numbers in read.steps if numbers]
    assert ends == [(1, 2), (4, 2), (4, 1), (0, 1), (0, 5), (3, 8), (2, 3)]


@pytest.mark.parametrize(
    "inside",
    [
        '<path fill="#fff" d="M0 0h1"/>',
        '<path fill="var(--ink)" d="M0 0a1 1 0 0 0 1 1"/>',
        '<path fill="var(--ink)" d="M0 0l1"/>',
        '<path d="M0 0h1"/>',
        '<path fill="var(--ink)" transform="scale(2)" d="M0 0h1"/>',
        "<script/>",
        '<g fill="none"/>',
    ],
)
def test_what_cannot_be_printed_is_refused(inside: str) -> None:
    with pytest.raises(NotOurs):
        parsed(f"{HEAD}{inside}</svg>")


def test_the_lantern_hangs_on_the_paper_and_the_paper_stays_light(fonts: Path) -> None:
    pdf = notice_pdf(PLAIN, fonts)
    assert len(pdf) < 60_000
    scale = 4
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=scale).to_pil()
    middle = ((RIGHT - 9 * mm) * scale, (HEIGHT - (HEIGHT - 14.5 * mm - 11 * mm - 26)) * scale)
    around = {page.getpixel((round(middle[0]) + x, round(middle[1]) + y)) for x in range(-9, 9) for y in range(-9, 9)}
    assert (0xFB, 0xE9, 0xC3) in around


@pytest.mark.parametrize(
    ("hour", "light"),
    [
        ("04:59", "night"), ("05:00", "morning"), ("09:59", "morning"), ("10:00", "day"), ("15:59", "day"),
        ("16:00", "evening"), ("18:59", "evening"), ("19:00", "night"), ("00:00", "night"),
    ],
)  # fmt: skip
def test_the_light_of_an_hour(hour: str, light: str) -> None:
    assert hours.light_at(datetime.fromisoformat(f"2026-12-06T{hour}:00+09:00")) == light


def test_every_hour_has_the_light_that_the_client_has() -> None:
    """The client's test (web_client/tests/hour.test.ts) reads the same table."""
    told = json.loads((ROOT / "tests/fixtures/texts/hours.json").read_text(encoding="utf-8"))["lights"]
    start = datetime(2026, 12, 6, tzinfo=UTC)
    assert [hours.light_at(start + timedelta(hours=hour)) for hour in range(24)] == told


def test_a_picture_is_painted_as_it_is_drawn() -> None:
    """Grounds fill their shapes, curves bend, lines lie over grounds, and what is open stays open."""
    image = Image.new("RGB", (60, 40), "white")
    shapes = (
        box(5, 5, 20, 20, "cup", "grain"),
        ellipse(45, 15, 10, 10, "plank"),
        stroke((5, 35), (55, 35), line="ink"),
    )
    paint(ImageDraw.Draw(image), shapes, {"cup": "#00ff00", "grain": "#ff0000", "plank": "#0000ff", "ink": "#000000"})
    at = {
        point: image.getpixel(point) for point in ((15, 15), (5, 15), (25, 15), (45, 15), (36, 6), (53, 15), (30, 35))
    }
    assert list(at.values()) == [
        (0, 255, 0), (255, 0, 0), (255, 0, 0), (0, 0, 255), (255, 255, 255), (0, 0, 255), (0, 0, 0)
    ]  # fmt: skip
    assert image.getpixel((30, 20)) == (255, 255, 255)
