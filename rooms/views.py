"""What each audience may see: the view, and the audience that decides it.

Law 2: for every audience, the old view folded with the cut events equals the new view; where the audience itself changes
(entering, changing zone) a fresh view is sent instead. An audience is a kind, a zone, what it hides, one's own id and since
when; without the last two it is a group, whose members are told the same.
"""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from pydantic import BeforeValidator

from rooms.activities import AnyActivity, cut, seen_outside
from rooms.activities.kind import Activity
from rooms.audience import Audience, Viewer
from rooms.base import STAFF_ROLES, Doors, How, Microphone, Millis, Part, Role, Scope, Wire
from rooms.events import Arrival, Concern, Departed, Message, SentAway, Shown, Stay
from rooms.plan import MAIN_ZONE, VERANDA_ZONE, Plan
from rooms.rounds import Round
from rooms.sheet import Steps
from rooms.signs import NO_SIGNS, Signs
from rooms.state import Room
from rooms.threads import Threads
from rooms.undo import Undoable

CHAT_SHOWN = 200
"""Messages of the talk in a view; older ones are not sent again."""
CHAT_OF_ONE_SHOWN = 50
"""Of one person's, the newest: whoever floods the talk pushes out their own words, and then no more than a quarter of it."""


def _named(people: Any) -> Any:
    """As JSON brings them: each gets their key as their id."""
    if not isinstance(people, dict):
        return people
    return {key: {"id": key, **each} if isinstance(each, dict) else each for key, each in people.items()}


class Times(Wire):
    early_at: Millis
    open_at: Millis
    closing_at: Millis
    end_at: Millis


class View(Wire):
    """All that one viewer may see of a room at one revision."""

    session: str
    title: str
    me: str
    kind: Viewer
    zone: str
    role: Role
    entered: bool
    doors: Doors
    locked: bool
    unattended: bool = False
    """Nobody of the staff has been connected for a while: newcomers wait. Screens are not told."""
    stay: Stay | None = None
    """The planned end is past, and the room goes on until staff close it; None before."""
    told_waiting: str = ""
    """What staff tell all who look in or wait; those who are inside are not told."""
    times: Times
    plan: Plan
    steps: Steps
    """The run sheet; notes are for staff, and what is said of a step for those inside."""
    step: int
    sheet_rev: int = 0
    """How often the sheet was changed."""
    step_at: Millis = 0
    """When this step began, in ms since 1970: as it was set, or as the doors opened on it. 0 before."""
    activities: dict[str, AnyActivity]
    """By zone; "" is the middle, for the whole room."""
    people: Annotated[dict[str, Shown], BeforeValidator(_named)]
    """By id, which JSON says once, as the key."""
    onlookers: int
    turn: str | None
    round: Round | None = None
    line: tuple[str, ...] = ()
    """Who waits for a booth: all of them for staff, of others oneself alone."""
    called: tuple[str, ...] = ()
    """Those of them who were called."""
    number: int = 0
    """One's own number in the line, from 1; 0 for who does not wait."""
    chat: tuple[Message, ...]
    """Oldest first; the last CHAT_SHOWN of the talk that this viewer may see, of each person the last CHAT_OF_ONE_SHOWN."""
    threads: Threads
    """With the staff: all that the desk holds for staff, one's own for others."""
    concerns: tuple[Concern, ...]
    """For staff all but those about themselves, one's own for others."""
    sent_away: tuple[SentAway, ...]
    """Staff only: those who may be let back."""
    departed: tuple[Departed, ...]
    """Staff only: those who left last, the newest last."""
    undo: Undoable | None = None
    """Staff only: what can be taken back."""
    how: How | None = None
    """How oneself said it was, at the end."""
    arrivals: tuple[Arrival, ...] = ()
    """Staff only: the participants who are here, who came first first."""
    together: tuple[str, ...] = ()
    """Beside whom oneself would like to stay when tables are mixed."""
    remotes: tuple[str, ...] = ()
    """One's own 手元リモコン, the oldest first."""

    def with_shown(self, person_id: str, **changes: Any) -> View:
        shown = self.people.get(person_id)
        if shown is None:
            return self
        return self.but(people={**self.people, person_id: shown.model_copy(update=changes)})

    def with_signs(self, person_id: str, signs: Signs | None) -> View:
        """After a person's move: none of their signs if they are in a private place and this viewer is not, else those
        that they show again."""
        shown = self.people.get(person_id)
        place = self.plan.place(shown.place) if shown else None
        if place is not None and place.private and place.zone != self.zone and person_id != self.me:
            return self.with_shown(person_id, **NO_SIGNS).but(turn=None if self.turn == person_id else self.turn)
        if signs is None:
            return self
        return self.with_shown(person_id, **signs.shown).but(turn=person_id if signs.turn else self.turn)

    def but(self, **changes: Any) -> View:
        return self.model_copy(update=changes)


def audience_of(room: Room, person_id: str) -> Audience:
    """The audience of a person or onlooker of the room. Those who are neither see what an onlooker sees."""
    person = room.people.get(person_id)
    if person is None:
        onlooker = room.onlookers.get(person_id)
        if onlooker is not None and onlooker.role is Role.SCREEN:
            return Audience(Viewer.SCREEN, MAIN_ZONE, person_id, hall=True)
        return Audience(Viewer.ONLOOKER, VERANDA_ZONE, person_id)
    role, zone, since = person.shown.role, room.zone(person_id), person.zone_rev
    if role in STAFF_ROLES:
        return Audience(Viewer.STAFF, zone, person_id, since, marks=room.staff_seen[person_id])
    if room.place_of(person_id).part is Part.WAITING:
        return Audience(Viewer.ONLOOKER, VERANDA_ZONE, person_id, since, waits=True)
    return Audience(Viewer.PARTICIPANT, zone, person_id, since, hall=person.shown.hall is not None)


def shown_to(shown: Shown, audience: Audience, *, apart: bool = False) -> Shown:
    """What this audience sees of a person; `apart` if that person is in a private place and the audience is not."""
    if apart and shown.id != audience.me:
        shown = shown.model_copy(update=NO_SIGNS)
    if audience.kind is Viewer.STAFF or shown.id == audience.me:
        if shown.id != audience.me and shown.microphone is Microphone.TESTING:
            return shown.model_copy(update={"microphone": Microphone.OFF})
        return shown
    if audience.kind is Viewer.ONLOOKER:
        # Who has come in and waits is received by somebody with a name; nobody else has one there.
        named = audience.waits and shown.role in STAFF_ROLES
        return Shown(
            id=shown.id,
            role=shown.role,
            nickname=shown.nickname if named else "",
            avatar=shown.avatar if named else None,
            card=None,
            place=shown.place,
            seat=shown.seat,
            hall=shown.hall,
        )
    hidden: dict[str, object] = {}
    if shown.rested:
        hidden["rested"] = False
    if shown.held is not None:
        hidden["held"] = None
    if shown.microphone is Microphone.TESTING:
        hidden["microphone"] = Microphone.OFF
    return shown.model_copy(update=hidden) if hidden else shown


def plan_for(plan: Plan, audience: Audience) -> Plan:
    """What this audience sees of a plan: themes of tables are people's words."""
    return plan.with_themes({}) if audience.kind is Viewer.ONLOOKER else plan


def steps_for(steps: Steps, audience: Audience) -> Steps:
    """What this audience sees of a run sheet. Whoever looks in sees what happens when, and no more."""
    if audience.kind is Viewer.STAFF:
        return steps
    hidden: dict[str, object] = {"notes": "", "brings": None}
    if audience.kind is Viewer.ONLOOKER:
        hidden["text"] = ""
    said = (step.notes or step.text or step.brings for step in steps)
    return tuple(step.model_copy(update=hidden) if any_ else step for step, any_ in zip(steps, said, strict=True))


def may_read(message: Message, audience: Audience) -> bool:
    """Whether this audience may read a message said while it was there."""
    if message.scope is Scope.STAFF:
        return audience.kind is Viewer.STAFF or audience.me in (message.person, message.to)
    if audience.kind is Viewer.ONLOOKER:
        return False
    if message.scope is Scope.BOOTH:
        return audience.kind is not Viewer.SCREEN and audience.zone == message.zone
    if audience.kind is Viewer.SCREEN:
        return message.to_hall and (message.scope is Scope.ROOM or message.zone == MAIN_ZONE)
    if message.scope is Scope.ROOM or audience.kind is Viewer.STAFF:
        return True
    return audience.zone == message.zone


def is_told_of(zone: str, activity: Activity, audience: Audience, *, private: bool) -> bool:
    """Whether this audience is shown an activity, or, from outside, that it is there."""
    if audience.kind is Viewer.ONLOOKER:
        return zone == "" and seen_outside(activity)
    return may_see_activity(zone, audience, private=private)


def may_see_activity(zone: str, audience: Audience, *, private: bool) -> bool:
    """Staff see what lies on every table, so that they can help; what lies in a private place only those who are there.
    Who looks in or waits sees none: it is words."""
    if audience.kind is Viewer.ONLOOKER:
        return False
    if private:
        return audience.zone == zone
    if zone == "":
        return True
    return audience.kind is Viewer.STAFF or audience.zone == zone


def _chat_for(room: Room, audience: Audience) -> tuple[Message, ...]:
    person = room.people.get(audience.me)
    if person is None and audience.kind is Viewer.ONLOOKER:
        return ()  # who left and looks in again has not entered: not even their own words are shown
    admitted_rev = person.admitted_rev if person else 0
    zone_rev = person.zone_rev if person else 0
    talk_only = audience.kind not in (Viewer.STAFF, Viewer.SCREEN)
    seen: list[Message] = []
    by: Counter[str] = Counter()
    for rev, message in room.chat.newest_talk():
        if len(seen) == CHAT_SHOWN:
            break
        if talk_only and rev <= admitted_rev:
            break
        local = message.scope in (Scope.PLACE, Scope.BOOTH) and audience.kind is not Viewer.SCREEN
        whole = audience.kind is Viewer.STAFF and message.scope is not Scope.BOOTH
        if local and not whole and rev <= zone_rev:
            continue
        if by[message.person] < CHAT_OF_ONE_SHOWN and may_read(message, audience):
            by[message.person] += 1
            seen.append(message)
    return tuple(reversed(seen))


def talked(chat: tuple[Message, ...], message: Message) -> tuple[Message, ...]:
    """The talk of a view with one more message: what goes for it is the oldest of who says it, if they have their share
    there, else the oldest of all."""
    own = [at for at, each in enumerate(chat) if each.person == message.person]
    if len(own) >= CHAT_OF_ONE_SHOWN:
        return (*chat[: own[0]], *chat[own[0] + 1 :], message)
    return (*chat, message)[-CHAT_SHOWN:]


def _threads_for(room: Room, audience: Audience) -> Threads:
    if audience.kind is Viewer.STAFF:
        return room.chat.desk
    person = room.people.get(audience.me)
    return room.chat.thread(audience.me, person.entered_rev) if person else ()


def may_read_concern(concern: Concern, marks: frozenset[str], audience: Audience) -> bool:
    """Whether this audience is told of a concern: who raised it is; of the staff all but whom it is about, by whatever
    they are known."""
    if audience.me and audience.me == concern.person:
        return True
    return audience.kind is Viewer.STAFF and audience.me != concern.about and not marks & audience.marks


def _concerns_for(room: Room, audience: Audience) -> tuple[Concern, ...]:
    return tuple(w.concern for w in room.concerns if may_read_concern(w.concern, w.marks, audience))


def _apart(room: Room, person_id: str, audience: Audience) -> bool:
    """Whether somebody is in a private place where this audience is not."""
    place = room.place_of(person_id)
    return place.private and place.zone != audience.zone


def _turn_for(room: Room, audience: Audience) -> str | None:
    if room.turn is None or audience.kind is Viewer.ONLOOKER or _apart(room, room.turn, audience):
        return None
    return room.turn


def line_for(
    line: tuple[str, ...], called: tuple[str, ...], audience: Audience
) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """What this audience sees of the line before the booths: who waits, who was called, and one's own number."""
    if audience.kind is Viewer.STAFF:
        return line, called, 0
    me = audience.me
    if not me or me not in line:
        return (), (), 0
    return (me,), (me,) if me in called else (), line.index(me) + 1


def to_the_second(at: Millis) -> Millis:
    """A moment as precise as the desk needs it of who came."""
    return at - at % 1000


def _arrivals(room: Room) -> tuple[Arrival, ...]:
    return tuple(
        Arrival(person=pid, at=to_the_second(each.entered_at), first_time=each.first_time, greeted=each.greeted)
        for pid, each in room.people.items()
        if each.shown.role is Role.PARTICIPANT
    )


def view_of(room: Room, audience: Audience) -> View:
    """The fresh view of a room for an audience."""
    settings = room.settings
    line, called, number = line_for(room.line, room.called, audience)
    person = room.people.get(audience.me)
    onlooker = room.onlookers.get(audience.me)
    role = person.shown.role if person else onlooker.role if onlooker else Role.PARTICIPANT
    return View(
        session=settings.session,
        title=settings.title,
        me=audience.me,
        kind=audience.kind,
        zone=audience.zone,
        role=role,
        entered=person is not None,
        doors=room.doors,
        locked=room.locked,
        unattended=room.unattended and audience.kind is not Viewer.SCREEN,
        stay=room.stay,
        told_waiting=room.told_waiting if audience.kind in (Viewer.ONLOOKER, Viewer.STAFF) else "",
        times=Times(
            early_at=settings.early_at,
            open_at=settings.open_at,
            closing_at=settings.closing_at,
            end_at=settings.end_at,
        ),
        plan=plan_for(room.plan, audience),
        steps=steps_for(room.steps, audience),
        step=room.step,
        sheet_rev=room.sheet_rev,
        step_at=room.step_at,
        activities={
            zone: cut(activity, audience)
            for zone, activity in room.activities.items()
            if is_told_of(zone, activity, audience, private=room.plan.is_private(zone))
        },
        people={pid: shown_to(p.shown, audience, apart=_apart(room, pid, audience)) for pid, p in room.people.items()},
        onlookers=sum(1 for o in room.onlookers.values() if o.counted),
        turn=_turn_for(room, audience),
        round=None if audience.kind is Viewer.ONLOOKER else room.round,
        line=line,
        called=called,
        number=number,
        chat=_chat_for(room, audience),
        threads=_threads_for(room, audience),
        concerns=_concerns_for(room, audience),
        sent_away=room.sent_away if audience.kind is Viewer.STAFF else (),
        departed=tuple(gone.seen for gone in room.departed) if audience.kind is Viewer.STAFF else (),
        arrivals=_arrivals(room) if audience.kind is Viewer.STAFF else (),
        undo=room.undo.shown if room.undo is not None and audience.kind is Viewer.STAFF else None,
        how=room.hows.get(audience.me) if person is not None else None,
        remotes=room.remotes.get(audience.me, ()) if person is not None else (),
        together=tuple(sorted(other for one, other in room.together if audience.me and one == audience.me)),
    )
