"""Fixtures for the client's fold: a scripted session, told to every kind of audience. For each step the view before, the
events each audience was sent, and the view after as the server's own fold makes it. The client must come to the same.

Deterministic: the same code always makes the same file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from rooms.activities.cards import DeckCard, Draw, StartCards
from rooms.activities.prompt import StartPrompt
from rooms.activities.questions import Answer, Ask, Done, Order, QuestionsMove, StartQuestions
from rooms.activities.slides import StartSlides, TurnPage
from rooms.activities.slips import LeaveOut, PutUp, TakeBack, Want
from rooms.activities.themes import BringIn, Choose, Propose, SentTheme, SetPhase, StartThemes, ThemesMove
from rooms.audience import Audience
from rooms.base import AvatarChoice, Card, How, Microphone, Mode, ReactionKind, Role, Scope, Wish
from rooms.commands import (
    AddRemote,
    BeginRound,
    CallFromLine,
    ChangePlaces,
    ChangeSheet,
    Command,
    EndActivity,
    EndLinks,
    EndRound,
    EndTurn,
    Enter,
    GiveTurn,
    Greet,
    HandleConcern,
    HandleMessage,
    JoinLine,
    Leave,
    LeaveLine,
    LetBack,
    LetIn,
    LockRoom,
    LookIn,
    LoseConnection,
    LowerHand,
    MixTables,
    MoveNewcomers,
    MovePerson,
    NameTables,
    PauseRound,
    Play,
    PutOutRemote,
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
    SetPlan,
    SetStep,
    SetWriting,
    SpeakToAll,
    StartActivity,
    StayTogether,
    TableTheme,
    TakePlace,
    TellHow,
    TellWaiting,
    Tick,
    Undo,
)
from rooms.context import Context
from rooms.events import AnyEvent
from rooms.machine import cut, decide, evolve, fold, new_room
from rooms.plans.house import house
from rooms.plans.sizes import Sizes
from rooms.refusals import Refusal
from rooms.sheet import Speak, Step
from rooms.state import Room, Settings
from rooms.views import View, audience_of, view_of

HOUR = 3_600_000
_AVATAR = AvatarChoice(style="critters", seed="haru")
WATCHERS = ("f1", "a1", "b1", "look", "s1", "h1")
"""Facilitator, participant in the circle, participant who wanders, onlooker, screen of the hall, device of the hall."""


def _look(role: Role = Role.PARTICIPANT) -> LookIn:
    return LookIn(role=role, device="device-of-somebody")


def _enter(name: str, wish: Wish = Wish.CIRCLE) -> Enter:
    return Enter(nickname=name, avatar=_AVATAR, card=Card.TEXT, wish=wish, first_time=wish is Wish.LISTENER)


_SHEET = (
    Step(title="はじまり", minutes=10, key="step-0"),
    Step(title="おしゃべり", minutes=30, key="step-1", text="ゆっくり話します", notes="お茶を出す"),
    Step(title="相談", mode=Mode.BOOTHS, key="step-2"),
    Step(title="読む時間", minutes=10, key="reading", speak=Speak.TEXT, skipped=True),
)
THE_LAST = Undo(rev=0)
"""Whatever can be taken back then."""
PAST_THE_END = Tick()
"""At the planned end."""


def _ask(act: Any) -> Play:
    return Play(move=QuestionsMove(act=act))


def _theme(act: Any) -> Play:
    return Play(move=ThemesMove(act=act))


_BOARDS: tuple[tuple[str, Command], ...] = (
    ("f1", StartActivity(activity=StartQuestions())),
    ("a1", _ask(Ask(id="question-1", text="どうすればいいですか"))),
    ("b1", _ask(Ask(id="question-2", text="いつからですか"))),
    ("f1", _ask(PutUp(id="question-1"))),
    ("f1", _ask(PutUp(id="question-2"))),
    ("b1", _ask(Want(id="question-1", on=True))),
    ("b1", _ask(Want(id="question-1", on=False))),
    ("b1", _ask(Want(id="question-1", on=True))),
    ("f1", _ask(Order(id="question-2", to=0))),
    ("f1", _ask(Answer(id="question-2", seen=""))),
    ("f1", _ask(LeaveOut(id="question-1"))),
    ("f1", _ask(PutUp(id="question-1"))),
    ("f1", _ask(Done(id="question-2"))),
    ("a1", _ask(TakeBack(id="question-1"))),
    ("f1", StartActivity(activity=StartThemes())),
    ("a1", _theme(Propose(id="theme-01", text="ねこ"))),
    ("f1", _theme(BringIn(themes=(SentTheme(id="theme-02", text="朝ごはん"),)))),
    ("f1", _theme(SetPhase(phase="vote"))),
    ("b1", _theme(Want(id="theme-01", on=True))),
    ("f1", _theme(Choose(ids=("theme-01",)))),
    ("f1", NameTables(themes=(TableTheme(text="ねこ"),))),
    ("f1", THE_LAST),
    ("f1", EndActivity()),
)
SCRIPT: tuple[tuple[str, Command], ...] = (
    ("f1", _look(Role.FACILITATOR)),
    ("f1", _enter("しんこう")),
    ("look", _look()),
    ("s1", LookIn(role=Role.SCREEN, device="device-of-the-screen")),
    ("h1", LookIn(role=Role.HALL_DEVICE, device="device-of-the-hall")),
    ("a1", _look()),
    ("b1", _look()),
    ("c1", LookIn(role=Role.PARTICIPANT, device="device-of-c1")),
    ("", Tick()),
    ("a1", _enter("さくら")),
    ("a1", Say(id="message-0000", text="待っています", scope=Scope.STAFF)),
    ("f1", SetDoors(doors="open")),
    ("b1", _enter("つばめ", Wish.LISTENER)),
    ("c1", _enter("りす")),
    ("f1", Greet(person="c1")),
    ("a1", SetCard(card=Card.TALK)),
    ("a1", SetMicrophone(microphone=Microphone.TESTING)),
    ("a1", SetMicrophone(microphone=Microphone.OPEN)),
    ("b1", React(reaction=ReactionKind.NOD)),
    ("c1", RaiseHand()),
    ("a1", RaiseHand()),
    ("f1", GiveTurn(person="c1")),
    ("c1", EndTurn()),
    ("a1", LowerHand()),
    ("b1", TakePlace(place="table-1")),
    ("c1", TakePlace(place="table-1", seat=3)),
    ("b1", SetWriting(writing=True)),
    ("b1", Say(id="message-0001", text="テーブルの話", scope=Scope.PLACE)),
    ("a1", Say(id="message-0002", text="みんなへ")),
    ("a1", RemoveMessage(id="message-0002")),
    ("a1", Say(id="message-0005", text="会場には出さない", to_hall=False)),
    ("a1", RemoveMessage(id="message-0005")),
    ("b1", Say(id="message-0003", text="スタッフへ", scope=Scope.STAFF)),
    ("f1", HandleMessage(id="message-0003")),
    ("f1", Say(id="message-0004", text="はい", scope=Scope.STAFF, to="b1")),
    ("b1", RaiseConcern(id="concern-0001", text="すこし心配です", about="c1")),
    ("f1", HandleConcern(id="concern-0001")),
    ("f1", StartActivity(activity=StartPrompt(text="最近の小さなよかった"))),
    ("f1", StartActivity(activity=StartPrompt(text="テーブルのお題"), place="table-1")),
    ("f1", StartActivity(activity=StartCards(cards=(DeckCard(text="朝"), DeckCard(text="夜"))))),
    ("b1", Play(move=Draw(left=2))),
    ("f1", StartActivity(activity=StartSlides(deck="deck-0001", title="縁側のはなし", pages=3))),
    ("f1", Play(move=TurnPage(page=2))),
    *_BOARDS,
    ("f1", EndActivity(place="table-1")),
    ("f1", SetStep(step=1)),
    ("f1", SpeakToAll(on=True)),
    ("f1", RestMicrophone(person="a1")),
    ("f1", MovePerson(person="c1", place="listeners")),
    ("f1", MovePerson(person="c1", place="veranda")),
    ("f1", MovePerson(person="c1", place="listeners")),
    ("f1", MoveNewcomers(minutes=5)),
    ("f1", LetIn()),
    ("c1", RaiseHand()),
    ("f1", SetStep(step=2)),
    ("f1", MovePerson(person="c1", place="booth-1")),
    ("c1", React(reaction=ReactionKind.NOD)),
    ("f1", MovePerson(person="c1", place="listeners")),
    ("f1", SetStep(step=1)),
    ("b1", JoinLine()),
    ("a1", JoinLine()),
    ("f1", CallFromLine(person="b1")),
    ("b1", LeaveLine()),
    ("f1", MovePerson(person="a1", place="booth-1")),
    ("f1", MovePerson(person="a1", place="circle")),
    ("f1", BeginRound(order=("a1", "f1", "c1"))),
    ("f1", PauseRound(paused=True)),
    ("f1", PauseRound(paused=False)),
    ("f1", EndTurn()),
    ("f1", EndRound()),
    ("f1", ChangeSheet(steps=_SHEET, seen=0)),
    ("f1", SetPlan(mode=Mode.TABLES)),
    ("a1", TakePlace(place="table-1")),
    ("b1", TakePlace(place="table-1")),
    ("a1", StayTogether(person="b1")),
    ("a1", StayTogether(person="b1", on=False)),
    ("c1", TakePlace(place="table-2")),
    ("f1", MixTables()),
    ("f1", THE_LAST),
    ("f1", SetPlan(mode=Mode.REFLECTING)),
    ("f1", ChangePlaces()),
    ("f1", THE_LAST),
    ("f1", SetDoors(doors="closing")),
    ("a1", TellHow(how=How.GLAD)),
    ("a1", TellHow()),
    ("f1", SetDoors(doors="open")),
    ("f1", AddRemote(remote="remote-1")),
    ("f1", PutOutRemote(remote="remote-1")),
    ("f1", TellWaiting(text="もうすこし、おまちください")),
    ("f1", LockRoom(locked=True)),
    ("c1", LoseConnection()),
    ("c1", LookIn(role=Role.PARTICIPANT, device="device-of-c1")),
    ("f1", SendAway(person="c1", for_good=True)),
    ("f1", LetBack(person="c1")),
    ("b1", TakePlace(place="rest")),
    ("f1", SetStep(step=2)),
    ("look", LoseConnection()),
    ("h1", LoseConnection()),
    ("b1", Leave()),
    ("b1", _look()),
    ("b1", _enter("つばめ")),
    ("b1", Leave()),
    ("f1", SendAway(person="b1", for_good=True)),
    ("d1", LookIn(role=Role.PARTICIPANT, device="device-of-d1", link="link-of-d1")),
    ("d1", _enter("ひばり")),
    ("", EndLinks(links=frozenset({"link-of-d1"}), code="link_revoked")),
    ("f1", LoseConnection()),
    ("", Tick()),
    ("f1", _look(Role.FACILITATOR)),
    ("f1", SetDoors(doors="closing")),
    ("", PAST_THE_END),
    ("f1", SetDoors(doors="ended")),
)


class Told(NamedTuple):
    """One act of the script."""

    before: Room
    context: Context
    command: Command
    events: tuple[AnyEvent, ...]
    after: Room


def _settings() -> Settings:
    return Settings(
        session="fixture",
        title="ふらっと",
        early_at=0,
        open_at=HOUR,
        closing_at=3 * HOUR,
        end_at=4 * HOUR,
        unattended_ms=500,
        stay_ms=HOUR,
        steps=(
            Step(title="はじまり", minutes=10),
            Step(title="おしゃべり", minutes=40),
            Step(title="相談", mode=Mode.BOOTHS),
        ),
        sizes=Sizes(tables=1, circle=6, listeners=4, hall=4, booths=2),
        plan=house(Sizes(tables=1, circle=6, listeners=4, hall=4)),
    )


def tale(seen: Callable[[Room, Command], Command] = lambda _, command: command) -> Iterator[Told]:
    """The script, act by act. `seen` may change a command before it is asked."""
    room = new_room(_settings())
    now = 1_000
    for actor, command in SCRIPT:
        now = room.settings.end_at if command is PAST_THE_END else now + 1_000
        if command is THE_LAST and room.undo is not None:
            command = Undo(rev=room.undo.rev)
        asked = seen(room, command)
        context = Context(actor=actor, now=now)
        decided = decide(room, asked, context)
        if isinstance(decided, Refusal):
            raise ValueError(f"the script's {command.type} was refused: {decided.code}")
        before = room
        for event in decided:
            room = evolve(room, event)
        yield Told(before, context, asked, decided, room)


def fixtures() -> dict[str, Any]:
    """{"views": one view for each step and watcher that changed, "steps": what happened}."""
    steps = [step for act in tale() for step in _told(act.before, act.after, act.events, act.command)]
    return {"plan": _settings().plan.model_dump(mode="json"), "steps": steps}


def _told(before: Room, after: Room, happened: tuple[AnyEvent, ...], command: Command) -> list[dict[str, Any]]:
    told = []
    for watcher in WATCHERS:
        audience = audience_of(before, watcher)
        events = [each for event in happened if (each := cut(event, audience)) is not None]
        if audience != audience_of(after, watcher) or not events or not _present(after, watcher):
            continue
        view = view_of(before, audience)
        folded = view
        for event in events:
            folded = fold(folded, event)
        told.append(_fixture(command, audience, view, events, folded))
    return told


def _present(room: Room, watcher: str) -> bool:
    return watcher in room.people or watcher in room.onlookers


def _fixture(command: Command, audience: Audience, view: View, events: list[AnyEvent], after: View) -> dict[str, Any]:
    return {
        "command": command.model_dump(mode="json"),
        "audience": str(audience.kind),
        "view": _without_first_plan(view),
        "events": [event.model_dump(mode="json") for event in events],
        "expected": _without_first_plan(after),
    }


def _without_first_plan(view: View) -> dict[str, Any]:
    """The plan that the session begins with is in the fixtures once."""
    return view.model_dump(mode="json", exclude={"plan"} if view.plan == _settings().plan else set())
