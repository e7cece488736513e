"""Commands that Hypothesis draws: few people, few ids and few seats, so that everything meets everything."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from rooms.base import AvatarChoice, Card, Microphone, ReactionKind, Role, Scope, Wish
from rooms.commands import (
    Command,
    EndTurn,
    Enter,
    GiveTurn,
    HandleConcern,
    Leave,
    LetBack,
    LockRoom,
    LookIn,
    LoseConnection,
    LowerHand,
    MovePerson,
    RaiseConcern,
    RaiseHand,
    React,
    RemoveMessage,
    RestMicrophone,
    Say,
    SendAway,
    SetCard,
    SetDoors,
    SetMicrophone,
    SetPrompt,
    SetStep,
    SetWriting,
    SpeakToAll,
    TakePlace,
    Tick,
)
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


@dataclass(frozen=True, slots=True)
class Asked:
    actor: str
    command: Command
    wait: int
    """Milliseconds that pass before it."""


people = st.sampled_from("fgabcd")
places = st.sampled_from([place.id for place in small_plan().places])
flags = st.booleans()
message_ids = st.integers(0, 9).map(lambda n: f"message-{n}")
concern_ids = st.integers(0, 2).map(lambda n: f"concern-{n}")
words = st.integers(0, 999).map(lambda n: f"ことば-{n:03}-")


def _enter(person: str) -> st.SearchStrategy[Command]:
    return st.builds(
        Enter,
        nickname=st.just(f"なまえ-{person}"),
        avatar=st.just(AvatarChoice(style="critters", seed=f"seed-{person}")),
        card=st.sampled_from(Card),
        wish=st.sampled_from(Wish),
        in_hall=st.sampled_from([False, False, False, True]),
    )


def _said() -> st.SearchStrategy[Command]:
    to = st.one_of(st.none(), st.none(), people)
    return st.builds(Say, id=message_ids, text=words, scope=st.sampled_from(Scope), to_hall=flags, to=to)


def _by_person(person: str) -> st.SearchStrategy[Command]:
    seats = st.one_of(st.none(), st.integers(0, 2))
    return st.one_of(
        st.just(LookIn(role=CAST[person], device=DEVICES[person])),
        _enter(person),
        st.builds(TakePlace, place=places, seat=seats),
        st.builds(TakePlace, place=places),
        st.builds(SetMicrophone, microphone=st.sampled_from(Microphone)),
        st.just(RaiseHand()),
        _said(),
        _said(),
        st.one_of(
            st.just(Leave()),
            st.just(LoseConnection()),
            st.just(EndTurn()),
            st.builds(LowerHand, person=st.one_of(st.none(), people)),
        ),
        st.one_of(
            st.builds(SetCard, card=st.sampled_from(Card)),
            st.builds(React, reaction=st.sampled_from(ReactionKind)),
            st.builds(SetWriting, writing=flags),
            st.builds(RemoveMessage, id=message_ids),
            st.builds(
                RaiseConcern, id=concern_ids, text=words.map("心配-{}".format), about=st.one_of(st.none(), people)
            ),
        ),
    )


def _by_staff() -> st.SearchStrategy[Command]:
    return st.one_of(
        st.builds(GiveTurn, person=people),
        st.builds(MovePerson, person=people, place=places),
        st.builds(RestMicrophone, person=people, rested=flags),
        st.builds(SendAway, person=people, for_good=flags),
        st.builds(LetBack, person=people),
        st.builds(LockRoom, locked=flags),
        st.builds(SetDoors, doors=st.sampled_from(["early", "open", "open", "closing"])),
        st.one_of(
            st.builds(SpeakToAll, on=flags),
            st.builds(SetStep, step=st.integers(0, 3)),
            st.builds(SetPrompt, text=st.sampled_from(["", "お題"]), place=st.one_of(st.none(), places)),
            st.builds(HandleConcern, id=concern_ids),
        ),
    )


def _asked(actor: str, command: Command, wait: int) -> Asked:
    return Asked(actor, command, wait)


_waits = st.sampled_from([0, 0, 1, 1000, 1000, 30_000, 3 * MINUTE])


def commands() -> st.SearchStrategy[list[Asked]]:
    """A session: mostly what people do for themselves, some of what staff do, and now and then the clock."""
    own = st.sampled_from(list(CAST)).flatmap(lambda p: st.builds(_asked, st.just(p), _by_person(p), _waits))
    staff = st.builds(_asked, st.sampled_from("fg"), _by_staff(), _waits)
    clock = st.builds(_asked, st.just(""), st.just(Tick()), st.sampled_from([0, 1000, 3 * MINUTE, 20 * MINUTE]))
    return st.lists(st.one_of(own, own, own, staff, staff, clock), max_size=60)
