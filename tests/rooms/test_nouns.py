"""Each noun by example, as a reader would tell it."""

from __future__ import annotations

from rooms import commands as c
from rooms.base import Doors, Microphone, Role, Scope, Wish
from rooms.context import Context
from rooms.hearing import hearing
from rooms.machine import cut, next_deadline
from rooms.plan import Point
from rooms.refusals import Code
from rooms.state import ABSENCE_MS
from rooms.views import audience_of, view_of
from rooms.walks import Stroll, stroll
from tests.rooms.story import AVATAR, HOUR, Story, settings

F = Role.FACILITATOR


def circle(*people: str) -> Story:
    story = Story()
    story.enter("f1", F)
    for person in people:
        story.enter(person)
    return story


# -- doors ---------------------------------------------------------------------------------------------------------


def test_doors_move_by_their_planned_times() -> None:
    story = Story(settings(early=10_000, opens=20_000), opened=False)
    assert next_deadline(story.room) == 10_000
    story.look("p1")
    assert story.refused("p1", c.Enter(nickname="あ", avatar=AVATAR)) is Code.DOORS_NOT_OPEN
    for moment, doors in ((10_000, Doors.EARLY), (20_000, Doors.OPEN), (20_000 + 3 * HOUR, Doors.CLOSING)):
        story.now = moment
        story.do("", c.Tick())
        assert story.room.doors is doors
    assert story.refused("p1", c.Enter(nickname="あ", avatar=AVATAR)) is Code.DOORS_CLOSING
    story.now = 20_000 + 4 * HOUR
    story.do("", c.Tick())
    assert story.room.doors is Doors.ENDED
    assert next_deadline(story.room) is None


def test_who_comes_early_waits_and_is_let_in_when_doors_open() -> None:
    story = Story(settings(early=0, opens=60_000))
    story.enter("f1", F)
    story.enter("p1", wish=Wish.LISTENER)
    assert story.room.people["p1"].shown.place == "veranda"
    assert story.refused("p1", c.TakePlace(place="circle")) is Code.WAITING
    story.say("p1", "はじめてです", 1, scope=Scope.STAFF)
    story.do("f1", c.SetDoors(doors="open"))
    assert story.room.people["p1"].shown.place == "listeners"
    assert story.texts("p1") == ["はじめてです"]


def test_a_locked_room_lets_in_only_whom_staff_moves() -> None:
    story = circle()
    story.do("f1", c.LockRoom(locked=True))
    story.enter("p1")
    assert story.refused("p1", c.TakePlace(place="circle")) is Code.ROOM_LOCKED
    story.do("f1", c.MovePerson(person="p1", place="circle"))
    story.enter("p2")
    story.do("f1", c.LockRoom(locked=False))
    assert story.room.people["p2"].shown.place == "circle"


# -- places --------------------------------------------------------------------------------------------------------


def test_a_seat_holds_one_person() -> None:
    story = circle("p1", "p2")
    seat = story.room.people["p1"].shown.seat
    assert story.refused("p2", c.TakePlace(place="circle", seat=seat)) is Code.SEAT_TAKEN
    assert story.refused("p2", c.TakePlace(place="circle", seat=99)) is Code.NO_SUCH_PLACE
    story.do("p1", c.TakePlace(place="listeners"))
    story.do("p2", c.TakePlace(place="circle", seat=seat))


def test_a_full_circle_still_lets_people_stand() -> None:
    story = circle("p1", "p2", "p3", "p4", "p5")
    assert story.room.people["p5"].shown.seat is None
    assert story.room.people["p5"].shown.place == "circle"


def test_nobody_enters_a_booth_alone_and_the_hall_is_for_those_who_are_there() -> None:
    story = circle("p1")
    story.enter("h1", in_hall=True)
    assert story.refused("p1", c.TakePlace(place="booth-1")) is Code.PLACE_NOT_FOR_YOU
    assert story.refused("p1", c.TakePlace(place="hall")) is Code.PLACE_NOT_FOR_YOU
    assert story.refused("h1", c.TakePlace(place="circle")) is Code.PLACE_NOT_FOR_YOU
    story.do("h1", c.TakePlace(place="hall-listeners"))


def test_being_moved_is_told_to_that_person_and_staff_only() -> None:
    story = circle("p1", "p2")
    (taken, *_) = story.do("f1", c.MovePerson(person="p1", place="listeners"))
    for person, by_staff in (("p1", True), ("f1", True), ("p2", False)):
        told = cut(taken, audience_of(story.room, person))
        assert told is not None
        assert told.model_dump()["by_staff"] is by_staff


# -- microphones and hearing -----------------------------------------------------------------------------------------


def sources(story: Story, listener: str) -> set[str]:
    return {s for group in hearing(story.room) if listener in group.listeners for s in group.sources}


def test_testing_is_heard_by_nobody_and_seen_by_nobody() -> None:
    story = circle("p1", "p2")
    story.do("p1", c.SetMicrophone(microphone=Microphone.TESTING))
    assert sources(story, "p2") == set()
    assert view_of(story.room, audience_of(story.room, "p2")).people["p1"].microphone is Microphone.OFF
    assert view_of(story.room, audience_of(story.room, "p1")).people["p1"].microphone is Microphone.TESTING


def test_a_listener_seat_speaks_only_after_moving() -> None:
    story = circle("p1", "p2")
    story.do("p1", c.TakePlace(place="listeners"))
    assert story.refused("p1", c.SetMicrophone(microphone=Microphone.OPEN)) is Code.NO_VOICE_HERE
    story.do("p1", c.TakePlace(place="circle"))
    story.do("p1", c.SetMicrophone(microphone=Microphone.OPEN))
    assert sources(story, "p2") == {"p1"}
    story.do("f1", c.MovePerson(person="p1", place="listeners"))
    assert sources(story, "p2") == set()
    assert story.room.people["p1"].shown.microphone is Microphone.OFF


def test_a_rested_microphone_stays_closed_until_woken_and_then_its_owner_opens_it() -> None:
    story = circle("p1", "p2")
    story.do("p1", c.SetMicrophone(microphone=Microphone.OPEN))
    story.do("f1", c.RestMicrophone(person="p1"))
    assert sources(story, "p2") == set()
    assert story.refused("p1", c.SetMicrophone(microphone=Microphone.OPEN)) is Code.MICROPHONE_RESTED
    assert not view_of(story.room, audience_of(story.room, "p2")).people["p1"].rested
    assert view_of(story.room, audience_of(story.room, "p1")).people["p1"].rested
    story.do("f1", c.RestMicrophone(person="p1", rested=False))
    assert story.room.people["p1"].shown.microphone is Microphone.OFF


def test_tables_hear_themselves_and_who_speaks_to_all() -> None:
    story = circle("p1", "p2", "p3")
    for person in ("p1", "p2"):
        story.do(person, c.TakePlace(place="table-1"))
    story.do("p1", c.SetMicrophone(microphone=Microphone.OPEN))
    story.do("f1", c.SetMicrophone(microphone=Microphone.OPEN))
    assert sources(story, "p2") == {"p1"}
    assert sources(story, "p3") == {"f1"}
    story.do("f1", c.SpeakToAll(on=True))
    assert sources(story, "p2") == {"p1", "f1"}


def test_onlookers_the_rest_place_and_phones_in_the_hall_hear_nothing() -> None:
    story = circle("p1", "p2")
    story.look("looker")
    story.enter("h1", in_hall=True)
    story.do("p2", c.TakePlace(place="rest"))
    story.do("p1", c.SetMicrophone(microphone=Microphone.OPEN))
    heard_by = {person for group in hearing(story.room) for person in group.listeners}
    assert heard_by == {"f1", "p1"}


# -- hands and the turn -------------------------------------------------------------------------------------------


def test_pass_and_an_ended_turn_look_the_same() -> None:
    told = []
    for _ in ("pass", "finished"):
        story = circle("p1", "p2")
        story.do("p1", c.RaiseHand())
        story.do("f1", c.GiveTurn(person="p1"))
        events = story.do("p1", c.EndTurn())
        told.append([cut(event, audience_of(story.room, "p2")) for event in events])
    assert told[0] == told[1]


def test_a_listener_is_never_called_on() -> None:
    story = circle("p1")
    story.do("p1", c.TakePlace(place="listeners"))
    assert story.refused("p1", c.RaiseHand()) is Code.NO_HAND_HERE
    assert story.refused("f1", c.GiveTurn(person="p1")) is Code.NO_HAND_HERE


def test_moving_away_lowers_the_hand_and_ends_the_turn() -> None:
    story = circle("p1", "p2")
    story.do("p1", c.RaiseHand())
    story.do("f1", c.GiveTurn(person="p1"))
    story.do("p2", c.RaiseHand())
    story.do("p1", c.TakePlace(place="rest"))
    story.do("p2", c.TakePlace(place="listeners"))
    assert story.room.turn is None
    assert story.room.people["p2"].shown.hand is None


# -- chat -----------------------------------------------------------------------------------------------------------


def test_chat_begins_with_ones_own_arrival() -> None:
    story = circle("p1")
    story.say("p1", "先に話したこと", 1)
    story.enter("p2")
    story.say("p1", "いま話すこと", 2)
    assert story.texts("p2") == ["いま話すこと"]
    assert story.texts("p1") == ["先に話したこと", "いま話すこと"]


def test_the_same_id_is_said_once() -> None:
    story = circle("p1", "p2")
    story.say("p1", "一度だけ", 1)
    assert story.do("p1", c.Say(id="message-0001", text="一度だけ")) == ()
    assert story.refused("p2", c.Say(id="message-0001", text="横取り")) is Code.ID_TAKEN
    assert story.texts("p2") == ["一度だけ"]


def test_a_table_s_talk_stays_at_the_table() -> None:
    story = circle("p1", "p2", "p3")
    for person in ("p1", "p2"):
        story.do(person, c.TakePlace(place="table-1"))
    story.say("p1", "テーブルの話", 1, scope=Scope.PLACE)
    assert story.texts("p2") == ["テーブルの話"]
    assert story.texts("p3") == []
    story.do("p3", c.TakePlace(place="table-1"))
    assert story.texts("p3") == []


def test_a_booth_is_private_even_to_staff() -> None:
    story = circle("p1")
    story.enter("f2", F)
    story.do("f1", c.MovePerson(person="p1", place="booth-1"))
    story.do("f1", c.TakePlace(place="booth-1"))
    story.say("p1", "ここだけの話", 1)
    assert story.texts("f1") == ["ここだけの話"]
    assert story.texts("f2") == []


def test_words_to_the_staff_reach_the_staff_and_their_answer_only_the_one() -> None:
    story = circle("p1", "p2")
    story.say("p1", "相談があります", 1, scope=Scope.STAFF)
    story.say("f1", "はい、どうぞ", 2, scope=Scope.STAFF, to="p1")
    assert story.texts("p1") == ["相談があります", "はい、どうぞ"]
    assert story.texts("p2") == []
    assert story.refused("p1", c.Say(id="message-0009", text="x", scope=Scope.STAFF, to="p2")) is Code.NOT_ALLOWED


def test_not_to_the_hall_stays_off_the_screen() -> None:
    story = circle("p1")
    story.look("s1", Role.SCREEN)
    story.say("p1", "会場にも", 1)
    story.say("p1", "出さない", 2, to_hall=False)
    assert story.texts("s1") == ["会場にも"]


def test_a_removed_message_leaves_no_word() -> None:
    story = circle("p1", "p2")
    story.say("p1", "けしてほしい", 1)
    assert story.refused("p2", c.RemoveMessage(id="message-0001")) is Code.NOT_YOUR_MESSAGE
    story.do("p1", c.RemoveMessage(id="message-0001"))
    assert "けしてほしい" not in repr(story.room)


# -- presence -------------------------------------------------------------------------------------------------------


def test_a_lost_connection_shows_to_nobody_for_two_minutes() -> None:
    story = circle("p1", "p2")
    events = story.do("p1", c.LoseConnection())
    assert [cut(event, audience_of(story.room, "p2")) for event in events] == [None]
    story.now += ABSENCE_MS - 1
    story.do("", c.Tick())
    assert "p1" in story.room.people
    story.now += 1
    story.do("", c.Tick())
    assert "p1" not in story.room.people


def test_coming_back_in_time_finds_everything_as_it_was() -> None:
    story = circle("p1")
    story.do("p1", c.RaiseHand())
    before = story.room.people["p1"]
    story.do("p1", c.LoseConnection())
    story.look("p1")
    assert story.room.people["p1"] == before


def test_sent_away_for_good_holds_for_the_device_and_can_be_undone() -> None:
    story = circle("p1")
    story.do("f1", c.SendAway(person="p1", for_good=True))
    again = c.LookIn(role=Role.PARTICIPANT, device="device-p1")
    assert story.refused("p1", again) is Code.SENT_AWAY
    assert story.refused("another-id", again) is Code.SENT_AWAY
    story.do("f1", c.LetBack(person="p1"))
    story.do("p1", again)


def test_sent_away_for_now_may_come_back() -> None:
    story = circle("p1")
    story.do("f1", c.SendAway(person="p1"))
    story.enter("p1")


def test_staff_does_not_send_staff_away() -> None:
    story = circle()
    story.enter("f2", F)
    assert story.refused("f1", c.SendAway(person="f2")) is Code.NOT_ALLOWED


def test_how_one_went_is_seen_by_nobody_else() -> None:
    told = []
    for how in ("leave", "lost", "sent away"):
        story = circle("p1", "p2")
        if how == "leave":
            events = story.do("p1", c.Leave())
        elif how == "sent away":
            events = story.do("f1", c.SendAway(person="p1"))
        else:
            story.do("p1", c.LoseConnection())
            story.now += ABSENCE_MS
            events = story.do("", c.Tick())
        told.append([each for event in events if (each := cut(event, audience_of(story.room, "p2")))])
    assert told[0] == told[1] == told[2]


# -- prompts, concerns, walks ---------------------------------------------------------------------------------------


def test_a_table_s_prompt_is_seen_at_the_table() -> None:
    story = circle("p1", "p2")
    story.do("p1", c.TakePlace(place="table-1"))
    story.do("f1", c.SetPrompt(text="ここのお題", place="table-1"))
    assert view_of(story.room, audience_of(story.room, "p1")).prompts == {"table-1": "ここのお題"}
    assert view_of(story.room, audience_of(story.room, "p2")).prompts == {}


def test_a_concern_is_for_the_staff_and_its_sender_sees_that_it_arrived() -> None:
    story = circle("p1", "p2")
    story.do("p1", c.RaiseConcern(id="concern-0001", text="心配です", about="p2"))
    assert view_of(story.room, audience_of(story.room, "p2")).concerns == ()
    story.do("f1", c.HandleConcern(id="concern-0001"))
    assert view_of(story.room, audience_of(story.room, "p1")).concerns[0].handled


def test_a_walk_changes_nothing_but_where_one_is_drawn() -> None:
    story = circle("p1")
    walk = c.Walk(path=(Point(x=1, y=2),))
    made = stroll(story.room, walk, Context("p1", 5))
    assert isinstance(made, Stroll)
    assert made.path == walk.path


def test_nobody_is_seen_writing_from_the_rest_place() -> None:
    story = Story()
    story.enter("f", Role.FACILITATOR)
    story.do("f", c.TakePlace(place="rest"))
    assert story.do("f", c.SetWriting(writing=True)) == ()
    assert not story.room.people["f"].shown.writing
