"""Who is heard of many who speak at once, with synthetic levels: nobody flickers, and a report alone moves nobody."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.voice.loudest import LOUDEST, STAY, TRIAL, TRIALS, Places
from tests.bots.voice import encode, tone
from tests.voice.helpers import everybody, power
from tests.voice.stage import SECOND, staged

Sound = Callable[[int], tuple[int, float] | None]
"""(what a voice reports, what is measured of it) at a tick; None while it sends nothing."""


def honest(level: int) -> Sound:
    return lambda tick: (level, float(level))


def silent(tick: int) -> None:
    return None


def liar(tick: int) -> tuple[int, float]:
    return 0, 127.0


def run(places: Places, sounds: Mapping[str, Sound], ticks: range) -> list[frozenset[str]]:
    """Who has a place at each tick."""
    found = []
    for tick in ticks:
        now = {person: heard for person, sound in sounds.items() if (heard := sound(tick)) is not None}
        wanted = places.choose({person: report for person, (report, _) in now.items()}, tick)
        assert len(wanted) <= LOUDEST + TRIALS
        assert places.held <= wanted
        for person in wanted & now.keys():
            places.measured(person, now[person][1], tick)
        found.append(places.held)
    return found


def crowd(*levels: int) -> dict[str, Sound]:
    return {f"p{number}": honest(level) for number, level in enumerate(levels)}


def test_up_to_six_are_all_heard_at_once_whatever_they_report() -> None:
    sounds = {**crowd(20, 60, 90, 30), "liar": liar}
    assert run(Places(frozenset(sounds)), sounds, range(3))[0] == sounds.keys()


def test_a_worker_that_stood_still_takes_nobodys_place() -> None:
    """Else six honest voices would be trusted less for what nobody had listened to, and others take their places."""
    sounds = {**crowd(20, 21, 22, 23, 24, 25), **{f"q{number}": honest(23) for number in range(3)}}
    places = Places(frozenset(sounds))
    before = run(places, sounds, range(2 * STAY))[-1]
    places.skip(10 * STAY)
    after = run(places, sounds, range(12 * STAY, 14 * STAY))
    assert set(after) == {before}


def test_eight_of_nearly_equal_loudness_do_not_alternate() -> None:
    chance = random.Random(3)

    def speech(tick: int) -> tuple[int, float]:
        level = 25 + chance.uniform(-2, 2) + (20 if chance.random() < 0.3 else 0)  # syllables, and gaps between them
        return round(level), level

    sounds = {f"p{number}": speech for number in range(8)}
    found = run(Places(frozenset(sounds)), sounds, range(10 * SECOND))
    changes = [tick for tick in range(1, len(found)) if found[tick] != found[tick - 1]]
    assert changes == []


def test_a_place_is_kept_for_a_while_once_it_was_taken() -> None:
    """Whoever comes and however loud: nobody who is heard goes within half a second of coming."""
    chance = random.Random(4)
    sounds: dict[str, Sound] = {}
    for number in range(14):
        loud = [chance.choice([20, 30, 40, 50]) for _ in range(40)]
        sounds[f"p{number}"] = lambda tick, loud=loud: (loud[tick // 25], float(loud[tick // 25]))  # type: ignore[misc]
    found = run(Places(frozenset(sounds)), sounds, range(1000))
    assert len(set(found)) > 3  # they do change
    for person in sounds:
        came: int | None = None
        for tick, held in enumerate(found):
            if person in held and came is None:
                came = tick
            elif person not in held and came is not None:
                assert tick - came >= STAY
                came = None


def test_a_clearly_louder_newcomer_is_heard_within_a_few_ticks() -> None:
    sounds = {**crowd(30, 30, 30, 30, 30, 36), "new": lambda tick: (20, 20.0) if tick >= 100 else None}
    found = run(Places(frozenset(sounds)), sounds, range(200))
    assert "new" not in found[100 + TRIAL - 1]
    assert "new" in found[100 + TRIAL]
    assert "p5" not in found[100 + TRIAL]  # the softest
    assert all(held == found[-1] for held in found[100 + TRIAL :])


def test_silence_frees_the_place() -> None:
    sounds = {**crowd(20, 20, 20, 20, 20, 20, 21), "p0": lambda tick: (20, 20.0) if tick < 50 else None}
    found = run(Places(frozenset(sounds)), sounds, range(120))
    assert "p6" not in found[49]
    assert "p6" in found[50 + STAY]


@pytest.mark.parametrize("liars", [1, 6, 36])
def test_liars_push_out_nobody_and_keep_nobody_out(liars: int) -> None:
    lying: dict[str, Sound] = {f"liar{number}": liar for number in range(liars)}
    there = {**crowd(30, 30, 30, 30, 30, 30), **lying}
    places = Places(frozenset({*there, "new"}))
    run(places, crowd(30, 30, 30, 30, 30, 30), range(10))
    found = run(places, there, range(10, 60 * SECOND))
    assert all(held == found[0] for held in found)
    # An honest voice that is louder than somebody gets in beside them all the same,
    found = run(places, {**there, "new": honest(15)}, range(60 * SECOND, 63 * SECOND))
    assert "new" in found[-1]
    # and so does one where the liars had all the places.
    places = Places(frozenset({*lying, "new"}))
    run(places, lying, range(60 * SECOND))
    found = run(places, {**lying, "new": honest(40)}, range(60 * SECOND, 70 * SECOND))
    came = next(tick for tick, held in enumerate(found) if "new" in held)
    assert came <= SECOND
    assert all("new" in held for held in found[came:])


def test_who_was_a_liar_and_speaks_is_heard_again() -> None:
    sounds = {**crowd(40, 40, 40, 40, 40, 40), "p6": lambda tick: (10, 127.0 if tick < 500 else 10.0)}
    found = run(Places(frozenset(sounds)), sounds, range(500 + 900))
    assert "p6" not in found[499]
    assert "p6" in found[-1]


def test_a_plan_that_changes_moves_nobody_who_is_still_there() -> None:
    sounds = crowd(20, 20, 20, 20, 20, 20, 19)
    places = Places(frozenset(sounds) - {"p6"})
    run(places, {person: sounds[person] for person in sounds if person != "p6"}, range(50))
    found = run(places.heir(frozenset(sounds)), sounds, range(50, 100))
    assert all(held == {f"p{number}" for number in range(6)} for held in found)
    assert run(places.heir(frozenset({"p1", "p6"})), sounds, range(50, 51)) == [{"p1", "p6"}]


@given(
    st.lists(
        st.dictionaries(st.sampled_from("abcdefghij"), st.tuples(st.integers(0, 99), st.floats(0, 127))), max_size=120
    )
)
@settings(max_examples=150)
def test_whatever_is_reported_and_measured_at_most_six_are_heard_of_those_who_may(
    ticks: list[dict[str, tuple[int, float]]],
) -> None:
    places = Places(frozenset("abcdefgh"))
    for number, now in enumerate(ticks):
        wanted = places.choose({person: report for person, (report, _) in now.items()}, number)
        assert places.held <= wanted <= set("abcdefgh")
        assert len(places.held) <= LOUDEST
        if len(places.held) < LOUDEST:
            assert set(now) & set("abcdefgh") <= places.held
        for person, (_, level) in now.items():
            places.measured(person, level, number)


async def test_six_who_speak_are_heard_through_liars_and_a_softer_seventh() -> None:
    """The whole engine: decoded energy decides, whatever packets report."""
    people = [f"p{number}" for number in range(6)]
    async with staged(*people, "liar", "soft", "b") as stage:
        stage.engine.plan("r", everybody({*people, "liar", "soft"}, {"b"}))
        sounds = {person: encode(tone(300 + 200 * number, 1)) for number, person in enumerate(people)}
        stage.play(SECOND, sounds)
        stage.people["b"].forget()
        lying = {"liar": encode(tone(2100, 1, 4.0)), "soft": encode(tone(2500, 1, 2000.0))}
        stage.play(3 * SECOND, {**sounds, **lying}, levels={"liar": 0, "soft": 0})
        heard = stage.people["b"].heard()
        assert len(heard) >= 2.9 * 48_000
        assert min(power(heard, 300 + 200 * number) for number in range(6)) > 0.05
        assert max(power(heard, 2100), power(heard, 2500)) < 0.001
