"""Suggested nicknames: every one of them passes the gate as it is, and nobody in the room has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from rpds import HashTrieMap

from moderation import disguises, text
from moderation.gate import nicknames
from rooms.base import Role
from rooms.commands import MAX_NICKNAME
from server.identity.nicknames import WORDS, suggest
from tests.moderation.asking import enter, verdict
from tests.rooms.helpers import World

PAIRS = tuple(f"{one}と{other}" for one, other in permutations(WORDS, 2))
KATAKANA = {number: number + 96 for number in range(ord("ぁ"), ord("ゖ") + 1)}
FORMS = (str, lambda word: word.translate(KATAKANA), lambda word: f" {word}。", lambda word: f"{word}さん")


def world(names: Iterable[str], staff: Iterable[str] = ()) -> World:
    """A room in which there are people of these names: put there, since to come in costs more than a hundred of them may."""
    made = World()
    made.enter("one", nickname="だれか")
    one = made.room.people["one"]
    named = [(name, Role.PARTICIPANT) for name in names] + [(name, Role.FACILITATOR) for name in staff]
    people = HashTrieMap(
        {
            f"person-{number}": replace(one, shown=one.shown.model_copy(update={"nickname": name, "role": role}))
            for number, (name, role) in enumerate(named)
        }
    )
    made.room = replace(made.room, people=people)
    return made


def test_every_word_and_every_two_may_be_taken_as_they_are() -> None:
    names = (*WORDS, *PAIRS)
    assert [name for name in names if text.nickname(name, MAX_NICKNAME) != name] == []
    assert [name for name in names if disguises.sounds_like_staff(name)] == []
    assert len({text.skeleton(name) for name in names}) == len(names)
    assert len(WORDS) >= 80


@given(
    names=st.sets(st.builds(lambda word, form: form(word), st.sampled_from(WORDS), st.sampled_from(FORMS))),
    staff=st.sets(st.builds(lambda word, form: form(word), st.sampled_from(WORDS), st.sampled_from(FORMS)), max_size=4),
    role=st.sampled_from([Role.PARTICIPANT, Role.ASSISTANT]),
    seed=st.integers(),
)
def test_what_is_suggested_is_never_refused(names: set[str], staff: set[str], role: Role, seed: int) -> None:
    here = world(names, staff)
    suggested = suggest(nicknames(here.room, role), Random(seed))
    assert verdict(here, enter(suggested), role) == suggested


@given(pairs=st.sets(st.sampled_from(PAIRS), max_size=20), seed=st.integers())
def test_when_all_words_are_had_there_is_still_one_that_is_free(pairs: set[str], seed: int) -> None:
    here = world((*WORDS, *pairs))
    suggested = suggest(nicknames(here.room, Role.PARTICIPANT), Random(seed))
    assert suggested in PAIRS
    assert verdict(here, enter(suggested)) == suggested


def test_chance_suggests_one_of_them() -> None:
    free = nicknames(world(()).room, Role.PARTICIPANT)
    suggested = {suggest(free, Random(seed)) for seed in range(200)}
    assert suggested <= set(WORDS)
    assert len(suggested) > 10
