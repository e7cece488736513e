"""A command that comes twice is done once: its answer was lost and the client sends it again, or two of the staff tap the
same in the same moment. The tale of the client's fixtures has every command.
"""

from __future__ import annotations

from rooms.commands import React
from rooms.context import Context
from rooms.machine import decide
from rooms.refusals import Refusal
from server.protocol.fixtures import tale
from tests.rooms.commands import as_seen


def test_whatever_comes_twice_is_done_once() -> None:
    again = set()
    for act in tale(as_seen):
        context = Context(actor=act.context.actor, now=act.context.now + 500)
        decided = decide(act.after, act.command, context)
        if act.events and decided and not isinstance(decided, Refusal):
            again.add(type(act.command))
    assert again == {React}, "a nod is a nod each time"
