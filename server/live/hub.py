"""The hub of one room: who is connected, which audience they are, and one encoding per distinct cut.

Members stand in groups whose audiences are told the same (`Audience.group`, here a key and nothing else). For a batch of
events a group's cut is made and encoded once; only members whom an event names may get a cut of their own, and even theirs
is shared where it has the same content. What a viewer may not see never leaves this file: views and cuts are the last step
before a frame is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rooms.audience import Audience
from rooms.base import LinkEnd, Role
from rooms.events import AnyEvent
from rooms.jsons import Jsons
from rooms.machine import cut
from rooms.speaking import speakers_for
from rooms.state import Room
from rooms.views import audience_of, view_of
from rooms.walks import Stroll
from server.live.several import Several
from server.ports import Client, Framer
from server.wire import Bye, SpeakingMessage, ViewMessage, VoiceMessage, WalksMessage, encode, encode_events


@dataclass(slots=True)
class Member:
    """A connected person or onlooker."""

    person: str
    role: Role
    client: Client
    """All their connections."""
    audience: Audience
    page: Client | None
    """The connection that they came by; None where only their remotes are left."""
    remotes: dict[str, Client] = field(default_factory=dict)
    """Their 手元リモコン that are connected."""
    links: dict[str, str] = field(default_factory=dict)
    """The link for which each of those was made; the person may have come again by another since."""
    put_out: list[Client] = field(default_factory=list)
    """Those that were told to go and have not gone yet."""
    awaited: list[Client] = field(default_factory=list)
    """Those that came just now, and are told nothing before their view."""

    @property
    def several(self) -> bool:
        return len(self.connections) > 1

    def asks_by(self, client: Client) -> str | None:
        """By which remote of theirs a client asks; "" for their page, None for a client that is not theirs (any more)."""
        if client is self.page:
            return ""
        return next((remote for remote, each in self.remotes.items() if each is client), None)

    def joined(self) -> None:
        """What is sent to them goes to all that are there now."""
        here = self.connections
        self.awaited = [each for each in self.awaited if each in here]
        told = [each for each in here if each not in self.awaited] or here
        self.client = told[0] if len(told) == 1 else Several(*told)

    @property
    def connections(self) -> list[Client]:
        return [*self.remotes.values()] if self.page is None else [self.page, *self.remotes.values()]

    @property
    def told(self) -> bool:
        """Whether one of their connections has its view already."""
        return len(self.awaited) < len(self.connections)


class Hub:
    """Connected members of one room and the sending of frames to them. Asks rooms what each may see."""

    def __init__(self, framer: Framer) -> None:
        self._framer = framer
        self._members: dict[str, Member] = {}
        self._groups: dict[Audience, dict[str, Member]] = {}
        self._speaking: dict[Audience, tuple[str, ...]] = {}
        self._with_remotes: set[str] = set()

    def __len__(self) -> int:
        return len(self._members)

    def member(self, person: str) -> Member | None:
        return self._members.get(person)

    def people(self) -> list[str]:
        return list(self._members)

    def page_of(self, person: str) -> Client | None:
        """The connection that somebody came by, if it is there."""
        member = self._members.get(person)
        return None if member is None else member.page

    def join(self, room: Room, person: str, role: Role, client: Client, remote: str = "", link: str = "") -> Member:
        """Add a connection of somebody: their page, in place of the one before, or one of their remotes. The caller sends it
        what it needs; whatever goes to its person reaches it once it is `welcomed`."""
        member = self._members.get(person)
        if member is None:
            member = self._members[person] = Member(person, role, client, audience_of(room, person), None)
            self._groups.setdefault(member.audience.group, {})[person] = member
        if not remote:
            member.page = client
        else:
            before = member.remotes.pop(remote, None)
            if before is not None:  # the same telephone comes again before the server knows that it was gone
                member.put_out.append(before)
                self.bye_to(before, Bye(code="replaced"))
            member.remotes[remote], member.links[remote] = client, link
            self._with_remotes.add(person)
        member.awaited.append(client)
        member.joined()
        return member

    def awaits(self, member: Member, client: Client) -> None:
        """A connection of somebody is told nothing until it is `welcome`."""
        if client not in member.awaited:
            member.awaited.append(client)
            member.joined()

    def welcome(self, person: str, client: Client) -> None:
        """A connection has what it needs: from here on it is told what its person is told."""
        member = self._members.get(person)
        if member is not None:
            member.awaited = [each for each in member.awaited if each is not client]
            member.joined()

    def leave(self, person: str) -> Member | None:
        member = self._members.pop(person, None)
        self._with_remotes.discard(person)
        if member is not None:
            self._ungroup(member)
        return member

    def drop(self, person: str, client: Client) -> int | None:
        """A connection of somebody has ended. How many they still have; None where it was none of theirs any more."""
        member = self._members.get(person)
        remote = None if member is None else member.asks_by(client)
        if member is None or (remote is None and client not in member.put_out):
            return None
        if remote is None:
            member.put_out.remove(client)
        elif remote:
            del member.remotes[remote]
        else:
            member.page = None
        member.joined()
        left = len(member.remotes) + len(member.put_out) + (member.page is not None)
        if not member.remotes and not member.put_out:
            self._with_remotes.discard(person)
        if left == 0:
            self.leave(person)
        return left

    def put_out(self, remotes: Mapping[str, Sequence[str]]) -> None:
        """Let go of the remotes that are none any more. `remotes`: those of each person, as the room has them."""
        for person in self._with_remotes:
            member = self._members[person]
            for remote in [each for each in member.remotes if each not in remotes.get(person, ())]:
                self._let_go(member, remote, Bye(code="remote_ended"))

    @property
    def links(self) -> frozenset[str]:
        """The links for which the remotes were made that are connected."""
        with_remotes = (self._members[person] for person in self._with_remotes)
        return frozenset(member.links[remote] for member in with_remotes for remote in member.remotes)

    def end_links(self, room: Room, links: frozenset[str], code: LinkEnd) -> None:
        """Let go of the remotes that were made for one of these links, where their person has come by another since."""
        for person in self._with_remotes:
            member, owner = self._members[person], room.people.get(person)
            if owner is not None and owner.link in links:
                continue  # they go together
            for remote in [each for each in member.remotes if member.links[each] in links]:
                self._let_go(member, remote, Bye(code=code))

    def _let_go(self, member: Member, remote: str, bye: Bye) -> None:
        client = member.remotes.pop(remote)
        member.put_out.append(client)
        member.joined()
        self.bye_to(client, bye)

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
        client: Client | None = None,
    ) -> None:
        """Send a fresh view with the soft state of the moment; with `client`, to this one of theirs alone."""
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
        (client or member.client).send(self._framer("view", encode(message)))

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
        """Say why, and end this member's connections."""
        for client in member.connections:
            self.bye_to(client, bye)

    def bye_to(self, client: Client, bye: Bye) -> None:
        """The same of one connection."""
        client.send(self._framer("bye", encode(bye)))
        client.close()

    def _to_all(self, event: str, payload: bytes, *, volatile: bool = False) -> None:
        if not self._members:
            return
        frame = self._framer(event, payload)
        for member in self._members.values():
            member.client.send(frame, volatile=volatile)
