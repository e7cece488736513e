"""Names, titles and notes have their length in characters as people count them, which is no length of a column."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = {
    "staff": ("name",),
    "crew": ("name",),
    "series_versions": ("what",),
    "sessions": ("title", "room", "venue", "note"),
}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return  # SQLite never looked at the length, and would copy the whole table for it
    for table, columns in COLUMNS.items():
        for column in columns:
            op.alter_column(table, column, type_=sa.Text())


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the update (docs/operations.md)")
