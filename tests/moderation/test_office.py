"""What staff of an organisation may do, by role."""

from __future__ import annotations

from moderation.office import ALLOWED, Action, StaffRole, allowed_to, may


def test_every_action_has_its_row() -> None:
    assert set(ALLOWED) == set(Action)


def test_each_role_may_do_what_its_name_says() -> None:
    assert allowed_to(StaffRole.ADMINISTRATOR) == tuple(Action)
    assert allowed_to(StaffRole.SCHEDULER) == (Action.READ, Action.RUN, Action.PLAN)
    assert allowed_to(StaffRole.FACILITATOR) == (Action.READ, Action.RUN)
    assert allowed_to(StaffRole.READER) == (Action.READ,)


def test_the_list_and_the_question_say_the_same() -> None:
    for role in StaffRole:
        assert allowed_to(role) == tuple(action for action in Action if may(role, action))
