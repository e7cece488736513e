"""心配: told to the staff alone. The machine judges nothing; a human reads it and answers."""

from __future__ import annotations

from dataclasses import replace

from rooms.audience import Audience, Viewer
from rooms.commands import HandleConcern, RaiseConcern
from rooms.context import Context
from rooms.events import AnyEvent, Concern, ConcernHandled, ConcernRaised
from rooms.refusals import Code
from rooms.rules.table import Decision, cuts, decides, evolves, folds, means, no
from rooms.state import Room
from rooms.views import View


@decides(RaiseConcern)
def raise_concern(room: Room, command: RaiseConcern, context: Context) -> Decision:
    known = next((concern for concern in room.concerns if concern.id == command.id), None)
    if known is not None:
        return () if known.person == context.actor else no(Code.ID_TAKEN)
    about = room.people.get(command.about) if command.about else None
    concern = Concern(
        id=command.id,
        person=context.actor,
        nickname=room.people[context.actor].shown.nickname,
        about=command.about,
        about_nickname=about.shown.nickname if about else "",
        text=command.text,
        at=context.now,
    )
    return (ConcernRaised(concern=concern),)


@decides(HandleConcern)
def handle_concern(room: Room, command: HandleConcern, context: Context) -> Decision:
    known = next((concern for concern in room.concerns if concern.id == command.id), None)
    if known is None:
        return no(Code.NO_SUCH_CONCERN)
    return () if known.handled else (ConcernHandled(id=command.id),)


def _handled(concerns: tuple[Concern, ...], concern_id: str) -> tuple[Concern, ...]:
    return tuple(c.model_copy(update={"handled": True}) if c.id == concern_id else c for c in concerns)


means(ConcernRaised, names=lambda event: (event.concern.person,))
means(ConcernHandled)


@evolves(ConcernRaised)
def concern_raised(room: Room, event: ConcernRaised) -> Room:
    return replace(room, concerns=(*room.concerns, event.concern))


@cuts(ConcernRaised)
def cut_concern_raised(event: ConcernRaised, audience: Audience) -> AnyEvent | None:
    return event if audience.kind is Viewer.STAFF or audience.me == event.concern.person else None


@folds(ConcernRaised)
def fold_concern_raised(view: View, event: ConcernRaised) -> View:
    return view.but(concerns=(*view.concerns, event.concern))


@evolves(ConcernHandled)
def concern_handled(room: Room, event: ConcernHandled) -> Room:
    return replace(room, concerns=_handled(room.concerns, event.id))


@cuts(ConcernHandled)
def cut_concern_handled(event: ConcernHandled, audience: Audience) -> AnyEvent | None:
    # Everybody is told the bare id: its sender sees 「受けとりました」, to others it means nothing.
    return event


@folds(ConcernHandled)
def fold_concern_handled(view: View, event: ConcernHandled) -> View:
    return view.but(concerns=_handled(view.concerns, event.id))
