"""Threads with the staff: what somebody said to the staff alone, and what the staff said to them.

Theory: talk flows on and is forgotten by views; a thread is not. What the desk holds is a value of the room, folded by the
same functions as a view (law 2 by construction): a thread that waits for an answer never drops from it, one that was
answered only when there is too much, the oldest first.

Invariants: a desk holds every thread that waits. Somebody who floods the staff loses the oldest of their own words, never
another's: what is over the bound is taken from answered threads, then from the longest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from rooms.base import STAFF_ROLES, Wire
from rooms.events import Message

THREAD_SHOWN = 50
"""Messages of one thread in a view, the newest."""
DESK_SHOWN = 200
"""Messages of all threads in a view, if those that wait for an answer are not more."""
LEAST_SHOWN = 5
"""Messages of a thread that others do not take the room of."""


class Thread(Wire):
    """What one person and the staff said to each other."""

    person: str
    messages: Annotated[tuple[Message, ...], Field(min_length=1)]
    """Oldest first."""
    handled: str | None = None
    """The last message that the staff have answered or marked as read; it may have dropped out of `messages`."""

    @property
    def waits(self) -> bool:
        """Whether the person has said something since the staff last answered or read."""
        ids = [message.id for message in self.messages]
        known = ids.index(self.handled) + 1 if self.handled in ids else 0
        return any(_asks(self.person, message) for message in self.messages[known:])


Threads = tuple[Thread, ...]
"""One a person, the one with the newest word last."""


def _asks(person: str, message: Message) -> bool:
    return message.person == person and message.role not in STAFF_ROLES and not message.removed


def thread_of(message: Message) -> str:
    """Whose thread a message to or of the staff belongs to."""
    return message.to or message.person


def said(threads: Threads, message: Message) -> Threads:
    """The threads with one more message. What the staff say to somebody answers all that was there."""
    person = thread_of(message)
    old = next((thread for thread in threads if thread.person == person), None)
    messages = (*(old.messages if old else ()), message)[-THREAD_SHOWN:]
    handled = message.id if message.to is not None else old.handled if old else None
    others = tuple(thread for thread in threads if thread.person != person)
    return _fitted((*others, Thread(person=person, messages=messages, handled=handled)))


def handled(threads: Threads, person: str, message_id: str) -> Threads:
    """The threads after the staff have read somebody's up to a message."""
    return _changed(threads, person, lambda thread: thread.model_copy(update={"handled": message_id}))


def wiped(threads: Threads, message_id: str) -> Threads:
    """The threads without the words of a message, wherever it is."""
    found = next((thread for thread in threads if any(m.id == message_id for m in thread.messages)), None)
    if found is None:
        return threads
    messages = tuple(without_words(m) if m.id == message_id else m for m in found.messages)
    return _changed(threads, found.person, lambda thread: thread.model_copy(update={"messages": messages}))


def without_words(message: Message) -> Message:
    """A message that was removed."""
    return message.model_copy(update={"removed": True, "text": ""})


def _changed(threads: Threads, person: str, change: Callable[[Thread], Thread]) -> Threads:
    return _fitted(tuple(change(thread) if thread.person == person else thread for thread in threads))


def _fitted(threads: Threads) -> Threads:
    """What of the threads is kept: the newest always, and all that wait."""
    over = sum(len(thread.messages) for thread in threads) - DESK_SHOWN
    if over <= 0:
        return threads
    kept: list[Thread] = []
    for thread in threads[:-1]:
        if over > 0 and not thread.waits:
            over -= len(thread.messages)
        else:
            kept.append(thread)
    kept.append(threads[-1])
    for _ in range(over):
        at = max(range(len(kept)), key=lambda i: len(kept[i].messages))
        if len(kept[at].messages) <= LEAST_SHOWN:
            break
        kept[at] = kept[at].model_copy(update={"messages": kept[at].messages[1:]})
    return tuple(kept)
