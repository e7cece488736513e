"""Small numbers in published tables: a "2" beside a small town's name may point at people. Pure.

A number from 1 to below the limit is left out. Where a sum is published beside it, one more number is left out, so that
nobody can subtract: in each column with its total, and in each row where some columns add up to another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Cells = Mapping[str, int | None]


def suppress(
    rows: Sequence[Cells], total: Cells, limit: int, sums: Mapping[str, Sequence[str]] | None = None
) -> tuple[list[dict[str, int | None]], dict[str, int | None]]:
    """The rows and the total row with small numbers as None. `sums` names columns that are the sum of others."""
    made = [dict(row) for row in rows]
    last = dict(total)
    if limit <= 1:
        return made, last
    lines = list(zip([*made, last], [dict(row) for row in [*rows, total]], strict=True))
    for row, _ in lines:
        for name, value in row.items():
            if value is not None and 0 < value < limit:
                row[name] = None
    for _ in range(len(lines) * len(last) + 1):  # each turn hides at least one more, or is the last
        hidden = False
        for name in last:
            hidden |= _cover([(row, before, name) for row, before in lines[:-1]], (last, name), limit)
        for row, before in lines:
            for whole, parts in (sums or {}).items():
                hidden |= _cover([(row, before, part) for part in parts], (row, whole), limit)
        if not hidden:
            break
    return made, last


_Cell = tuple[dict[str, int | None], Cells, str]


def _cover(parts: Sequence[_Cell], whole: tuple[dict[str, int | None], str], limit: int) -> bool:
    """Hide one more number of a line if what is hidden could be reckoned from its sum. Says whether it did.

    What is hidden is safe if there are at least two of it and together they are no small number either.
    """
    total, name = whole
    gone = [(before[part] or 0) for row, before, part in parts if row[part] is None]
    if total[name] is None:
        # The other way round: a total that is hidden must not be the sum of what is shown.
        return bool(not gone and parts and _hide_smallest(parts))
    if not gone or (len(gone) > 1 and sum(gone) >= limit):
        return False
    if _hide_smallest(parts):
        return True
    total[name] = None
    return True


def _hide_smallest(parts: Sequence[_Cell]) -> bool:
    """Hide the smallest number above nought; nought only if there is nothing else."""
    shown = [(row, name, value) for row, _, name in parts if (value := row[name]) is not None]
    if not shown:
        return False
    row, name, _ = min(shown, key=lambda cell: (cell[2] == 0, cell[2]))
    row[name] = None
    return True
