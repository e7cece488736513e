"""A notice to print, and a printed one read back."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from reportlab.pdfbase.ttfonts import TTFontFile

from server.office.papers.notice.words import Notice, NoticeDate

SECRET = "https://engawa.town.example.jp/r#kJ2mW8vQzR4tYx7LpN3sB6hD9fG1cA5eT0uV-iOoKjM"
HALL = "オンラインと会場 市民活動センター 2階 和室"
PLAIN = Notice(
    organisation="みなみ町 健康福祉課",
    title="夜の縁側カフェ",
    lead="家にいることが多い方の、しずかな集まりです。話しても、聞いているだけでも、見ているだけでもかまいません。",
    dates=(NoticeDate("12月6日(日) 14時〜16時", HALL),),
    how=("名前も顔も出しません", "聞くだけでもだいじょうぶ", "とちゅうで抜けてかまいません"),
    conditions=("町内にお住まいの15歳以上の方", "ご家族の方もどうぞ"),
    entry="予約はいりません。出入り自由です。",
    url=SECRET,
    code="ACD347",
    contact="みなみ町 健康福祉課 相談窓口\n電話 042-000-0000(平日 9時〜17時)",
    leave="帰りたくなったら「しずかに出る」を押すか、画面を閉じるだけ。だれにも知らされません。",
    language="ja",
)


def dates(count: int, *places: str) -> tuple[NoticeDate, ...]:
    days = "日月火水木金土"
    return tuple(
        NoticeDate(f"{n}月{n + 14}日({days[n % 7]}) 14時〜16時", (places or (HALL,))[n % len(places or (HALL,))])
        for n in range(1, count + 1)
    )


def opened(pdf: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(pdf)


def words(pdf: bytes) -> str:
    """The text of all pages, without the white space that only lines make."""
    pages = (page.get_textpage().get_text_range() for page in opened(pdf))
    return re.sub(r"\s", "", "".join(pages))


def overlapping(pdf: bytes) -> list[tuple[str, str]]:
    """Words that stand on other words."""
    found = []
    for page in opened(pdf):
        text = page.get_textpage()
        boxes = [text.get_rect(n) for n in range(text.count_rects())]
        for n, one in enumerate(boxes):
            for two in boxes[n + 1 :]:
                wide = min(one[2], two[2]) - max(one[0], two[0])
                high = min(one[3], two[3]) - max(one[1], two[1])
                if wide > 1 and high > 1:
                    found.append((text.get_text_bounded(*one), text.get_text_bounded(*two)))
    return found


def undrawn(pdf: bytes, fonts: Path) -> list[str]:
    """The characters of all pages in a font that has no glyph for them: on the paper, each is an empty box."""
    has = _glyphs(fonts)
    return [
        f"{character} in {font}"
        for page in opened(pdf)
        for character, font in _drawn(page.get_textpage())
        if character.strip() and not has[font].get(ord(character))
    ]


@cache
def _glyphs(fonts: Path) -> dict[str, dict[int, int]]:
    """By the name that a PDF has for a font."""
    faces = {re.sub(r"_\d+", "-", file.stem): TTFontFile(str(file)) for file in fonts.glob("*.ttf")}
    return {name: face.charToGlyph for name, face in faces.items()}


def _drawn(text: pypdfium2.PdfTextpage) -> Iterator[tuple[str, str]]:
    name, flags = ctypes.create_string_buffer(100), ctypes.c_int()
    high = ""
    for n in range(text.count_chars()):
        pdfium.FPDFText_GetFontInfo(text, n, name, len(name), ctypes.byref(flags))
        # At the end of a line, a hyphen is read as this.
        unit = chr(pdfium.FPDFText_GetUnicode(text, n)).replace("\x02", "-")
        if "\ud800" <= unit <= "\udbff":
            high = unit
            continue
        yield (high + unit).encode("utf-16", "surrogatepass").decode("utf-16"), name.value.decode()
        high = ""
