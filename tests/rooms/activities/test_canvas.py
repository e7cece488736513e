"""みんなで描く: nobody learns who drew, everybody takes back their own, and the paper stays in its bounds."""

from __future__ import annotations

import sys
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from rooms.activities.canvas import (
    AT_ONCE,
    IN_ALL,
    KIND,
    OF_ONE,
    Canvas,
    CanvasForm,
    CanvasMove,
    ClearPaper,
    DrawMarks,
    LayBack,
    LeaveOutMark,
    SetOpen,
    StartCanvas,
    TakeBackMark,
    begin,
    decide,
    size,
)
from rooms.activities.kind import Move, Start
from rooms.activities.paper import HIGH, INKS, MOST_POINTS, WIDE, Mark, Pen, line_of, points
from rooms.commands import Leave, Play, StartActivity, client_command
from rooms.context import Context
from rooms.refusals import Code, Refusal
from server.socket.app import MAX_COMMAND
from server.socket.transport import MAX_BUFFER
from tests.rooms.activities.boards import PEOPLE, assert_told_later_is_the_same, lively
from tests.rooms.activities.ways import Way, play
from tests.rooms.helpers import World, circle

IDS = tuple(f"mark-{n:04}" for n in range(5))
ids = st.sampled_from(IDS)
_points = st.tuples(st.integers(0, WIDE), st.integers(0, HIGH))
_lines = st.lists(_points, min_size=1, max_size=4).map(lambda those: line_of(tuple(those)))
_marks = st.one_of(
    st.builds(Mark, pen=st.sampled_from([Pen.THIN, Pen.THICK]), ink=st.integers(0, INKS - 1), line=_lines),
    st.builds(
        Mark, pen=st.sampled_from([Pen.STAR, Pen.CAT]), ink=st.just(2), line=_points.map(lambda p: line_of((p,)))
    ),
)
starts: st.SearchStrategy[Start] = st.builds(
    StartCanvas, form=st.sampled_from(CanvasForm), title=st.sampled_from(["", "春"]), one_each=st.booleans()
)
moves: st.SearchStrategy[Move] = st.builds(
    CanvasMove,
    act=st.one_of(
        st.builds(DrawMarks, marks=st.dictionaries(ids, _marks, min_size=1, max_size=3), hall=st.booleans()),
        st.builds(DrawMarks, marks=st.dictionaries(ids, _marks, min_size=1, max_size=1)),
        st.builds(TakeBackMark, id=ids),
        st.builds(LeaveOutMark, id=ids),
        st.builds(SetOpen, open=st.booleans()),
        st.builds(ClearPaper, last=ids),
        st.just(LayBack()),
    ),
)
STAR = Mark(pen=Pen.STAR, ink=2, line=line_of(((500, 350),)))
DOT = Mark(pen=Pen.THIN, ink=0, line=line_of(((500, 350),)))
LINE = Mark(pen=Pen.THIN, ink=0, line=line_of(((0, 0), (WIDE, HIGH), (3, 5))))
WIDEST = Mark(pen=Pen.MIDDLE, ink=7, line=line_of(((0, 0), (WIDE, HIGH)) * (MOST_POINTS // 2)))
FREE = StartCanvas(title="壁画")


def plays(canvas: Canvas, person: str, way: Way, chance: Random) -> CanvasMove | None:
    """Each draws one line or sets one stamp; by text alone one looks on, and says what one would like to see there."""
    if way is not Way.TAPS or not canvas.open or canvas.own or chance.random() < 0.5:
        return None
    return CanvasMove(
        act=DrawMarks(
            marks={f"of-{person}-00": DOT if canvas.form is CanvasForm.STARS else chance.choice([STAR, LINE])}
        )
    )


def leads(canvas: Canvas, way: Way, chance: Random) -> CanvasMove | None:
    """What is asked for aloud or in the hall, whoever leads sets there; after some it is enough."""
    if not canvas.open:
        return None
    if len(canvas.marks) >= 8:
        return CanvasMove(act=SetOpen(open=False))
    mark = DOT if canvas.form is CanvasForm.STARS else STAR
    return CanvasMove(act=DrawMarks(marks={f"said-{len(canvas.marks):04}": mark}, hall=True))


def seen(world: World, viewer: str) -> Canvas:
    activity = world.view(viewer).activities[""]
    assert isinstance(activity, Canvas)
    return activity


def draw(key: str, mark: Mark = STAR, *, hall: bool = False) -> Play:
    return Play(move=CanvasMove(act=DrawMarks(marks={key: mark}, hall=hall)))


def does(act: TakeBackMark | LeaveOutMark | SetOpen | ClearPaper | LayBack) -> Play:
    return Play(move=CanvasMove(act=act))


@given(st.lists(_points, min_size=1, max_size=MOST_POINTS))
def test_points_come_back_as_they_were(those: list[tuple[int, int]]) -> None:
    assert points(line_of(tuple(those))) == tuple(those)


def test_points_are_written_as_the_client_writes_them() -> None:
    """web_client/tests/components/activities/canvas.test.ts has the same line."""
    assert LINE.line == "AAw-B4rBp-BtrB"


@given(st.text("AZaz09-_ghijQRST", max_size=40))
def test_whatever_comes_as_a_line_is_on_the_paper_or_refused(line: str) -> None:
    try:
        mark = Mark(pen=Pen.THIN, ink=0, line=line)
    except ValidationError:
        return
    found = points(mark.line)
    assert 1 <= len(found) <= MOST_POINTS
    assert all(0 <= x <= WIDE and 0 <= y <= HIGH for x, y in found)


@pytest.mark.parametrize(
    ("pen", "line"),
    [
        ("thin", line_of(((1, 1),) * (MOST_POINTS + 1))),
        ("thin", line_of(((1, 1),) * 100_000)),
        ("thin", line_of(((WIDE + 1, 1),))),
        ("thin", line_of(((1, -1),))),
        ("thin", "A"),
        ("thin", "AAA"),
        ("thin", "Ag"),
        ("thin", "Aggggg"),
        ("thin", "A é"),
        ("tree", line_of(((1, 1), (2, 2)))),
        ("sword", line_of(((1, 1),))),
    ],
)
def test_what_is_no_mark_never_comes_to_the_room(pen: str, line: str) -> None:
    mark = f'{{"pen":"{pen}","ink":0,"line":"{line}"}}'
    command = f'{{"type":"play","move":{{"kind":"canvas","act":{{"do":"draw","marks":{{"mark-0000":{mark}}}}}}}}}'
    with pytest.raises(ValidationError):
        client_command.validate_json(command)
    client_command.validate_json(command.replace(mark, STAR.model_dump_json()))


def test_everybody_draws_and_takes_back_what_is_theirs() -> None:
    world = circle("p1", "p2")
    world.do("f", StartActivity(activity=FREE))
    world.do("p1", draw(IDS[0], LINE))
    assert world.do("p1", draw(IDS[0], LINE)) == ()
    world.do("p2", draw(IDS[1]))
    assert seen(world, "p2").marks == {IDS[0]: LINE, IDS[1]: STAR}
    assert (seen(world, "p1").own, seen(world, "p2").own) == ({IDS[0]: True}, {IDS[1]: True})
    assert world.refused("p2", draw(IDS[0])) is Code.ID_TAKEN
    assert world.refused("p2", does(TakeBackMark(id=IDS[0]))) is Code.NOT_YOUR_MESSAGE
    assert world.refused("p2", does(LeaveOutMark(id=IDS[0]))) is Code.NOT_ALLOWED
    assert world.refused("p2", draw(IDS[2], hall=True)) is Code.NOT_ALLOWED
    world.do("p1", does(TakeBackMark(id=IDS[0])))
    assert world.do("p1", does(TakeBackMark(id=IDS[0]))) == ()
    world.do("p2", Leave())
    world.do("f", does(LeaveOutMark(id=IDS[1])))
    assert seen(world, "p1").marks == {}


def test_a_cleared_paper_is_laid_back_with_what_came_since_and_is_everybody_s_own_again() -> None:
    world = circle("p1", "p2")
    world.do("f", StartActivity(activity=FREE))
    world.do("p1", draw(IDS[0], LINE))
    world.do("f", does(ClearPaper(last=IDS[0])))
    assert (seen(world, "p1").marks, seen(world, "p1").own, seen(world, "f").restorable) == ({}, {}, True)
    world.do("p2", draw(IDS[1]))
    assert world.do("f", does(ClearPaper(last=IDS[0]))) == ()
    assert world.refused("p2", draw(IDS[0])) is Code.ID_TAKEN
    assert world.do("p1", draw(IDS[0])) == ()
    world.do("f", does(LayBack()))
    assert world.do("f", does(LayBack())) == ()
    assert seen(world, "p1").marks == {IDS[0]: LINE, IDS[1]: STAR}
    assert (seen(world, "p1").own, seen(world, "f").restorable) == ({IDS[0]: True}, False)


def test_what_is_only_looked_at_is_drawn_on_by_nobody_until_staff_say_otherwise() -> None:
    world = circle("p1")
    world.do("f", StartActivity(activity=FREE))
    world.do("p1", draw(IDS[0]))
    world.do("f", does(SetOpen(open=False)))
    assert world.refused("p1", draw(IDS[1])) is Code.NO_SUCH_MOVE
    world.do("p1", does(TakeBackMark(id=IDS[0])))
    world.do("f", does(SetOpen(open=True)))
    world.do("p1", draw(IDS[1]))
    assert seen(world, "p1").marks == {IDS[1]: STAR}


def test_one_line_each_until_it_is_taken_back_and_the_hall_s_are_not_counted() -> None:
    world = circle("p1")
    world.do("f", StartActivity(activity=StartCanvas(one_each=True)))
    world.do("p1", draw(IDS[0], LINE))
    assert world.refused("p1", draw(IDS[1], LINE)) is Code.TOO_MANY_SLIPS
    world.do("p1", does(TakeBackMark(id=IDS[0])))
    world.do("p1", draw(IDS[1], LINE))
    for key in IDS[2:]:
        world.do("f", draw(key, LINE, hall=True))
    assert len(seen(world, "p1").marks) == 4


def test_stars_are_dots_and_straight_lines() -> None:
    canvas = begin(StartCanvas(form=CanvasForm.STARS))
    here = Context(actor="p1", now=0)
    straight = Mark(pen=Pen.MIDDLE, ink=3, line=line_of(((1, 1), (90, 40))))
    for mark in (straight, Mark(pen=Pen.THIN, ink=3, line=line_of(((1, 1),)))):
        assert not isinstance(decide(canvas, CanvasMove(act=DrawMarks(marks={IDS[0]: mark})), here), Refusal)
    for mark in (STAR, LINE):
        refused = decide(canvas, CanvasMove(act=DrawMarks(marks={IDS[0]: mark})), here)
        assert refused == Refusal(Code.NO_SUCH_MOVE)


@settings(max_examples=60)
@given(starts, st.lists(st.tuples(st.sampled_from([*PEOPLE, "f", "g"]), moves), max_size=12))
def test_nobody_is_named_and_who_comes_back_is_told_the_same(
    start: StartCanvas, acts: list[tuple[str, CanvasMove]]
) -> None:
    world = lively(start)
    since = len(world.log)
    for actor, move in acts:
        world.ask(actor, Play(move=move))
        now = world.room.activities[""]
        assert isinstance(now, Canvas)
        assert now.authors.keys() == now.marks.keys() | now.cleared.keys()
        assert not now.marks.keys() & now.cleared.keys()
        assert now.restorable == bool(now.cleared)
        for viewer in (*world.room.people, "wall"):
            told = seen(world, viewer)
            assert not [each for each in world.room.people if f'"{each}"' in told.model_dump_json()], viewer
            assert set(told.own) == {key for key, by in now.authors.items() if by == viewer and key in now.marks}
            assert told.cleared == {}
    assert world.view("passer").activities == {}
    assert_told_later_is_the_same(world, since)


def _filled(mark: Mark) -> tuple[Canvas, dict[str, Code]]:
    """A paper on which people draw until each is refused, and with what."""
    canvas, refusals = begin(FREE), dict[str, Code]()
    for person in (f"p{n}" for n in range(1, 8)):
        for n in range(IN_ALL):
            act = DrawMarks(marks={f"{person}-{n:08}-{k}": mark for k in range(AT_ONCE)})
            decided = decide(canvas, CanvasMove(act=act), Context(actor=person, now=0))
            if isinstance(decided, Refusal):
                refusals[person] = decided.code
                break
            for change in decided:
                canvas = KIND.evolve(canvas, change)
    return canvas, refusals


@pytest.mark.parametrize("mark", [STAR, WIDEST], ids=["stamps", "lines"])
def test_a_paper_is_bounded_and_one_person_fills_a_part_of_it(mark: Mark) -> None:
    canvas, refusals = _filled(mark)
    assert refusals["p1"] is Code.TOO_MANY_SLIPS
    assert refusals["p7"] is Code.NOTHING_LEFT
    theirs = [(key, each) for key, each in canvas.marks.items() if canvas.authors[key] == "p1"]
    assert size(theirs) <= OF_ONE
    told = canvas.model_copy(update={"own": dict.fromkeys(dict(theirs), True), "authors": {}})
    assert len(told.model_dump_json()) < IN_ALL * 1.2 < MAX_BUFFER / 1.5


def test_as_many_of_the_longest_lines_as_go_at_once_are_one_command() -> None:
    most = Play(move=CanvasMove(act=DrawMarks(marks={f"{n:040}": WIDEST for n in range(AT_ONCE)})))
    assert len(most.model_dump_json().encode()) < MAX_COMMAND
    assert len(StartCanvas(title="👨‍👩‍👧‍👦" * 34).model_dump_json().encode()) < MAX_COMMAND


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("people", [("p1",), PEOPLE])
def test_it_is_played_to_its_end_in_every_way(way: Way, people: tuple[str, ...]) -> None:
    over = play(sys.modules[__name__], circle(*people), FREE, people, way)
    assert isinstance(over, Canvas)
    assert not over.open
    assert KIND.leads(CanvasMove(act=SetOpen(open=True)))
