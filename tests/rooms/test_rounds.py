"""Rounds: the turn goes round, nobody is called who would rather not be, and nobody is told who was passed over."""

from __future__ import annotations

from rooms.base import Card, Mode, Role, Wish
from rooms.commands import (
    BeginRound,
    EndRound,
    EndTurn,
    GiveTurn,
    Leave,
    LookIn,
    LoseConnection,
    MovePerson,
    PauseRound,
    RaiseHand,
    SetCard,
    SetPlan,
    TakePlace,
)
from rooms.events import HandLowered
from rooms.refusals import Code
from rooms.rounds import Round
from tests.rooms.helpers import World, roomy_plan


def world(*people: str) -> World:
    made = World(plan=roomy_plan(), capacity=40)
    made.enter("f", Role.FACILITATOR)
    for person in people:
        made.enter(person, card=Card.TALK)
    return made


def turns(made: World) -> list[str]:
    """Who has the turn until the round is over, each ending their own."""
    had = []
    while made.room.turn is not None:
        had.append(made.room.turn)
        made.do(made.room.turn, EndTurn())
    return had


def test_the_turn_goes_round_in_the_order_that_staff_say() -> None:
    """By voice, by text, and from a seat in the hall."""
    made = world("a", "b")
    made.enter("t", card=Card.TEXT)
    made.enter("h", card=Card.TALK, hall="hall")
    made.do("f", BeginRound(order=("b", "h", "b", "t", "a")))
    assert made.view("a").round == Round(order=("h", "t", "a"))
    assert turns(made) == ["b", "h", "t", "a"]
    assert made.view("a").round is None


def test_nobody_is_called_who_listens_watches_or_rests() -> None:
    made = world("a", "b")
    made.enter("l", wish=Wish.LISTENER, card=Card.TALK)
    made.enter("w", card=Card.WATCH)
    made.do("b", TakePlace(place="rest"))
    made.do("f", BeginRound(order=("l", "w", "b", "a")))
    assert turns(made) == ["a"]
    assert made.refused("f", BeginRound(order=("l", "w", "b", "gone"))) is Code.NOBODY_TO_CALL


def test_who_thinks_better_of_it_is_passed_over_when_their_turn_comes() -> None:
    made = world("a", "b", "c", "d")
    made.do("f", BeginRound(order=("a", "b", "c", "d")))
    made.do("b", SetCard(card=Card.WATCH))
    made.do("c", Leave())
    assert turns(made) == ["a", "d"]


def test_who_has_the_turn_may_leave_and_the_next_has_it() -> None:
    made = world("a", "b", "c", "d")
    made.do("f", BeginRound(order=("a", "b", "c", "d")))
    made.do("a", Leave())
    assert made.room.turn == "b"
    made.do("b", TakePlace(place="listeners"))
    assert made.room.turn == "c"
    made.do("f", MovePerson(person="c", place="booth-1"))
    assert made.room.turn == "d"
    made.do("d", Leave())
    assert made.room.round is None
    assert turns(made) == []


def test_a_round_is_paused_for_free_talk_and_goes_on_where_it_was() -> None:
    made = world("a", "b", "c")
    made.do("f", BeginRound(order=("a", "b", "c")))
    made.do("f", PauseRound(paused=True))
    assert made.room.turn is None
    assert made.view("a").round == Round(order=("a", "b", "c"), paused=True)
    made.do("f", PauseRound(paused=False))
    assert turns(made) == ["a", "b", "c"]


def test_a_hand_goes_down_when_its_turn_comes_and_a_round_may_be_ended() -> None:
    made = world("a", "b")
    made.do("b", RaiseHand())
    made.do("f", BeginRound(order=("a", "b")))
    assert HandLowered(person="b") in made.do("a", EndTurn())
    made.do("f", EndRound())
    assert (made.room.turn, made.room.round) == (None, None)


def test_nobody_is_called_whom_the_talk_of_the_round_cannot_hear() -> None:
    """At a table and in a booth one hears others, and is heard by others."""
    made = world("a", "b", "c")
    made.do("b", TakePlace(place="table-1"))
    made.do("f", MovePerson(person="c", place="booth-1"))
    assert made.refused("f", BeginRound(order=("b", "c"))) is Code.NOBODY_TO_CALL
    made.do("f", BeginRound(order=("b", "c", "a")))
    assert turns(made) == ["a"]
    assert (made.room.turn, made.room.round) == (None, None)


def test_who_goes_to_a_table_is_passed_over_until_they_are_back() -> None:
    made = world("a", "b", "c")
    made.do("f", BeginRound(order=("a", "b", "c")))
    made.do("b", TakePlace(place="table-1"))
    made.do("a", EndTurn())
    assert made.room.turn == "c"
    made = world("a", "b", "c")
    made.do("f", BeginRound(order=("a", "b", "c")))
    made.do("b", TakePlace(place="table-1"))
    made.do("b", TakePlace(place="circle"))
    assert turns(made) == ["a", "b", "c"]


def test_who_has_the_turn_and_goes_to_a_table_passes_it_on_in_a_round_alone() -> None:
    made = world("a", "b")
    made.do("f", BeginRound(order=("a", "b")))
    made.do("a", TakePlace(place="table-1"))
    assert made.room.turn == "b"
    made.do("f", EndRound())
    made.do("a", RaiseHand())
    made.do("f", GiveTurn(person="a"))
    made.do("a", TakePlace(place="table-2"))
    assert made.room.turn == "a"


def test_in_a_round_staff_may_still_give_the_turn_to_a_hand_at_a_table() -> None:
    made = world("a", "b")
    made.do("b", TakePlace(place="table-1"))
    made.do("f", BeginRound(order=("a",)))
    made.do("b", RaiseHand())
    made.do("f", GiveTurn(person="b"))
    assert made.room.turn == "b"


def test_a_plan_without_tables_brings_back_into_the_round_who_sat_at_one() -> None:
    made = world("a", "b")
    made.do("f", BeginRound(order=("a", "b")))
    made.do("b", TakePlace(place="table-1"))
    made.do("f", SetPlan(mode=Mode.CIRCLE))
    assert turns(made) == ["a", "b"]


def test_onlookers_learn_nothing_of_a_round() -> None:
    made = world("a", "b")
    made.look("o")
    made.do("f", BeginRound(order=("a", "b")))
    assert (made.view("o").round, made.view("o").turn) == (None, None)


def test_nobody_loses_a_turn_because_two_ended_the_one_before() -> None:
    """Who has the turn and a facilitator, two of the staff, or one whose answer was lost."""
    made = world("a", "b", "c")
    made.enter("g", Role.ASSISTANT)
    made.do("f", BeginRound(order=("a", "b", "c")))
    made.do("a", EndTurn())
    for staff in ("f", "g"):
        assert made.do(staff, EndTurn(person="a")) == ()
    assert made.room.turn == "b"
    made.do("g", EndTurn(person="b"))
    assert made.room.turn == "c"


def test_a_round_that_goes_on_does_not_begin_anew() -> None:
    made = world("a", "b")
    begin = BeginRound(order=("a", "b"))
    made.do("f", begin)
    made.do("a", EndTurn())
    assert made.do("f", begin) == ()
    made.do("f", PauseRound(paused=True))
    assert made.do("f", begin) == ()
    made.do("f", PauseRound(paused=False))
    assert turns(made) == ["b"]


def test_whoever_was_called_before_their_turn_is_not_called_again() -> None:
    made = world("a", "b", "c")
    made.do("f", BeginRound(order=("a", "b", "c")))
    made.do("c", RaiseHand())
    made.do("f", GiveTurn(person="c"))
    assert turns(made) == ["c", "b"]


def test_in_a_pause_all_keep_their_turn() -> None:
    made = world("a", "b")
    made.do("f", BeginRound(order=("a", "b")))
    made.do("f", PauseRound(paused=True))
    made.do("b", RaiseHand())
    made.do("f", GiveTurn(person="b"))
    made.do("b", EndTurn())
    made.do("f", PauseRound(paused=False))
    assert turns(made) == ["a", "b"]


def test_nobody_waits_before_one_whose_connection_is_lost() -> None:
    """Their turn comes as soon as they are back, and nobody is told why it came later."""
    made = world("a", "b", "c", "d")
    made.do("f", BeginRound(order=("a", "b", "c", "d")))
    made.do("b", LoseConnection())
    made.do("a", EndTurn())
    assert made.room.turn == "c"
    made.do("b", LookIn(role=Role.PARTICIPANT, device="device-b"))
    assert turns(made) == ["c", "b", "d"]


def test_where_all_that_are_left_have_lost_theirs_they_are_called() -> None:
    made = world("a", "b")
    made.do("f", BeginRound(order=("a", "b")))
    made.do("b", LoseConnection())
    made.do("a", EndTurn())
    assert made.room.turn == "b"
