"""A mode that no room knows is none: programmes are held as ibasho then, and steps go on as before."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MODES = ("ibasho", "circle", "reflecting", "lecture", "tables", "booths", "open_hours", "staff_room")
programmes = sa.table("programmes", sa.column("id", sa.String), sa.column("body", sa.Text))


def upgrade() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(programmes)).all():
        body = json.loads(row.body)
        known = _known(body)
        if known != body:
            text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
            connection.execute(sa.update(programmes).where(programmes.c.id == row.id).values(body=text))


def _known(body: dict[str, Any]) -> dict[str, Any]:
    made = dict(body)
    if body.get("mode", "ibasho") not in (*MODES, "notice"):
        made["mode"] = "ibasho"
    made["steps"] = [
        step if step.get("mode", "") in (*MODES, "") else {**step, "mode": ""} for step in body.get("steps", [])
    ]
    return made


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the update (docs/operations.md)")
