"""Who hears whom, by example."""

from __future__ import annotations

from rooms.base import Microphone
from rooms.commands import SetMicrophone, SpeakToAll, TakePlace
from rooms.hearing import hearing
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
