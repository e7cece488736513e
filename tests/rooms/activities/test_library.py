"""Every activity of the library is played to its end: by voice only, by text only, by taps only, and by looking on; by one
person alone, by an odd number and by eighty."""

from __future__ import annotations

import pytest

from rooms import activities
from rooms.audience import Audience, Viewer
from server.office.content import defaults
from server.office.content.activities import Activity
from tests.rooms.activities.players import PLAYED, player_of
from tests.rooms.activities.ways import Way, play_alone

LIBRARY = defaults().activities


LOOKS = [
    Audience(kind, "", me) for kind, me in ((Viewer.PARTICIPANT, "person-00"), (Viewer.STAFF, "f"), (Viewer.SCREEN, ""))
]
NAMES = {"cards"}
"""Who drew a card is shown to all."""


@pytest.mark.parametrize("ready", LIBRARY, ids=lambda ready: ready.id)
@pytest.mark.parametrize("way", Way)
def test_an_activity_comes_to_its_end_in_every_way(ready: Activity, way: Way) -> None:
    kind = activities.kind_of(ready.start).name
    for count in (1, 7, 80) if way is Way.TAPS else (1, 7):
        people = [f"person-{number:02}" for number in range(count)]
        over = play_alone(player_of(kind), ready.start, people, way, seed=count)
        for audience in LOOKS:
            told = activities.cut(over, audience).model_dump_json()
            assert len(told.encode()) < 60_000
            assert kind in NAMES or not [person for person in people if f'"{person}"' in told]


def test_every_kind_is_in_the_library_and_can_be_played() -> None:
    there = {activities.kind_of(ready.start).name for ready in LIBRARY}
    assert there == set(PLAYED)
    assert len(LIBRARY) >= 20
