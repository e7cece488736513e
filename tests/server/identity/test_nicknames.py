"""Suggested nicknames: every one of them passes the gate as it is, and nobody in the room has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st
from rpds import HashTrieMap

from moderation import disguises, text
from moderation.gate import name_refusals
from rooms.base import Role
from rooms.commands import MAX_NICKNAME
from rooms.refusals import Code
from server.identity.nicknames import FEW, WORDS, suggest, words_of
from tests.moderation.asking import enter, verdict
from tests.rooms.helpers import World

PAIRS = tuple(f"{one}と{other}" for one, other in permutations(WORDS, 2))
MINE = words_of("session", "person")
MY_PAIRS = tuple(f"{one}と{other}" for one, other in permutations(MINE, 2))
PEOPLE = st.text("abcdef0123456789", min_size=1, max_size=16)
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
    person=PEOPLE,
)
def test_what_is_suggested_is_never_refused(names: set[str], staff: set[str], role: Role, person: str) -> None:
    here = world(names, staff)
    suggested = suggest(name_refusals(here.room, role), words_of("session", person))
    assert verdict(here, enter(suggested), role) == suggested


@given(pairs=st.sets(st.sampled_from(MY_PAIRS), max_size=20))
def test_when_all_words_are_had_there_is_still_one_that_is_free(pairs: set[str]) -> None:
    here = world((*WORDS, *pairs))
    suggested = suggest(name_refusals(here.room, Role.PARTICIPANT), MINE)
    assert suggested in MY_PAIRS
    assert verdict(here, enter(suggested)) == suggested


def test_where_nothing_is_left_the_first_word_is_said_and_refused_as_any_name() -> None:
    here = world((*MINE, *MY_PAIRS))
    assert suggest(name_refusals(here.room, Role.PARTICIPANT), MINE) == MINE[0]
    assert verdict(here, enter(MINE[0])) == Code.NICKNAME_TAKEN


def test_asking_again_goes_through_nobodys_names() -> None:
    """Whatever happens in the room, a person is told twelve words and what is made of them; others are told others."""
    free = name_refusals(world(()).room, Role.PARTICIPANT)
    assert {suggest(free, words_of("session", "person")) for _ in range(50)} == {MINE[0]}
    assert len(set(MINE)) == FEW
    inside = name_refusals(world(word for word in WORDS if word not in MINE).room, Role.PARTICIPANT)
    assert suggest(inside, MINE) == MINE[0], "of the other words nothing is told"
    lists = {words_of(session, person) for session in ("session", "another") for person in map(str, range(50))}
    assert len(lists) == 100
    assert {word for words in lists for word in words} == set(WORDS)
