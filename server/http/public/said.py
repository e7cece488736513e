"""Text as it stands in a page: no line ends inside a Japanese word, and やさしい日本語 has readings over its kanji.

A phrase is what BudouX takes for one; between two stands <wbr>, and the style sheet parts Japanese nowhere else. So lines
end at the same places in every browser, whether or not it knows phrases of its own.

Readings come from one list, whatever the text: a run of kanji has its reading only if the whole run is in the list, so what
is not known stays as it is rather than being read wrongly. Days are read as days are (2日 ふつか, 20日 はつか).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from markupsafe import Markup, escape

from server.office.papers.phrases import phrases
from server.office.papers.words import Language

_READ = """
言《い》わ 決《き》ま 帰《かえ》れ 申《もう》 今回《こんかい》 番目《ばんめ》 例《れい》
予約《よやく》 番号《ばんごう》 名前《なまえ》 会場《かいじょう》 画面《がめん》 入口《いりぐち》 電話《でんわ》
時間《じかん》 動物《どうぶつ》 絵《え》 人《ひと》 家《いえ》 家族《かぞく》 席《せき》 日《ひ》 前《まえ》
会《かい》 場所《ばしょ》 職員《しょくいん》 参加《さんか》 英語《えいご》 文字《もじ》 数字《すうじ》 形《かたち》
自分《じぶん》 相談《そうだん》 顔《かお》 声《こえ》 輪《わ》 縁側《えんがわ》 休《やす》み 中止《ちゅうし》
本人《ほんにん》 方《かた》 気持《きも》ち 町《まち》 外《そと》 中《なか》 話《はなし》 入《はい》る 入《はい》り
入《はい》って 入《はい》れ 入《い》れて 入《い》れる 入《い》れます 出《で》ま 出《で》て 出《で》る 出《だ》さ
出《だ》す 来《く》る 来《き》て 来《き》ま 来《こ》ら 来《こ》な 帰《かえ》る 帰《かえ》っ 帰《かえ》り 見《み》る
見《み》て 見《み》ら 見《み》え 見《み》ま 聞《き》く 聞《き》い 聞《き》き 決《き》め 知《し》ら 書《か》い
書《か》き 書《か》け 書《か》く 言《い》っ 言《い》い 待《ま》っ 待《ま》ち 待《ま》つ 送《おく》り 送《おく》る
消《け》し 多《おお》い 話《はな》す 話《はな》し 話《はな》さ 話《はな》せ 選《えら》び 選《えら》ん 押《お》し
押《お》す 休《やす》む 休《やす》ん 休《やす》め 始《はじ》ま 始《はじ》め 開《あ》い 開《ひら》き 困《こま》っ
思《おも》う 座《すわ》り 座《すわ》る 座《すわ》っ 今《いま》 今日《きょう》 明日《あした》
年末年始《ねんまつねんし》 土日《どにち》 休館日《きゅうかんび》 午前《ごぜん》 午後《ごご》 日本語《にほんご》
取《と》り消《け》 使《つか》い 使《つか》う 次《つぎ》 一度《いちど》 時刻《じこく》 翌《よく》 無料《むりょう》
(月《げつ》) (火《か》) (水《すい》) (木《もく》) (金《きん》) (土《ど》) (日《にち》) 平日《へいじつ》 市《し》
区《く》 村《むら》 行《い》き 行《い》く 聞《き》こ 先《さき》 下《した》 上《うえ》 何《なに》 金《かね》
開《ひら》く 見《み》せ 送《おく》ら 送《おく》っ 読《よ》み 書《か》か
"""
_KANJI = "[\u3400-\u9fff々]"
_DAYS = dict(zip((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 20, 24), (
    "ついたち", "ふつか", "みっか", "よっか", "いつか", "むいか", "なのか", "ようか", "ここのか", "とおか",
    "じゅうよっか", "はつか", "にじゅうよっか",
), strict=True))  # fmt: skip
_COUNTED = {"月": "がつ", "時": "じ", "年": "ねん", "人": "にん", "度": "ど"}
_NUMBER = re.compile(r"(\d+)([月日時分年人度])(後|間)?")


@cache
def _list() -> tuple[re.Pattern[str], dict[str, list[tuple[str, str]]]]:
    """A pattern for all that has a reading, and by what it finds: its parts, each with its reading or none."""
    known = {}
    for each in _READ.split():
        parts = re.findall(rf"({_KANJI}+)《([^》]+)》|([^《》]+?)(?={_KANJI}|$)", each)
        known["".join(kanji or plain for kanji, _, plain in parts)] = [
            (kanji or plain, read) for kanji, read, plain in parts
        ]
    longest = sorted(known, key=len, reverse=True)
    alone = (f"(?<!{_KANJI})", f"(?!{_KANJI})")
    either = "|".join(
        (alone[0] if re.match(_KANJI, each) else "")
        + re.escape(each)
        + (alone[1] if re.search(f"{_KANJI}$", each) else "")
        for each in longest
    )
    return re.compile(either), known


def _counted(found: re.Match[str]) -> list[tuple[str, str]]:
    number, unit, after = found.groups()
    last = {"後": "ご", "間": "かん", None: ""}[after]
    if unit == "日" and int(number) in _DAYS and not (after and int(number) == 1):
        parts = [(number + unit, _DAYS[int(number)])]
    elif unit == "日":
        parts = [(number, ""), (unit, "にち")]
    elif unit == "分":
        parts = [(number, ""), (unit, "ぷん" if number[-1] in "013468" else "ふん")]
    else:
        parts = [(number, ""), (unit, _COUNTED[unit])]
    return [*parts, (after, last)] if after else parts


def readings(text: str) -> list[tuple[str, str]]:
    """The text in parts, each with its reading, or with none."""
    pattern, known = _list()
    made: list[tuple[str, str]] = []
    position = 0
    while position < len(text):
        found = _NUMBER.match(text, position)
        parts = _counted(found) if found is not None else None
        if found is None and (found := pattern.match(text, position)) is not None:
            parts = known[found[0]]
        if found is None or parts is None:
            made.append((text[position], ""))
            position += 1
        else:
            made += parts
            position = found.end()
    return made


@lru_cache(maxsize=4096)
def said(text: str, language: Language) -> Markup:
    """A text to stand in a page."""
    if language == "en":
        return escape(text)
    ends, at = set(), 0
    for phrase in phrases(text):
        at += len(phrase)
        ends.add(at)
    parts = readings(text) if language == "ja-simple" else [(each, "") for each in text]
    made, at = [], 0
    for written, read in parts:
        shown = escape(written)
        made.append(f"<ruby>{shown}<rp>(</rp><rt>{read}</rt><rp>)</rp></ruby>" if read else str(shown))
        at += len(written)
        if at in ends and at < len(text) and not written.isspace():
            made.append("<wbr>")
    return Markup("".join(made))  # noqa: S704  (each part is escaped above)
