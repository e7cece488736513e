"""Tables that the rules files fill and the machine reads. A type has at most one rule of each side.

A command has one rule: how it is decided. An event has three rules (how the room evolves, what each audience is told, how
a view takes that in) and one row that says what it means to those who tell it: whom it names, whose audience it may
change, whether hearing changes, whose walk it ends, and who goes with it. Whoever tells events reads the rows alone and
knows no event type, so that a new event is one rules file.

An event that only sets fields of one person is declared once (`shown_event`), which makes its three rules from the same
values: for such an event law 2 holds by construction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Literal, Protocol, TypeVar

from rooms.audience import Audience, Viewer
from rooms.base import LinkEnd
from rooms.context import Context
from rooms.events import AnyEvent, Shown
from rooms.notes import Handed
from rooms.refusals import Code, Refusal
from rooms.state import Room
from rooms.views import View

Decision = tuple[AnyEvent, ...] | Refusal
C = TypeVar("C")
E = TypeVar("E")


class Everybody(Enum):
    """In place of a list of people: whoever is there."""

    EVERYBODY = "everybody"


EVERYBODY: Final = Everybody.EVERYBODY
People = Callable[[Any], tuple[str, ...]]
"""The people whom an event speaks of, in one sense or another."""
Cut = Callable[[Any, Audience], AnyEvent | None]


@dataclass(frozen=True, slots=True)
class Farewell:
    """The word with which the connection of somebody who goes is ended."""

    code: LinkEnd | Literal["left", "sent_away"] = "left"
    for_good: bool = False


class OfOne(Protocol):
    """An event of one person."""

    @property
    def person(self) -> str: ...


P = TypeVar("P", bound=OfOne)


def nobody(event: object) -> tuple[str, ...]:
    return ()


def its_person(event: OfOne) -> tuple[str, ...]:
    return (event.person,)


@dataclass(frozen=True, slots=True)
class Row:
    """What an event means to those who tell it."""

    names: People = nobody
    """Those whose cut may differ from the cut of their audience's group."""
    moves: People | Everybody = nobody
    """Those who may be another audience afterwards."""
    hearing: bool = False
    """Who hears whom may change."""
    stops: People | Everybody = nobody
    """Those who do not walk any more."""
    goes: People = nobody
    """Those who are no longer here, if they have not come back since."""
    keeps: Callable[[Any, Room], tuple[Handed, ...]] | None = None
    """What is handed out for the office to keep, as the room was before."""
    retold: Callable[[Any, Room], AnyEvent] | None = None
    """The event as it is told later, to a room that has gone on. Without one, as it was."""
    farewell: Callable[[Any], Farewell] | None = None
    """For those it names, should they go: the word they are sent. Without one it is `left`."""

    @property
    def stays(self) -> bool:
        """Whether everybody stays where they are."""
        return self.moves is nobody and self.stops is nobody and self.goes is nobody


DECIDE: dict[type[Any], Callable[[Room, Any, Context], Decision]] = {}
EVOLVE: dict[type[Any], Callable[[Room, Any], Room]] = {}
CUT: dict[type[Any], Cut] = {}
FOLD: dict[type[Any], Callable[[View, Any], View]] = {}
ROWS: dict[type[Any], Row] = {}


def _once(table: dict[type[Any], Any], key: type[Any], rule: Any) -> None:
    if key in table:
        raise TypeError(f"{key.__name__} has two rules")
    table[key] = rule


def decides(command: type[C]) -> Callable[[Callable[[Room, C, Context], Decision]], Any]:
    """Register how a command is decided: events, an empty tuple where nothing changes, or a refusal."""

    def register(rule: Callable[[Room, C, Context], Decision]) -> Callable[[Room, C, Context], Decision]:
        _once(DECIDE, command, rule)
        return rule

    return register


def evolves(event: type[E]) -> Callable[[Callable[[Room, E], Room]], Any]:
    """Register how an event changes the room. Must not fail: what can be decided can be applied."""

    def register(rule: Callable[[Room, E], Room]) -> Callable[[Room, E], Room]:
        _once(EVOLVE, event, rule)
        return rule

    return register


def cuts(event: type[E]) -> Callable[[Callable[[E, Audience], AnyEvent | None]], Any]:
    """Register what an audience is told of an event; None tells nothing. Without a rule everybody is told all."""

    def register(rule: Callable[[E, Audience], AnyEvent | None]) -> Callable[[E, Audience], AnyEvent | None]:
        _once(CUT, event, rule)
        return rule

    return register


def folds(event: type[E]) -> Callable[[Callable[[View, E], View]], Any]:
    """Register how a view takes in a (cut) event."""

    def register(rule: Callable[[View, E], View]) -> Callable[[View, E], View]:
        _once(FOLD, event, rule)
        return rule

    return register


def means(
    event: type[E],
    *,
    names: Callable[[E], tuple[str, ...]] = nobody,
    moves: Callable[[E], tuple[str, ...]] | Everybody = nobody,
    hearing: bool = False,
    stops: Callable[[E], tuple[str, ...]] | Everybody = nobody,
    goes: Callable[[E], tuple[str, ...]] = nobody,
    keeps: Callable[[E, Room], tuple[Handed, ...]] | None = None,
    retold: Callable[[E, Room], AnyEvent] | None = None,
    farewell: Callable[[E], Farewell] | None = None,
) -> None:
    """Give an event its row. Every event has one, also where it means nothing beyond what it says."""
    _once(ROWS, event, Row(names, moves, hearing, stops, goes, keeps, retold, farewell))


def inside(event: AnyEvent, audience: Audience) -> AnyEvent | None:
    """Told to those who are inside: onlookers see places and numbers, not what people do there."""
    return None if audience.kind is Viewer.ONLOOKER else event


def inside_or_me(event: Any, audience: Audience) -> AnyEvent | None:
    """Told to those who are inside, and to the person it is about wherever they are."""
    return event if audience.me == event.person else inside(event, audience)


def staff_or_me(event: Any, audience: Audience) -> AnyEvent | None:
    """Told to the staff, and to the person it is about."""
    return event if audience.kind is Viewer.STAFF or audience.me == event.person else None


def told_to_nobody(*events: type[Any]) -> None:
    """Declare events of which no audience learns anything: they are for the room itself, or seen by what follows them."""
    for event in events:
        cuts(event)(lambda happened, audience: None)
        folds(event)(lambda view, happened: view)


def shown_event(
    event: type[P],
    *,
    told: Callable[[P, Audience], AnyEvent | None],
    hearing: bool = False,
    **fields: Callable[[P], object],
) -> None:
    """Declare an event that sets fields of what is shown of one person, each to a value read from the event.

    `told` is its cut, which may change a value but not the person. Raises TypeError for a field that `Shown` has not.
    """
    unknown = fields.keys() - Shown.model_fields.keys()
    if unknown:
        raise TypeError(f"{event.__name__} sets what nobody is shown: {', '.join(sorted(unknown))}")

    def values(happened: P) -> dict[str, object]:
        return {name: value(happened) for name, value in fields.items()}

    evolves(event)(lambda room, happened: room.with_shown(happened.person, **values(happened)))
    cuts(event)(told)
    folds(event)(lambda view, happened: view.with_shown(happened.person, **values(happened)))
    means(event, names=its_person, hearing=hearing)


def no(code: Code) -> Refusal:
    return Refusal(code)
