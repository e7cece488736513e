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
SEEDS = ("haru", "kaze", "hoshi", "nami", "mori", "yuki", "tsuki", "sora")
_GENTLE = {
    "eyesVariant": ["round", "dots", "happy", "closedLine", "close"],
    "mouthVariant": ["smile", "tinySmile", "catMouth", "ooh", "grin"],
}
"""Looks without anger, sadness or mockery, for the styles that have faces: nobody is looked at sternly here."""
_LOOKS: dict[str, dict[str, list[str]]] = {"critters": _GENTLE, "sprouts": _GENTLE}
_SEED = re.compile(r"[A-Za-z0-9_-]{1,32}")


@lru_cache(maxsize=len(STYLES))
def _style(name: str) -> Style:
    return Style(json.loads(files("dicebear_styles").joinpath(f"{name}.json").read_text(encoding="utf-8")))


def is_known(style: str, seed: str) -> bool:
    """Whether there is such a style and seed."""
    return style in STYLES and _SEED.fullmatch(seed) is not None


def draw(style: str, seed: str) -> str:
    """The SVG of an avatar (some 2–6 kB) that `is_known`. Some milliseconds; the first of a style, up to a second."""
    return str(Avatar(_style(style), {"seed": seed, "size": 96, **_LOOKS.get(style, {})}))
