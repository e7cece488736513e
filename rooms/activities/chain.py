"""ことばをつなぐ: しりとり, 連想, a story of one sentence each, a senryu by three. Whoever likes goes on; nobody has to.

Who wrote a link, the room alone knows: so that people take their last one back, and are shown which are their own. A link
says after which it comes: of two who go on at once one does, and the other still has their words in the box. Whose turn it
is, is the room's matter (`rooms.rounds`), which a chain does not know: that of whoever speaks, by text or by voice.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from rooms.activities.kind import Activity, Change, Kind, Move, Start, folded
from rooms.audience import Audience
from rooms.base import ClientId, Wire
from rooms.context import Context
from rooms.refusals import Code, Refusal
from rooms.texts import Sort, Text

LONGEST = 100
"""Characters of a link."""
MAX_CODE_POINTS = 400
MOST = 200
IN_ALL = 8_000
"""Code points of a chain: even in four bytes each it fits into a view with all else that it has."""
TITLE = 60
_LAST = r"^([A-Za-z0-9_-]{8,40})?$"


class ChainForm(StrEnum):
    SHIRITORI = "shiritori"
    """With what the last one ends, the next begins. The page says with what; nobody checks."""
    THINKING = "thinking"
    """Whatever comes to one's mind."""
    STORY = "story"
    """One sentence each."""
    SENRYU = "senryu"
    """Five, seven and five sounds, by three people; then the next."""


class StartChain(Start):
    """Begin a chain."""

    kind: Literal["chain"] = "chain"
    form: ChainForm
    title: Annotated[str, Field(max_length=240), Text(Sort.MESSAGE, TITLE, may_be_empty=True)] = ""
    """What it is about: 赤いもの, ある朝のこと."""
    first: Annotated[str, Field(max_length=MAX_CODE_POINTS), Text(Sort.MESSAGE, LONGEST, may_be_empty=True)] = ""
    """The first link, if whoever leads begins."""


class Link(Wire):
    number: int
    text: str


class Chain(Activity):
    kind: Literal["chain"] = "chain"
    form: ChainForm
    title: str
    links: dict[str, Link] = {}
    last: str = ""
    """The newest link; after it the next one comes."""
    over: bool = False
    """Nothing is added any more: it is there to be read."""
    own: dict[str, bool] = {}
    """Those that who looks has written."""
    authors: dict[str, str] = {}
    """Shown to nobody."""

    @property
    def owners(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.authors.values()))


class Add(Wire):
    """つなぐ: one's own words, or by staff those that somebody said aloud."""

    do: Literal["add"] = "add"
    id: ClientId
    text: Annotated[str, Field(max_length=MAX_CODE_POINTS), Text(Sort.MESSAGE, LONGEST)]
    after: Annotated[str, Field(pattern=_LAST)]
    """The newest link as whoever adds saw it; where there is another by now, nothing is added."""


class TakeBack(Wire):
    """Take back one's own link, as long as nobody has gone on from it."""

    do: Literal["take_back"] = "take_back"
    id: ClientId


class LeaveOut(Wire):
    """Staff take out a link, wherever it stands."""

    do: Literal["leave_out"] = "leave_out"
    id: ClientId


class SetOver(Wire):
    """ここまで: staff say that it is only read now, or goes on after all."""

    do: Literal["set_over"] = "set_over"
    over: bool


class ChainMove(Move):
    kind: Literal["chain"] = "chain"
    act: Annotated[Add | TakeBack | LeaveOut | SetOver, Field(discriminator="do")]


class ChainChange(Change):
    kind: Literal["chain"] = "chain"
    links: dict[str, Link | None] = {}
    last: str | None = None
    over: bool | None = None
    own: dict[str, bool | None] = {}
    """Told to its author alone."""
    authors: dict[str, str] = {}
    """Of the links that it is about. Shown to nobody."""


_FIRST = "first-link"


def begin(start: StartChain) -> Chain:
    links = {_FIRST: Link(number=1, text=start.first)} if start.first else {}
    return Chain(form=start.form, title=start.title, links=links, last=_FIRST if links else "")


def decide(chain: Chain, move: ChainMove, context: Context) -> tuple[ChainChange, ...] | Refusal:
    act = move.act
    if isinstance(act, Add):
        return _added(chain, act, context.actor)
    if isinstance(act, TakeBack):
        return _taken_back(chain, act.id, context.actor)
    if isinstance(act, LeaveOut):
        return (_without(chain, act.id),) if act.id in chain.links else ()
    return () if act.over == chain.over else (ChainChange(over=act.over),)


def _added(chain: Chain, act: Add, actor: str) -> tuple[ChainChange, ...] | Refusal:
    if act.id in chain.links:
        return () if chain.authors.get(act.id) == actor else Refusal(Code.ID_TAKEN)
    if chain.over:
        return Refusal(Code.NO_SUCH_MOVE)
    if act.after != chain.last:
        return ()
    if len(chain.links) >= MOST or sum(len(link.text) for link in chain.links.values()) + len(act.text) > IN_ALL:
        return Refusal(Code.TOO_MANY_SLIPS)
    number = max((link.number for link in chain.links.values()), default=0) + 1
    link = Link(number=number, text=act.text)
    return (
        ChainChange(links={act.id: link}, last=act.id, own={act.id: True}, authors={act.id: actor}, named=(actor,)),
    )


def _taken_back(chain: Chain, key: str, actor: str) -> tuple[ChainChange, ...] | Refusal:
    """Of the newest alone: what others have gone on from stays."""
    if key not in chain.links:
        return ()
    if chain.authors.get(key) != actor:
        return Refusal(Code.NOT_YOUR_MESSAGE)
    if key != chain.last:
        return Refusal(Code.NO_SUCH_MOVE)
    return (_without(chain, key),)


def _without(chain: Chain, key: str) -> ChainChange:
    left = {each: link for each, link in chain.links.items() if each != key}
    last = max(left, key=lambda each: left[each].number, default="")
    author = chain.authors.get(key, "")
    return ChainChange(
        links={key: None},
        last=None if last == chain.last else last,
        own={key: None},
        authors={key: author} if author else {},
        named=(author,) if author else (),
    )


def evolve(chain: Chain, change: ChainChange) -> Chain:
    after = folded(chain, change.model_copy(update={"own": {}, "authors": {}}))
    authors = {key: by for key, by in {**chain.authors, **change.authors}.items() if key in after.links}
    return after.model_copy(update={"authors": authors})


def cut(chain: Chain, audience: Audience) -> Chain:
    me = audience.me
    own = {key: True for key, by in chain.authors.items() if me != "" and by == me}
    return chain.model_copy(update={"own": own, "authors": {}})


def cut_change(change: ChainChange, audience: Audience) -> ChainChange:
    theirs = audience.me != "" and audience.me in change.authors.values()
    return change.model_copy(update={"own": change.own if theirs else {}, "authors": {}, "named": ()})


def again(change: ChainChange, chain: Chain) -> ChainChange:
    """As it is now: a link that was taken out since is in nothing that anybody is told later."""
    links = {
        key: None if link is None or chain.authors.get(key) != change.authors.get(key) else chain.links.get(key)
        for key, link in change.links.items()
    }
    own = {key: (on if links.get(key) is not None else None) for key, on in change.own.items()}
    return change.model_copy(
        update={
            "links": links,
            "own": own,
            "last": None if change.last is None else chain.last,
            "over": None if change.over is None else chain.over,
        }
    )


def leads(move: ChainMove) -> bool:
    return isinstance(move.act, LeaveOut | SetOver)


KIND = Kind("chain", StartChain, Chain, begin, ChainMove, ChainChange, decide, evolve, cut, cut_change, leads, again)
