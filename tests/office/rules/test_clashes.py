"""Who or what is wanted twice, at the seams: half-open times, halls by any spelling, linked rooms, and who is on call."""

from __future__ import annotations

from typing import Any

import pytest

from server.office.rules.schedule.clashes import Booked, clashes

AYA = frozenset({"あや"})


def booked(session: str, begins: int = 0, ends: int = 100, **more: Any) -> Booked:
    return Booked(session, more.pop("date", session), begins, ends, more.pop("venue", None), **more)


def found(*sessions: Booked) -> list[tuple[str, str, str, str]]:
    return [(pair.kind, pair.what, pair.one, pair.other) for pair in clashes(sessions)]


@pytest.mark.parametrize(
    ("one", "other", "twice"),
    [
        ({"crew": AYA}, {"crew": AYA}, True),
        ({"crew": AYA}, {"on_call": AYA}, True),
        ({"on_call": AYA}, {"crew": AYA}, True),
        ({"on_call": AYA}, {"on_call": AYA}, False),
        ({"crew": AYA}, {"crew": frozenset({"ゆう"})}, False),
    ],
)
def test_who_is_on_call_may_be_so_for_several_but_not_while_doing_another_task(
    one: dict[str, Any], other: dict[str, Any], twice: bool
) -> None:
    assert found(booked("1", **one), booked("2", 50, 150, **other)) == ([("crew", "あや", "1", "2")] if twice else [])


def test_what_ends_when_another_begins_is_no_clash() -> None:
    assert found(booked("1", 0, 100, crew=AYA), booked("2", 100, 200, crew=AYA)) == []
    assert found(booked("1", 0, 101, crew=AYA), booked("2", 100, 200, crew=AYA)) != []


def test_a_hall_is_one_however_it_is_typed_and_linked_rooms_share_it() -> None:
    assert found(booked("1", venue="会館Ａ"), booked("2", venue="会館 a")) == [("venue", "会館Ａ", "1", "2")]
    assert found(booked("1", venue="会館Ａ", date="d"), booked("2", venue="会館Ａ", date="d")) == []
    assert found(booked("1", venue="会館1"), booked("2", venue="会館2"), booked("3"), booked("4")) == []


def test_one_that_goes_on_meets_all_that_begin_meanwhile() -> None:
    long, *short = booked("0", 0, 1000, crew=AYA), booked("1", 10, 20, crew=AYA), booked("2", 30, 40, crew=AYA)
    assert found(*short, long) == [("crew", "あや", "0", "1"), ("crew", "あや", "0", "2")]
