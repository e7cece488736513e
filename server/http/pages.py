"""The built web client: one page for every kind of link, and its assets, compressed once at start.

Titles and addresses are neutral; a page is the same for everybody until its script has read the secret after #, so preview
robots of message apps see nothing and use nothing up.
"""

from __future__ import annotations

import gzip
import html
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

PAGES = ("/", "/r", "/f", "/s", "/o", "/m")
_TITLE = "<title></title>"
_COMPRESSIBLE = {".js", ".css", ".html", ".svg", ".json", ".webmanifest", ".txt"}
_MISSING = (
    '<!doctype html><html lang="ja"><meta charset="utf-8"><title></title>'
    "<p>画面がまだ組み立てられていません。<code>make build</code> を実行してください。</p></html>"
)


@dataclass(frozen=True, slots=True)
class _File:
    body: bytes
    gzipped: bytes | None
    brotli: bytes | None
    content_type: str
    cache: str


def _file(body: bytes, name: str, cache: str, brotli: bytes | None = None) -> _File:
    suffix = Path(name).suffix
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    gzipped = gzip.compress(body, 9) if suffix in _COMPRESSIBLE and len(body) > 600 else None
    return _File(body, gzipped, brotli, kind, cache)


def _answer(request: web.Request, file: _File) -> web.Response:
    headers = {"Cache-Control": file.cache, "Content-Type": file.content_type, "Vary": "Accept-Encoding"}
    accepted = request.headers.get("Accept-Encoding", "")
    if file.brotli is not None and "br" in accepted:
        headers["Content-Encoding"] = "br"
        return web.Response(body=file.brotli, headers=headers)
    if file.gzipped is not None and "gzip" in accepted:
        headers["Content-Encoding"] = "gzip"
        return web.Response(body=file.gzipped, headers=headers)
    return web.Response(body=file.body, headers=headers)


def _load(root: Path, page_title: str) -> tuple[_File, dict[str, _File]]:
    """The page, and everything else by its path. Read once: what is served cannot be changed under us."""
    index = root / "index.html"
    built = index.is_file()
    text = index.read_text(encoding="utf-8") if built else _MISSING
    text = text.replace(_TITLE, f"<title>{html.escape(page_title)}</title>", 1)
    others = {}
    for path in root.rglob("*") if built else ():
        name = "/" + path.relative_to(root).as_posix()
        # Fonts are for the printed notices alone: nine megabytes that no page asks for.
        if path.is_file() and name != "/index.html" and path.suffix != ".br" and not name.startswith("/fonts/"):
            immutable = name.startswith("/assets/")
            cache = "public, max-age=31536000, immutable" if immutable else "public, max-age=3600"
            smaller = path.with_name(path.name + ".br")
            brotli = smaller.read_bytes() if smaller.is_file() else None
            others[name] = _file(path.read_bytes(), name, cache, brotli)
    return _file(text.encode(), "index.html", "no-cache"), others


def add_pages(app: web.Application, web_root: str, page_title: str) -> None:
    """Serve the built client from memory."""
    page, others = _load(Path(web_root), page_title)

    async def show(request: web.Request) -> web.Response:
        return _answer(request, page)

    async def other(request: web.Request) -> web.Response:
        file = others.get(request.path)
        if file is None:
            raise web.HTTPNotFound
        return _answer(request, file)

    for path in PAGES:
        app.router.add_get(path, show)
    app.router.add_get("/{name:.*}", other)
