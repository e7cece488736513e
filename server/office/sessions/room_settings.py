"""From a planned session to the settings of its room."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Row

from rooms.activities.cards import DeckCard, StartCards
from rooms.activities.kind import Start
from rooms.activities.prompt import StartPrompt
from rooms.activities.questions import StartQuestions
from rooms.activities.themes import StartThemes
from rooms.base import Mode
from rooms.plans import build
from rooms.plans.sizes import Sizes
from rooms.sheet import Step, Steps
from rooms.state import Settings
from server.office.base import models
from server.office.base.models.programmes import NOTICE
from server.office.base.tables import NO_OVERRIDE
from server.office.content import Content
from server.office.rules.entry import Entry

CLOSING_MS = 10 * 60_000
STAFF_SEATS = 10
"""Staff are not counted by capacities, but by the room."""
_CIRCLE, _LISTENERS, _HALL = 24, 60, 40


def session_override(row: Row[Any]) -> dict[str, Any]:
    """What is different for one session: entry, capacities, note; and how often that was changed."""
    made: dict[str, Any] = {} if row.body == NO_OVERRIDE else json.loads(row.body)
    return made


def times_patched(row: Row[Any]) -> int:
    """How often a session itself was changed; it only grows."""
    return int(session_override(row).get("times", 0))


def capacities_of(
    row: Row[Any], programme: models.ProgrammeBody, series: models.SeriesBody | None
) -> models.Capacities:
    """The session's own, the series', or the programme's."""
    own = session_override(row).get("capacities")
    if own is not None:
        return models.Capacities.model_validate(own)
    return (series.capacities if series is not None else None) or programme.capacities


def entry_of(row: Row[Any], programme: models.ProgrammeBody, series: models.SeriesBody | None) -> Entry:
    """Who may come: as the session says, or its series, or the programme."""
    own = session_override(row).get("entry")
    if own is not None:
        return Entry.model_validate(own)
    return (series.entry if series is not None else None) or programme.entry


def _start(brings: models.Brings, ready: Content) -> Start | None:
    """What is laid there; None for what was ready-made once and is not any more."""
    match brings.kind:
        case models.Brought.PROMPT:
            return StartPrompt(text=brings.text)
        case models.Brought.QUESTIONS:
            return StartQuestions()
        case models.Brought.THEMES:
            return StartThemes()
        case models.Brought.ACTIVITY:
            activity = ready.activity(brings.activity or "")
            return None if activity is None else activity.start
        case models.Brought.CARDS:
            deck = ready.deck(brings.deck or "")
            return None if deck is None else StartCards(cards=tuple(DeckCard(text=card.ja) for card in deck.cards))


def steps_of(programme: models.ProgrammeBody, ready: Content) -> Steps:
    """The run sheet as the room has it, with what only staff read. `ready`: what there is ready-made for a step to bring."""
    return tuple(
        Step(
            title=step.title,
            minutes=step.minutes,
            mode=step.mode or None,
            speak=step.speak or None,
            text=step.text,
            notes=step.notes,
            brings=None if step.brings is None else _start(step.brings, ready),
        )
        for step in programme.steps
    )


def laid_by(programme: models.ProgrammeBody, ready: Content) -> tuple[models.LaidShown, ...]:
    """What steps bring that is ready-made, as whoever leads them is told."""
    made = []
    for at, step in enumerate(programme.steps):
        name = None if step.brings is None else step.brings.activity or step.brings.deck
        if step.brings is None or name is None:
            continue
        activity = None if step.brings.activity is None else ready.activity(name)
        deck = None if step.brings.deck is None else ready.deck(name)
        if activity is not None:
            told = {name: getattr(activity, name) for name in ("first", "listening", "paper")}
            made.append(models.LaidShown(step=at, name=activity.title.ja, **told))
        elif deck is not None:
            made.append(models.LaidShown(step=at, name=deck.title.ja))
        else:
            made.append(models.LaidShown(step=at, name=name, gone=True))
    return tuple(made)


def make_settings(
    row: Row[Any], programme: models.ProgrammeBody, capacities: models.Capacities, ready: Content
) -> Settings:
    """The settings of a planned session's room; of one that is only announced, those of a room that nobody opens."""
    mode = Mode.IBASHO if programme.mode == NOTICE else programme.mode
    online, hall, listeners = capacities.online, capacities.hall, capacities.listeners
    known = [each for each in (online, hall, listeners) if each is not None]
    sizes = Sizes(
        tables=programme.tables,
        circle=min(max(6, online or _CIRCLE), 60),
        listeners=min(max(10, listeners or online or _LISTENERS), 400),
        hall=min(max(4, hall or _HALL), 200),
    )
    bounded = online is not None and hall is not None
    capacity = sum(known) if bounded else 120
    return Settings(
        session=row.id,
        title=row.title,
        early_at=row.early_at,
        open_at=row.starts_at,
        closing_at=max(row.starts_at, row.until_at - CLOSING_MS),
        end_at=row.until_at,
        capacity=min(1000, capacity + STAFF_SEATS),
        listeners=min(1000, listeners or 0) if bounded else 0,
        steps=steps_of(programme, ready),
        sizes=sizes,
        plan=build(mode, sizes),
    )
