"""The run sheet: what a step brings, how people take part in it, and changing it while the session is held."""

from __future__ import annotations

from rooms.base import Microphone, Mode, Role, Scope
from rooms.commands import ChangeSheet, MovePerson, Say, SetMicrophone, SetStep, TakePlace, Undo
from rooms.refusals import Code
from rooms.sheet import Speak, Step, keyed, mode_at, speak_at
from tests.rooms.helpers import World, roomy_plan

PRACTICE = (
    Step(title="聞く時間", minutes=20, speak=Speak.LISTEN, text="聞くだけの時間です", notes="あいさつをする"),
    Step(title="文字の時間", minutes=30, speak=Speak.TEXT),
    Step(title="声の時間", minutes=30, speak=Speak.VOICE),
    Step(title="ひとこと", minutes=10),
)


def world() -> World:
    made = World(plan=roomy_plan(), steps=PRACTICE, capacity=40)
    made.enter("f", Role.FACILITATOR)
    made.enter("g", Role.ASSISTANT)
    made.enter("a")
    made.enter("b")
    return made


def test_one_listens_then_writes_then_speaks() -> None:
    """Letter k: the room itself holds to the step. Staff may always speak, and everybody may always turn to them."""
    made = world()
    say = Say(id="message-0001", text="こんにちは")
    assert made.refused("a", say) is Code.LISTENING_NOW
    assert made.refused("a", SetMicrophone(microphone=Microphone.OPEN)) is Code.LISTENING_NOW
    made.do("a", Say(id="message-0002", text="聞こえません", scope=Scope.STAFF))
    made.do("f", SetMicrophone(microphone=Microphone.OPEN))
    made.do("f", SetStep(step=1))
    made.do("a", say)
    assert made.refused("a", SetMicrophone(microphone=Microphone.OPEN)) is Code.TEXT_NOW
    made.do("a", SetMicrophone(microphone=Microphone.TESTING))
    made.do("f", SetStep(step=2))
    made.do("a", SetMicrophone(microphone=Microphone.OPEN))
    assert made.hears("b") == {"f", "a"}
    made.do("f", SetStep(step=3))
    assert made.hears("b") == {"f", "a"}, "a step that says nothing goes on as before"
    made.do("f", SetStep(step=1))
    assert made.hears("b") == {"f"}
    assert made.shown("a").microphone is Microphone.OFF


def test_in_a_booth_one_speaks_whatever_the_step_says() -> None:
    made = world()
    made.do("f", MovePerson(person="a", place="booth-1"))
    made.do("a", SetMicrophone(microphone=Microphone.OPEN))
    made.do("a", Say(id="message-0001", text="相談です", scope=Scope.BOOTH))
    made.do("f", SetStep(step=1))
    assert made.shown("a").microphone is Microphone.OPEN


def test_who_comes_out_of_a_booth_by_themselves_is_silent_where_one_listens() -> None:
    made = world()
    made.do("f", MovePerson(person="a", place="booth-1"))
    made.do("a", SetMicrophone(microphone=Microphone.OPEN))
    made.do("a", TakePlace(place="circle"))
    assert made.shown("a").microphone is Microphone.OFF
    made.do("f", SetMicrophone(microphone=Microphone.OPEN))
    made.do("f", TakePlace(place="table-1"))
    assert made.shown("f").microphone is Microphone.OPEN, "staff always may"


def test_notes_are_for_staff_and_words_for_those_inside() -> None:
    made = world()
    made.look("o")
    first = [made.view(viewer).steps[0] for viewer in ("f", "a", "o")]
    assert [(step.text, step.notes) for step in first] == [
        ("聞くだけの時間です", "あいさつをする"),
        ("聞くだけの時間です", ""),
        ("", ""),
    ]


def test_a_sheet_is_changed_and_the_step_that_is_on_stays_on() -> None:
    made = world()
    made.do("f", SetStep(step=1))
    begun = made.room.step_at
    steps = made.view("f").steps
    more = Step(title="お茶", minutes=10, key="tea", notes="お湯")
    made.do("g", ChangeSheet(steps=(more, steps[1], steps[0].model_copy(update={"skipped": True})), seen=0))
    assert (made.room.step, made.room.step_at) == (1, begun)
    assert [step.title for step in made.view("a").steps] == ["お茶", "文字の時間", "聞く時間"]
    assert [step.notes for step in made.view("a").steps] == ["", "", ""]
    assert made.view("a").sheet_rev == 1


def test_two_who_change_the_sheet_at_once_are_told_and_nothing_is_lost() -> None:
    made = world()
    seen = made.view("f").steps
    made.do("f", ChangeSheet(steps=seen[:3], seen=0))
    assert made.refused("g", ChangeSheet(steps=seen[:2], seen=0)) is Code.SHEET_CHANGED
    assert len(made.room.steps) == 3


def test_two_who_go_on_at_once_make_one_step_and_never_another() -> None:
    made = world()
    on = SetStep(step=1, key=made.view("f").steps[1].key)
    made.do("f", on)
    assert made.do("g", on) == ()
    steps = made.view("f").steps
    made.do("f", ChangeSheet(steps=(steps[1], steps[0], *steps[2:]), seen=0))
    assert made.refused("g", on) is Code.NO_SUCH_STEP, "another stands there now"


def test_the_step_that_is_on_cannot_be_taken_out_and_each_has_its_own_key() -> None:
    made = world()
    steps = made.view("f").steps
    assert made.refused("f", ChangeSheet(steps=steps[1:], seen=0)) is Code.NO_SUCH_STEP
    assert made.refused("f", ChangeSheet(steps=(steps[0], steps[0]), seen=0)) is Code.BAD_COMMAND
    assert made.refused("f", ChangeSheet(steps=(steps[0], Step(title="なし")), seen=0)) is Code.BAD_COMMAND


def test_a_change_of_the_step_that_is_on_closes_microphones_at_once() -> None:
    made = world()
    made.do("f", SetStep(step=2))
    made.do("a", SetMicrophone(microphone=Microphone.OPEN))
    steps = list(made.view("f").steps)
    steps[2] = steps[2].model_copy(update={"speak": Speak.TEXT})
    made.do("f", ChangeSheet(steps=tuple(steps), seen=0))
    assert made.shown("a").microphone is Microphone.OFF


def begun_with_a_plan() -> World:
    """The second step speaks in another plan than the first, in which one listens."""
    steps = (Step(title="聞く時間", speak=Speak.LISTEN), Step(title="声の時間", speak=Speak.VOICE, mode=Mode.CIRCLE))
    made = World(plan=roomy_plan(), steps=(*steps, Step(title="ひとこと")))
    made.enter("f", Role.FACILITATOR)
    made.enter("a")
    made.do("f", SetStep(step=1))
    return made


def take_back(made: World) -> None:
    undo = made.view("f").undo
    assert undo is not None
    made.do("f", Undo(rev=undo.rev))


def test_back_in_a_step_of_listening_microphones_are_closed() -> None:
    made = begun_with_a_plan()
    made.do("a", SetMicrophone(microphone=Microphone.OPEN))
    take_back(made)
    assert made.room.speak is Speak.LISTEN
    assert made.shown("a").microphone is Microphone.OFF


def test_a_step_that_was_moved_since_is_taken_back_to_itself() -> None:
    made = begun_with_a_plan()
    one, two, three = made.view("f").steps
    made.do("f", ChangeSheet(steps=(three, two, one), seen=0))
    take_back(made)
    assert made.room.steps[made.room.step].title == "聞く時間"


def test_a_step_that_is_gone_since_is_not_gone_back_to() -> None:
    made = begun_with_a_plan()
    made.do("f", ChangeSheet(steps=made.view("f").steps[1:2], seen=0))
    take_back(made)
    assert (made.room.step, made.room.plan.mode) == (0, Mode.IBASHO)
    assert made.room.steps[made.room.step].title == "声の時間"


def test_what_is_left_out_brings_nothing() -> None:
    steps = keyed(
        (
            Step(title="一", mode=Mode.LECTURE, speak=Speak.LISTEN),
            Step(title="二", mode=Mode.BOOTHS, speak=Speak.TEXT, skipped=True),
            Step(title="三"),
        )
    )
    assert mode_at(steps, 2, Mode.IBASHO) is Mode.LECTURE
    assert speak_at(steps, 2) is Speak.LISTEN
    assert [step.key for step in steps] == ["step-0", "step-1", "step-2"]
