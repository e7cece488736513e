"""Passwords that are guessed first are refused with a word what to do; long words of any kind are taken."""

# ruff: noqa: E501  (lists, read across)
from __future__ import annotations

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from server.office.base.refusals import OfficeCode, OfficeRefused
from server.office.staff import accounts

MAIL, NAME = "hanako.sato@town.example.jp", "さとうはなこ"


def refused(password: str) -> bool:
    try:
        accounts._check_password(password, MAIL, NAME)
    except OfficeRefused:
        return True
    return False


def test_who_is_refused_is_told_what_to_do() -> None:
    with pytest.raises(OfficeRefused) as error:
        accounts.hash_password("password1234", MAIL, NAME)
    assert error.value.code is OfficeCode.PASSWORD_WEAK
    assert "つなげてください" in error.value.fields[0].message


@pytest.mark.parametrize(
    "password",
    [
        "qwertyuiop", "1q2w3e4r5t", "password1234", "Passw0rd1234", "iloveyou123", "administrator", "1234567890", "aaaaaaaaaaaa",
        "abcdefghij", "2026-11-25", "sakurasakura", "sakura2026", "himitsu1234", "Engawa2026!", "shiyakusho1", "さくらさくらさくら",
        "パスワードパスワード", "いばしょいばしょ1", "hanako.sato1", "hanako.sato@town.example.jp", "さとうはなこさとう", "town.example.jp",
    ],
)  # fmt: skip
def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert refused(password)


def test_ten_thousand_common_ones_are_refused() -> None:
    """Those long enough to be typed at all; each also with a digit behind it, as people do who are told to."""
    common = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= 10]
    assert len(FREQUENCY_LISTS["passwords"]) >= 10_000
    assert [word for word in common if not refused(word)] == []
    assert [word for word in common[:100] if not refused(word + "1")] == []


@pytest.mark.parametrize(
    "password",
    [
        "夜の図書館でよむ古い本",
        "あたらしい朝のひかり",
        "kitsune-umbrella-lamp",
        "ao i sora ni shiroi kumo",
        "小さな縁側と黒い傘の猫",
    ],
)
def test_long_words_of_any_kind_are_taken(password: str) -> None:
    assert not refused(password)


def test_the_longest_is_looked_at_in_no_time() -> None:
    """Only so much of it as can matter."""
    assert not refused("きつねと傘と夜のあかり" + "aA1@qwertyuiop" * 14)
