"""What a verb is made of is asked for by the verb alone: past it a change would be written, and what follows from it not."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STEPS = {
    "server.office.plan.programmes.add_programme",
    "server.office.plan.programmes.rewrite",
    "server.office.plan.follow.programme_changed",
    "server.office.plan.series.rewrite",
    "server.office.plan.series.take_back",
    "server.office.seats.waiting.capacity_changed",
    "server.office.seats.waiting.series_changed",
    "server.office.sessions.calendar.write_differences",
    "server.office.sessions.calendar.show_session",
    "server.office.staff.accounts.new_account",
    "server.office.staff.invitations.accept",
    "server.office.staff.invitations.use_up",
    "server.office.staff.organisations.join",
    "server.office.staff.organisations.new_organisation",
    "server.office.staff.setting_up.first_account",
    "server.office.staff.signing_in.open_session",
    "server.office.staff.signing_in.verify_totp",
}
"""Whole only with others, which `verbs` and `staff/entering.py` put around them."""

ALLOWED = {
    ("server/cli/demo.py", "server.office.staff.setting_up.first_account"),
    ("server/http/office/sessions.py", "server.office.sessions.calendar.show_session"),
}
"""Nobody is let in when a demo is made; and what version a form has seen is asked without the links that go with it."""


def named(source: str) -> set[str]:
    """Every `module.name` that a source speaks of, whatever it calls the module."""
    tree = ast.parse(source)
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            known |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
        elif isinstance(node, ast.Import):
            known |= {each.asname: each.name for each in node.names if each.asname is not None}
    found = set(known.values())
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            whole = ast.unparse(node)
            head, _, rest = whole.partition(".")
            found.add(f"{known.get(head, head)}.{rest}")
    return found


FILES = sorted(
    path.relative_to(ROOT).as_posix() for top in ("http", "cli") for path in (ROOT / "server" / top).rglob("*.py")
)


@pytest.mark.parametrize("file", FILES)
def test_nothing_outside_goes_past_a_verb(file: str) -> None:
    steps = named((ROOT / file).read_text(encoding="utf-8")) & STEPS
    assert {step for step in steps if (file, step) not in ALLOWED} == set()


@pytest.mark.parametrize("step", sorted(STEPS))
def test_the_steps_are_there(step: str) -> None:
    """A step that is called something else by now would guard nothing."""
    module, _, name = step.rpartition(".")
    assert callable(getattr(import_module(module), name))


@pytest.mark.parametrize(
    "source",
    [
        "from server.office.plan import series\nasync def f(call): return await call.write(series.rewrite, call.body)",
        "from server.office.plan import series as s\ns.rewrite",
        "from server.office.plan.series import rewrite",
        "from server.office.plan.series import rewrite as save",
        "import server.office.plan.series\nserver.office.plan.series.rewrite",
        "import server.office.plan.series as s\ns.rewrite",
    ],
)
def test_a_step_past_its_verb_is_found(source: str) -> None:
    assert named(source) & STEPS == {"server.office.plan.series.rewrite"}
