"""Tables that the rules files fill and the machine reads. A type has at most one rule of each side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from rooms.context import Context
from rooms.events import AnyEvent
from rooms.refusals import Code, Refusal
from rooms.state import Room
from rooms.views import Audience, View

Decision = tuple[AnyEvent, ...] | Refusal
C = TypeVar("C")
E = TypeVar("E")

DECIDE: dict[type[Any], Callable[[Room, Any, Context], Decision]] = {}
EVOLVE: dict[type[Any], Callable[[Room, Any], Room]] = {}
CUT: dict[type[Any], Callable[[Any, Audience], AnyEvent | None]] = {}
FOLD: dict[type[Any], Callable[[View, Any], View]] = {}


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


def no(code: Code) -> Refusal:
    return Refusal(code)
