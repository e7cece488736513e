"""Suggestions for a nickname: gentle everyday words that say nothing about a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, permutations
from random import Random

_WORDS = """
さくら つばき すみれ あやめ なずな よもぎ つくし たんぽぽ ひまわり こすもす りんどう すずらん あじさい わかば
もみじ いちょう
くるみ どんぐり まつぼっくり やまぶき こけ しだ ささ つゆくさ ほおずき ゆず みかん かりん あんず すもも いちじく びわ
こはる そよかぜ ゆうだち あまぐも うろこぐも にじ あさつゆ しもばしら こなゆき ゆうやけ あさやけ つきよ みかづき
ほしぞら てんのかわ
すずめ つばめ めじろ ひばり しじゅうから かるがも ちどり かわせみ ふくろう みみずく りす もぐら
はりねずみ やまね こぎつね たぬき
めだか どじょう くらげ ひとで やどかり かたつむり てんとうむし とんぼ ほたる すずむし
えんがわ ゆのみ ほうじちゃ せんべい だんご おはぎ ふうりん うちわ かざぐるま まめでんきゅう ちゃぶだい
ざぶとん こたつ ゆたんぽ
"""
WORDS = tuple(_WORDS.split())


FEW = 12
"""Words that are ever suggested to one person in a session."""


def words_of(session: str, person: str) -> tuple[str, ...]:
    """FEW of WORDS, always the same ones in the same order for a person in a session: asking again and again goes through
    no more of the room's names than trying these twelve at the door would."""
    return tuple(Random(f"{session}\0{person}").sample(WORDS, FEW))


def suggest(why_not: Callable[[str], object | None], words: Sequence[str]) -> str:
    """The first of a person's words that nothing speaks against, as the room has it (`moderation.gate.name_refusals`);
    where all are had, the first two of them together. Where those are had, too, the first word, which will be refused as
    any name."""
    pairs = (f"{one}と{other}" for one, other in permutations(words, 2))
    return next((name for name in chain(words, pairs) if why_not(name) is None), words[0])
