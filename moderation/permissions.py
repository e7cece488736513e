"""The one permission table: which role may send which command. docs/permissions.md is made from it.

A role that is not named may not. Whether a command fits the moment (doors, places, turns) is for rooms/rules to say; whether
somebody may act on another person is said here by the role alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rooms import commands as c
from rooms.activities.prompt import StartPrompt
from rooms.base import STAFF_ROLES, Microphone, Role, Scope
from rooms.state import Room

EVERYBODY = frozenset({Role.PARTICIPANT, *STAFF_ROLES})
"""All who can be people of a room. Screens and hall devices only look and sound."""
STAFF = STAFF_ROLES
LEADERS = frozenset({Role.FACILITATOR, Role.STAFF, Role.ADMINISTRATOR})
"""Those who answer for the session: assistants help, but do not open, close or send away."""
SERVER: frozenset[Role] = frozenset()
"""Commands that only the server itself makes: no role may send them."""

PERMISSIONS: dict[type[Any], frozenset[Role]] = {
    c.Enter: EVERYBODY,
    c.Leave: EVERYBODY,
    c.TakePlace: EVERYBODY,
    c.Walk: EVERYBODY,
    c.SetCard: EVERYBODY,
    c.SetMicrophone: EVERYBODY,
    c.RaiseHand: EVERYBODY,
    c.LowerHand: EVERYBODY,
    c.EndTurn: EVERYBODY,
    c.Say: EVERYBODY,
    c.RemoveMessage: EVERYBODY,
    c.React: EVERYBODY,
    c.SetWriting: EVERYBODY,
    c.RaiseConcern: EVERYBODY,
    c.OfferVoice: EVERYBODY,
    c.ShowLooks: EVERYBODY,
    c.SuggestNickname: EVERYBODY,
    c.Refresh: frozenset(Role),
    c.JoinLine: EVERYBODY,
    c.LeaveLine: EVERYBODY,
    c.CallFromLine: STAFF,
    c.GiveTurn: STAFF,
    c.BeginRound: STAFF,
    c.PauseRound: STAFF,
    c.EndRound: STAFF,
    c.ShowBalance: STAFF,
    c.HandleConcern: STAFF,
    c.HandleMessage: STAFF,
    c.RestMicrophone: STAFF,
    c.MovePerson: STAFF,
    c.LetIn: STAFF,
    c.MoveNewcomers: STAFF,
    c.StartActivity: STAFF,
    c.Play: EVERYBODY,
    c.EndActivity: STAFF,
    c.SetStep: STAFF,
    c.ChangeSheet: STAFF,
    c.SpeakToAll: STAFF,
    c.SetPlan: STAFF,
    c.ChangePlaces: STAFF,
    c.MixTables: STAFF,
    c.NameTables: STAFF,
    c.StayTogether: EVERYBODY,
    c.TellHow: EVERYBODY,
    c.PutOutRemote: STAFF,
    c.Undo: STAFF,
    c.SetDoors: LEADERS,
    c.LockRoom: LEADERS,
    c.TellWaiting: STAFF,
    c.Greet: STAFF,
    c.SendAway: LEADERS,
    c.LetBack: LEADERS,
    c.LookIn: SERVER,
    c.LoseConnection: SERVER,
    c.EndLinks: SERVER,
    c.AddRemote: SERVER,
    c.LayOut: SERVER,
    c.Tick: SERVER,
}


def may(role: Role, command: type[Any]) -> bool:
    """Whether a role may send a command of this type; unknown commands nobody may."""
    return role in PERMISSIONS.get(command, SERVER)


def _always(command: Any) -> bool:
    return True


def _gives_a_prompt(command: c.StartActivity) -> bool:
    return isinstance(command.activity, StartPrompt)


def _to_all_or_to_staff(command: c.Say) -> bool:
    return command.to is None and command.scope in (Scope.ROOM, Scope.STAFF)


BY_REMOTE: Mapping[type[Any], Callable[[Any], bool]] = {
    c.SetStep: _always,
    c.StartActivity: _gives_a_prompt,
    c.RestMicrophone: _always,
    c.SpeakToAll: _always,
    c.Say: _to_all_or_to_staff,
    c.GiveTurn: _always,
    c.EndTurn: _always,
    c.CallFromLine: _always,
    c.PutOutRemote: _always,
    c.Refresh: _always,
}
"""What one may send by a 手元リモコン, of what one's role may: what is done in a hall with one hand. Nothing by which
anybody is heard, read or sent away: a telephone is lost more easily than a tablet. It moves people only where a step
of the sheet lays out the room."""


def may_by_remote(command: Any) -> bool:
    """Whether this command may come by a 手元リモコン; what is not named may not."""
    fits = BY_REMOTE.get(type(command))
    return fits is not None and fits(command)


def may_now_by_remote(room: Room, actor: str, command: Any) -> bool:
    """Whether it may come by one as the room is: a voice reaches all only where the microphone at the desk is open."""
    if not (isinstance(command, c.SpeakToAll) and command.on):
        return True
    person = room.people.get(actor)
    return person is not None and person.shown.microphone is Microphone.OPEN
