"""Names that would pass for the staff's: their words anywhere in it, or the name of one of them but for what nobody reads.

A name is compared by its likeness: what is left of it for somebody who reads quickly, on a small screen. Width, case, kind
and size of kana, sound marks, long vowels, spaces and dots are gone; letters of other scripts are the Latin ones that they
look like, and characters such as 夕 and 工 the kana (Unicode's confusables, by the library confusable_homoglyphs).

Likeness is for the staff's names alone: of two participants each may be called かき and がき.
"""

from __future__ import annotations

import unicodedata

import jaconv
import regex
from confusable_homoglyphs.confusables import confusables_data

from moderation.normal import nfkc, nfkd

_MARKS = regex.compile(r"[\p{M}ー゛゜]")
_NOT_LETTERS = regex.compile(r"[^\p{L}\p{N}]+")
_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_DIGITS_AS_LETTERS = str.maketrans("013457@$", "oieastas")
_ALIKE_IN_LATIN = (("l", "i"), ("|", "i"), ("rn", "m"), ("vv", "w"))
"""A capital I is a small l in most type, as for ΑDΜΙΝ in Greek; two letters that run together are a third."""
_LETTER_IN_A_NAME = regex.compile(
    r"LATIN (?:LETTER SMALL CAPITAL|(?:SMALL|CAPITAL) LETTER) ([A-Z])(?: WITH .*)?"
    r"|(?:NEGATIVE )?(?:SQUARED|CIRCLED) LATIN CAPITAL LETTER ([A-Z])"
    r"|REGIONAL INDICATOR SYMBOL LETTER ([A-Z])"
)
_DRAWN = (range(0xC0, 0x250), range(0x250, 0x2B0), range(0x1D00, 0x1E00), range(0x2C60, 0x2C80), range(0xA720, 0xA800))
_DRAWN_AS_SIGNS = (range(0x1F130, 0x1F18A), range(0x1F1E6, 0x1F200))
_KANA_OR_KANJI = regex.compile(r"[\p{Hiragana}\p{Han}]")
# As they are folded: です is てす by then.
_ENDS = r"(?:さん|ちやん|くん|君|さま|様|氏|先生|せんせい|本人|本物|ほんもの|公式|てす|たよ)"
_ADDED = regex.compile(rf"^(?:\p{{N}}|{_ENDS}|の)+|(?:\p{{N}}|{_ENDS})+$")
_LATIN_ADDED = regex.compile(r"^[a-z]+|[a-z]+$")

_WORDS = """
進行 司会 スタッフ 職員 係員 運營 管理者 管理人 管理係 運営 事務局 相談員 支援員 指導員 公式 役場 役所
主催 担当者 世話人 受付係 社協
しんこうやく しょくいん かんりしゃ かんりにん うんえい じむきょく そうだんいん しえんいん やくば やくしょ しゅさいしゃ
ファシリテーター モデレーター アドミン オフィシャル システム
facilitator moderator staff admin official operator organizer organiser system
jimukyoku shokuin kanrinin unei soudanin shinkouyaku
"""
_HONEST = ("badminton", "faistaff", "stafford")
"""Words that only hold one of those by chance, as they are folded."""


def _looks_like() -> dict[int, str]:
    """Letters of other scripts as the Latin letter, and others as the kana, that each looks like."""
    table: dict[int, str] = {}
    for character, alike in confusables_data.items():
        if len(character) != 1 or character.isascii() or not character.isalpha():
            continue
        kind = unicodedata.name(character, "").partition(" ")[0]
        if kind in ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"):
            continue
        others = [each["c"] for each in alike if len(each["c"]) == 1]
        if kind == "CJK":
            kana = [each for each in others if "ァ" <= each <= "ヺ"]
            table |= {ord(character): jaconv.kata2hira(each) for each in kana[:1]}
        else:
            latin = [each.lower() for each in others if each.isascii() and each.isalpha()]
            table |= {ord(character): each for each in latin[:1]}
    table = _drawn() | table
    small = {ord(chr(each).lower()): letter for each, letter in table.items() if len(chr(each).lower()) == 1}
    return small | table


def _drawn() -> dict[int, str]:
    """Latin letters of other make: small capitals, with strokes and hooks, in boxes, as flags."""
    table = {}
    for number in (each for numbers in (*_DRAWN, *_DRAWN_AS_SIGNS) for each in numbers):
        found = _LETTER_IN_A_NAME.fullmatch(unicodedata.name(chr(number), ""))
        if found is not None:
            table[number] = next(letter for letter in found.groups() if letter).lower()
    return table


_LOOKS_LIKE = _looks_like()


def _folded(name: str) -> str:
    text = nfkc(name)
    text = text.translate(_LOOKS_LIKE).casefold().translate(_LOOKS_LIKE)
    text = _MARKS.sub("", nfkd(str(jaconv.kata2hira(text))))
    for letters, one in _ALIKE_IN_LATIN:
        text = text.replace(letters, one)
    return text.translate(_SMALL)


def likeness(name: str) -> str:
    """What is left of a name for who reads quickly; of one without letters, all of it."""
    folded = _folded(name)
    return _NOT_LETTERS.sub("", folded) or folded


_LIKE_WORDS = frozenset(likeness(word) for word in _WORDS.split())


def sounds_like_staff(name: str) -> bool:
    """Whether one of the staff's words is anywhere in a name, also with digits for letters."""
    folded = _folded(name)
    for text in (folded, folded.translate(_DIGITS_AS_LETTERS)):
        bare = _NOT_LETTERS.sub("", text)
        for word in _HONEST:
            bare = bare.replace(word, " ")
        if any(word in bare for word in _LIKE_WORDS):
            return True
    return False


def passes_for(name: str, other: str) -> bool:
    """Whether a name would pass for another: alike, or with digits, letters, さん and the like put before or behind it."""
    theirs = likeness(other)
    mine = likeness(name)
    if mine == theirs:
        return True
    return _core(mine) == (_core(theirs) or theirs)


def _core(like: str) -> str:
    """Without what is only put before or behind."""
    before = ""
    while before != like:
        before = like
        like = _ADDED.sub("", like)
        shorter = _LATIN_ADDED.sub("", like)
        if _KANA_OR_KANJI.search(shorter):
            like = shorter
    return like
