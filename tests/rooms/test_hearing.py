"""Who hears whom, by example."""

from __future__ import annotations

from rooms.base import Microphone
from rooms.commands import MovePerson, SetMicrophone, SpeakToAll, TakePlace
from rooms.hearing import hearing
from rooms.speaking import speakers_for
from rooms.views import audience_of
from tests.rooms.helpers import circle


def test_tables_hear_themselves_and_who_speaks_to_all() -> None:
    world = circle("p1", "p2", "p3")
    for person in ("p1", "p2"):
        world.do(person, TakePlace(place="table-1"))
    world.do("p1", SetMicrophone(microphone=Microphone.OPEN))
    world.do("f", SetMicrophone(microphone=Microphone.OPEN))
    assert world.hears("p2") == {"p1"}
    assert world.hears("p3") == {"f"}
    world.do("f", SpeakToAll(on=True))
    assert world.hears("p2") == {"p1", "f"}


def test_onlookers_the_rest_place_and_phones_in_the_hall_hear_nothing() -> None:
    world = circle("p1", "p2")
    world.look("looker")
    world.enter("h1", hall="hall")
    world.do("p2", TakePlace(place="rest"))
    world.do("p1", SetMicrophone(microphone=Microphone.OPEN))
    heard_by = {person for group in hearing(world.room) for person in group.listeners}
    assert heard_by == {"f", "p1"}


def test_nobody_is_shown_speaking_to_those_who_cannot_hear_it() -> None:
    """Who speaks to all is not heard in the rest place, nor in a booth."""
    world = circle("p1", "p2")
    world.do("f", SetMicrophone(microphone=Microphone.OPEN))
    world.do("f", SpeakToAll(on=True))
    world.do("p1", TakePlace(place="rest"))
    world.do("f", MovePerson(person="p2", place="booth-1"))
    for person in ("p1", "p2"):
        assert "f" not in world.hears(person)
        assert speakers_for(world.room, audience_of(world.room, person), frozenset("f")) == ()
