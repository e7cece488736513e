"""The hub of one room: who is connected, which audience they are, and one encoding per distinct cut.

Members stand in groups whose audiences are told the same (`Audience.group`, here a key and nothing else). For a batch of
events a group's cut is made and encoded once; only members whom an event names may get a cut of their own, and even theirs
is shared where it has the same content. What a viewer may not see never leaves this file: views and cuts are the last step
before a frame is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rooms.audience import Audience
from rooms.base import Role
from rooms.events import AnyEvent
from rooms.jsons import Jsons
from rooms.machine import cut
from rooms.speaking import speakers_for
from rooms.state import Room
from rooms.views import audience_of, view_of
from rooms.walks import Stroll
from server.ports import Client, Framer
from server.wire import Bye, SpeakingMessage, ViewMessage, VoiceMessage, WalksMessage, encode, encode_events


@dataclass(slots=True)
class Member:
    """A connected person or onlooker."""

    person: str
    role: Role
    client: Client
    audience: Audience


class Hub:
    """Connected members of one room and the sending of frames to them. Asks rooms what each may see."""

    def __init__(self, framer: Framer) -> None:
        self._framer = framer
        self._members: dict[str, Member] = {}
        self._groups: dict[Audience, dict[str, Member]] = {}
        self._speaking: dict[Audience, tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self._members)

    def member(self, person: str) -> Member | None:
        return self._members.get(person)

    def people(self) -> list[str]:
        return list(self._members)

    def join(self, room: Room, person: str, role: Role, client: Client) -> Member:
        """Add a member; the caller sends it what it needs. A person has at most one client: remove the old one first."""
        member = Member(person, role, client, audience_of(room, person))
        self._members[person] = member
        self._groups.setdefault(member.audience.group, {})[person] = member
        return member

    def leave(self, person: str) -> Member | None:
        member = self._members.pop(person, None)
        if member is not None:
            self._ungroup(member)
        return member

    def _ungroup(self, member: Member) -> None:
        key = member.audience.group
        group = self._groups.get(key)
        if group is not None:
            group.pop(member.person, None)
            if not group:
                del self._groups[key]
                self._speaking.pop(key, None)

    def regroup(self, room: Room, people: Iterable[str]) -> list[Member]:
        """Give these people the audience they are now; returns those for whom it changed: they need a fresh view."""
        changed = []
        for person in people:
            member = self._members.get(person)
            if member is None:
                continue
            audience = audience_of(room, person)
            if audience == member.audience:
                continue
            self._ungroup(member)
            member.audience = audience
            self._groups.setdefault(audience.group, {})[person] = member
            changed.append(member)
        return changed

    def broadcast(
        self, start: int, events: Sequence[AnyEvent], named: frozenset[str], skip: frozenset[str], jsons: Jsons
    ) -> None:
        """Send events (the first has revision start + 1) to every member but those in `skip`, each cut for its audience.

        `named` are those whose cut may differ from their group's.
        """
        frames: dict[tuple[int, ...], bytes] = {}  # by ids: `jsons` keeps alive what they are the ids of

        def frame_for(audience: Audience) -> bytes | None:
            told = [told for event in events if (told := cut(event, audience)) is not None]
            if not told:
                return None
            key = tuple(map(id, told))
            frame = frames.get(key)
            if frame is None:
                frame = frames[key] = self._framer("events", encode_events(start, start + len(events), told, jsons))
            return frame

        apart = named | skip
        for group, members in self._groups.items():
            frame = frame_for(group)
            if frame is not None:
                for person, member in members.items():
                    if person not in apart:
                        member.client.send(frame)
        for person in named - skip:
            if (one := self._members.get(person)) is not None and (own := frame_for(one.audience)) is not None:
                one.client.send(own)

    def send_view(
        self,
        room: Room,
        member: Member,
        now: int,
        strolls: Sequence[Stroll],
        speaking: frozenset[str],
    ) -> None:
        """Send a fresh view with the soft state of the moment."""
        speakers = speakers_for(room, member.audience, speaking)
        self._speaking.setdefault(member.audience.group, speakers)
        view = view_of(room, member.audience)
        message = ViewMessage(
            rev=room.revision,
            now=now,
            view=view,
            walks=tuple(strolls),
            speaking=speakers,
        )
        member.client.send(self._framer("view", encode(message)))

    def replay(self, member: Member, start: int, end: int, events: Sequence[AnyEvent]) -> None:
        """Send a member who comes back the events it missed; an empty list says that nothing happened."""
        told = [told for event in events if (told := cut(event, member.audience)) is not None]
        member.client.send(self._framer("events", encode_events(start, end, told)))

    def walks(self, strolls: Sequence[Stroll]) -> None:
        """Send walks to everybody, once; may be left out for clients that are behind."""
        self._to_all("walks", encode(WalksMessage(walks=tuple(strolls))), volatile=True)

    def speaking(self, room: Room, people: frozenset[str]) -> None:
        """Tell each group whom of those it may hear is speaking, where that has changed."""
        for group, members in self._groups.items():
            speakers = speakers_for(room, group, people)
            if self._speaking.get(group, ()) == speakers:
                continue
            self._speaking[group] = speakers
            frame = self._framer("speaking", encode(SpeakingMessage(people=speakers)))
            for member in members.values():
                member.client.send(frame, volatile=True)

    def voice_restarted(self) -> None:
        """Tell everybody that all voice peers were lost, so that those with sound offer again."""
        self._to_all("voice", encode(VoiceMessage()))

    def bye(self, member: Member, bye: Bye) -> None:
        """Say why, and end this member's connection."""
        member.client.send(self._framer("bye", encode(bye)))
        member.client.close()

    def _to_all(self, event: str, payload: bytes, *, volatile: bool = False) -> None:
        if not self._members:
            return
        frame = self._framer(event, payload)
        for member in self._members.values():
            member.client.send(frame, volatile=volatile)
