"""Chat by example: who reads what, and since when."""

from __future__ import annotations

import pytest

from rooms.base import Role, Scope
from rooms.commands import Leave, MovePerson, RemoveMessage, Say, SetWriting, TakePlace
from rooms.refusals import Code
from rooms.views import audience_of
from tests.rooms.helpers import MINUTE, World, circle, entering


def test_chat_begins_with_ones_own_arrival() -> None:
    world = circle("p1")
    world.say("p1", "先に話したこと")
    world.enter("p2")
    world.say("p1", "いま話すこと")
    assert world.reads("p2") == ["いま話すこと"]
    assert world.reads("p1") == ["先に話したこと", "いま話すこと"]


def test_the_same_id_is_said_once() -> None:
    world = circle("p1", "p2")
    message = world.say("p1", "一度だけ")
    assert world.do("p1", Say(id=message, text="一度だけ")) == ()
    assert world.refused("p2", Say(id=message, text="横取り")) is Code.ID_TAKEN
    assert world.reads("p2") == ["一度だけ"]


def test_a_table_s_talk_stays_at_the_table() -> None:
    world = circle("p1", "p2", "p3")
    for person in ("p1", "p2"):
        world.do(person, TakePlace(place="table-1"))
    world.say("p1", "テーブルの話", scope=Scope.PLACE)
    assert world.reads("p2") == ["テーブルの話"]
    assert world.reads("p3") == []
    world.do("p3", TakePlace(place="table-1"))
    assert world.reads("p3") == []


def test_a_booth_is_private_even_to_staff() -> None:
    world = circle("p1")
    world.enter("f2", Role.FACILITATOR)
    world.do("f", MovePerson(person="p1", place="booth-1"))
    world.do("f", TakePlace(place="booth-1"))
    world.say("p1", "ここだけの話")
    assert world.reads("f") == ["ここだけの話"]
    assert world.reads("f2") == []


@pytest.mark.parametrize("scope", [Scope.ROOM, Scope.PLACE, Scope.BOOTH])
def test_whatever_scope_is_asked_for_in_a_booth_it_stays_there(scope: Scope) -> None:
    world = World()
    world.enter("f", Role.FACILITATOR)
    world.enter("a")
    world.do("f", TakePlace(place="booth-1"))
    world.say("f", "ここだけの話", scope=scope)
    assert world.reads("f") == ["ここだけの話"]
    assert world.reads("a") == []
    assert world.refused("a", Say(id="message-x", text="ここから", scope=Scope.BOOTH)) is Code.PLACE_NOT_FOR_YOU


def test_words_to_the_staff_reach_the_staff_and_their_answer_only_the_one() -> None:
    world = circle("p1", "p2")
    world.say("p1", "相談があります", scope=Scope.STAFF)
    world.say("f", "はい、どうぞ", scope=Scope.STAFF, to="p1")
    assert world.reads("p1") == ["相談があります", "はい、どうぞ"]
    assert world.reads("p2") == []
    assert world.refused("p1", Say(id="message-0009", text="x", scope=Scope.STAFF, to="p2")) is Code.NOT_ALLOWED


def test_not_to_the_hall_stays_off_the_screen() -> None:
    world = circle("p1")
    world.look("s1", Role.SCREEN)
    world.say("p1", "会場にも")
    world.say("p1", "出さない", to_hall=False)
    assert world.reads("s1") == ["会場にも"]


def test_a_removed_message_leaves_no_word() -> None:
    world = circle("p1", "p2")
    message = world.say("p1", "けしてほしい")
    assert world.refused("p2", RemoveMessage(id=message)) is Code.NOT_YOUR_MESSAGE
    world.do("p1", RemoveMessage(id=message))
    assert "けしてほしい" not in repr(world.room)


def test_who_left_and_looks_in_again_is_shown_not_even_their_own_words() -> None:
    world = World(at=15 * MINUTE)
    world.enter("a")
    world.say("a", "だれにも言わないで", scope=Scope.STAFF)
    assert world.reads("a") == ["だれにも言わないで"]
    world.do("a", Leave())
    world.look("a")
    assert world.reads("a") == []
    world.do("a", entering("a"))
    assert world.reads("a") == []


def test_who_goes_away_and_comes_back_at_once_is_another_audience() -> None:
    """Two commands may be told together: what was said at the place before is then gone, so a fresh view is due."""
    world = World()
    world.enter("a")
    world.say("a", "輪だけの話", scope=Scope.PLACE)
    before = world.room
    world.do("a", TakePlace(place="table-1"))
    world.do("a", TakePlace(place="circle"))
    assert world.reads("a") == []
    assert audience_of(world.room, "a") != audience_of(before, "a")


def test_nobody_is_seen_writing_from_the_rest_place() -> None:
    world = circle()
    world.do("f", TakePlace(place="rest"))
    assert world.do("f", SetWriting(writing=True)) == ()
    assert not world.shown("f").writing


def test_what_was_written_for_a_place_is_not_said_at_another() -> None:
    """Written at a table, sent after the move: to be seen by whom it was not meant for would be the worst."""
    world = circle("p1")
    world.do("p1", TakePlace(place="table-1"))
    world.say("p1", "ここだけの話", scope=Scope.PLACE, zone="table-1")
    world.do("p1", TakePlace(place="circle"))
    late = Say(id="message-late", text="ここだけの話", scope=Scope.PLACE, zone="table-1")
    assert world.refused("p1", late) is Code.PLACE_CHANGED
    assert world.refused("p1", late.model_copy(update={"scope": Scope.BOOTH})) is Code.PLACE_NOT_FOR_YOU
    world.say("p1", "みんなへ", scope=Scope.ROOM, zone="table-1")


def test_what_was_written_in_one_booth_is_not_said_in_another() -> None:
    world = circle("p1")
    world.do("f", MovePerson(person="p1", place="booth-1"))
    assert (
        world.refused("p1", Say(id="message-late", text="ひみつ", scope=Scope.BOOTH, zone="booth-2"))
        is Code.PLACE_CHANGED
    )
