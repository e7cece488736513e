"""What holds for every kind: its models carry its tag, and the wire and the client know it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.activities import KINDS
from rooms.activities.cards import DeckCard, Draw, StartCards
from rooms.activities.kind import Kind
from rooms.activities.prompt import StartPrompt
from rooms.commands import Play, StartActivity, client_command
from rooms.refusals import Code
from rooms.texts import texts_of
from tests.rooms.commands import of_kind
from tests.rooms.helpers import circle

CLIENT = Path(__file__).parents[3] / "web_client" / "src" / "pages" / "activities"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_is_whole(kind: Kind) -> None:  # type: ignore[type-arg]  # of any kind
    models = [model for model in (kind.start, kind.activity, kind.move, kind.change) if model is not None]
    assert {model.model_fields["kind"].default for model in models} == {kind.name}
    assert (kind.move is None) == (kind.change is None)
    schema = json.dumps(client_command.json_schema())
    assert f'"{kind.start.__name__}"' in schema
    assert (CLIENT / kind.name / "index.ts").is_file(), "the client has no component for it"
    assert (CLIENT / kind.name / "name.ts").is_file(), "the client does not know what it is called"


def test_kinds_have_names_of_their_own() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)


@given(st.data())
def test_a_move_of_another_kind_meets_nothing(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([kind for kind in KINDS if kind.name != "cards"]))
    world = circle("p1")
    world.do("f", StartActivity(activity=data.draw(of_kind(kind.name).starts)))
    assert world.refused("p1", Play(move=Draw(left=1))) is Code.NO_SUCH_ACTIVITY


def test_words_inside_a_start_are_marked_as_text() -> None:
    """So that moderation finds them without knowing the kind."""
    assert set(texts_of(StartPrompt)) == {"text"}
    assert set(texts_of(DeckCard)) == {"text"}
    assert StartCards.model_fields["cards"].annotation is not None
