"""The catalogue of looks: which avatars are offered, and which one somebody gets who has not chosen.

Every one was looked at by a person. The order is that of a greedy choice by difference at 36 px, so that those which stand
first differ most. Whatever was worn before a look was struck out is still drawn (server/identity/avatars.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import zip_longest

from rooms.base import AvatarChoice
from rooms.state import Room

SHOWN = 24
"""Looks that are offered at a time."""
_SEEDS = {
    "critters": """
        e0 e372 e317 e316 e59 e354 e240 e350 e463 e377 e60 e243 e22 e156 e61 e458 e102 e383 e276 e371 e366
        e112 e180 e490 e89 e278 e343 e183 e335 e286 e147 e489 e495 e82 e74 e442 e118 e234 e430 e328 e213
        e166 e236 e285 e164 e360 e439 e108 e192 e138 e433 e206 e20 e454 e459 e347 e79 e253 e482 e62 e29 e72
        e488 e131 e200 e45 e57 e179 e68 e228 e170 e420 e219 e26 e211 e203 e292 e221 e173 e137 e122 e305 e160
        e258 e143 e141 e392 e21 e444 e485 e181 e498 e36 e182 e52 e25 e104 e42 e238 e91 e353 e369 e188 e172
        e162 e494 e300 e94 e229 e474 e331 e378 e434 e92 e215 e120 e233 e279 e428 e87 e97 e73 e422 e342 e51
        e323 e23 e252 e56 e31 e168 e119 e190 e165 e466 e49 e154 e479 e271 e290 e88 e393 e24 e405 e308 e299
        e208 e99 e349 e84 e288 e477 e16 e81 e419 e177 e244 e4 e275 e47
    """,
    "sprouts": """
        e0 e110 e339 e263 e307 e496 e387 e469 e480 e464 e56 e151 e372 e336 e204 e61 e331 e323 e27 e384 e458
        e159 e78 e20 e189 e256 e240 e104 e253 e305 e278 e9 e10 e439 e455 e8 e211 e37 e333 e459 e44 e373 e243
        e466 e87 e301 e438 e322 e91 e158 e12 e198 e239 e290 e178 e152 e199 e296 e348 e330 e452 e302 e102
        e377 e342 e234 e270 e170 e255 e133 e214 e30 e128 e171 e77 e411 e81 e137 e209 e154 e354 e68 e297 e408
        e24 e483 e461 e407 e493 e271 e329 e84 e114 e231 e187 e363 e6 e441 e291 e192 e129 e442 e340 e108 e221
        e42 e410 e376 e116 e49 e176 e165 e482 e172 e98 e392 e185 e229 e287 e139 e195 e75 e145 e445 e487 e369
        e312 e16 e15 e456 e324 e294 e124 e318 e36 e22 e426 e299 e210 e140 e125 e272 e168 e232 e478 e335 e349
        e427 e17 e194
    """,
}


def _all() -> Iterable[AvatarChoice]:
    """Of each style in turn, so that whoever is shown a few sees both."""
    styles = [[AvatarChoice(style=style, seed=seed) for seed in seeds.split()] for style, seeds in _SEEDS.items()]
    return (look for row in zip_longest(*styles) for look in row if look is not None)


LOOKS: tuple[AvatarChoice, ...] = tuple(_all())
_BY_KEY = {(look.style, look.seed): look for look in LOOKS}


def worn(room: Room) -> tuple[AvatarChoice, ...]:
    """The looks of all who are people of the room, those who wait on the veranda, too."""
    return tuple(each.shown.avatar for each in room.people.values() if each.shown.avatar is not None)


def default(worn: Iterable[AvatarChoice], chance: int) -> AvatarChoice:
    """A look that nobody wears, any of them by chance; where all are worn, one of those worn least."""
    times = _times(worn)
    least = min(map(times.__getitem__, _BY_KEY))
    free = [look for key, look in _BY_KEY.items() if times[key] == least]
    return free[chance % len(free)]


def offered(worn: Iterable[AvatarChoice], page: int) -> tuple[AvatarChoice, ...]:
    """SHOWN looks that nobody wears, or all where there are fewer: the last page is filled up with some of the one before,
    and after it comes the first again. Empty where all are worn."""
    times = _times(worn)
    free = [look for key, look in _BY_KEY.items() if not times[key]]
    pages = max(1, -(-len(free) // SHOWN))
    first = min(page % pages * SHOWN, max(0, len(free) - SHOWN))
    return tuple(free[first : first + SHOWN])


def _times(worn: Iterable[AvatarChoice]) -> Counter[tuple[str, str]]:
    return Counter((look.style, look.seed) for look in worn)
