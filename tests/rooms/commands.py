"""The one alphabet of commands: how Hypothesis draws each, with few people, few ids and few seats, so that everything meets
everything.

A new command gets one line in ALPHABET; random sessions then ask it, and tests/rooms/test_laws.py fails until it has one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, get_args

from hypothesis import strategies as st

from moderation.permissions import may
from rooms.activities import KINDS
from rooms.activities.kind import Start
from rooms.base import AvatarChoice, Card, How, LinkEnd, Microphone, Mode, ReactionKind, Role, Scope, Wish
from rooms.commands import (
    AddRemote,
    BeginRound,
    CallFromLine,
    ChangePlaces,
    ChangeSheet,
    Command,
    EndActivity,
    EndLinks,
    EndRound,
    EndTurn,
    Enter,
    GiveTurn,
    Greet,
    HandleConcern,
    HandleMessage,
    JoinLine,
    LayOut,
    Leave,
    LeaveLine,
    LetBack,
    LetIn,
    LockRoom,
    LookIn,
    LoseConnection,
    LowerHand,
    MixTables,
    MoveNewcomers,
    MovePerson,
    NameTables,
    OfferVoice,
    PauseRound,
    Play,
    PutOutRemote,
    RaiseConcern,
    RaiseHand,
    React,
    Refresh,
    RemoveMessage,
    RestMicrophone,
    Say,
    SendAway,
    SetCard,
    SetDoors,
    SetMicrophone,
    SetPlan,
    SetStep,
    SetWriting,
    ShowBalance,
    ShowLooks,
    SpeakToAll,
    StartActivity,
    StayTogether,
    SuggestNickname,
    TableTheme,
    TakePlace,
    TellHow,
    TellWaiting,
    Tick,
    Undo,
    Walk,
)
from rooms.sheet import Speak, Step
from rooms.state import Room
from tests.rooms.helpers import MINUTE, small_plan

CAST = {
    "f": Role.FACILITATOR,
    "g": Role.ASSISTANT,
    "a": Role.PARTICIPANT,
    "b": Role.PARTICIPANT,
    "c": Role.PARTICIPANT,
    "d": Role.PARTICIPANT,
    "s": Role.SCREEN,
    "h": Role.HALL_DEVICE,
}
DEVICES = {**{person: f"device-{person}" for person in CAST}, "d": "device-c"}
"""c and d are two tabs of one device, with a token each."""

ENDS = get_args(LinkEnd)


@dataclass(frozen=True, slots=True)
class Asked:
    actor: str
    command: Command
    wait: int
    """Milliseconds that pass before it."""


def as_seen(room: Room, command: Command) -> Command:
    """With what the client says beside it of what its person sees."""
    if isinstance(command, EndTurn):
        return EndTurn(person=room.turn)
    if isinstance(command, GiveTurn):
        return GiveTurn(person=command.person, seen=room.turn or "")
    if isinstance(command, ChangePlaces | MixTables):
        return type(command)(seen=0 if room.undo is None else room.undo.rev)
    return command


def timely(room: Room, command: Command) -> Command:
    """What names the room's present state as those who see it name it, mostly: drawn blindly it is refused or stale."""
    if isinstance(command, Undo) and command.rev % 3 and room.undo is not None:
        return Undo(rev=room.undo.rev)
    if getattr(command, "seen", None) is not None or getattr(command, "person", None) is not None:
        command = as_seen(room, command)
    if isinstance(command, ChangeSheet) and command.seen:
        now = room.steps[room.step].key if room.steps else ""
        keys = [now or "step-now", *(f"next-{number}" for number in range(len(command.steps)))]
        steps = tuple(step.model_copy(update={"key": key}) for step, key in zip(command.steps, keys, strict=False))
        return ChangeSheet(steps=steps, seen=room.sheet_rev)
    return command


people = st.sampled_from("fgabcd")
places = st.sampled_from([*(place.id for place in small_plan().places), "booth-2"])
flags = st.booleans()
message_ids = st.integers(0, 9).map(lambda n: f"message-{n}")
concern_ids = st.integers(0, 2).map(lambda n: f"concern-{n}")
links = st.sampled_from(["public", "own", "own", "own"])
remotes = st.integers(1, 4).map(lambda n: f"remote-{n}")
words = st.integers(0, 999).map(lambda n: f"ことば-{n:03}-")

_starts: st.SearchStrategy[Start] = st.sampled_from(KINDS).flatmap(lambda kind: of_kind(kind.name).starts)
_steps = st.builds(
    Step,
    # Who looks in sees titles, and none of the words that people say.
    title=st.integers(0, 9).map(lambda n: f"段-{n}-"),
    minutes=st.integers(0, 9),
    mode=st.one_of(st.none(), st.sampled_from(Mode)),
    speak=st.one_of(st.none(), st.sampled_from(Speak)),
    text=words,
    notes=words,
    brings=st.one_of(st.none(), _starts),
    skipped=flags,
    key=st.sampled_from([f"step-{n}" for n in range(6)]),
)
sheets = st.lists(_steps, min_size=1, max_size=6).map(tuple)

Drawn = st.SearchStrategy[Command]


def _enter(person: str) -> Drawn:
    return st.builds(
        Enter,
        nickname=st.just(f"なまえ-{person}"),
        avatar=st.just(AvatarChoice(style="critters", seed=f"seed-{person}")),
        card=st.sampled_from(Card),
        wish=st.sampled_from(Wish),
        hall=st.sampled_from([None, None, None, "hall", "elsewhere"]),
        first_time=flags,
    )


def _look_in(person: str) -> Drawn:
    """Mostly by one's own device, sometimes by another's."""
    devices = st.sampled_from([DEVICES[person]] * 3 + ["device-c"])
    networks = st.sampled_from(["", "town-hall", "town-hall", "home"])
    link = st.just("public" if person != "b" else "own")
    return st.builds(
        LookIn, role=st.just(CAST[person]), device=devices, link=link, network=networks, personal=st.just(person == "b")
    )


def _take_place(_: str) -> Drawn:
    seats = st.one_of(st.none(), st.integers(0, 3))
    return st.one_of(st.builds(TakePlace, place=places, seat=seats), st.builds(TakePlace, place=places))


def _say(_: str) -> Drawn:
    to = st.one_of(st.none(), st.none(), people)
    return st.builds(Say, id=message_ids, text=words, scope=st.sampled_from(Scope), to_hall=flags, to=to)


def _raise_concern(_: str) -> Drawn:
    text, about = words.map("心配-{}".format), st.one_of(st.none(), people)
    return st.builds(RaiseConcern, id=concern_ids, text=text, about=about)


# Read before anything is drawn: Hypothesis refuses a test that is made within another.
_OF_KINDS = {kind.name: import_module(f"tests.rooms.activities.test_{kind.name}") for kind in KINDS}


def of_kind(name: str) -> ModuleType:
    """The tests of a kind of activity: its `starts` and `moves` are drawn in random sessions."""
    return _OF_KINDS[name]


def _start_activity(_: str) -> Drawn:
    return st.builds(StartActivity, activity=_starts, place=st.one_of(st.none(), st.none(), places))


def _play(_: str) -> Drawn:
    moves = st.sampled_from([kind for kind in KINDS if kind.move is not None]).flatmap(
        lambda kind: of_kind(kind.name).moves
    )
    return st.builds(Play, move=moves, place=st.one_of(st.none(), st.none(), places))


ALPHABET: dict[type[Any], Callable[[str], Drawn]] = {
    Enter: _enter,
    Leave: lambda _: st.just(Leave()),
    TakePlace: _take_place,
    SetCard: lambda _: st.builds(SetCard, card=st.sampled_from(Card)),
    SetMicrophone: lambda _: st.builds(SetMicrophone, microphone=st.sampled_from(Microphone)),
    RaiseHand: lambda _: st.just(RaiseHand()),
    LowerHand: lambda _: st.builds(LowerHand, person=st.one_of(st.none(), people)),
    GiveTurn: lambda _: st.builds(GiveTurn, person=people, seen=st.one_of(st.none(), people)),
    EndTurn: lambda _: st.builds(EndTurn, person=st.one_of(st.none(), people)),
    BeginRound: lambda _: st.builds(BeginRound, order=st.lists(people, min_size=1, max_size=6).map(tuple)),
    PauseRound: lambda _: st.builds(PauseRound, paused=flags),
    EndRound: lambda _: st.just(EndRound()),
    JoinLine: lambda _: st.just(JoinLine()),
    LeaveLine: lambda _: st.builds(LeaveLine, person=st.one_of(st.none(), people)),
    CallFromLine: lambda _: st.builds(CallFromLine, person=people),
    Say: _say,
    RemoveMessage: lambda _: st.builds(RemoveMessage, id=message_ids),
    HandleMessage: lambda _: st.builds(HandleMessage, id=message_ids),
    React: lambda _: st.builds(React, reaction=st.sampled_from(ReactionKind)),
    SetWriting: lambda _: st.builds(SetWriting, writing=flags),
    RaiseConcern: _raise_concern,
    HandleConcern: lambda _: st.builds(HandleConcern, id=concern_ids),
    SetDoors: lambda _: st.builds(SetDoors, doors=st.sampled_from(["early", "open", "open", "closing"])),
    LetIn: lambda _: st.just(LetIn()),
    MoveNewcomers: lambda _: st.builds(MoveNewcomers, minutes=st.sampled_from([1, 5])),
    LockRoom: lambda _: st.builds(LockRoom, locked=flags),
    TellWaiting: lambda _: st.builds(TellWaiting, text=words),
    Greet: lambda _: st.builds(Greet, person=people),
    RestMicrophone: lambda _: st.builds(RestMicrophone, person=people, rested=flags),
    MovePerson: lambda _: st.builds(MovePerson, person=people, place=places),
    SendAway: lambda _: st.builds(SendAway, person=people, for_good=flags),
    LetBack: lambda _: st.builds(LetBack, person=people),
    StartActivity: _start_activity,
    Play: _play,
    EndActivity: lambda _: st.builds(EndActivity, place=st.one_of(st.none(), places)),
    ChangeSheet: lambda _: st.builds(ChangeSheet, steps=sheets, seen=st.integers(0, 2)),
    SetStep: lambda _: st.builds(SetStep, step=st.integers(0, 5)),
    SetPlan: lambda _: st.builds(SetPlan, mode=st.sampled_from(Mode)),
    ChangePlaces: lambda _: st.builds(ChangePlaces, seen=st.one_of(st.none(), st.just(0))),
    NameTables: lambda _: st.builds(
        NameTables, themes=st.lists(st.builds(TableTheme, text=words), max_size=3).map(tuple)
    ),
    MixTables: lambda _: st.builds(MixTables, seen=st.one_of(st.none(), st.just(0))),
    StayTogether: lambda _: st.builds(StayTogether, person=people, on=flags),
    TellHow: lambda _: st.builds(TellHow, how=st.one_of(st.none(), st.sampled_from(How))),
    Undo: lambda _: st.builds(Undo, rev=st.integers(0, 60)),
    AddRemote: lambda _: st.builds(AddRemote, remote=remotes),
    PutOutRemote: lambda _: st.builds(PutOutRemote, remote=remotes),
    SpeakToAll: lambda _: st.builds(SpeakToAll, on=flags),
    LookIn: _look_in,
    LoseConnection: lambda _: st.just(LoseConnection()),
    EndLinks: lambda _: st.builds(EndLinks, links=st.frozensets(links, max_size=1), code=st.sampled_from(ENDS)),
    LayOut: lambda _: st.just(LayOut()),
    Tick: lambda _: st.just(Tick()),
}
"""Each command as one who asks draws it."""

BESIDE_THE_ROOM: tuple[type[Any], ...] = (Walk, OfferVoice, ShowLooks, SuggestNickname, ShowBalance, Refresh)
"""What clients may send and no room decides: a walk is soft (rooms/walks.py), looks, a nickname and the balance are only
shown, the others concern the connection."""

OFTEN = (LookIn, Enter, TakePlace, TakePlace, SetMicrophone, RaiseHand, Say, Say)
SELDOM = (Leave, LoseConnection, EndLinks, EndTurn, LowerHand)
"""Together as likely as one of the others: sessions in which everybody keeps leaving meet little else."""
STAFF_ALONE = tuple(each for each in ALPHABET if not may(Role.PARTICIPANT, each) and may(Role.FACILITATOR, each))
OTHERS = tuple(each for each in ALPHABET if each not in (*OFTEN, *SELDOM, *STAFF_ALONE, Tick))


@cache
def anything(person: str) -> Drawn:
    """Whatever command, each as likely as any other."""
    return st.one_of(*(draw(person) for draw in ALPHABET.values()))


def _drawn(person: str, kinds: tuple[type[Any], ...]) -> list[Drawn]:
    return [ALPHABET[kind](person) for kind in kinds]


@cache
def _by_person(person: str) -> Drawn:
    return st.one_of(*_drawn(person, OFTEN), st.one_of(*_drawn(person, SELDOM)), st.one_of(*_drawn(person, OTHERS)))


@cache
def _by_staff(person: str) -> Drawn:
    return st.one_of(*_drawn(person, STAFF_ALONE))


def _asked(actors: str, command: Callable[[str], Drawn]) -> st.SearchStrategy[Asked]:
    return st.sampled_from(actors).flatmap(lambda actor: st.builds(Asked, st.just(actor), command(actor), _waits))


_waits = st.sampled_from([0, 0, 1, 1000, 1000, 30_000, 3 * MINUTE])


def commands() -> st.SearchStrategy[list[Asked]]:
    """A session: mostly what people do for themselves, some of what staff do, and now and then the clock."""
    own, staff = _asked("".join(CAST), _by_person), _asked("fg", _by_staff)
    clock = st.builds(Asked, st.just(""), st.just(Tick()), st.sampled_from([0, 1000, 3 * MINUTE, 20 * MINUTE]))
    return st.lists(st.one_of(own, own, own, staff, staff, clock), max_size=60)


def whatever() -> st.SearchStrategy[list[Asked]]:
    """A session in which everybody asks for anything, allowed or not."""
    return st.lists(_asked("".join(CAST), anything), min_size=5, max_size=60)
