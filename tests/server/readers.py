"""Many clients that are told much: what a frame says is read once for all who are sent it, and folded when one looks."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import count

from rooms.events import AnyEvent, PlanSet, event_list
from rooms.machine import fold
from rooms.plan import Plan
from rooms.views import View
from server.wire import ViewMessage
from tests.server.fakes import FakeClient

_WORD = re.compile(rb"zq[a-j]+z")
_WAITS = re.compile(rb'"(?:line|called|gone)":\[([^\]]*)\]')
_ID = re.compile(rb'"([^"]+)"')
_HEAD = len('["view",')


class Words:
    """Words of which each is said once."""

    def __init__(self) -> None:
        self._next = count(1)

    def new(self) -> str:
        """In letters alone: numbers may be somebody's."""
        return "zq" + "".join("abcdefghij"[int(digit)] for digit in str(next(self._next))) + "z"


@dataclass(slots=True)
class Page:
    """What can be read in a frame."""

    event: str
    payload: bytes
    words: frozenset[str]
    waits: frozenset[str]
    """People of whom it says that they wait for a booth, or do so no more."""
    start: int = 0
    end: int = 0
    events: tuple[AnyEvent, ...] | None = None

    def read(self, pages: Pages) -> tuple[AnyEvent, ...]:
        if self.events is None:
            told = json.loads(self.payload)
            self.start, self.end = told["from"], told["to"]
            events = event_list.validate_json(json.dumps(told["events"]))
            self.events = tuple(
                event.model_copy(update={"plan": pages.the_same(event.plan)}) if isinstance(event, PlanSet) else event
                for event in events
            )
        return self.events


def _page(frame: bytes) -> Page:
    event, _, payload = frame[2:-1].partition(b'",')
    return Page(
        event.decode(),
        payload,
        frozenset(word.decode() for word in _WORD.findall(frame)),
        frozenset(each.decode() for part in _WAITS.findall(frame) for each in _ID.findall(part)),
    )


class Pages:
    """What was read already. Views are for one each, so that only events are worth keeping."""

    def __init__(self) -> None:
        self._known: dict[bytes, Page] = {}
        self.plan: Plan | None = None
        """The plan as it is: one that is equal is replaced by it, so that no point of it is compared twice."""

    def the_same(self, plan: Plan) -> Plan:
        return self.plan if self.plan is not None and plan == self.plan else plan

    def of(self, frame: bytes) -> Page:
        page = self._known.get(frame)
        if page is None:
            page = _page(frame)
            if page.event == "events":
                self._known[frame] = page
        return page

    def forget(self) -> None:
        self._known.clear()


class Reader(FakeClient):
    """A client that remembers every word that it was ever sent, and folds what it has not read yet when asked to."""

    def __init__(self, pages: Pages) -> None:
        super().__init__()
        self._pages = pages
        self._unread: list[Page] = []
        self.words: set[str] = set()
        self.waits: set[str] = set()
        self.views = 0

    def send(self, frame: bytes, *, volatile: bool = False) -> None:
        assert not self.closed
        page = self._pages.of(frame)
        self.words |= page.words
        self.waits |= page.waits
        if page.event == "view":
            self.views += 1
            self._unread.clear()
        if page.event in ("view", "events"):
            self._unread.append(page)
        else:
            self.frames.append((page.event, json.loads(page.payload)))
        self._changed()

    def read(self) -> View:
        """The room as this client knows it by now."""
        unread, self._unread = self._unread, []
        for page in unread:
            if page.event == "view":
                message = ViewMessage.model_validate_json(page.payload)
                self.view = message.view.but(plan=self._pages.the_same(message.view.plan))
                self.rev = message.rev
                continue
            events = page.read(self._pages)
            assert self.view is not None
            assert self.rev is not None
            assert self.rev <= page.start <= page.end, "events that reach back before what is known"
            for event in events:
                self.view = fold(self.view, event)
            self.rev = page.end
        assert self.view is not None
        return self.view

    def again(self) -> Reader:
        """The client of somebody who comes back, and knows what they knew."""
        other = Reader(self._pages)
        other.view, other.rev = self.read(), self.rev
        return other
