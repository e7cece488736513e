"""Small groups: mixing them so that people meet, and who wants to stay beside whom, which nobody else ever learns."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from rooms.audience import Audience
from rooms.base import Mode, Role
from rooms.commands import ChangePlaces, MixTables, NameTables, StayTogether
from rooms.context import Context
from rooms.events import AnyEvent, SatTogether, TogetherSet
from rooms.refusals import Code
from rooms.rotation import met, pair, rotated
from rooms.rules.plans import lay_out, planned
from rooms.rules.remember import with_undo
from rooms.rules.table import Decision, cuts, decides, evolves, folds, means, no, told_to_nobody
from rooms.state import Room
from rooms.views import View

MAX_TOGETHER = 5
"""Of so many one can say that one would like to stay with them."""
_TWO = 2


def _since(room: Room, seen: int | None) -> bool:
    """Whether staff have moved people, or changed the plan or the middle, since somebody looked."""
    return seen not in (None, 0 if room.undo is None else room.undo.rev)


@decides(ChangePlaces)
def change_places(room: Room, command: ChangePlaces, context: Context) -> Decision:
    """Two groups change places. Who asks stays: they lead the talk from where they are."""
    if room.plan.exchange is None:
        return no(Code.NO_SUCH_PLACE)
    if _since(room, command.seen):
        return ()
    one, other = room.plan.exchange
    to = {one: other, other: one}
    wanted = {
        pid: (to[person.shown.place], person.shown.seat)
        for pid, person in room.people.items()
        if person.shown.place in to and pid != context.actor
    }
    return with_undo(room, "exchanged", lay_out(room, room.plan, wanted)) if wanted else ()


@decides(MixTables)
def mix_tables(room: Room, command: MixTables, context: Context) -> Decision:
    """席がえ: participants at tables change tables; staff, who may be a table's host, stay."""
    tables = room.plan.tables
    if len(tables) < _TWO:
        return no(Code.NO_SUCH_PLACE)
    if _since(room, command.seen):
        return ()
    at: dict[str, list[str]] = {table.id: [] for table in tables}
    hosts: Counter[str] = Counter()
    for pid, person in room.people.items():
        if person.shown.place in at:
            if person.shown.role is Role.PARTICIPANT:
                at[person.shown.place].append(pid)
            else:
                hosts[person.shown.place] += 1
    groups = tuple(tuple(sorted(group)) for group in at.values() if group)
    seats = {table.id: max(0, len(table.seats) - hosts[table.id]) for table in tables}
    before = Counter(room.met) + met(groups)
    wishes = frozenset(pair(*each) for each in room.together if each[::-1] in room.together)
    to = rotated(at, seats, before, wishes)
    wanted = {pid: (table, None) for pid, table in to.items() if room.people[pid].shown.place != table}
    if not wanted:
        return ()
    return (SatTogether(groups=groups), *with_undo(room, "rotated", lay_out(room, room.plan, wanted)))


@decides(NameTables)
def name_tables(room: Room, command: NameTables, context: Context) -> Decision:
    """テーブルにする: nobody moves but where the room is laid out anew."""
    plan = room.plan if room.plan.tables else planned(room, Mode.TABLES)
    texts = (" ".join(theme.text.split()) for theme in command.themes)
    named = plan.with_themes({table.id: text for table, text in zip(plan.tables, texts, strict=False)})
    return () if named == room.plan else with_undo(room, "plan", lay_out(room, named))


@decides(StayTogether)
def stay_together(room: Room, command: StayTogether, context: Context) -> Decision:
    """いっしょに: counts only if the other says so, too, and is told to neither."""
    wish = (context.actor, command.person)
    if command.on:
        if command.person not in room.people or command.person == context.actor:
            return no(Code.NO_SUCH_PERSON)
        # Of those who have gone nobody can take a wish back; it waits for them without counting.
        count = sum(1 for one, other in room.together if one == context.actor and other in room.people)
        if count >= MAX_TOGETHER and wish not in room.together:
            return no(Code.TOO_MANY_WISHES)
    if command.on == (wish in room.together):
        return ()
    return (TogetherSet(person=context.actor, other=command.person, on=command.on),)


means(SatTogether)
told_to_nobody(SatTogether)


@evolves(SatTogether)
def sat_together(room: Room, event: SatTogether) -> Room:
    here = room.people  # of whoever has left nothing is kept
    before = Counter({each: count for each, count in room.met.items() if each[0] in here and each[1] in here})
    return replace(room, met=before + met(event.groups))


means(TogetherSet, names=lambda event: (event.person,))


@evolves(TogetherSet)
def together_set(room: Room, event: TogetherSet) -> Room:
    wish = frozenset({(event.person, event.other)})
    here = frozenset(each for each in room.together if each[0] in room.people)
    return replace(room, together=here | wish if event.on else here - wish)


@cuts(TogetherSet)
def cut_together_set(event: TogetherSet, audience: Audience) -> AnyEvent | None:
    """To who asks alone: not to the other, not to the staff."""
    return event if audience.me == event.person else None


@folds(TogetherSet)
def fold_together_set(view: View, event: TogetherSet) -> View:
    others = tuple(each for each in view.together if each != event.other)
    return view.but(together=tuple(sorted((*others, event.other))) if event.on else others)
