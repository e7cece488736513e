"""QR codes on screens. (The printed notice draws its own, `server.office.papers.notice.foot`.)"""

from __future__ import annotations

import segno


def qr_svg(text: str) -> str:
    """A QR code as an SVG element to stand in a page, in the client's ink on its paper, with a quiet zone of two modules.

    Raises segno's DataOverflowError for more than some 2,300 bytes: nothing that we make is as long.
    """
    return str(segno.make(text, error="m").svg_inline(scale=4, border=2, dark="#2b2622", light="#fffdf8"))
