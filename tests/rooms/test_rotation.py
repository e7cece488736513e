"""Mixing tables: whoever they are and however many, all are seated, evenly, with those they have met least."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.rotation import met, pair, rotated


def people(count: int) -> list[str]:
    return [f"p{number:03}" for number in range(count)]


def seated(to: dict[str, str]) -> dict[str, list[str]]:
    tables: dict[str, list[str]] = {}
    for person, table in to.items():
        tables.setdefault(table, []).append(person)
    return tables


@st.composite
def halls(draw: st.DrawFn) -> tuple[dict[str, list[str]], dict[str, int]]:
    """People at tables as they happened to sit down, and tables that may be too small, or have no seat left."""
    count = draw(st.integers(1, 6))
    tables = [f"table-{number}" for number in range(1, count + 1)]
    now: dict[str, list[str]] = {table: [] for table in tables}
    for person in people(draw(st.integers(0, 30))):
        now[draw(st.sampled_from(tables))].append(person)
    return now, {table: draw(st.integers(0, 8)) for table in tables}


@given(halls())
def test_everybody_has_one_seat_as_long_as_there_are_seats(hall: tuple[dict[str, list[str]], dict[str, int]]) -> None:
    now, seats = hall
    everybody = [person for group in now.values() for person in group]
    to = rotated(now, seats, met(now.values()))
    assert to == rotated({table: group[::-1] for table, group in now.items()}, seats, met(now.values())), (
        "no chance in it"
    )
    groups = seated(to)
    assert all(len(group) <= seats[table] for table, group in groups.items())
    assert len(to) == min(len(everybody), sum(seats.values()))
    assert set(to) <= set(everybody)


@given(st.integers(2, 60), st.integers(1, 8))
def test_tables_are_even_and_nobody_sits_alone(count: int, tables: int) -> None:
    """Also with odd numbers."""
    names = [f"table-{number}" for number in range(tables)]
    everybody = people(count)
    now = {name: everybody[at::tables] for at, name in enumerate(names)}
    sizes = [len(group) for group in seated(rotated(now, dict.fromkeys(names, 60), met(now.values()))).values()]
    assert sum(sizes) == count
    assert max(sizes) - min(sizes) <= 1
    assert min(sizes) >= 2


@pytest.mark.parametrize(("tables", "each"), [(3, 3), (4, 4), (5, 4), (5, 5)])
def test_nobody_meets_again_whom_they_have_sat_with(tables: int, each: int) -> None:
    """Where there are as many tables as seats at one, the first change can be free of it, and is."""
    names = [f"table-{number}" for number in range(tables)]
    everybody = people(tables * each)
    now = {name: everybody[at * each : (at + 1) * each] for at, name in enumerate(names)}
    to = seated(rotated(now, dict.fromkeys(names, each), met(now.values())))
    assert not met(now.values()) & met(to.values())


def test_four_changes_make_many_acquaintances() -> None:
    """Twenty people at five tables: after four changes most have met most, and hardly anybody twice."""
    names = [f"table-{number}" for number in range(5)]
    everybody = people(20)
    now = {name: everybody[at * 4 : at * 4 + 4] for at, name in enumerate(names)}
    before: Counter[tuple[str, str]] = Counter()
    for _ in range(4):
        before += met(now.values())
        now = {name: seated(rotated(now, dict.fromkeys(names, 4), before)).get(name, []) for name in names}
    before += met(now.values())
    assert sum(before.values()) == 5 * 5 * 6
    assert len(before) >= 130, "of 150 meetings at most 20 are a second one"
    assert max(before.values()) == 2


@given(st.integers(4, 30), st.integers(2, 5), st.sets(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=6))
def test_two_who_wish_it_stay_together(count: int, tables: int, wishes: set[tuple[int, int]]) -> None:
    everybody = people(count)
    names = [f"table-{number}" for number in range(tables)]
    now = {name: everybody[at::tables] for at, name in enumerate(names)}
    together = frozenset(
        pair(everybody[one], everybody[other]) for one, other in wishes if one != other and max(one, other) < count
    )
    to = rotated(now, dict.fromkeys(names, 30), met(now.values()), together)
    assert len(to) == count
    alone = [wish for wish in together if sum(set(wish) & set(other) != set() for other in together) == 1]
    small = min(Counter(to.values()).values()) < 2
    assert small or all(to[one] == to[other] for one, other in alone)


def test_a_table_that_emptied_is_filled_again() -> None:
    now: dict[str, list[str]] = {"table-1": people(6), "table-2": [], "table-3": []}
    groups = seated(rotated(now, dict.fromkeys(now, 6), met(now.values())))
    assert sorted(map(len, groups.values())) == [2, 2, 2]
