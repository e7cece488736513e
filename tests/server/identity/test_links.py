"""Links, codes and tokens: what is forged, foreign or mistyped never opens anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.base import Role
from rooms.refusals import Code
from server.identity.links import CODE_ALPHABET, LinkRefused, Signer, Token, address, new_codes, read_code

TOKEN = Token("person", "session", Role.PARTICIPANT, "device-device-device", "link")


def test_what_was_signed_is_read(tmp_path: Path) -> None:
    signer = Signer(tmp_path)
    assert signer.read_secret(signer.secret("abc")) == "abc"
    assert signer.read_token(signer.token(TOKEN)) == TOKEN
    assert Signer(tmp_path).read_token(signer.token(TOKEN)) == TOKEN


def test_another_server_s_signature_is_worth_nothing(tmp_path: Path) -> None:
    ours, theirs = Signer(tmp_path / "a"), Signer(tmp_path / "b")
    with pytest.raises(LinkRefused) as refused:
        ours.read_secret(theirs.secret("abc"))
    assert refused.value.code is Code.LINK_UNKNOWN
    with pytest.raises(LinkRefused) as refused:
        ours.read_token(theirs.token(TOKEN))
    assert refused.value.code is Code.TOKEN_INVALID


def test_a_secret_is_no_token(tmp_path: Path) -> None:
    signer = Signer(tmp_path)
    with pytest.raises(LinkRefused):
        signer.read_token(signer.secret("abc"))
    with pytest.raises(LinkRefused):
        signer.read_secret(signer.token(TOKEN))


@given(st.text(max_size=80))
def test_any_text_is_refused_with_a_code(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    signer = Signer(tmp_path_factory.getbasetemp() / "signer")
    for read in (signer.read_secret, signer.read_token):
        with pytest.raises(LinkRefused):
            read(text)


@pytest.mark.parametrize("typed", ["ACD-EF3", "acdef3", "ＡＣＤＥＦ３", " a c d e f 3 ", "ACD−EF3"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "ACDEF3"


@pytest.mark.parametrize("typed", ["", "ACDEF", "ACDEF33", "ACDEF0", "ACDEFO", "あいうえおか", "ACDEF\x00"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_no_two_characters_of_a_code_look_alike() -> None:
    assert not set(CODE_ALPHABET) & set("0OQ1IL2Z5S8BUVG")
    codes = new_codes()
    assert len(next(codes)) == 6
    assert set(next(codes)) <= set(CODE_ALPHABET)


def test_a_free_code_is_not_looked_for_for_ever() -> None:
    with pytest.raises(RuntimeError):
        for _ in new_codes():
            pass


def test_a_secret_stands_after_the_hash() -> None:
    link = address("https://engawa.example.jp/", Role.FACILITATOR, "secret")
    assert link == "https://engawa.example.jp/f#secret"


def test_where_somebody_came_from_is_a_mark_of_one_session(tmp_path: Path) -> None:
    signer = Signer(tmp_path)
    mark = signer.network("s1", "192.0.2.7")
    assert mark == signer.network("s1", "192.0.2.7")
    assert mark not in (signer.network("s2", "192.0.2.7"), signer.network("s1", "192.0.2.8"))
    assert "192" not in mark
    assert signer.network("s1", "2001:db8::1") == signer.network("s1", "2001:db8::ffff"), "one home has a whole /64"
    assert signer.network("s1", "2001:db8::1") != signer.network("s1", "2001:db8:0:1::1")
    assert signer.network("s1", "unknown") == signer.network("s1", "unknown")
