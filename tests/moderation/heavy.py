"""Texts that are made to take long."""

SIZE = 100_000
MANY = {
    "marks of two kinds": "a" + "\u0301\u0316" * SIZE,
    "sound marks of half-width kana": "ｶ" + "ﾞ\u0316" * SIZE,
    "marks without a letter": "\u0316\u0301" * SIZE,
    "flags": "🇯🇵" * SIZE,
    "half flags": "\U0001f1ef" * SIZE,
    "families": "👨\u200d" * SIZE,
    "letters that are whole sentences": "\ufdfa" * (SIZE // 10),
    "dashes": "ー" * SIZE,
    "blanks": "\u3000 " * SIZE,
}
