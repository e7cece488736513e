"""How alike two sounds are, as the tests of voices measure it: a lost block changes little, another voice stays below."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from server.voice.codec import Pcm
from tests.e2e.browser import BLOCK, likeness, read_wav
from tests.e2e.test_session import ALIKE

SECONDS = 5 * 48_000


def played(said: Pcm, begins: int, *lost: int) -> Pcm:
    """Five seconds of what is said over and over, from some block on, without three blocks at each of these places."""
    whole = np.roll(np.tile(said, 3), -begins * BLOCK)
    return np.delete(whole, [np.arange(at * BLOCK, (at + 3) * BLOCK) for at in lost])[:SECONDS]


@pytest.mark.parametrize("begins", range(0, 320, 40))
def test_a_voice_is_known_by_itself_and_not_by_another_also_where_blocks_were_lost(
    a_file: Path, c_file: Path, begins: int
) -> None:
    a, c = read_wav(a_file), read_wav(c_file)
    for mine, other in ((a, c), (c, a)):
        assert likeness(played(mine, begins), mine) > ALIKE + 0.1
        assert likeness(played(mine, begins, 40, 160), mine) > ALIKE
        assert likeness(played(mine, begins), other) < ALIKE - 0.1
        assert likeness(played(mine, begins, 40, 160), other) < ALIKE - 0.1


def test_silence_and_noise_are_nobody(a_file: Path) -> None:
    said = read_wav(a_file)
    assert likeness(np.zeros(SECONDS, np.int16), said) == 0
    assert likeness(np.zeros(0, np.int16), said) == 0
    noise = np.random.default_rng(1).integers(-9000, 9000, SECONDS).astype(np.int16)
    assert likeness(noise, said) < ALIKE - 0.3
