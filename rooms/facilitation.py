"""How a session is led: the commands that lay a room out, run its sheet, pass a turn round, call from a line and receive who
comes, and the events that come of them. They are part of the unions in rooms/commands.py and rooms/events.py, and live here
together because one changes with the other.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from rooms.base import Millis, Mode, PersonId, Wire, unsaid
from rooms.plan import MAX_THEMES, THEME, THEME_POINTS, Plan
from rooms.rounds import Round
from rooms.sheet import MAX_STEPS, Step, Steps
from rooms.signs import Signs
from rooms.texts import Sort, Text
from rooms.undo import Undoable

MAX_SENTENCE = 100


class BeginRound(Wire):
    """ひとりずつ: the turn goes over these people in this order. Who may not be called is left out of it."""

    type: Literal["begin_round"] = "begin_round"
    order: Annotated[tuple[PersonId, ...], Field(min_length=1, max_length=400)]


class PauseRound(Wire):
    """自由に話す, and going on with the round."""

    type: Literal["pause_round"] = "pause_round"
    paused: bool


class EndRound(Wire):
    type: Literal["end_round"] = "end_round"


class JoinLine(Wire):
    """相談を待つ: wait for being led to a booth."""

    type: Literal["join_line"] = "join_line"


class LeaveLine(Wire):
    """待つのをやめる; staff may take somebody out of the line."""

    type: Literal["leave_line"] = "leave_line"
    person: PersonId | None = None


class CallFromLine(Wire):
    """呼ぶ: tell somebody in the line that it is their turn. Staff lead them."""

    type: Literal["call_from_line"] = "call_from_line"
    person: PersonId


class SetStep(Wire):
    """次へ: which step of the run sheet is on."""

    type: Literal["set_step"] = "set_step"
    step: Annotated[int, Field(ge=0, le=99)]
    key: Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_-]*$")] = ""
    """Of that step, as whoever asks has seen the sheet: nobody comes to another because it was changed meanwhile."""


class ChangeSheet(Wire):
    """Another run sheet: steps added, left out, moved or made longer. The step that is on stays on."""

    type: Literal["change_sheet"] = "change_sheet"
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=MAX_STEPS)]
    """Each with a key of its own; a new one by whoever adds it."""
    seen: Annotated[int, Field(ge=0)]
    """The `sheet_rev` of the view that was changed."""


class SetPlan(Wire):
    """Lay the room out for another way of holding it, in mid-session; everybody stays in the part that they have."""

    type: Literal["set_plan"] = "set_plan"
    mode: Mode


class ChangePlaces(Wire):
    """入れかわる: the two groups of the plan change places, all at once."""

    type: Literal["change_places"] = "change_places"


class MixTables(Wire):
    """席がえ: those at tables change tables, so that people meet whom they have not sat with."""

    type: Literal["mix_tables"] = "mix_tables"


class TableTheme(Wire):
    text: Annotated[str, Field(max_length=THEME_POINTS), Text(Sort.MESSAGE, THEME)]


class NameTables(Wire):
    """テーブルにする: what each table talks about, in the order of the tables; those that are left over have no theme. Where
    the room has no tables, it is laid out with them."""

    type: Literal["name_tables"] = "name_tables"
    themes: Annotated[tuple[TableTheme, ...], Field(max_length=MAX_THEMES)]


class StayTogether(Wire):
    """いっしょに: at the next change of tables, stay beside this person, if they wish it, too. Nobody else is told."""

    type: Literal["stay_together"] = "stay_together"
    person: PersonId
    on: bool = True


class Undo(Wire):
    """もとにもどす: take back the last act that moved people or changed the plan or the middle."""

    type: Literal["undo"] = "undo"
    rev: Annotated[int, Field(ge=0)]
    """Of the act that is meant, as the view says it: another one since then is not taken back."""


class How(StrEnum):
    """How it was to be here, in one's own words of three. None of them is less than another."""

    GLAD = "glad"
    """来てよかった"""
    CALM = "calm"
    """ふつう"""
    TIRED = "tired"
    """すこしつかれた"""


class TellHow(Wire):
    """きょうはどうでしたか: at the end, if one likes. Without a word it is taken back."""

    type: Literal["tell_how"] = "tell_how"
    how: How | None = None


class TellWaiting(Wire):
    """One sentence to all who look in or wait on the veranda, until the doors open; empty takes it back."""

    type: Literal["tell_waiting"] = "tell_waiting"
    text: Annotated[str, Field(max_length=800), Text(Sort.MESSAGE, MAX_SENTENCE, may_be_empty=True)]


class Greet(Wire):
    """あいさつした: somebody has been spoken to, by voice or as one does in a hall. Who was written to counts by that."""

    type: Literal["greet"] = "greet"
    person: PersonId


class ShowBalance(Wire):
    """話した量: ask who has been heard how much, in coarse steps; the acknowledgement carries it. Changes nothing."""

    type: Literal["show_balance"] = "show_balance"


class RoundSet(Wire):
    """A round began, went on, was paused, or is over."""

    type: Literal["round_set"] = "round_set"
    round: Round | None


class LineSet(Wire):
    """Who waits for a booth. Staff are told all of it, who waits their own number."""

    type: Literal["line_set"] = "line_set"
    line: tuple[str, ...]
    called: tuple[str, ...] = ()
    """Those of them who were called."""
    number: int = 0
    """Of who is told, from 1; 0 for staff and for those who wait no more."""
    gone: tuple[str, ...] = ()
    """Who waits no more. Shown to nobody."""


class Seated(Wire):
    """Where somebody finds themselves after the plan has changed."""

    person: str
    place: str
    seat: int | None
    signs: Signs | None = None
    """What is shown again of somebody whose private place is no longer there."""


class PlanSet(Wire):
    """The room is laid out anew. Whose place or seat is no longer there is in `seated`; everybody else stays."""

    type: Literal["plan_set"] = "plan_set"
    plan: Plan
    seated: tuple[Seated, ...] = ()


class StepSet(Wire):
    type: Literal["step_set"] = "step_set"
    step: int
    at: Millis = 0
    """When it began; 0 where nobody knows any more."""


class SheetSet(Wire):
    """The run sheet was changed. Others than staff are told neither the notes nor what is left out."""

    type: Literal["sheet_set"] = "sheet_set"
    steps: Steps
    step: int
    """Where the step that is on stands now, for those who are told."""


class UndoSet(Wire):
    """What can be taken back now. Told to the staff alone, who learn what it was."""

    type: Literal["undo_set"] = "undo_set"
    undo: Undoable | None


class SatTogether(Wire):
    """Who sat together until the tables were mixed. Told to nobody."""

    type: Literal["sat_together"] = "sat_together"
    groups: tuple[tuple[str, ...], ...]


class TogetherSet(Wire):
    """Somebody would like to stay beside another. Told to nobody but themselves."""

    type: Literal["together_set"] = "together_set"
    person: str
    other: str
    on: bool


class HowTold(Wire):
    """How somebody says it was, or that they say nothing of it any more. Told to nobody but themselves."""

    type: Literal["how_told"] = "how_told"
    person: str
    how: How | None


class Arrival(Wire):
    """A participant who has come in, as the staff know them beside what everybody sees."""

    person: str
    at: Millis
    """When they came in: since then they wait to be greeted."""
    first_time: bool = unsaid(False)
    """They ticked はじめてです."""
    greeted: bool = unsaid(False)
    """Staff have written to them, or say that they spoke to them."""


class Greeted(Wire):
    """Told to the staff alone."""

    type: Literal["greeted"] = "greeted"
    person: str
