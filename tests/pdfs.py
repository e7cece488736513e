"""PDFs for tests, made as they are needed: good ones, and such as somebody brings by mistake or with bad will."""

from __future__ import annotations

import io
import zlib
from functools import cache

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WIDE = (720.0, 405.0)
_FONT = "HeiseiKakuGo-W5"
_FONT_AWAY = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /../../../etc/passwd /Encoding /UniJIS-UTF16-H /DescendantFonts [<< "
    b"/Type /Font /Subtype /CIDFontType0 /BaseFont /../../../etc/passwd "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 4 >> >>] >>"
)
"""Of no file that is there."""


@cache
def pdf(pages: int = 3, size: tuple[float, float] = WIDE, password: str | None = None) -> bytes:
    """Pages with 縁側のはなし and their number."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    out = io.BytesIO()
    locked = None if password is None else StandardEncryption(password, canPrint=0)
    canvas = Canvas(out, pagesize=size, encrypt=locked)
    for number in range(1, pages + 1):
        canvas.setFont(_FONT, 48)
        canvas.drawString(60, 300, f"縁側のはなし {number}")
        canvas.setFillGray(1 - number / (pages + 3))
        canvas.rect(60, 60, 200 * number, 160, fill=1)
        canvas.setFillGray(0)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def filled_in(text: str) -> bytes:
    """One page with nothing but a field of a form, and what somebody wrote into it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=WIDE)
    canvas.setFont("Helvetica", 12)
    canvas.acroForm.textfield(value=text, x=60, y=60, width=600, height=60, fontSize=36, borderWidth=0)
    canvas.save()
    return out.getvalue()


def noisy(random: bytes, side: int) -> bytes:
    """One page that no picture format makes small: `side` squared grey dots of chance."""
    return raw(
        b"720 0 0 405 0 0 cm /I Do",
        more=b"<< /XObject << /I 5 0 R >> >>",
        extra=(
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 "
            b"/Length %d >>\nstream\n" % (side, side, side * side)
        )
        + random[: side * side]
        + b"\nendstream",
    )


def asking(url: bytes) -> bytes:
    """One page with 縁側 that would have much fetched and run, if anybody did."""
    away = b"<< /FS /URL /F (%b) >>" % url
    script = b"<< /S /JavaScript /JS (while (true) { app.launchURL\\('%b'\\); }) >>" % url
    actions = b"<< /PV %b /PO << /S /GoToR /F %b >> /E << /S /Launch /F (/bin/sh) >> >>" % (script, away)
    annotation = b"<< /Type /Annot /Subtype /Link /Rect [0 0 700 400] /A << /S /URI /URI (%b) >> /AA %b >>" % (
        url,
        actions,
    )
    image = b"<< /Type /XObject /Subtype /Image /Width 9 /Height 9 /ColorSpace /DeviceGray /BitsPerComponent 8 "
    return raw(
        b"q 9 0 0 9 0 0 cm /I Do Q BT /F 48 Tf 60 200 Td <7E015074> Tj ET",
        more=b"<< /XObject << /I 5 0 R >> /Font << /F %b >> >>" % _FONT_AWAY,
        extra=image + b"/F %b /FFilter /DCTDecode /Length 0 >>\nstream\n\nendstream" % away,
        page=b"/AA << /O %b >> /Annots [%b]" % (script, annotation),
        catalog=b"/OpenAction %b /Names << /EmbeddedFiles << /Names [(a) << /F (a.exe) /EF << /F 5 0 R >> >>] >> >>"
        % script,
    )


def bomb(megabytes: int) -> bytes:
    """One page whose few kilobytes are so many megabytes of lines, packed twice."""
    chunk = b"0 0 m 700 400 l S\n" * 55_000
    pack = zlib.compressobj(9)
    once = b"".join(pack.compress(chunk) for _ in range(megabytes)) + pack.flush()
    return raw(zlib.compress(once, 9), filters=b"/Filter [ /FlateDecode /FlateDecode ]")


def raw(
    content: bytes,
    *,
    media: bytes = b"0 0 720 405",
    filters: bytes = b"",
    more: bytes = b"<< >>",
    extra: bytes = b"null",
    page: bytes = b"",
    catalog: bytes = b"",
) -> bytes:
    """One page, written by hand."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalog,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%b] /Contents 4 0 R /Resources %b %b >>" % (media, more, page),
        b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), filters, content),
        extra,
    )
    out, starts = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    return out + b"xref\n0 6\n0000000000 65535 f \n%btrailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(out),
    )
