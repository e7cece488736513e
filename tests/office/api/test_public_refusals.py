"""What a public page refuses is said in the language of its reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from server.http.public import pages, refused
from server.http.public.words import WORDS
from server.http.tries import GUESSES
from server.office.base.refusals import OfficeCode, OfficeRefused, busy, not_found
from server.office.papers.words import Language
from tests.office.api.client import Office, Town
from tests.office.api.visiting import form_path, read

ROOT = Path(pages.__file__).parents[2]
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def codes_named() -> set[OfficeCode]:
    """Whatever the public pages, and what they ask of the office, may refuse."""
    files = [
        *(ROOT / "http/public").glob("*.py"),
        *(ROOT / "office/seats").glob("*.py"),
        ROOT / "office/papers/public.py",
    ]
    names = {
        name
        for file in files
        if file.name != "refused.py"
        for name in re.findall(r"OfficeCode\.(\w+)", file.read_text("utf-8"))
    }
    return {OfficeCode[name] for name in names}


def test_all_that_public_pages_refuse_has_words() -> None:
    codes = codes_named()
    assert len(codes) > 10
    assert (codes | {busy(1).code, not_found().code}) - refused._SAID.keys() == set()


@pytest.mark.parametrize("code", OfficeCode)
def test_every_refusal_is_said_in_the_language_of_the_reader(code: OfficeCode) -> None:
    said = {language: refused.said(OfficeRefused(code, wait_ms=90_000), language) for language in WORDS}
    assert len(set(said.values())) == 3
    assert all(said.values())
    assert not JAPANESE.search(said["en"])
    assert JAPANESE.search(said["ja"])
    assert JAPANESE.search(said["ja-simple"])
    assert not any("{" in words for words in said.values())


@pytest.mark.parametrize("language", WORDS)
async def test_pages_that_refuse_are_in_one_language(office: Office, kono: Town, language: Language) -> None:
    browser = office.browser(address="203.0.113.79")
    missing = await browser.ask("GET", f"/p/nobody?lang={language}")
    assert refused.said(not_found(), language) in read(missing).said
    assert (JAPANESE.search(re.sub(r"縁側|日本語|やさしい", "", read(missing).said)) is None) == (language == "en")
    for _ in range(GUESSES):
        await browser.ask("POST", "/y", form={"code": "ACD-EFH-JKM-NPR", "lang": language})
    slowed = await browser.ask("POST", "/y", form={"code": "ACD-EFH-JKM-NPR", "lang": language})
    assert slowed.status == 429
    assert "10" in read(slowed).said, "for how long"
    assert (JAPANESE.search(re.sub(r"縁側|日本語|やさしい", "", read(slowed).said)) is None) == (language == "en")
    huge = await browser.ask("POST", f"{form_path(kono)}?lang={language}", form={"mail": "x" * 100_000})
    assert refused.said(OfficeRefused(OfficeCode.TOO_LARGE), language) in read(huge).said
