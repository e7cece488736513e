"""What users' meetings decided, sealed, until its day; and what of it a town tells on its public page."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "minutes",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("session", sa.String(40), nullable=False),
        sa.Column("note", sa.String(80), nullable=False),
        sa.Column("organisation", sa.String(40), sa.ForeignKey("organisations.id", ondelete="CASCADE"), nullable=False),
        sa.Column("programme", sa.String(40), nullable=False),
        sa.Column("starts_at", sa.BigInteger, nullable=False),
        sa.Column("until_at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("session", "note", name="minutes_once"),
    )
    op.create_index("minutes_programme", "minutes", ["organisation", "programme", "starts_at"])
    op.create_index("minutes_until", "minutes", ["until_at"])
    op.create_table(
        "told_changes",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("organisation", sa.String(40), sa.ForeignKey("organisations.id", ondelete="CASCADE"), nullable=False),
        sa.Column("programme", sa.String(40), nullable=False),
        sa.Column("starts_at", sa.BigInteger, nullable=False),
        sa.Column("until_at", sa.BigInteger, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("became", sa.String(20), nullable=False),
        sa.Column("word", sa.Text, nullable=False),
    )
    op.create_index("told_changes_programme", "told_changes", ["organisation", "programme", "starts_at"])
    op.create_index("told_changes_until", "told_changes", ["until_at"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the update (docs/operations.md)")
