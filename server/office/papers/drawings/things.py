"""Things of the house, each with its origin where it hangs or stands. Sizes are those of the printed notice, in points."""

from __future__ import annotations

from server.office.papers.drawings.shapes import Drawing, Shape, at, box, curve, ellipse, stroke

_RIBS = (16.7, 21.5, 23.5, 23.5, 21.5, 16.7)


def lantern(string: float = 28.0) -> Drawing:
    """Hangs by `string` from its origin; 48 wide, 63 high below it."""
    top = string + 3
    ribs = (
        curve(("M", (-half, y)), ("C", (-half / 2, y + 3, half / 2, y + 3, half, y)), line="lamp", wide=0.6)
        for y, half in ((top + n * 8.1, half) for n, half in enumerate(_RIBS, 1))
    )  # fmt: skip
    return (
        stroke((0, 0), (0, string), line="lamp"),
        ellipse(0, top + 28.4, 24, 28.4, "lamp-paper", "lamp"),
        *ribs,
        box(-9, top - 3, 18, 4, "lamp", r=1.5),
        box(-9, top + 55.8, 18, 4, "lamp", r=1.5),
    )


def cushion(dye: str = "moss-ground", wide: float = 51.0) -> Drawing:
    """Lies on y = 0, its left edge at x = 0; 9 high."""
    tassels = (
        stroke((corner + out, -1.5), (corner, -4.5), (corner + out, -3.5), line="moss")
        for corner, out in ((1.5, -3), (wide - 1.5, 3))
    )  # fmt: skip
    knot = stroke((wide / 2 - 2, -5), (wide / 2 + 2, -5), line="moss")
    return (*tassels, box(0, -9.6, wide, 9, dye, "moss", r=4), knot)


def cup() -> Drawing:
    """Stands on y = 0, its left edge at x = 0; 23 wide, 20 high, with 21 of steam above."""
    steam = (curve(("M", (x, -24)), ("C", (x - 5, -30, x + 5, -34, x, -41)), line="soft", wide=0.8) for x in (8, 15))
    bowl = curve(
        ("M", (0, -20)), ("C", (1, -8, 3, -0.6, 8, -0.6)), ("L", (15, -0.6)), ("C", (20, -0.6, 22, -8, 23, -20)), ("Z", ()),
        ground="white", line="ink",
    )  # fmt: skip
    return (bowl, *steam)


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
    legs = (box(x, -20, 6, 19, "wood-ground", "wood", r=1) for x in (10, wide - 16))
    return (*legs, box(0, -26, wide, 7, "wood-ground", "wood", r=3.5))


def eaves(wide: float) -> Drawing:
    """A beam from (0, 0) with the ends of rafters below; 9 high."""
    count = max(3, round(wide / 22))
    rafters = (box(4 + n * (wide - 13) / (count - 1), 5, 5, 4, "wood-ground", "wood") for n in range(count))
    return (box(0, 0, wide, 5, "wood-ground", "wood"), *rafters)


def boards(wide: float, deep: float = 14.0) -> Drawing:
    """The veranda's, from y = 0 down."""
    count = max(2, round(wide / 88))
    seams = (stroke((n * wide / count, 0), (n * wide / count, deep), line="wood") for n in range(1, count))
    return (box(0, 0, wide, deep, "wood-ground", "wood"), *seams)


def hills(wide: float) -> Drawing:
    """Two behind each other, on y = 0."""
    far = curve(
        ("M", (0, 0)), ("L", (0, -26)), ("C", (wide * 0.14, -46, wide * 0.26, -40, wide * 0.42, -22)),
        ("C", (wide * 0.58, -42, wide * 0.74, -46, wide, -16)), ("L", (wide, 0)), ("Z", ()), ground="far",
    )  # fmt: skip
    near = curve(
        ("M", (0, 0)), ("L", (0, -9)), ("C", (wide * 0.22, -22, wide * 0.4, -16, wide * 0.6, -9)),
        ("C", (wide * 0.75, -20, wide * 0.9, -20, wide, -12)), ("L", (wide, 0)), ("Z", ()), ground="near",
    )  # fmt: skip
    return far, near


def moon(r: float = 13.0) -> Drawing:
    halos = (ellipse(0, 0, r * k, r * k, "halo") for k in (2, 1.6, 1.3))
    return (*halos, ellipse(0, 0, r, r, "moon"))


def grass() -> Drawing:
    """Susuki on y = 0; 34 wide, 62 high."""

    def blade(x: float, lean: float, high: float) -> tuple[Shape, Shape]:
        tip = x + lean
        stalk = curve(
            ("M", (x, 0)), ("C", (x, -high * 0.5, tip - lean * 0.4, -high * 0.8, tip, -high)), line="near", wide=1.2
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
                  ground="near", line="moss"),
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
        box(left, top, wide, high, "white", "line", r=8),
        curve(("M", (-5, -9.6)), ("L", (0, 0)), ("L", (5, -9.6)), ground="white", line="line"),
    )


def telephone() -> Drawing:
    """A mobile one, its upper left corner at the origin; 44 × 76."""
    return (box(0, 0, 44, 76, "white", "ink", r=7, wide=1.6), stroke((17, 70), (27, 70), wide=1.6))


def screen(wide: float, high: float) -> Drawing:
    """A shoji, its upper left corner at the origin."""
    across, down = max(2, round(wide / 16)), max(2, round(high / 16))
    bars = (
        *(stroke((n * wide / across, 0), (n * wide / across, high), line="wood", wide=0.8) for n in range(1, across)),
        *(stroke((0, n * high / down), (wide, n * high / down), line="wood", wide=0.8) for n in range(1, down)),
    )
    return (box(0, 0, wide, high, "lamp-ground", "wood", wide=1.6), *bars)


def lamp() -> Drawing:
    """The lantern as it stands in the middle of a circle: on y = 0, its middle at x = 0; 34 wide, 46 high."""
    return (
        box(-12, -3, 24, 3, "wood-ground", "wood", r=1.5),
        *at(lantern(0)[1:], 0, -47, 0.7),
    )
