"""What staff of an organisation may do: four roles, and one table for every action of the office."""

from __future__ import annotations

from enum import StrEnum


class StaffRole(StrEnum):
    ADMINISTRATOR = "administrator"
    SCHEDULER = "scheduler"
    FACILITATOR = "facilitator"
    READER = "reader"


class Action(StrEnum):
    """What an endpoint of the office does, as far as permission is concerned."""

    READ = "read"
    """Look at the calendar, programmes and counts."""
    RUN = "run"
    """Open a session's rooms: the links of facilitators, screens and participants, reservations, the record afterwards."""
    PLAN = "plan"
    """Programmes, series, dates, venues, crew, rota, invitations, sharing."""
    ADMINISTER = "administer"
    """Staff, roles, the organisation's settings, the log of sign-ins, staff notes."""


_ALL = frozenset(StaffRole)
ALLOWED: dict[Action, frozenset[StaffRole]] = {
    Action.READ: _ALL,
    Action.RUN: _ALL - {StaffRole.READER},
    Action.PLAN: frozenset({StaffRole.ADMINISTRATOR, StaffRole.SCHEDULER}),
    Action.ADMINISTER: frozenset({StaffRole.ADMINISTRATOR}),
}


def may(role: StaffRole, action: Action) -> bool:
    """Whether a role may do this in its own organisation. In others nobody may do anything."""
    return role in ALLOWED[action]


def allowed_to(role: StaffRole) -> tuple[Action, ...]:
    """Everything that a role may do, in the order of the actions: for a client, which asks no table of its own."""
    return tuple(action for action in Action if may(role, action))
