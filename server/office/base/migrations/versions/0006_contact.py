"""An organisation's contact is structured (telephone, hours, mail); what was written freely stays, as its note."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

organisations = sa.table("organisations", sa.column("id", sa.String), sa.column("settings", sa.Text))


def upgrade() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(organisations)).all():
        settings = json.loads(row.settings)
        if isinstance(settings.get("contact"), str):
            settings["contact"] = {"note": settings["contact"]}
            text = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
            connection.execute(sa.update(organisations).where(organisations.c.id == row.id).values(settings=text))


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the update (docs/operations.md)")
