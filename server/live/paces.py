"""How fast each may ask: every command of a client passes the gate here, and everybody who comes.

Rates are kept by person, or by network where many share one (`moderation.rates`), also of those who left: coming again buys
nobody new haste. A 手元リモコン has rates of its own: whoever holds a lost one takes nothing from the desk.
"""

from __future__ import annotations

from moderation.gate import NO_LIMITS, Limits, Verdict, arrives, comings, judge, whose
from rooms.base import Role
from rooms.commands import ClientCommand
from rooms.refusals import Refusal
from rooms.state import Room
from server.ports import Visitor

KEPT = 4000
"""Of how many it is remembered what they have left."""


class Paces:
    """Of one room."""

    def __init__(self) -> None:
        self._left: dict[str, Limits] = {}

    def judge(
        self, room: Room, person: str, role: Role, command: ClientCommand, now: int, *, remote: str = ""
    ) -> Verdict:
        """What the gate says of a command. `now` in ms; `remote`: by which of theirs it comes, if by one."""
        spends = _of_remote(remote) if remote else whose(room, person, type(command))
        verdict = judge(room, person, role, command, self._left.get(spends, NO_LIMITS), now, remote=remote != "")
        self._remember(spends, verdict.limits)
        return verdict

    def arrives(self, room: Room, visitor: Visitor, now: int) -> Refusal | None:
        """Why somebody may not come just now."""
        role, network, personal = visitor.role, visitor.network, visitor.personal
        comes = _of_remote(visitor.remote) if visitor.remote else visitor.person
        for spends, rate in comings(room, comes, role, network, personal=personal):
            left, too_fast = arrives(role, rate, self._left.get(spends, NO_LIMITS), now)
            self._remember(spends, left)
            if too_fast is not None:
                return too_fast
        return None

    def _remember(self, spends: str, left: Limits) -> None:
        self._left[spends] = left
        if len(self._left) > KEPT:
            del self._left[next(iter(self._left))]


def _of_remote(remote: str) -> str:
    return f"remote {remote}"
