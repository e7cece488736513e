"""Logs without personal data: what may be written is a short list of keys, everything else is dropped before it is written.

Law 8: ids only, never nicknames, texts, addresses. A new key must be named here, and a test holds the list.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "exception",
        "room",
        "actor",
        "person",
        "link",
        "command",
        "code",
        "error",
        "count",
        "port",
        "path",
        "status",
        "seconds",
        "pid",
        "reason",
        "incident",
        "question",
    }
)


SAY_EVERY = 60.0
"""Seconds between two lines about the same thing in the same library."""

_log = structlog.get_logger(__name__)


def _only_allowed(_: Any, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: value for key, value in entry.items() if key in ALLOWED}


def _without_values(_: Any, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Exceptions carry values (a text that did not validate, say), so only their type and place are kept."""
    info = entry.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info if isinstance(info, BaseException) else info[1] if isinstance(info, tuple) else None
    if error is not None:
        places = []
        trace = error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
            trace = trace.tb_next
        entry["exception"] = f"{type(error).__name__} at {' > '.join(places[-8:])}"
    return entry


def configure(level: str) -> None:
    """Write JSON lines to standard error."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_values,
            _only_allowed,
            structlog.processors.JSONRenderer(ensure_ascii=False),  # reasons are read by people
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_Libraries()], force=True)
    logging.captureWarnings(capture=True)
    sys.excepthook = lambda kind, error, trace: _log.error("crashed", exc_info=error)
    sys.unraisablehook = lambda raised: _log.error("unraisable", exc_info=raised.exc_value)
    threading.excepthook = lambda ended: _log.error("thread_ended", exc_info=ended.exc_value)


class _Libraries(logging.Handler):
    """What libraries say, as lines of ours: which of them, and of what kind it was. Their words may hold whatever a visitor
    sent, so they are left out; and the same thing is said once in SAY_EVERY seconds, with how often it was meant."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._said: dict[tuple[object, ...], tuple[float, int]] = {}

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        kind = (record.name, record.levelno, type(error).__name__)
        at, more = self._said.get(kind, (-SAY_EVERY, 0))
        if record.created - at < SAY_EVERY:
            self._said[kind] = (at, more + 1)
            return
        self._said[kind] = (record.created, 0)
        _log.log(record.levelno, "library", reason=record.name, count=more + 1, exc_info=error)
