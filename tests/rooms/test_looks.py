"""Looks: what nobody wears is given and offered, whoever comes and goes in whatever order."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.base import AvatarChoice
from rooms.commands import Enter
from rooms.looks import LOOKS, SHOWN, default, offered, worn
from tests.rooms.helpers import World

chances = st.integers(0, 2**64 - 1)
looks = st.sampled_from(LOOKS)
wardrobes = st.lists(looks, max_size=2 * len(LOOKS))
steps = st.lists(st.tuples(st.sampled_from(["default", "chosen", "leave"]), chances), max_size=len(LOOKS) + 60)


def key(look: AvatarChoice) -> tuple[str, str]:
    return look.style, look.seed


def test_the_catalogue_has_three_hundred_distinct_looks() -> None:
    assert len(LOOKS) == len(set(map(key, LOOKS))) >= 300


@settings(max_examples=25)
@given(steps)
def test_whoever_does_not_choose_looks_like_nobody_there_in_whatever_order_people_come_and_go(
    history: list[tuple[str, int]],
) -> None:
    here: list[AvatarChoice] = []
    for what, chance in history:
        if what == "leave":
            if here:
                here.pop(chance % len(here))
        elif what == "chosen":
            here.append(LOOKS[chance % len(LOOKS)])
        else:
            given_look = default(here, chance)
            assert key(given_look) not in set(map(key, here)) or len(set(map(key, here))) == len(LOOKS)
            here.append(given_look)


@settings(max_examples=5)
@given(st.lists(chances, min_size=1, max_size=20))
def test_defaults_fill_the_catalogue_before_any_is_worn_twice(some: list[int]) -> None:
    here: list[AvatarChoice] = []
    for number in range(2 * len(LOOKS) + 5):
        here.append(default(here, some[number % len(some)]))
        times = Counter(map(key, here))
        assert max(times.values()) == -(-(number + 1) // len(LOOKS))


@given(wardrobes, chances)
def test_beyond_the_catalogue_the_least_worn_is_given(here: list[AvatarChoice], chance: int) -> None:
    times = Counter(map(key, here))
    assert times[key(default(here, chance))] == min(times[key(look)] for look in LOOKS)


@given(wardrobes)
def test_the_pages_are_full_and_show_each_look_that_nobody_wears_and_then_begin_again(here: list[AvatarChoice]) -> None:
    free = [key(look) for look in LOOKS if key(look) not in set(map(key, here))]
    pages = max(1, -(-len(free) // SHOWN))
    shown = [[key(look) for look in offered(here, page)] for page in range(pages)]
    assert list(dict.fromkeys(look for page in shown for look in page)) == free
    assert all(len(page) == len(set(page)) == min(SHOWN, len(free)) for page in shown)
    assert offered(here, pages) == offered(here, 0)


def test_two_who_enter_at_once_are_given_different_looks() -> None:
    """The same chance, one after the other, as the machine takes what comes at once."""
    world = World()
    for person in ("a", "b"):
        world.look(person)
        world.do(person, Enter(nickname=f"なまえ-{person}"))
    one, other = worn(world.room)
    assert key(one) != key(other)


def test_a_chosen_look_may_be_worn_twice() -> None:
    world = World()
    for person in ("a", "b"):
        world.look(person)
        world.do(person, Enter(nickname=f"なまえ-{person}", avatar=LOOKS[0]))
    assert worn(world.room) == (LOOKS[0], LOOKS[0])
