"""Words that are thought of first for a password in Japan, and in a town hall. (zxcvbn knows those of elsewhere.)"""

from __future__ import annotations

_WORDS = """
sakura hanako tarou himitsu nihon nippon tokyo toukyou osaka kyoto fujisan ninja samurai arigatou konnichiwa ohayou
aishiteru daisuki tomodachi doraemon pikachu pokemon naruto onepiece totoro hello kitty jichitai yakuba yakusho shiyakusho
shokuin kanri kanrisha ibasho hikikomori engawa fukushi shakyo soudan passwado pasuwado reiwa heisei showa
さくら はなこ たろう ひみつ にほん にっぽん とうきょう ありがとう こんにちは だいすき ともだち どらえもん やくば やくしょ
しょくいん かんり かんりしゃ いばしょ えんがわ ふくし しゃきょう そうだん ぱすわーど パスワード スタッフ 縁側 居場所 役場
役所 市役所 職員 管理者 福祉 社協 相談 令和 平成 昭和
"""
TYPICAL = tuple(_WORDS.split())
