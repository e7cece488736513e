"""The drawing process: `python -m server.slides.draw FILE PAGES SECONDS`, the file by its open descriptor. Writes the
pages of one PDF (`frames`), and ends.

Theory: a PDF is a program that strangers wrote, read by a library in C. So it is read where little can be taken: memory,
time of the processor and open files are bounded by the kernel, nothing can be written to any file, and what goes wrong ends
this process alone. The server waits with a clock of its own (`renderer`), and when the server is gone, so is this.

Invariants: a bitmap is never larger than EDGE by EDGE, whatever a page says of its size. A picture is at most PICTURE bytes.
"""

from __future__ import annotations

import contextlib
import io
import math
import os
import resource
import signal
import sys
import threading
from typing import Any, BinaryIO

from server.slides import frames

EDGE = 1600
"""Pixels of a picture's longer side: to be read on a hall's wall, and at twice a telephone's width."""
PICTURE = 120_000
TEXT = 4_000
"""Characters of a page's text."""
MEMORY = 768 * 1024 * 1024
"""Bytes of address space: the library and a large photograph want some 300 MB."""
PAGE_SECONDS = 12.0
"""Of processor time for one page."""
_NICER = 10
_QUALITIES = (80, 60, 40, 20)
_SMALLER = 0.75
_PASSWORD = 4
"""FPDF_ERR_PASSWORD."""


def bound(seconds: int) -> None:
    """From here on the kernel takes no more than this from anybody; and where the machine itself has no memory left, it
    ends this process, and not the server."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as first:
        first.write("1000")
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))
    os.nice(_NICER)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The library cannot be interrupted in the middle of a page: such a process just ends.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)


def end_with(server: BinaryIO) -> None:
    """When the server is gone, whatever became of it, its end of this pipe is closed."""

    def follow() -> None:
        server.read()
        os._exit(0)

    threading.Thread(target=follow, name="server", daemon=True).start()


def scale_of(width: float, height: float) -> float:
    """By how much a page is drawn: its longer side is EDGE, however large or small it says that it is. Raises ValueError."""
    longer = max(width, height)
    if not math.isfinite(longer) or longer <= 0 or min(width, height) <= 0:
        raise ValueError("a page without a size")
    return EDGE / longer


def picture_of(page: Any) -> bytes:
    """A page as WebP of at most PICTURE bytes. Raises ValueError."""
    bitmap = page.render(scale=scale_of(*page.get_size()), draw_annots=True, may_draw_forms=True, rev_byteorder=True)
    image = bitmap.to_pil().convert("RGB")
    while True:
        size = 0
        for quality in _QUALITIES:
            out = io.BytesIO()
            image.save(out, "WEBP", quality=quality, method=3)
            size = out.tell()
            if size <= PICTURE:
                return out.getvalue()
        by = min(_SMALLER, math.sqrt(PICTURE / size))
        image = image.resize([max(1, round(side * by)) for side in image.size])


def text_of(page: Any) -> str:
    """What is written on a page, as it may be shown; empty where it is a picture only."""
    from moderation.text import lines

    with contextlib.closing(page.get_textpage()) as found:
        count = min(found.count_chars(), 4 * TEXT)
        return lines(found.get_text_range(0, count))[:TEXT] if count > 0 else ""


def draw(pdf: BinaryIO, most: int, out: BinaryIO) -> None:
    """Say the pages of a file, or why not: a code of `rooms.refusals`."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
        count = len(document)
        # What was filled in is drawn, where it can be; nothing of it runs, since the library has no script engine.
        with contextlib.suppress(pypdfium2.PdfiumError):
            document.init_forms()
    except pypdfium2.PdfiumError as error:
        return frames.write(out, frames.WHY, b"pdf_locked" if error.err_code == _PASSWORD else b"not_a_pdf")
    if not 0 < count <= most:
        return frames.write(out, frames.WHY, b"too_many_pages" if count else b"not_a_pdf")
    frames.write(out, frames.PAGES, str(count).encode())
    for number in range(count):
        signal.setitimer(signal.ITIMER_PROF, PAGE_SECONDS)
        try:
            page = document[number]
            picture, text = picture_of(page), text_of(page)
            page.close()
        except (pypdfium2.PdfiumError, ValueError, MemoryError):
            return frames.write(out, frames.WHY, b"pdf_too_hard")
        frames.write(out, frames.PICTURE, picture)
        frames.write(out, frames.TEXT, text.encode())
    return frames.write(out, frames.END)


if __name__ == "__main__":
    bound(int(sys.argv[3]))
    end_with(sys.stdin.buffer)
    with contextlib.suppress(BrokenPipeError):
        draw(open(int(sys.argv[1]), "rb"), int(sys.argv[2]), sys.stdout.buffer)  # noqa: SIM115  (until the end)
    os._exit(0)  # nothing is left to be tidied, and the library's own end has crashed before
