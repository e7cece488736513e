"""Scenes for pages: what a programme is like, what happens when somebody comes for the first time, and the house itself.

Each is 160 × 100; the house is 720 × 220. Its floor is at 86.
"""

from __future__ import annotations

from collections.abc import Callable

from server.office.papers.drawings.shapes import Drawing, at, box, curve, ellipse, stroke
from server.office.papers.drawings.things import (
    being,
    boards,
    bubble,
    cup,
    cushion,
    eaves,
    grass,
    hills,
    lamp,
    lantern,
    pot,
    screen,
    seated,
    sun,
    table,
    telephone,
)

WIDTH, HEIGHT, FLOOR = 160.0, 100.0, 86.0
HOUSE = 720.0, 220.0


def _room(*things: Drawing, outside: bool = True) -> Drawing:
    """Sky and hills between eaves and boards, and the things in front."""
    land = at(hills(WIDTH), 0, FLOOR) if outside else ()
    sky = box(0, 0, WIDTH, HEIGHT, "sky-half" if outside else "mat")
    front = (*at(boards(WIDTH), 0, FLOOR), *at(eaves(WIDTH), 0, 0))
    return (sky, *land, *front, *(shape for thing in things for shape in thing))


def _glow(x: float, y: float, r: float) -> Drawing:
    return tuple(ellipse(x, y, r * k, r * k * 0.85, "halo") for k in (1, 0.78, 0.56))


def circle() -> Drawing:
    """Some sit around the lamp."""
    return _room(
        _glow(80, 60, 52),
        at(seated("clay", "round", "dye-blue"), 30, 82, 0.85),
        at(seated("leaf", "sprout", "dye-red"), 130, 82, 0.85),
        at(lamp(), 80, 78),
        at(seated("cream", "long", "moss-ground"), 56, 93, 0.85),
        at(seated("plum", "none", "shoji"), 104, 93, 0.85),
        outside=False,
    )


def tea() -> Drawing:
    """Two have tea at the edge of the veranda."""
    return _room(
        at(sun(), 118, 32),
        at(seated("leaf", "round", "dye-red"), 44, FLOOR),
        at(cup(), 70, FLOOR, 0.8),
        at(seated("cream", "sprout", "dye-blue"), 112, FLOOR),
    )


def family() -> Drawing:
    """A low table with a pot and cups."""
    return _room(
        _glow(36, 26, 38),
        at(lantern(4), 36, 5, 0.5),
        at(cushion("dye-blue", 34), 4, FLOOR),
        at(cushion("dye-red", 34), 122, FLOOR),
        at(table(84), 38, FLOOR),
        at(pot(), 62, 60, 0.55),
        at(cup(), 46, 60, 0.5),
        at(cup(), 100, 60, 0.5),
        outside=False,
    )


def open_house() -> Drawing:
    """The screens stand open, and the lantern is lit."""
    return _room(
        at(sun(), 66, 34),
        at(grass(), 48, FLOOR, 0.7),
        at(screen(30, 76), 2, 10),
        at(screen(30, 76), 128, 10),
        at(lantern(8), 106, 9, 0.6),
        at(cushion(), 66, FLOOR, 0.9),
    )


def talk() -> Drawing:
    """Two, and a cup for each."""
    return _room(
        at(screen(44, 62), 58, 14),
        at(seated("clay", "round", "moss-ground"), 30, FLOOR),
        at(seated("cream", "none", "dye-blue"), 130, FLOOR),
        at(table(52), 54, FLOOR, 0.9),
        at(cup(), 59, 63, 0.5),
        at(cup(), 86, 63, 0.5),
        outside=False,
    )


def listen() -> Drawing:
    """One speaks beside a hanging paper, the others listen."""
    paper = (
        stroke((118, 9), (118, 16), line="grain"),
        box(104, 16, 28, 50, "cup", "grain"),
        *(stroke((x, 24), (x, 56), line="steam", wide=1.4) for x in (112, 118, 124)),
    )
    return _room(
        paper,
        at(seated("plum", "round", "shoji"), 82, 80, 0.8),
        *(at(seated(dye, ears, cloth), x, 95, 0.75) for x, dye, ears, cloth in (
            (22, "leaf", "none", "dye-red"), (54, "cream", "long", "dye-blue"),
        )),
        outside=False,
    )  # fmt: skip


def play() -> Drawing:
    """A board with stones, somewhat played."""
    grid = tuple(
        shape for n in range(1, 6) for shape in (stroke((54 + n * 9, 50), (54 + n * 9, 72), line="grain", wide=0.7),)
    ) + tuple(stroke((56, 46 + n * 7), (106, 46 + n * 7), line="grain", wide=0.7) for n in range(1, 4))
    stones = tuple(
        ellipse(x, y, 4, 2.8, ground, "ink")
        for x, y, ground in ((63, 53, "ink"), (81, 60, "cup"), (90, 53, "ink"), (72, 67, "cup"), (99, 67, "ink"))
    )
    legs = (box(58, 78, 8, 7, "plank", "grain"), box(96, 78, 8, 7, "plank", "grain"))
    return _room(
        (*legs, box(52, 46, 58, 26, "shoji", "grain"), box(52, 72, 58, 7, "plank", "grain"), *grid, *stones),
        at(seated("leaf", "long", "dye-blue"), 26, FLOOR, 0.95),
        at(seated("clay", "sprout", "dye-red"), 135, FLOOR, 0.95),
        outside=False,
    )


def outdoors() -> Drawing:
    """Sun, hills, grass: what is held elsewhere."""
    bell = (
        stroke((40, 9), (40, 22), line="ink"),
        curve(("M", (31, 38)), ("C", (30, 18, 50, 18, 49, 38)), ("Z", ()), ground="dye-blue", line="ink"),
        stroke((40, 38), (40, 48), line="ink"),
        box(36, 48, 8, 20, "cup", "ink"),
    )
    return _room(bell, at(sun(14), 116, 34), at(grass(), 132, FLOOR, 0.8), at(cushion("dye-red"), 66, FLOOR, 0.8))


# -- the first time ------------------------------------------------------------------------------------------------


def door() -> Drawing:
    """A telephone, in it a small house with a light."""
    house = (
        box(64, 24, 32, 44, "sky-half"),
        box(64, 24, 32, 5, "plank", "grain", wide=0.8),
        *at(lantern(2), 88, 29, 0.25),
        box(64, 58, 32, 6, "plank", "grain", wide=0.8),
        ellipse(80, 50, 4, 4, "sun"),
    )
    return _room(_glow(80, 48, 46), at(telephone(), 58, 10), house, at(cup(), 122, FLOOR, 0.8), outside=False)


def peek() -> Drawing:
    """Somebody looks in through a screen that is a little open."""
    return _room(
        _glow(112, 56, 40),
        at(lamp(), 124, 82, 0.8),
        at(seated("clay", "round", "dye-blue"), 98, 94, 0.7),
        at(seated("cream", "long", "dye-red"), 146, 94, 0.7),
        at(being("leaf", "sprout"), 62, FLOOR),
        at(screen(56, 76), 2, 10),
        outside=False,
    )


def name() -> Drawing:
    """A being with a paper for a name."""
    tag = (
        box(92, 34, 52, 26, "cup", "grain", r=6),
        stroke((102, 47), (126, 47), line="steam", wide=3),
        stroke((132, 41), (132, 53), line="moss", wide=1.6),
    )
    return _room(_glow(56, 56, 42), at(seated("leaf", "sprout", "shoji"), 56, FLOOR, 1.35), tag, outside=False)


def seat() -> Drawing:
    """A circle with a free cushion, and one who listens at the side."""
    return _room(
        _glow(94, 58, 46),
        at(lamp(), 94, 76, 0.85),
        at(seated("clay", "round", "dye-blue"), 60, 84, 0.75),
        at(seated("plum", "none", "dye-red"), 130, 84, 0.75),
        at(cushion("moss-ground", 40), 74, 95),
        at(seated("cream", "long", "shoji"), 20, 94, 0.75),
        outside=False,
    )


def voice() -> Drawing:
    """A nod, a written line, a voice: each counts as much."""
    written = (stroke((84, 34), (126, 34), line="steam", wide=2.4), stroke((84, 43), (112, 43), line="steam", wide=2.4))
    return _room(
        at(seated("clay", "round", "dye-blue"), 44, FLOOR, 1.15),
        at(bubble(64, 34), 88, 62),
        written,
        at(cup(), 116, FLOOR, 0.7),
        outside=False,
    )


def rest() -> Drawing:
    """Tea, a cushion, the moon."""
    return _room(
        at(sun(15), 112, 34), at(grass(), 14, FLOOR, 0.8), at(cushion("shoji"), 52, FLOOR), at(cup(), 116, FLOOR)
    )


def leave() -> Drawing:
    """The screens stand open, a few steps lead out."""
    path = tuple(ellipse(x, y, 7, 2.6, "mat", "grain") for x, y in ((62, 80), (78, 72), (90, 65)))
    return _room(
        path,
        at(sun(12), 108, 30),
        at(screen(34, 76), 2, 10),
        at(screen(24, 76), 134, 10),
        at(being("leaf", "sprout"), 102, 64, 0.6),
    )


def house() -> Drawing:
    """The veranda, wide, before the sky that its page gives it; its left half is quiet, so that words may stand near."""
    width, height = HOUSE
    floor = height - 30
    return (
        *at(sun(26), 250, 74),
        *at(hills(width), 0, floor, 1.0),
        *at(grass(), 70, floor, 1.3),
        *at(grass(), 640, floor, 0.9),
        *at(boards(width, 30), 0, floor),
        *at(eaves(width), 0, 0, 1.0),
        *_glow(520, 92, 96),
        *at(lantern(26), 520, 5, 1.15),
        *at(seated("clay", "round", "dye-blue"), 330, floor + 8, 1.25),
        *at(cup(), 366, floor + 8),
        *at(seated("cream", "sprout", "dye-red"), 430, floor + 8, 1.25),
        *at(cushion("moss-ground", 60), 480, floor + 12),
    )


_KINDS: dict[str, Callable[[], Drawing]] = {
    **dict.fromkeys(("ibasho", "reflecting", "salon", "talk_practice", "closed_group", "users_meeting"), circle),
    **dict.fromkeys(("peer_group", "women"), tea),
    **dict.fromkeys(("family_group", "waiting_room"), family),
    **dict.fromkeys(("consultation", "consultation_fair"), talk),
    **dict.fromkeys(("lecture", "workshop", "course", "staff_meeting"), listen),
    "open_hours": open_house,
    "games": play,
    "notice": outdoors,
}
FIRST_TIME: tuple[Callable[[], Drawing], ...] = (door, peek, name, seat, voice, rest, leave)
"""What happens, in order."""


def drawn_for(kind: str) -> Callable[[], Drawing] | None:
    """What a programme of this kind is like; None for what is no kind."""
    return _KINDS.get(kind)


def of_kind(kind: str) -> Callable[[], Drawing]:
    """As `drawn_for`; the open house for a town's own kind, and for one that there was once."""
    return _KINDS.get(kind, open_house)
