"""GET /api/ideas: what a desk offers a tap away, from the content that the server began with. The same for all who ask, and
asked for when somebody looks for ideas: no page loads it first."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from aiohttp import ETag, web
from aiohttp.typedefs import Handler

from server.office.content import Content
from server.office.content.shapes import Card, Prompt, Title
from server.wire import Idea, Ideas, IdeaSet

_HEADERS = {"Cache-Control": "public, max-age=300", "Vary": "Accept-Encoding"}
"""Who keeps it for many must know that a browser which takes no compression needs it otherwise."""


def _in_all(text: Title | Prompt | Card) -> Idea:
    return Idea(ja=text.ja, ja_simple=text.ja_simple or text.ja, en=text.en or text.ja)


def _set(title: Title, texts: Iterable[Prompt | Card]) -> IdeaSet:
    return IdeaSet(title=_in_all(title), ideas=tuple(_in_all(each) for each in texts))


def ideas_of(content: Content) -> Ideas:
    """As a page takes it: each text in every language."""
    return Ideas(
        prompts=tuple(_set(each.title, each.prompts) for each in content.prompts),
        cards=tuple(_set(each.title, each.cards) for each in content.cards),
    )


def ideas(content: Content) -> Handler:
    """The handler: its answer is made once."""
    body = ideas_of(content).model_dump_json().encode()
    tag = ETag(sha256(body).hexdigest()[:16], is_weak=True)  # compressed or not: the same words, not the same bytes

    async def answer(request: web.Request) -> web.Response:
        seen = request.if_none_match
        same = seen is not None and any(each.value == tag.value for each in seen)
        made = web.Response(status=304) if same else web.Response(body=body, content_type="application/json")
        made.headers.update(_HEADERS)
        made.etag = tag
        if not same:
            made.enable_compression()
        return made

    return answer
