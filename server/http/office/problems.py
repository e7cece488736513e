"""Refusals as the body of an answer."""

from __future__ import annotations

from aiohttp import web

from server.office.base import models
from server.office.base.refusals import OfficeRefused


def problem_response(refused: OfficeRefused) -> web.Response:
    """A refusal as an answer: a `Problem` as JSON, with Retry-After in whole seconds where one must wait."""
    body = models.Problem(
        code=str(refused.code),
        message=refused.message,
        fields=tuple(models.FieldError(at=each.at, code=each.code, message=each.message) for each in refused.fields),
        by_mail=refused.by_mail,
    )
    headers = {"Cache-Control": "no-store"}
    if refused.wait_ms is not None:
        headers["Retry-After"] = str(-(-refused.wait_ms // 1000))
    return web.Response(
        text=body.model_dump_json(), status=refused.status, content_type="application/json", headers=headers
    )
