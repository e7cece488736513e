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
    for row in [*made, last]:
        for name, value in row.items():
            if value is not None and 0 < value < limit:
                row[name] = None
    for _ in range(len(made) * len(last) + 1):  # each turn hides at least one more, or is the last
        if not (_by_rows(made, last, sums or {}) or _by_columns(made, last)):
            break
    return made, last


def _hide_smallest(cells: Sequence[tuple[dict[str, int | None], str]]) -> bool:
    """Hide the smallest number above nought; nought only if there is nothing else."""
    open_cells = [(row, name, value) for row, name in cells if (value := row[name]) is not None]
    if not open_cells:
        return False
    row, name, _ = min(open_cells, key=lambda cell: (cell[2] == 0, cell[2]))
    row[name] = None
    return True


def _by_columns(rows: list[dict[str, int | None]], total: dict[str, int | None]) -> bool:
    changed = False
    for name, value in total.items():
        hidden = [row for row in rows if row[name] is None]
        if value is not None and len(hidden) == 1:
            others = [(row, name) for row in rows if row[name] is not None]
            changed |= _hide_smallest(others) if others else _hide_smallest([(total, name)])
    return changed


def _by_rows(
    rows: list[dict[str, int | None]], total: dict[str, int | None], sums: Mapping[str, Sequence[str]]
) -> bool:
    changed = False
    for row in [*rows, total]:
        for whole, parts in sums.items():
            group = [whole, *parts]
            if sum(row[name] is None for name in group) == 1:
                changed |= _hide_smallest([(row, name) for name in group if row[name] is not None])
    return changed
