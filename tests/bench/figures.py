"""How figures are printed: a table for people, and one JSON line per figure for machines."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. `ratio` is value / baseline, both from the same run."""

    figure: str
    value: float
    unit: str
    baseline: float | None = None
    ratio: float | None = None
    reach: str = ""
    conditions: dict[str, object] = field(default_factory=dict)


def show(figures: list[Figure]) -> None:
    """Print the table, then the JSON lines."""
    for figure in figures:
        baseline = "" if figure.baseline is None else f"  baseline {figure.baseline:.3g}, ratio {figure.ratio or 0:.2f}"
        reach = f"  (reach: {figure.reach})" if figure.reach else ""
        print(f"{figure.figure:<58} {figure.value:>10.4g} {figure.unit}{baseline}{reach}")
    for figure in figures:
        print(json.dumps(asdict(figure), ensure_ascii=False))
