"""Allowances: counted per household, forgotten in time and bounded; and the bucket of tokens."""

from __future__ import annotations

import pytest

from server.bucket import Bucket
from server.http import tries
from server.http.tries import GUESSES, WINDOW_MS, Allowance

HERE, ELSEWHERE = "203.0.113.5", "198.51.100.7"


class Clock:
    def __init__(self) -> None:
        self.ms = 1_780_000_000_000

    def __call__(self) -> int:
        return self.ms


def spent(now: Clock, times: int = GUESSES) -> Allowance:
    allowance = Allowance(now)
    for _ in range(times):
        assert allowance.wait(HERE) is None
        allowance.spend(HERE)
    return allowance


def test_who_has_spent_it_waits_for_the_rest_of_ten_minutes() -> None:
    now = Clock()
    allowance = spent(now)
    now.ms += 1000
    assert allowance.wait(HERE) == WINDOW_MS - 1000
    assert allowance.wait(ELSEWHERE) is None
    now.ms += WINDOW_MS - 1000
    assert allowance.wait(HERE) is None
    now.ms += 1
    allowance.spend(HERE)
    assert allowance.wait(HERE) is None, "a new window counts from one"


def test_what_is_given_back_was_not_spent() -> None:
    allowance = spent(Clock())
    allowance.give_back(HERE)
    assert allowance.wait(HERE) is None
    allowance.spend(HERE)
    assert allowance.wait(HERE) is not None
    allowance.give_back(ELSEWHERE)
    assert allowance.wait(ELSEWHERE) is None, "nobody has more than the limit"


def test_no_more_addresses_than_the_bound_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tries, "ADDRESSES", 3)
    allowance = spent(Clock())
    for number in range(2):
        allowance.spend(f"198.51.100.{number}")
    assert allowance.wait(HERE) is not None
    allowance.spend("198.51.100.2")
    assert allowance.wait(HERE) is None, "the longest unseen is forgotten first"


def test_one_household_is_one_however_many_addresses_it_has() -> None:
    allowance = Allowance(Clock(), limit=1)
    allowance.spend("sign-in 2001:db8:1:2::9")
    assert allowance.wait("sign-in 2001:db8:1:2:3:4:5:6") is not None


def test_a_bucket_gives_what_is_in_it_and_fills_again() -> None:
    bucket = Bucket(burst=3, per_second=2)
    assert [bucket.take(10.0) for _ in range(4)] == [True, True, True, False]
    assert [bucket.take(10.5), bucket.take(10.5)] == [True, False]
    assert [bucket.take(99.0) for _ in range(4)] == [True, True, True, False], "and holds no more than it can"
