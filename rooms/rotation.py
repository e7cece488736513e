"""Who sits with whom next: people are mixed over tables so that they meet those whom they have not met.

Pure and without chance: the same people get the same seats. The sizes of tables differ by one at most where seats allow,
nobody sits alone where that can be helped, and two who want to stay together do.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[str, str]
_ROUNDS = 6
"""So often everybody is tried at everybody else's seat; after three nothing has changed in any test."""
_AT_LEAST = 2


def pair(one: str, other: str) -> Pair:
    """Two people, whatever their order."""
    return (one, other) if one < other else (other, one)


def met(groups: Iterable[Sequence[str]]) -> Counter[Pair]:
    """All pairs of those who sit together."""
    return Counter(pair(one, other) for group in groups for at, one in enumerate(group) for other in group[at + 1 :])


def rotated(
    now: Mapping[str, Sequence[str]],
    seats: Mapping[str, int],
    before: Mapping[Pair, int],
    together: frozenset[Pair] = frozenset(),
) -> dict[str, str]:
    """For each person the table where they sit next.

    `now`: who sits where, by table, every table among them; `seats`: how many may sit there; `before`: how often two have
    sat together, this time among it. Who finds no seat is not in the answer.
    """
    people = sorted(person for group in now.values() for person in group)
    sizes = _sizes([table for table in now if seats[table] > 0], seats, len(people))
    units = sorted(_units(people, together, max(sizes.values(), default=0)), key=lambda unit: (-len(unit), unit))
    where = {person: table for table, group in now.items() for person in group}
    tables: dict[str, list[tuple[str, ...]]] = {table: [] for table in sizes}
    for unit in units:
        room = [table for table in tables if _count(tables[table]) + len(unit) <= sizes[table]]
        for part in (unit,) if room else tuple((person,) for person in unit):
            free = [table for table in tables if _count(tables[table]) + len(part) <= sizes[table]]
            if free:
                best = min(free, key=lambda table: _cost(part, tables[table], before, where, table))
                tables[best].append(part)
    _improve(tables, before, where)
    return {person: table for table, units_ in tables.items() for unit in units_ for person in unit}


def _sizes(tables: Sequence[str], seats: Mapping[str, int], count: int) -> dict[str, int]:
    """How many sit at each table: as even as seats allow, at no more tables than leave two for each."""
    used = list(tables[: max(1, count // _AT_LEAST)])
    for table in tables[len(used) :]:
        if sum(seats[each] for each in used) >= count:
            break
        used.append(table)
    sizes = dict.fromkeys(used, 0)
    for _ in range(count):
        free = [table for table in used if sizes[table] < seats[table]]
        if not free:
            break
        sizes[min(free, key=lambda table: sizes[table])] += 1
    return sizes


def _units(people: Sequence[str], together: frozenset[Pair], most: int) -> list[tuple[str, ...]]:
    """Two who stay together are one; who has several such wishes is given the first."""
    units: list[tuple[str, ...]] = []
    taken: set[str] = set()
    here = set(people)
    for one, other in sorted(together) if most >= _AT_LEAST else ():
        if one in here and other in here and not {one, other} & taken:
            taken |= {one, other}
            units.append((one, other))
    return units + [(person,) for person in people if person not in taken]


def _count(units: Sequence[tuple[str, ...]]) -> int:
    return sum(map(len, units))


def _cost(
    unit: tuple[str, ...],
    others: Sequence[tuple[str, ...]],
    before: Mapping[Pair, int],
    where: Mapping[str, str],
    table: str,
) -> float:
    """How often they have met those at a table; staying where they are counts a little, so that people change tables."""
    again = sum(before.get(pair(one, other), 0) ** 2 for one in unit for each in others for other in each)
    return again + sum(0.1 for person in unit if where[person] == table)


def _improve(tables: dict[str, list[tuple[str, ...]]], before: Mapping[Pair, int], where: Mapping[str, str]) -> None:
    """Let two of equal number change seats as long as fewer then meet again."""
    names = list(tables)
    for _ in range(_ROUNDS):
        changed = False
        for at, first in enumerate(names):
            for second in names[at + 1 :]:
                changed |= _change(tables, first, second, before, where)
        if not changed:
            return


def _change(
    tables: dict[str, list[tuple[str, ...]]],
    first: str,
    second: str,
    before: Mapping[Pair, int],
    where: Mapping[str, str],
) -> bool:
    """Let those of two tables change seats who gain by it; whether anybody did."""
    changed = False
    for i in range(len(tables[first])):
        for j in range(len(tables[second])):
            one, other = tables[first][i], tables[second][j]
            if len(one) != len(other):
                continue
            left = [unit for at, unit in enumerate(tables[first]) if at != i]
            right = [unit for at, unit in enumerate(tables[second]) if at != j]
            now = _cost(one, left, before, where, first) + _cost(other, right, before, where, second)
            then = _cost(other, left, before, where, first) + _cost(one, right, before, where, second)
            if then < now and not math.isclose(then, now):
                tables[first][i], tables[second][j] = other, one
                changed = True
    return changed
