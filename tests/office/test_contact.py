"""The contact of an organisation: what is taken, how it is printed, and who is told it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from server.office.base.models import Contact
from server.office.papers.words import contact_lines


@pytest.mark.parametrize(
    ("typed", "printed", "dialled"),
    [
        ("042-000-0000", "042-000-0000", "0420000000"),
        (" 042-000-0000 ", "042-000-0000", "0420000000"),
        ("(042) 000 0000", "(042) 000 0000", "0420000000"),
        ("０４２ー０００−００００", "042-000-0000", "0420000000"),
        ("+81 42-000-0000", "+81 42-000-0000", "+81420000000"),
        ("+81 (0)42-000-0000", "+81 (0)42-000-0000", "+81420000000"),
        ("(0)42-000-0000", "(0)42-000-0000", "0420000000"),
        ("042-000-0000〜1", "042-000-0000〜1", "0420000000"),
        ("０４２－０００－００００～１２", "042-000-0000〜12", "0420000000"),
        ("042〜000〜0000", "042-000-0000", "0420000000"),
        ("042-000-0000（代）", "042-000-0000(代)", "0420000000"),
        ("0120-000-000 (代表)", "0120-000-000 (代表)", "0120000000"),
        ("042-000-0000（直通）", "042-000-0000(直通)", "0420000000"),
        ("直通 042-000-0000", "直通 042-000-0000", "0420000000"),
        ("代表：042-000-0000", "代表:042-000-0000", "0420000000"),
        ("（代表）042-000-0000", "(代表)042-000-0000", "0420000000"),
        ("042-000-0000 内線 1234", "042-000-0000 内線 1234", "0420000000"),
        ("042-000-0000（内線１２・１３）", "042-000-0000(内線12・13)", "0420000000"),
        ("042-000-0000(代表)内線2211", "042-000-0000(代表)内線2211", "0420000000"),
        ("042-000-0000 直通", "042-000-0000 直通", "0420000000"),
        ("#7119", "#7119", "%237119"),
        ("110", "110", "110"),
        ("", "", ""),
    ],
)
def test_a_telephone_number_is_printed_as_it_is_dialled(typed: str, printed: str, dialled: str) -> None:
    contact = Contact(telephone=typed)
    assert (contact.telephone, contact.dial) == (printed, dialled)
    assert Contact.model_validate_json(contact.model_dump_json()) == contact, "what was taken is taken again"


@pytest.mark.parametrize(
    "typed",
    [
        "でんわ",
        "内線 12",
        "042-000-0000 内線",
        "042-000-0000 内線 12 内線 13 内線 14",
        "直通",
        "12",
        "0" * 16,
        "1;phone-context=x",
        "(代)",
        "〜9",
        "(042 000",
        "javascript:1234",
        "１" * 41,
    ],
)
def test_what_is_no_number_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Contact(telephone=typed)
    assert {each["loc"] for each in refused.value.errors()} == {("telephone",)}


@given(st.text(max_size=60))
def test_whatever_is_typed_a_dialled_number_is_digits(typed: str) -> None:
    try:
        contact = Contact(telephone=typed)
    except ValidationError:
        return
    assert set(contact.dial.removeprefix("%23").removeprefix("+")) <= set("0123456789")


def test_mail_may_be_empty_but_not_wrong() -> None:
    assert Contact(mail="").mail == ""
    assert Contact(mail=" soudan@example.jp ").mail == "soudan@example.jp"
    with pytest.raises(ValidationError, match="メールアドレスの形"):
        Contact(mail="soudan")


def test_lines_for_papers() -> None:
    whole = Contact(telephone="042-000-0000", hours="平日 9時〜17時", mail="a@example.jp", note="相談室\n2階")
    assert contact_lines(whole, "ja") == ["電話 042-000-0000(平日 9時〜17時)", "メール a@example.jp", "相談室", "2階"]
    assert contact_lines(whole, "en")[0] == "Telephone 042-000-0000 (平日 9時〜17時)"
    assert contact_lines(Contact(hours="平日"), "ja") == ["平日"]
    assert contact_lines(Contact(telephone="110"), "ja-simple") == ["電話 110"]
    assert contact_lines(Contact(), "ja") == []
