"""What a room leaves for an organisation's administrators is kept, sealed, for some days."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_notes",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("session", sa.String(40), nullable=False),
        sa.Column("note", sa.String(64), nullable=False),
        sa.Column("organisation", sa.String(40), sa.ForeignKey("organisations.id", ondelete="CASCADE"), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("read_at", sa.BigInteger),
        sa.Column("told_at", sa.BigInteger),
        sa.UniqueConstraint("session", "note", name="staff_notes_once"),
    )
    op.create_index("staff_notes_organisation", "staff_notes", ["organisation", "at"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the update (docs/operations.md)")
