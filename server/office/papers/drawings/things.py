"""Things of the house, each with its origin where it hangs or stands. Sizes are those of the printed notice, in points."""

from __future__ import annotations

from dataclasses import replace

from server.office.papers.drawings.files import drawing
from server.office.papers.drawings.shapes import Drawing, Shape, across, at, box, curve, dyed, ellipse, stroke


def lantern(string: float = 28.0) -> Drawing:
    """Hangs by `string` from its origin; 48 wide, 63 high below it."""
    return (stroke((0, 0), (0, string), line="lantern-line"), *at(drawing("lantern"), 0, string))


def cushion(dye: str = "moss-ground", wide: float = 51.0) -> Drawing:
    """Lies on y = 0, its left edge at x = 0; 9 high."""
    return across(dyed(drawing("cushion"), "moss-ground", dye), wide / 51)


def cup() -> Drawing:
    """Stands on y = 0, its left edge at x = 0; 23 wide, 20 high, with 21 of steam above."""
    return drawing("tea")


def pot() -> Drawing:
    """A teapot; 44 wide, 34 high."""
    return (
        curve(("M", (40, -14)), ("C", (48, -16, 46, -24, 52, -27)), line="ink", wide=2.5),
        curve(("M", (12, -26)), ("C", (10, -44, 34, -44, 32, -26)), line="ink", wide=1.4),
        ellipse(22, -13.5, 20, 13, "clay", "ink"),
        box(14, -29, 16, 4, "clay", "ink", r=2),
    )


def table(wide: float = 90.0) -> Drawing:
    """A low one with round edges; 26 high."""
    legs = (box(x, -20, 6, 19, "plank", "grain", r=1) for x in (10, wide - 16))
    return (*legs, box(0, -26, wide, 7, "plank", "grain", r=3.5))


def eaves(wide: float) -> Drawing:
    """A beam from (0, 0) with the ends of rafters below; 9 high."""
    return _repeated("eaves", 22, wide)


def boards(wide: float, deep: float = 14.0) -> Drawing:
    """The veranda's, from y = 0 down."""
    return across(_repeated("boards", 88, wide), 1, deep / 14)


def _repeated(name: str, length: float, wide: float) -> Drawing:
    """A drawing that goes on and on, `length` wide each time, fitted into `wide`; each of its shapes becomes one."""
    count = max(2, round(wide / length))
    rows = [at(across(drawing(name), wide / count / length), n * wide / count, 0) for n in range(count)]
    return tuple(
        replace(same[0], steps=tuple(step for each in same for step in each.steps)) for same in zip(*rows, strict=True)
    )


def hills(wide: float) -> Drawing:
    """Two behind each other, on y = 0."""
    return across(drawing("hills"), wide / 720)


def sun(r: float = 13.0) -> Drawing:
    """The sun; by night, the moon. Its middle is the origin."""
    return at(drawing("sun"), 0, 0, r / 13)


def grass() -> Drawing:
    """Susuki on y = 0; 34 wide, 62 high."""

    def blade(x: float, lean: float, high: float) -> tuple[Shape, Shape]:
        tip = x + lean
        stalk = curve(
            ("M", (x, 0)), ("C", (x, -high * 0.5, tip - lean * 0.4, -high * 0.8, tip, -high)), line="hill", wide=1.2
        )
        plume = curve(
            ("M", (tip, -high)),
            ("C", (tip + 5, -high + 1, tip + 8, -high + 6, tip + 9, -high + 14)),
            line="plume",
            wide=2,
        )
        return stalk, plume  # fmt: skip

    return tuple(shape for x, lean, high in ((0, 4, 46), (5, 9, 62), (10, 16, 52)) for shape in blade(x, lean, high))


def being(dye: str, ears: str = "round") -> Drawing:
    """A gentle round one, sitting on y = 0, its middle at x = 0; 28 wide, 26 high without ears."""
    tops: dict[str, Drawing] = {
        "round": (ellipse(-9, -24, 5, 5, dye, "ink"), ellipse(9, -24, 5, 5, dye, "ink")),
        "long": (ellipse(-6, -31, 4, 10, dye, "ink"), ellipse(6, -31, 4, 10, dye, "ink")),
        "sprout": (
            stroke((0, -25), (0, -33), line="moss", wide=1.6),
            curve(("M", (0, -32)), ("C", (2, -39, 9, -40, 12, -38)), ("C", (10, -32, 4, -31, 0, -32)), ("Z", ()),
                  ground="hill", line="moss"),
        ),
        "none": (),
    }  # fmt: skip
    eyes = tuple(
        curve(("M", (x - 2.4, -13)), ("C", (x - 1.4, -10.6, x + 1.4, -10.6, x + 2.4, -13)), line="ink", wide=1.4)
        for x in (-5, 5)
    )
    mouth = curve(("M", (-2, -8.5)), ("C", (-1, -7, 1, -7, 2, -8.5)), line="ink", wide=1.2)
    return (*tops[ears], ellipse(0, -13, 14, 13, dye, "ink"), *eyes, mouth)


def seated(dye: str, ears: str, cloth: str) -> Drawing:
    """A being on its cushion; 36 wide."""
    return (*at(cushion(cloth, 36), -18, 0), *at(being(dye, ears), 0, -8))


def bubble(wide: float, high: float) -> Drawing:
    """What somebody says, its tail pointing down at the origin."""
    left, top = -wide * 0.35, -high - 9
    return (
        box(left, top, wide, high, "cup", "line", r=8),
        curve(("M", (-5, -9.6)), ("L", (0, 0)), ("L", (5, -9.6)), ground="cup", line="line"),
    )


def telephone() -> Drawing:
    """A mobile one, its upper left corner at the origin; 44 × 76."""
    return (box(0, 0, 44, 76, "cup", "ink", r=7, wide=1.6), stroke((17, 70), (27, 70), wide=1.6))


def screen(wide: float, high: float) -> Drawing:
    """A shoji, its upper left corner at the origin."""
    across, down = max(2, round(wide / 16)), max(2, round(high / 16))
    bars = (
        *(stroke((n * wide / across, 0), (n * wide / across, high), line="grain", wide=0.8) for n in range(1, across)),
        *(stroke((0, n * high / down), (wide, n * high / down), line="grain", wide=0.8) for n in range(1, down)),
    )
    return (box(0, 0, wide, high, "shoji", "grain", wide=1.6), *bars)


def lamp() -> Drawing:
    """The lantern as it stands in the middle of a circle: on y = 0, its middle at x = 0; 34 wide, 46 high."""
    return (
        box(-12, -3, 24, 3, "plank", "grain", r=1.5),
        *at(lantern(0)[1:], 0, -47, 0.7),
    )
