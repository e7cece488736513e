"""The printed notice, read back: its words, its fonts, its QR code, and that everything stays inside the paper."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium
import pytest
import segno
import zxingcpp
from reportlab.pdfbase.pdfmetrics import stringWidth

from server.office.papers.notice.fonts import BOLD, FILES, REGULAR, FontsMissing, load
from server.office.papers.notice.lines import balanced, wrap
from server.office.papers.notice.page import notice_pdf
from server.office.papers.notice.sheet import QR_SIDE
from server.office.papers.notice.words import FOOT, LABELS, Notice, NoticeDate
from server.office.papers.phrases import NO_END, NO_START
from tests.office.notices import HALL, PLAIN, SECRET, dates, opened, overlapping, words

MM = 72 / 25.4


@pytest.fixture(scope="session", autouse=True)
def _loaded(fonts: Path) -> None:
    load(fonts)  # wrap needs them, too


def missing(notice: Notice, pdf: bytes) -> list[str]:
    """What should stand on the paper and does not."""
    text = words(pdf)
    wanted = [notice.organisation, notice.title, notice.lead, notice.entry, notice.contact, notice.leave]
    wanted += [*notice.how, *notice.conditions]
    wanted += [part for date in notice.dates for part in (date.text, date.place)]
    return [each for each in wanted if re.sub(r"\s", "", each) not in text]


def outside(pdf: bytes) -> list[str]:
    """What reaches into the 12 mm at the edges, where office printers print nothing."""
    found = []
    for number, page in enumerate(opened(pdf)):
        width, height = page.get_size()
        for thing in page.get_objects():
            left, bottom, right, top = thing.get_bounds()
            edge = 11.9 * MM
            if left < edge or bottom < edge or right > width - edge or top > height - edge:
                found.append(f"page {number + 1}: {left:.0f} {bottom:.0f} {right:.0f} {top:.0f}")
    return found


def codes(pdf: bytes, scale: float = 3, grey: bool = False) -> list[Any]:
    """The QR codes of each page, as a phone sees them."""
    found = []
    for page in opened(pdf):
        picture = page.render(scale=scale, grayscale=grey).to_pil()
        (code,) = zxingcpp.read_barcodes(picture)
        found.append(code)
    return found


def test_everything_is_on_the_paper(fonts: Path) -> None:
    pdf = notice_pdf(PLAIN, fonts)
    assert len(opened(pdf)) == 1
    assert missing(PLAIN, pdf) == []
    assert "ACD-347" in words(pdf)
    assert "https://engawa.town.example.jp/" in words(pdf)
    assert "kJ2mW8vQ" not in words(pdf), "nobody types a secret who has a code"


def test_what_the_calendar_leaves_out_is_on_the_paper(fonts: Path) -> None:
    told = ("12月29日(火)〜1月1日(金) 年末年始で休み", "1月11日(月) 成人の日で休み")
    printed = notice_pdf(replace(PLAIN, dates=dates(6), rests=told), fonts)
    assert len(opened(printed)) == 1
    for line in ("お休み", *told):
        assert line.replace(" ", "") in words(printed)
    assert "お休み" not in words(notice_pdf(PLAIN, fonts))


def test_the_file_says_what_it_is(fonts: Path) -> None:
    pdf = notice_pdf(PLAIN, fonts)
    about = opened(pdf).get_metadata_dict()
    assert (about["Title"], about["Author"]) == (PLAIN.title, PLAIN.organisation)
    assert re.search(rb"/Lang \(ja\)", pdf)
    assert b"/Lang (en)" in notice_pdf(replace(PLAIN, language="en"), fonts)
    assert notice_pdf(PLAIN, fonts) == pdf, "the same notice is the same file"
    assert opened(pdf)[0].get_size() == pytest.approx((210 * MM, 297 * MM), abs=0.1)


def test_all_fonts_are_embedded_and_only_what_is_used(fonts: Path) -> None:
    pdf = notice_pdf(PLAIN, fonts)
    things = opened(pdf)[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])
    assert {pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(each)) for each in things} == {1}
    named = set(re.findall(rb"/BaseFont /[A-Z]+\+BIZUDPGothic-(\w+)", pdf))
    assert named == {b"Regular", b"Bold"}
    assert pdf.count(b"/FontFile2") >= 2
    assert len(pdf) < 200_000


@pytest.mark.parametrize("count", range(1, 7))
def test_up_to_six_dates_are_one_page(fonts: Path, count: int) -> None:
    for notice in (
        replace(PLAIN, dates=dates(count)),
        replace(PLAIN, dates=dates(count, "オンライン", HALL), code=None, url="https://town.example.jp/p/minami/cafe"),
    ):
        pdf = notice_pdf(notice, fonts)
        assert len(opened(pdf)) == 1
        assert missing(notice, pdf) == []
        assert outside(pdf) == []
        assert overlapping(pdf) == []


@pytest.mark.parametrize("places", [(HALL,), ("オンライン", HALL), (HALL * 3, "市民活動センター"), ("",)])
def test_twelve_dates(fonts: Path, places: tuple[str, ...]) -> None:
    notice = replace(PLAIN, dates=dates(12, *places))
    pdf = notice_pdf(notice, fonts)
    assert missing(notice, pdf) == []
    assert outside(pdf) == []
    assert overlapping(pdf) == []
    assert {code.text for code in codes(pdf)} == {SECRET}


@pytest.mark.parametrize("url", [SECRET, "https://e.jp/", "https://town.example.jp/p/" + "minami-" * 30])
def test_the_qr_code_leads_there(fonts: Path, url: str) -> None:
    pdf = notice_pdf(replace(PLAIN, url=url), fonts)
    (small,) = codes(pdf, 1.6, grey=True)
    (code,) = codes(pdf, scale=4)
    assert (code.text, small.text, code.ec_level) == (url, url, "M")
    at = code.position
    assert (at.top_right.x - at.top_left.x) / 4 >= 32 * MM


@pytest.mark.parametrize("url", [SECRET, "https://e.jp/"])
def test_the_qr_code_keeps_its_quiet_zone(fonts: Path, url: str) -> None:
    paths = opened(notice_pdf(replace(PLAIN, url=url), fonts))[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
    boxes = [each.get_bounds() for each in paths]
    (code,) = [box for box in boxes if box[2] - box[0] == pytest.approx(QR_SIDE, 1e-3) == box[3] - box[1]]
    free = 4 * QR_SIDE / len(segno.make_qr(url, error="m").matrix) - 1  # less the half of a line
    text = opened(notice_pdf(replace(PLAIN, url=url), fonts))[0].get_textpage()
    boxes += [text.get_rect(n) for n in range(text.count_rects())]
    for left, bottom, right, top in boxes:
        around = (
            left <= code[0] - free and bottom <= code[1] - free and right >= code[2] + free and top >= code[3] + free
        )
        apart = left >= code[2] + free or right <= code[0] - free or bottom >= code[3] + free or top <= code[1] - free
        assert around or apart or (left, bottom, right, top) == code


def test_long_texts_flow_onto_further_pages_with_the_code_again(fonts: Path) -> None:
    notice = replace(
        PLAIN,
        title="ひきこもりの経験がある方と、そのご家族のための、話さなくてもいいオンラインと会場のゆるやかな交流会(第3回)",
        lead=PLAIN.lead * 4,
        how=tuple(each + "。" + PLAIN.lead for each in PLAIN.how) * 4,
        conditions=tuple(PLAIN.lead for _ in range(8)),
        contact="\n".join([PLAIN.contact] * 8),
        dates=dates(12, HALL * 3, "オンライン"),
    )
    pdf = notice_pdf(notice, fonts)
    assert len(opened(pdf)) > 1
    assert [code.text for code in codes(pdf)] == [SECRET] * len(opened(pdf))
    assert outside(pdf) == []
    assert overlapping(pdf) == []
    # A text may be parted by the foot of a page: so by its lines.
    text = words(pdf)
    for each in (notice.title, *notice.conditions, *(date.text for date in notice.dates), PLAIN.leave):
        assert [part for part in re.split(r"(?<=[、。])", each) if re.sub(r"\s", "", part) not in text] == []


def test_letters_become_smaller_before_there_is_a_second_page(fonts: Path) -> None:
    def largest(notice: Notice) -> tuple[int, float]:
        document = opened(notice_pdf(notice, fonts))
        heights = [thing.get_bounds() for thing in document[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])]
        return len(document), max(top - bottom for _, bottom, _, top in heights)

    one, large = largest(PLAIN)
    still_one, smaller = largest(replace(PLAIN, dates=dates(8, HALL, "オンライン"), lead=PLAIN.lead * 2))
    assert one == still_one == 1
    assert smaller < large


@pytest.mark.parametrize("language", ["ja", "ja-simple", "en"])
def test_labels_are_in_the_language(fonts: Path, language: Any) -> None:
    pdf = notice_pdf(replace(PLAIN, language=language), fonts)
    labels = [*LABELS[language], FOOT[language][2]]
    assert [each for each in labels if each.replace(" ", "") not in words(pdf)] == []
    assert len(opened(pdf)) == 1
    assert overlapping(pdf) == []


def test_english(fonts: Path) -> None:
    notice = replace(
        PLAIN,
        language="en",
        title="An evening on the veranda",
        lead="A quiet gathering for people who spend most days at home. Talk, listen, or just look on.",
        dates=(NoticeDate("Sun 2026-12-06 14:00–16:00", "Online or in the hall"),) * 3,
    )
    pdf = notice_pdf(notice, fonts)
    assert missing(notice, pdf) == []
    assert outside(pdf) == []


def test_a_bare_notice_has_no_empty_labels(fonts: Path) -> None:
    notice = replace(PLAIN, lead="", how=(), conditions=(), entry="", contact="", leave="", code=None)
    pdf = notice_pdf(replace(notice, dates=(NoticeDate("12月6日(日)", ""),)), fonts)
    assert [each for each in LABELS["ja"] if each in words(pdf)] == ["とき"]
    assert "入室コード" not in words(pdf)
    assert "くわしくはこちら" in words(pdf), "a notice without a room leads to the page about it"


@pytest.mark.parametrize("width", range(20, 300, 7))
@pytest.mark.parametrize("text", [PLAIN.lead, PLAIN.leave, "「あ」、「い」。(う)ー、ゃっ……!?", "。" * 30, SECRET])
def test_no_line_is_too_long_and_none_begins_with_a_full_stop(text: str, width: int) -> None:
    for how in (wrap, balanced):
        for font in (REGULAR, BOLD):
            lines = how(text, font, 10, width)
            assert "".join(lines) == text
            measured = [stringWidth(line, font, 10) for line in lines]
            assert max(measured) <= width
            if width > 60 and text in (PLAIN.lead, PLAIN.leave):
                assert not [line for line in lines if line[0] in NO_START]
                assert not [line for line in lines if line[-1] in NO_END]


def test_lines_end_between_phrases() -> None:
    assert wrap("名前も顔も出しません", REGULAR, 10, 90) == ["名前も顔も", "出しません"]
    assert wrap("聞くだけでもだいじょうぶ。", REGULAR, 10, 100) == ["聞くだけでも", "だいじょうぶ。"]
    assert wrap("電話 042-000-0000", REGULAR, 10, 90) == ["電話", "042-000-0000"]
    assert wrap("ひとつ\n\nふたつ", REGULAR, 10, 90) == ["ひとつ", "", "ふたつ"]


def test_without_fonts_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="make build"):
        notice_pdf(PLAIN, tmp_path)
    for name in FILES.values():
        (tmp_path / name).write_bytes(b"no font")
    with pytest.raises(FontsMissing, match=re.escape(str(tmp_path))):
        notice_pdf(PLAIN, tmp_path)
