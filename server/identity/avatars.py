"""Avatars drawn by DiceBear on the server: animals, plants and shapes under CC0. No photo, no upload, no face that judges.

A picture is decided by style and seed alone, so it can be cached for ever.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files

from dicebear import Avatar, Style

STYLES = ("critters", "sprouts", "thumbs", "blobs", "shapes", "constellation")
_CLAY = [
    "#e9c9a0",
    "#d9a27a",
    "#c98f8f",
    "#b9a7c9",
    "#93b3c9",
    "#8fbfae",
    "#a9c48c",
    "#e0cf86",
    "#cfc4ae",
    "#b8b0a4",
    "#d6b3b8",
    "#9aa6b8",
]
_TOPS = ["earsRound", "earsPointy", "earsDroop", "sprout", "nub", "bobble", "fin", "antennae"]
_TOPS += ["hornsSmall", "horns", "antenna"]
_GENTLE = {
    "eyesVariant": ["round", "dots", "happy", "closedLine", "close"],
    "mouthVariant": ["smile", "tinySmile", "catMouth", "ooh", "grin"],
    "backgroundColor": ["#dfe5d3", "#e8dcc4", "#dce4e6", "#ecd9cc", "#e0d9e4", "#d3dccf"],
}
"""Looks without anger, sadness or mockery: nobody is looked at sternly here. The grounds are the page's muted ones."""
_LOOKS: dict[str, dict[str, list[str]]] = {
    "critters": {
        **_GENTLE,
        "bodyColor": _CLAY,
        "accentColor": _CLAY,
        "topVariant": _TOPS,
    },
    "sprouts": {
        **_GENTLE,
        "potColor": _CLAY,
        "plantColor": ["#6f9a68", "#88ad6a", "#5f8f7d", "#9fb673", "#7aa88b", "#55804f"],
        "bloomColor": ["#e6b3b8", "#e8c98a", "#d9a08a", "#c9b3d6", "#f0dfc0", "#d98f8f"],
    },
}
"""The offered styles (`rooms/looks.py`). The others are drawn for whoever wore one when the room was last written down."""
_SEED = re.compile(r"[A-Za-z0-9_-]{1,32}")


@lru_cache(maxsize=len(STYLES))
def _style(name: str) -> Style:
    return Style(json.loads(files("dicebear_styles").joinpath(f"{name}.json").read_text(encoding="utf-8")))


def is_known(style: str, seed: str) -> bool:
    """Whether there is such a style and seed."""
    return style in STYLES and _SEED.fullmatch(seed) is not None


def draw(style: str, seed: str, *, ground: bool = True) -> str:
    """The SVG of an avatar (some 2–6 kB) that `is_known`. Some milliseconds; the first of a style, up to a second."""
    looks = _LOOKS.get(style, {}) if ground else {**_LOOKS.get(style, {}), "backgroundColor": ["#00000000"]}
    return str(Avatar(_style(style), {"seed": seed, "size": 96, **looks}))
