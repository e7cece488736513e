"""Whatever is sent, the answer is a Problem in Japanese that points at the field: never a 5xx, never a half-done change."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from moderation.office import StaffRole
from server.http.office.api import MAX_BODY, STRANGERS_BODY
from server.http.office.endpoint import Endpoint
from server.http.office.table import PREFIX, endpoints
from server.office.base.database import Database, database_url
from tests.office.api.client import OURS, Answer, Browser, Office, Town
from tests.office.api.samples import key, query_of, samples
from tests.office.api.towns import two_towns

TABLE = endpoints()
WITH_BODY = [endpoint for endpoint in TABLE if endpoint.body is not None]
WITH_QUERY = [endpoint for endpoint in TABLE if endpoint.query is not None]
WITH_OBJECTS = [endpoint for endpoint in TABLE if endpoint.path.count("{") > 0]
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
DEEP = 50_000


def assert_problem(answer: Answer) -> None:
    """A 4xx with a code, and with sentences that can be shown as they are."""
    assert 400 <= answer.status < 500, answer.text[:300]
    assert set(answer.json) == {"code", "message", "fields", "by_mail"}
    assert re.fullmatch(r"[a-z_]+", answer.json["code"])
    assert JAPANESE.search(answer.json["message"]), answer.json
    for each in answer.json["fields"]:
        assert set(each) == {"at", "code", "message"}
        assert JAPANESE.search(each["message"]), each
        assert "Traceback" not in answer.text


def path_of(endpoint: Endpoint, town: Town) -> str:
    return town.path(endpoint) if endpoint.of_organisation else endpoint.path.replace("{session}", "0" * 16)


UNREADABLE: dict[str, bytes] = {
    "nothing": b"",
    "words": "これは JSON ではありません".encode(),
    "html": b"<html></html>",
    "form": b"name=x&mail=y",
    "half": b'{"name": "x',
    "not utf-8": b'{"name": "\xff\xfe"}',
    "lone surrogate": b'{"name": "\\ud800"}',
    "bom": b"\xef\xbb\xbf{}",
    "not a number": b'{"version": NaN, "number": Infinity}',
    "huge number": b'{"version": ' + b"9" * 5000 + b"}",
    "huge exponent": b'{"number": 1e999999}',
    "nested lists": b"[" * DEEP + b"]" * DEEP,
    "nested objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "nested without end": b'{"schedule":' + b"[" * DEEP,
    "list": b"[]",
    "list of lists": b"[[1, 2], {}]",
    "null": b"null",
    "text": b'"x"',
    "number": b"1",
    "yes": b"true",
    "unknown field": b'{"__proto__": {"x": 1}, "constructor": null}',
    "nul in a name": b'{"\\u0000": 1}',
}


@pytest.mark.parametrize("endpoint", WITH_BODY, ids=key)
async def test_what_cannot_be_read_is_said_so(office: Office, kono: Town, endpoint: Endpoint) -> None:
    assert endpoint.body is not None
    browser, before = office.browser(kono.cookies[StaffRole.ADMINISTRATOR]), await office.dump()
    optional = not any(field.is_required() for field in endpoint.body.model_fields.values())
    for name, raw in UNREADABLE.items():
        answer = await browser.office(endpoint.method, path_of(endpoint, kono), raw=raw)
        if optional and name == "nothing":
            continue  # as good as {}
        assert_problem(answer)
        if endpoint.need == "nothing" and len(raw) > STRANGERS_BODY:
            assert (answer.status, answer.code) == (413, "too_large"), name
            continue
        assert (answer.status, answer.code) == (422, "invalid"), name
        assert answer.json["fields"], name
    if not optional:
        assert await office.dump() == before


_SQUEEZED = gzip.compress(b" " * 50_000_000)


async def test_too_much_is_too_much(office: Office, kono: Town, subtests: pytest.Subtests) -> None:
    """With and without a Content-Length, and squeezed."""
    browser = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    megabyte = json.dumps({"name": "x" * 1_000_000}).encode()
    for_strangers = json.dumps({"name": "x" * STRANGERS_BODY}).encode()

    async def in_pieces(whole: bytes) -> Any:
        for start in range(0, len(whole), 65_536):
            yield whole[start : start + 65_536]

    for endpoint in WITH_BODY:
        with subtests.test(key(endpoint)):
            url = browser.base.join(browser.base.with_path(PREFIX + path_of(endpoint, kono)))
            much = for_strangers if endpoint.need == "nothing" else megabyte
            for body, more in (
                (much, {}),
                (in_pieces(much), {}),
                (gzip.compress(much), {"Content-Encoding": "gzip"}),
                (_SQUEEZED, {"Content-Encoding": "gzip"}),
            ):
                asked = browser.http.request(endpoint.method, url, data=body, headers={**OURS, **more})
                async with asked as response:
                    assert response.status == 413
                    assert (await response.json())["code"] == "too_large"
    assert len(megabyte) > MAX_BODY


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "nonsense"])
async def test_a_body_that_is_not_what_its_header_says_is_no_accident(office: Office, kono: Town, coding: str) -> None:
    browser = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    headers = {**OURS, "Content-Encoding": coding}
    answer = await browser.office("POST", f"/{kono.ids['o']}/crew", raw=b"not compressed", headers=headers)
    assert 400 <= answer.status < 500


# -- fields --------------------------------------------------------------------------------------------------------

FieldPath = tuple[str | int, ...]
NASTY: tuple[Any, ...] = (
    None, True, 0, -1, 10**30, 1e308, "", " ", "x" * 3000, "\x00", "a\x00b", "\x1b[2J", "\u2028", "\ufffe", "😀" * 70,
    "'; DROP TABLE staff; --", "%s%n{}", "../../etc/passwd", "<script>", "０１２３４５", "١٢٣٤٥٦", [], {}, [None],
    {"x": [[]]}, ["a", "a"],
)  # fmt: skip


def leaves(value: Any, path: FieldPath = ()) -> Iterator[FieldPath]:
    """The path of everything inside a body, objects and lists too."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield from leaves(inner, (*path, name))


WRONG: tuple[Any, ...] = ({"no": {"such": "thing"}}, [[[]]])
"""What no field can be."""


def replaced(value: Any, path: FieldPath, by: Any) -> Any:
    if not path:
        return by
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], by)
    return copy


def dotted(path: FieldPath) -> str:
    return ".".join(str(part) for part in path)


@pytest.mark.parametrize("endpoint", WITH_BODY, ids=key)
async def test_a_field_of_another_kind_is_named(office: Office, kono: Town, endpoint: Endpoint) -> None:
    """Each field in turn becomes something that it can never be; the answer points at it, or at what it is part of."""
    browser = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    body = samples(kono)[key(endpoint)]
    before = await office.dump()
    for path in leaves(body):
        for wrong in WRONG:
            answer = await browser.office(endpoint.method, path_of(endpoint, kono), replaced(body, path, wrong))
            assert_problem(answer)
            assert (answer.status, answer.code) == (422, "invalid"), dotted(path)
            named = [each["at"] for each in answer.json["fields"]]
            whole = dotted(path[:-1]) if path[-1] == "kind" and len(path) > 1 else dotted(path)
            assert all((at + ".").startswith(whole + ".") for at in named), (dotted(path), named)
    unknown = await browser.office(endpoint.method, path_of(endpoint, kono), {**body, "nmae": 1})
    assert [(each["at"], each["code"]) for each in unknown.json["fields"]] == [("nmae", "extra_forbidden")]
    assert await office.dump() == before


@pytest.mark.parametrize("endpoint", WITH_BODY, ids=key)
async def test_a_field_that_is_missing_is_named(office: Office, kono: Town, endpoint: Endpoint) -> None:
    """A body whose fields may all be missing is as good as none, and taken."""
    assert endpoint.body is not None
    browser = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    needed = [name for name, field in endpoint.body.model_fields.items() if field.is_required()]
    answer = await browser.office(endpoint.method, path_of(endpoint, kono), {})
    if not needed:
        assert answer.status == 200, answer.text
        return
    assert_problem(answer)
    assert [(each["at"], each["code"]) for each in answer.json["fields"]] == [(name, "missing") for name in needed]


async def _try(browser: Browser, town: Town, endpoint: Endpoint, values: Sequence[Any]) -> None:
    body = samples(town)[key(endpoint)]
    for path in leaves(body):
        for nasty in values:
            # As escapes, so that what is no text at all gets to the server, too.
            raw = json.dumps(replaced(body, path, nasty)).encode()
            answer = await browser.office(endpoint.method, path_of(endpoint, town), raw=raw)
            assert answer.status < 500, (dotted(path), nasty, answer.text)
            if answer.status != 200:
                assert_problem(answer)


@pytest.mark.parametrize("endpoint", WITH_BODY, ids=key)
async def test_nothing_that_a_field_may_hold_breaks_the_server(office: Office, kono: Town, endpoint: Endpoint) -> None:
    await _try(office.browser(kono.cookies[StaffRole.ADMINISTRATOR]), kono, endpoint, NASTY)


async def test_nor_the_other_database(postgres_url: str, tmp_path: Path) -> None:
    """PostgreSQL refuses what SQLite keeps: NUL characters, long texts, big numbers."""
    town, _ = two_towns(tmp_path, database_url(tmp_path, postgres_url))
    office = Office(tmp_path, Database(tmp_path, postgres_url))
    await office.start()
    try:
        for endpoint in WITH_BODY:
            browser = await office.signed_in(town.staff[StaffRole.ADMINISTRATOR])
            await _try(
                browser, town, endpoint, ("\x00", "a\x00b", "\ufffe", "😀" * 60, "x" * 2000, 2**31, 2**63, 1e308)
            )
    finally:
        await office.stop()


# -- addresses, queries, headers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("endpoint", WITH_QUERY, ids=key)
async def test_queries_are_checked_like_bodies(office: Office, kono: Town, endpoint: Endpoint) -> None:
    browser = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    right = query_of(endpoint) or {"language": "en"}
    bad = [
        "",
        "x",
        "\x00",
        "2026-02-30",
        "2026-13-01",
        "0001-01-01",
        "9999-12-31",
        "1",
        "-1",
        "٢٠٢٦-٠١-٠١",
        "😀",
        "x" * 3000,
    ]
    for name in right:
        for value in bad:
            answer = await browser.office(endpoint.method, path_of(endpoint, kono), query={**right, name: value})
            assert_problem(answer)
            assert (answer.status, {each["at"] for each in answer.json["fields"]}) == (422, {name}), value
    unknown = await browser.office(endpoint.method, path_of(endpoint, kono), query={**right, "nmae": "1"})
    assert [each["at"] for each in unknown.json["fields"]] == ["nmae"]


async def test_spans_have_an_end_and_an_order(office: Office, kono: Town) -> None:
    browser = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    for path in ("sessions", "counts", "counts.csv"):
        for first, last in (("2000-01-01", "2100-12-31"), ("2026-01-01", "2032-12-31")):
            answer = await browser.office("GET", f"/{kono.ids['o']}/{path}", query={"first": first, "last": last})
            assert (answer.status, answer.code) == (422, "span_too_long")
    backwards = {"first": "2026-12-31", "last": "2026-01-01"}
    assert (await browser.office("GET", f"/{kono.ids['o']}/counts", query=backwards)).status == 422


STRANGE = [
    "%00", "a%00b", "%FF", "%C0%AE", "%ED%A0%80", "%2e%2e", "%2F", "..%2f..", "%0d%0aX:y", "'--", "%25", "_" * 12,
    "%F0%9F%98%80", "x" * 3000, "%E3%81%82", "null", "0", "-1", "%20",
]  # fmt: skip


async def test_addresses_that_name_nothing_are_not_found(office: Office, kono: Town, subtests: pytest.Subtests) -> None:
    browser = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    before = await office.dump()
    for endpoint in WITH_OBJECTS:
        with subtests.test(key(endpoint)):
            named = [part for part in endpoint.path.split("/") if part.startswith("{")]
            body = samples(kono).get(key(endpoint))
            for strange in STRANGE:
                for name in named:
                    parts = [strange if part == name else part for part in endpoint.path.split("/")]
                    path = "/".join(kono.ids.get(part[1:-1], "x") if part.startswith("{") else part for part in parts)
                    answer = await browser.office(endpoint.method, path, body)
                    assert answer.status in (404, 405, 422), (path, answer.text)
    assert await office.dump() == before


@pytest.mark.parametrize(
    "headers",
    [
        b"Cookie: engawa_staff=\xff\xfe\xed\xa0\x80",
        b"Cookie: engawa_staff=" + b"x" * 5000,
        b"Cookie: engawa_known=\xff\xfe; engawa_staff=\xe3\x81\x82",
        b"Cookie: ;;;===",
        b"User-Agent: \xff\xfe",
        b"X-Forwarded-For: \xff, , ,",
        b"X-Forwarded-For: \xff\xfe",
        b"Origin: \xff",
        b"Content-Type: application/json; charset=nonsense",
        b"Content-Type: \xff",
        b"X-Forwarded-Host: \xff",
    ],
)
async def test_headers_of_any_bytes_break_nothing(office: Office, headers: bytes) -> None:
    """No client library sends such; whoever does has a socket."""
    body = b'{"mail": "nobody@example.jp", "password": "x"}'
    for line in (
        b"POST /api/office/sign-in",
        b"GET /api/office/me",
        b"POST /y",
        b"GET /p/kono?lang=\xff",
        b"GET /p/\xff/\xfe",
    ):
        status = await _by_socket(office, line, headers, body)
        assert 200 <= status < 500, line


async def _by_socket(office: Office, line: bytes, headers: bytes, body: bytes) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", office.server.port)
    writer.write(
        line + b" HTTP/1.1\r\nHost: localhost\r\nX-Engawa: 1\r\nConnection: close\r\n" + headers
        + b"\r\nContent-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
    )  # fmt: skip
    await writer.drain()
    answer = await reader.read()
    writer.close()
    return int(answer.split(b" ", 2)[1])


async def test_a_try_without_waiting_for_the_answer_breaks_nothing(office: Office, kono: Town) -> None:
    browser = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    with pytest.raises((TimeoutError, aiohttp.ClientError)):
        async with browser.http.get(browser.base.with_path("/p/kono"), timeout=aiohttp.ClientTimeout(total=0.0001)):
            pass
    assert (await browser.office("GET", "/me")).status == 200


@pytest.mark.parametrize(
    ("at", "change"),
    [
        ("mode", {"mode": "karaoke"}),
        ("mode", {"mode": ""}),
        ("steps.0.mode", {"steps": [{"title": "お話", "mode": "notice"}]}),
    ],
)
async def test_a_mode_that_no_room_knows_is_refused_in_one_sentence(
    office: Office, kono: Town, at: str, change: dict[str, Any]
) -> None:
    browser = office.browser(kono.cookies[StaffRole.ADMINISTRATOR])
    body = samples(kono)["PUT /{o}/programmes/{programme}"]
    before = await office.dump()
    path = f"/{kono.ids['o']}/programmes/{kono.ids['programme']}"
    answer = await browser.office("PUT", path, {**body, **change})
    assert_problem(answer)
    fields = [(each["at"], each["code"], each["message"]) for each in answer.json["fields"]]
    assert [each[:2] for each in fields] == [(at, "mode_unknown")]
    assert fields[0][2].startswith("部屋の使いかたを、選べるものから選んでください(ibasho、")
    assert await office.dump() == before
