"""What a step lays in the middle: as it begins, for all at once, and taken back with it; for the staff alone until then."""

from __future__ import annotations

import pytest

from rooms.activities import begin
from rooms.activities.cards import DeckCard, Draw, StartCards
from rooms.activities.kind import Start
from rooms.activities.prompt import Prompt, StartPrompt
from rooms.activities.questions import Ask, QuestionsMove, StartQuestions
from rooms.activities.slides import StartSlides, TurnPage
from rooms.activities.themes import StartThemes
from rooms.base import Mode, Role
from rooms.commands import ChangeSheet, EndActivity, Play, SetDoors, SetStep, StartActivity, Undo
from rooms.sheet import Step, Steps
from tests.rooms.helpers import MINUTE, World

SEASON, RIVER = StartPrompt(text="すきな季節"), StartPrompt(text="川")
DECK = StartCards(cards=(DeckCard(text="春"), DeckCard(text="夏")))


def sheet(*brings: Start | None, mode: Mode | None = None) -> Steps:
    return tuple(
        Step(title=f"{number}", key=f"k{number}", brings=each, mode=mode if number else None)
        for number, each in enumerate(brings)
    )


def world(*brings: Start | None, mode: Mode | None = None) -> World:
    made = World()
    made.enter("f", Role.FACILITATOR)
    made.enter("a")
    made.do("f", ChangeSheet(steps=_with_the_first_key(made, sheet(*brings, mode=mode)), seen=0))
    return made


def _with_the_first_key(made: World, steps: Steps) -> Steps:
    """The step that is on must stay on the sheet."""
    return (steps[0].model_copy(update={"key": made.room.steps[0].key}), *steps[1:])


def take_back(made: World) -> None:
    undo = made.view("f").undo
    assert undo is not None
    made.do("f", Undo(rev=undo.rev))


def lying(made: World, who: str = "a") -> str | None:
    there = made.view(who).activities.get("")
    return there.text if isinstance(there, Prompt) else None


def test_a_step_lays_what_it_brings_and_is_taken_back_with_it() -> None:
    made = world(None, SEASON, None)
    made.do("f", StartActivity(activity=RIVER, place=None))
    made.do("f", SetStep(step=1))
    assert lying(made) == "すきな季節"
    undo = made.view("f").undo
    assert undo is not None
    assert (undo.what, undo.brought, undo.lay) == ("brought", None, None), "how, the room alone knows"
    take_back(made)
    assert (made.room.step, lying(made)) == (0, "川")
    made.do("f", SetStep(step=1))
    made.do("f", SetStep(step=2))
    assert lying(made) == "すきな季節", "a step that says nothing of it goes on as before"


def test_with_a_plan_both_are_one_act() -> None:
    made = world(None, SEASON, mode=Mode.TABLES)
    made.do("f", SetStep(step=1))
    undo = made.view("f").undo
    assert undo is not None
    assert (undo.what, made.room.plan.mode, lying(made)) == ("plan", Mode.TABLES, "すきな季節")
    take_back(made)
    assert (made.room.step, made.room.plan.mode, lying(made)) == (0, Mode.IBASHO, None)


def test_until_it_begins_the_staff_alone_know() -> None:
    made = world(None, SEASON)
    assert made.view("f").steps[1].brings == SEASON
    for who in ("a", "somebody who looks in"):
        assert [step.brings for step in made.view(who).steps] == [None, None]


def test_what_people_have_done_with_it_is_not_taken_away() -> None:
    made = world(None, DECK, StartQuestions(), DECK)
    made.do("f", SetStep(step=1))
    made.do("a", Play(move=Draw(left=2), place=None))
    drawn = made.room.activities[""]
    take_back(made)
    assert (made.room.step, made.room.activities[""]) == (0, drawn)
    made.do("f", SetStep(step=1))
    assert made.room.activities[""] == drawn, "a deck that is in use is not shuffled by one step back and forth"
    made.do("f", SetStep(step=2))
    take_back(made)
    assert made.room.activities[""] == drawn, "what lay there before comes back as it was"


def test_the_first_step_brings_it_as_the_doors_open() -> None:
    made = World(at=15 * MINUTE)
    made.enter("f", Role.FACILITATOR)
    made.do("f", ChangeSheet(steps=_with_the_first_key(made, sheet(SEASON)), seen=0))
    assert lying(made, "f") is None
    made.do("f", SetDoors(doors="open"))
    assert lying(made, "f") == "すきな季節"
    made.do("f", SetDoors(doors="closing"))
    made.do("f", StartActivity(activity=RIVER, place=None))
    made.do("f", SetDoors(doors="open"))
    assert lying(made, "f") == "川", "opened again, nothing begins anew"


def test_a_quiet_step_after_a_loud_one_is_not_jumped_over() -> None:
    made = world(None, SEASON, None, None)
    made.do("f", SetStep(step=1))
    made.do("f", SetStep(step=2))
    take_back(made)
    assert (made.room.step, lying(made)) == (2, None)


def test_one_step_too_many_and_back_loses_nobodys_words() -> None:
    made = world(StartQuestions(), StartThemes(), None)
    made.do("f", StartActivity(activity=StartQuestions()))
    made.do("a", Play(move=QuestionsMove(act=Ask(id="question-1", text="なぜ空は青いのですか"))))
    written = made.room.activities[""]
    made.do("f", SetStep(step=1))
    assert made.room.activities[""] != written
    made.do("f", SetStep(step=0))
    assert made.room.activities[""] == written


def test_what_staff_lay_or_take_away_is_taken_back() -> None:
    made = world(None, None)
    made.do("f", StartActivity(activity=StartQuestions()))
    made.do("a", Play(move=QuestionsMove(act=Ask(id="question-1", text="なぜ空は青いのですか"))))
    written = made.room.activities[""]
    made.do("f", StartActivity(activity=RIVER))
    take_back(made)
    assert made.room.activities[""] == written, "nobody's words are gone by one tap"
    made.do("f", EndActivity())
    take_back(made)
    assert made.room.activities[""] == written
    made.do("f", EndActivity())
    made.do("f", StartActivity(activity=RIVER))
    made.do("f", Undo(rev=made.room.undo.rev if made.room.undo else 0))
    assert made.room.activities == {}


def test_slides_that_make_room_for_what_a_step_brings_are_gone_for_who_looks_in() -> None:
    made = world(None, SEASON)
    made.look("onlooker")
    made.do("f", StartActivity(activity=StartSlides(deck="deck-one", title="講話", pages=3)))
    assert "" in made.view("onlooker").activities
    made.do("f", SetStep(step=1))
    assert made.view("onlooker").activities == {}
    take_back(made)
    assert "" in made.view("onlooker").activities


SEA = StartCards(cards=(DeckCard(text="海"), DeckCard(text="春")))
FIRST, SECOND = (StartSlides(deck=f"deck-{name}", title=name, pages=3) for name in ("first", "second"))


@pytest.mark.parametrize(("one", "other"), [(DECK, SEA), (FIRST, SECOND)])
@pytest.mark.parametrize("between", [(), (StartQuestions(),)])
def test_another_deck_comes_when_its_step_does(one: Start, other: Start, between: tuple[Start, ...]) -> None:
    """Also where the one before was left in use, and where something else lay between."""
    made = world(None, one, *between, other)
    made.do("f", SetStep(step=1))
    move = Draw(left=2) if one is DECK else TurnPage(page=2)
    made.do("f", Play(move=move))
    for step in range(2, len(between) + 3):
        made.do("f", SetStep(step=step))
    assert made.room.activities[""] == begin(other)


def test_the_same_deck_stays_to_its_last_card() -> None:
    made = world(None, DECK, DECK)
    made.do("f", SetStep(step=1))
    for left in (2, 1):
        made.do("a", Play(move=Draw(left=left)))
    drawn = made.room.activities[""]
    made.do("f", SetStep(step=2))
    assert made.room.activities[""] == drawn
