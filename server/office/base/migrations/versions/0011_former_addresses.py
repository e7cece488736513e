"""Slugs of before go on leading to whom they were of."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_organisations",
        sa.Column("slug", sa.String(32), primary_key=True),
        sa.Column("organisation", sa.String(40), sa.ForeignKey("organisations.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_table(
        "former_programmes",
        sa.Column(
            "organisation", sa.String(40), sa.ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("slug", sa.String(32), primary_key=True),
        sa.Column("programme", sa.String(40), sa.ForeignKey("programmes.id", ondelete="CASCADE"), nullable=False),
    )


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the update (docs/operations.md)")
