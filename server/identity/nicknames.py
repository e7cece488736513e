"""Suggestions for a nickname: gentle everyday words that say nothing about a person."""

from __future__ import annotations

from collections.abc import Callable
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


def suggest(why_not: Callable[[str], object | None], chance: Random) -> str:
    """One of WORDS by chance that nothing speaks against, as the room has it (`moderation.gate.nicknames`); where all are
    had, two of them together, of which there are more than people in any room."""
    words = chance.sample(WORDS, len(WORDS))
    pairs = (f"{one}と{other}" for one, other in permutations(words, 2))
    return next((name for name in chain(words, pairs) if why_not(name) is None), words[0])
