"""Suggestions for a nickname: gentle everyday words that say nothing about a person."""

from __future__ import annotations

import secrets

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


def suggest() -> str:
    """One of WORDS by chance."""
    return secrets.choice(WORDS)
