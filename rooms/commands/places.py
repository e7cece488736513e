"""Where people are, and how the room is laid out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rooms.base import Mode, PersonId, PlaceId, Wire
from rooms.plan import MAX_THEMES, THEME, THEME_POINTS, Point
from rooms.texts import Sort, Text

SeenAct = Annotated[int, Field(ge=0)] | None
"""The `rev` of the act that could be taken back as whoever asks saw it, 0 for none. Of two who ask at once, and of one whose
answer was lost, one comes true. None says nothing of it."""


class TakePlace(Wire):
    """Take a place, at a seat of one's choice or the first free one. 休憩する is taking the rest place."""

    type: Literal["take_place"] = "take_place"
    place: PlaceId
    seat: Annotated[int, Field(ge=0, le=399)] | None = None


class Walk(Wire):
    """Stroll on the plan. Animates only: hearing, seat and scope stay as they are. Soft: never journaled."""

    type: Literal["walk"] = "walk"
    path: Annotated[tuple[Point, ...], Field(min_length=1, max_length=16)]


class MovePerson(Wire):
    """リスナー席へ, or letting somebody in from the veranda."""

    type: Literal["move_person"] = "move_person"
    person: PersonId
    place: PlaceId


class SetPlan(Wire):
    """Lay the room out for another way of holding it, in mid-session; everybody stays in the part that they have."""

    type: Literal["set_plan"] = "set_plan"
    mode: Mode


class ChangePlaces(Wire):
    """入れかわる: the two groups of the plan change places, all at once."""

    type: Literal["change_places"] = "change_places"
    seen: SeenAct = None


class MixTables(Wire):
    """席がえ: those at tables change tables, so that people meet whom they have not sat with."""

    type: Literal["mix_tables"] = "mix_tables"
    seen: SeenAct = None


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


class LayOut(Wire):
    """Internal: the room has been loaded. Its plan goes into its events, as the office has it while the doors are closed."""

    type: Literal["lay_out"] = "lay_out"


class Tick(Wire):
    """Internal: a deadline that the room named has come."""

    type: Literal["tick"] = "tick"
