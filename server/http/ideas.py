"""GET /api/ideas: what a desk offers a tap away, from what is ready-made now. The same for all who ask, and
asked for when somebody looks for ideas: no page loads it first."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from aiohttp import ETag, web
from aiohttp.typedefs import Handler

from server.office.content import Content, Living
from server.office.content.activities import Activity
from server.office.content.shapes import Card, Prompt
from server.office.content.three import InThree, Title
from server.wire import Idea, Ideas, IdeaSet, ReadyActivity

_HEADERS = {"Cache-Control": "public, no-cache", "Vary": "Accept-Encoding"}
"""Whoever tries a file of their own sees it at once; who has it already is told so in a few bytes. Who keeps it for many
must know that a browser which takes no compression needs it otherwise."""


def _in_all(text: InThree) -> Idea:
    return Idea(ja=text.ja, ja_simple=text.ja_simple or text.ja, en=text.en or text.ja)


def _set(name: str, title: Title, texts: Iterable[Prompt | Card]) -> IdeaSet:
    return IdeaSet(id=name, title=_in_all(title), ideas=tuple(_in_all(each) for each in texts))


def _activity(each: Activity) -> ReadyActivity:
    return ReadyActivity(
        id=each.id,
        title=_in_all(each.title),
        about=_in_all(each.about),
        first=each.first,
        least=each.people.least,
        most=each.people.most,
        minutes=each.minutes,
        pressure=each.pressure,
        ways=tuple(way.value for way in each.ways),
        listening=each.listening,
        paper=each.paper,
        start=each.start,
    )


def ideas_of(content: Content) -> Ideas:
    """As a page takes it: each text in every language."""
    return Ideas(
        prompts=tuple(_set(each.id, each.title, each.prompts) for each in content.prompts),
        cards=tuple(_set(each.id, each.title, each.cards) for each in content.cards),
        activities=tuple(_activity(each) for each in content.activities),
    )


def _answer(content: Content) -> tuple[bytes, ETag]:
    body = ideas_of(content).model_dump_json().encode()
    # Compressed or not, these are the same words and not the same bytes.
    return body, ETag(sha256(body).hexdigest()[:16], is_weak=True)


def ideas(living: Living) -> Handler:
    """The handler: its answer is made once for what is there."""
    made_of, made = living.now, _answer(living.now)

    async def answer(request: web.Request) -> web.Response:
        nonlocal made_of, made
        if (content := await living.fresh()) is not made_of:
            made_of, made = content, _answer(content)
        body, tag = made
        seen = request.if_none_match
        same = seen is not None and any(each.value == tag.value for each in seen)
        told = web.Response(status=304) if same else web.Response(body=body, content_type="application/json")
        told.headers.update(_HEADERS)
        told.etag = tag
        if not same:
            told.enable_compression()
        return told

    return answer
