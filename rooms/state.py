"""The state of a room: an immutable value. `rooms.machine.evolve` makes the next one from an event.

Invariants, checked by tests/rooms/test_machine.py after every command that Hypothesis can think of:
nobody is both an onlooker and a person; a seat has at most one person; a rested microphone is not open; a microphone is
open only where a voice can be heard; a hand is up only where one may be called on; the turn's holder is in the room; nobody
is held but where one waits; who was sent away for good is nowhere in the room, nor is their device.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated

from pydantic import AfterValidator, Field

from rooms.activities.kind import Activity
from rooms.base import STAFF_ROLES, Doors, How, Microphone, Millis, Mode, Role, Takes, Wire, Wish
from rooms.chatlog import ChatLog
from rooms.crowd import Crowd
from rooms.events import Concern, Departed, SentAway, Shown, Stay
from rooms.measures import Measure
from rooms.plan import Place, Plan
from rooms.plans import build
from rooms.plans.sizes import Sizes
from rooms.rotation import Pair
from rooms.rounds import Round
from rooms.sheet import MAX_STEPS, MAX_TITLE, Speak, Steps, keyed, mode_at, speak_at
from rooms.undo import Undoable

ABSENCE_MS = 120_000
"""For so long after a lost connection nobody sees an absence."""
DEPARTED_KEPT = 30
"""Of so many who left the staff still know, so that leaving first is no way round being sent away."""


class Settings(Wire):
    """What the office decided about a session before it begins. Does not change while the room lives."""

    session: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]
    title: Annotated[str, Field(min_length=1, max_length=MAX_TITLE)]
    early_at: Millis
    open_at: Millis
    closing_at: Millis
    end_at: Millis
    """Planned times: the room takes each as a deadline and moves its own doors; staff may move them before."""
    unattended_ms: Annotated[int, Field(ge=0, le=86_400_000)] = 0
    """For so long the open room may be without connected staff before newcomers wait; 0: for ever. The server's to say."""
    stay_ms: Annotated[int, Field(ge=0, le=86_400_000)] = 0
    """For so long after its planned end the room may go on while staff are there; 0: it ends as planned. The server's to
    say, as is `unattended_ms`."""
    capacity: Annotated[int, Field(ge=1, le=1000)] = 120
    listeners: Annotated[int, Field(ge=0, le=1000)] = 0
    """How many of them are kept for those who come to listen."""
    steps: Annotated[Steps, Field(max_length=MAX_STEPS), AfterValidator(keyed)] = ()
    sizes: Sizes = Sizes()
    """For the plans that steps bring."""
    plan: Plan = Field(default_factory=lambda: build(Mode.IBASHO, Sizes()))
    """With which the room begins."""

    def mode_at(self, step: int) -> Mode:
        """How a step of the sheet as the office has it is held."""
        return mode_at(self.steps, step, self.plan.mode)


@dataclass(frozen=True, slots=True)
class Onlooker:
    """A connected device that has not entered: a person on the veranda without a name, or a screen at the door."""

    role: Role
    devices: frozenset[str]
    lost_at: int | None = None
    origin: str = ""
    link: str = ""
    network: str = ""
    personal: bool = False
    """Whether that link is theirs alone."""

    @property
    def counted(self) -> bool:
        return self.role is Role.PARTICIPANT


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the room: what others see of them, and what the room alone knows."""

    shown: Shown
    devices: frozenset[str]
    """Those on which they were here: a personal link may be opened on another one."""
    wish: Wish
    entered_rev: int
    """One's own arrival: nothing from before it is ever shown."""
    admitted_rev: int
    """Talk starts from here: later than the arrival for those who waited on the veranda."""
    zone_rev: int
    """Revision of the last change of what this person may see; a resume from before it needs a fresh view."""
    lost_at: int | None = None
    origin: str = ""
    """The organisation whose link they came by."""
    link: str = ""
    """The link they came by."""
    network: str = ""
    """Opaque mark of where they came from."""
    personal: bool = False
    """Whether that link is theirs alone."""
    entered_at: int = 0
    """When they came in, in ms since 1970."""
    first_time: bool = False
    """They ticked はじめてです."""
    greeted: bool = False
    """Staff have written to them, or say that they spoke to them."""

    @property
    def marks(self) -> frozenset[str]:
        return marks_of(self.link, self.devices)


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody who left: what the staff see of them, and by which they can still be sent away for good."""

    seen: Departed
    devices: frozenset[str]
    lost: bool = False
    """They said no goodbye: their line was lost. They may come back also when nobody new comes in."""


@dataclass(frozen=True, slots=True)
class Worry:
    """A concern, and what the room alone knows of it."""

    concern: Concern
    marks: frozenset[str]
    """Of whom it is about: who bears one of them is not told of it."""
    of_staff: bool
    origin: str


def marks_of(link: str, devices: frozenset[str]) -> frozenset[str]:
    """By what somebody is known again: the link they came by, and their devices."""
    return frozenset(f"device {device}" for device in devices) | (frozenset({f"link {link}"}) if link else frozenset())


@dataclass(frozen=True)
class Room:
    settings: Settings
    plan: Plan
    revision: int = 0
    doors: Doors = Doors.BEFORE
    doors_at: int = -1
    """When the doors were last set; only planned times after it move them again."""
    begun_rev: int | None = None
    """Since when the doors have not been `before`: until then the office may still change the settings, so that whoever
    comes back needs a fresh view."""
    locked: bool = False
    unattended: bool = False
    """Nobody of the staff has been connected for a while: newcomers wait."""
    attended_at: int = 0
    """When one of the staff was last seen to go, in ms since 1970."""
    stay: Stay | None = None
    """What was said of a planned end that is past; None before it."""
    told_waiting: str = ""
    """What staff tell all who look in or wait, until the doors open."""
    crowd: Crowd = field(default_factory=Crowd)
    sheet: Steps | None = None
    """The run sheet as staff changed it; None as the office has it."""
    sheet_rev: int = 0
    """How often it was changed."""
    step: int = 0
    step_at: int = 0
    """When this step began: as it was set, or as the doors opened on it. 0 before."""
    activities: Mapping[str, Activity] = field(default_factory=dict)
    """By zone; "" is the middle, for the whole room."""
    people: Mapping[str, Person] = field(default_factory=dict)
    onlookers: Mapping[str, Onlooker] = field(default_factory=dict)
    seats: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """(place, seat) to the person on it."""
    turn: str | None = None
    had_turn: frozenset[str] = frozenset()
    """Who has had a turn where others saw it."""
    round: Round | None = None
    line: tuple[str, ...] = ()
    """Who waits for a booth, the first first."""
    called: tuple[str, ...] = ()
    """Those of them who were called."""
    chat: ChatLog = field(default_factory=ChatLog)
    concerns: tuple[Worry, ...] = ()
    staff_seen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Everybody who was here as staff, with the marks by which they are known: a concern about them finds all of them."""
    sent_away: tuple[SentAway, ...] = ()
    """Those sent away for good."""
    banned: Measure = field(default_factory=Measure)
    """Those sent away for good, and all their devices."""
    departed: tuple[Gone, ...] = ()
    """The last DEPARTED_KEPT participants who left, the newest last."""
    rested: Measure = field(default_factory=Measure)
    """Those whose microphones rest, whether or not they are here."""
    held: Measure = field(default_factory=Measure)
    """Those whom staff moved to the veranda: they wait there, also when they come again."""
    swept: Measure = field(default_factory=Measure)
    """The same of a crowd that was moved there."""

    undo: Undoable | None = None
    """How the last act of the staff that moved people or changed the plan or the middle is taken back."""
    met: Mapping[Pair, int] = field(default_factory=dict)
    """How often two have sat together at tables that were mixed since."""
    hows: Mapping[str, How] = field(default_factory=dict)
    """How it was, of each who said so at the end."""
    together: frozenset[tuple[str, str]] = frozenset()
    """Who would like to stay beside whom when tables are mixed; it counts where both say so."""
    remotes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The 手元リモコン of each of the staff who has any, whether or not they are here; the oldest first."""

    @property
    def steps(self) -> Steps:
        """The run sheet as it is now, each step with its key."""
        return keyed(self.settings.steps) if self.sheet is None else self.sheet

    @property
    def shut(self) -> bool:
        """Whether newcomers wait on the veranda although the doors are open."""
        return self.locked or self.unattended

    @property
    def speak(self) -> Speak:
        """How participants take part now."""
        return speak_at(self.steps, self.step)

    def place(self, place_id: str) -> Place:
        """The place of that id; KeyError if the plan has none (people only stand on places of the plan)."""
        place = self.plan.place(place_id)
        if place is None:
            raise KeyError(place_id)
        return place

    def place_of(self, person_id: str) -> Place:
        """Where a person is; KeyError for those who are not in the room."""
        return self.place(self.people[person_id].shown.place)

    def zone(self, person_id: str) -> str:
        return self.place_of(person_id).zone

    def sees(self, viewer: str, person_id: str) -> bool:
        """Whether one person sees the signs of another: not into a private place from elsewhere."""
        return not self.place_of(person_id).private or self.zone(viewer) == self.zone(person_id)

    def on_devices(self, devices: frozenset[str]) -> list[str]:
        """The people and onlookers on any of these devices, but for staff: what holds for a device does not bind them."""
        here = [(pid, p.shown.role, p.devices) for pid, p in self.people.items()]
        here += [(pid, o.role, o.devices) for pid, o in self.onlookers.items()]
        return [pid for pid, role, on in here if role not in STAFF_ROLES and on & devices]

    def may(self, person_id: str, by: Speak) -> bool:
        """Whether somebody may take part in this way now: staff always may, and whoever staff led to where they are: to a
        booth, or up to a stage."""
        if self.people[person_id].shown.role in STAFF_ROLES or self.place_of(person_id).takes is Takes.STAFF:
            return True
        return self.speak is Speak.VOICE or (self.speak is Speak.TEXT and by is Speak.TEXT)

    def gone(self, person_id: str) -> Gone | None:
        """Somebody of those who left last."""
        return next((each for each in self.departed if each.seen.person == person_id), None)

    def with_chat(self, chat: ChatLog) -> Room:
        """The room with another log. `replace` takes the five and twenty fields one by one, for each message anew."""
        made = object.__new__(Room)
        vars(made).update(vars(self), chat=chat)
        return made

    def with_shown(self, person_id: str, **changes: object) -> Room:
        """The room with some shown fields of a person changed; unchanged if the person is not here."""
        person = self.people.get(person_id)
        if person is None:
            return self
        changed = replace(person, shown=person.shown.model_copy(update=changes))
        return replace(self, people={**self.people, person_id: changed})


def heard(shown: Shown) -> bool:
    """Whether this person's microphone is open and may be heard."""
    return shown.microphone is Microphone.OPEN and not shown.rested
