"""All that was said in a room: the talk, and the threads with the staff, which the talk never pushes out.

Theory: persistent maps, so that the log is a value (an older one stays as it was), and finding, adding and wiping a message
cost the same in the first minute and in the third hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rpds import HashTrieMap, List

from rooms import threads
from rooms.base import Scope
from rooms.events import Message
from rooms.threads import Thread, Threads, thread_of

CHAT_LIMIT = 50_000
"""Messages a room can hold; a session of three hours with 80 people typing all the time stays far below."""
CHAT_OF_ONE = 3_000
"""Messages of one person: one every four seconds for three hours."""
CHAT_LEAST = 200
"""What everybody may still say in a room that others have filled."""


@dataclass(frozen=True, slots=True)
class OwnThread:
    """The newest messages of one person's thread, as they themselves may see it."""

    said: tuple[tuple[int, str], ...]
    """(revision, message id) in order."""
    handled: tuple[int, str] | None = None
    """(revision, id) of the last message that was answered or read."""


@dataclass(frozen=True, slots=True)
class ChatLog:
    """Every message by its id, and where it stands."""

    messages: HashTrieMap[str, Message] = field(default_factory=HashTrieMap)
    talk: List[tuple[int, str]] = field(default_factory=List)
    """What was not said to the staff alone, the newest first: (revision, id)."""
    own: HashTrieMap[str, OwnThread] = field(default_factory=HashTrieMap)
    """By person."""
    desk: Threads = ()
    """The threads as the staff see them."""
    by: HashTrieMap[str, int] = field(default_factory=HashTrieMap)
    """How many messages each person said."""
    told: HashTrieMap[str, int] = field(default_factory=HashTrieMap)
    """How many of them for all or those of their place: neither to the staff nor in a booth."""

    def full(self, person: str) -> bool:
        """Whether this person can say no more: they said their share, or the room is full and they have said something.
        Nobody's words are dropped for another's, and nobody is silenced by another's many."""
        said = self.by.get(person, 0)
        return said >= CHAT_OF_ONE or (self.count >= CHAT_LIMIT and said >= CHAT_LEAST)

    @property
    def count(self) -> int:
        return len(self.messages)

    def find(self, message_id: str) -> Message | None:
        return self.messages.get(message_id)

    def added(self, rev: int, message: Message) -> ChatLog:
        messages = self.messages.insert(message.id, message)
        by = self.by.insert(message.person, self.by.get(message.person, 0) + 1)
        if message.scope is not Scope.STAFF:
            talk, told = self.talk.push_front((rev, message.id)), self.told
            if message.scope is not Scope.BOOTH:
                told = told.insert(message.person, told.get(message.person, 0) + 1)
            return ChatLog(messages, talk, self.own, self.desk, by, told)
        person = thread_of(message)
        old = self.own.get(person) or OwnThread(())
        said = (*old.said, (rev, message.id))[-threads.THREAD_SHOWN :]
        handled = old.handled if message.to is None else (rev, message.id)
        own = self.own.insert(person, OwnThread(said, handled))
        return replace(self, messages=messages, by=by, own=own, desk=threads.said(self.desk, message))

    def removed(self, message_id: str) -> ChatLog:
        message = self.messages.get(message_id)
        if message is None:
            return self
        messages = self.messages.insert(message_id, threads.without_words(message))
        return replace(self, messages=messages, desk=threads.wiped(self.desk, message_id))

    def place_in_thread(self, person: str, message_id: str) -> int:
        """The revision of a message of somebody's thread; 0 for one that is not (or no longer) held there."""
        own = self.own.get(person)
        return next((rev for rev, known in own.said if known == message_id), 0) if own else 0

    def handled_rev(self, person: str) -> int:
        """Up to which revision the staff have answered or read somebody's thread."""
        own = self.own.get(person)
        return own.handled[0] if own and own.handled else 0

    def handled(self, person: str, message_id: str) -> ChatLog:
        """The staff have read somebody's thread up to this message."""
        old = self.own.get(person)
        if old is None:
            return self
        mark = (self.place_in_thread(person, message_id), message_id)
        own = self.own.insert(person, replace(old, handled=mark))
        return replace(self, own=own, desk=threads.handled(self.desk, person, message_id))

    def newest_talk(self) -> Iterator[tuple[int, Message]]:
        """(revision, message) of the talk, newest first."""
        for rev, message_id in self.talk:
            yield rev, self.messages[message_id]

    def thread(self, person: str, since: int) -> Threads:
        """Somebody's own thread of what was said after a revision; empty if nothing was."""
        own = self.own.get(person)
        said = tuple(self.messages[known] for rev, known in own.said if rev > since) if own else ()
        if own is None or not said:
            return ()
        handled = own.handled[1] if own.handled and own.handled[0] > since else None
        return (Thread(person=person, messages=said, handled=handled),)
