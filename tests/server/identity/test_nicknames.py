"""Suggested nicknames: every one of them passes the gate as it is, and chance has enough to choose from."""

from __future__ import annotations

from moderation import text
from rooms.commands import MAX_NICKNAME
from server.identity.nicknames import WORDS, suggest


def test_every_word_may_be_taken_as_it_is() -> None:
    assert [word for word in WORDS if text.nickname(word, MAX_NICKNAME) != word] == []
    assert len(set(WORDS)) == len(WORDS) >= 80


def test_chance_suggests_one_of_them() -> None:
    suggested = {suggest() for _ in range(200)}
    assert suggested <= set(WORDS)
    assert len(suggested) > 10
