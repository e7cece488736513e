"""How people said it was, in numbers; and what staff write down after a session, sealed, until its day."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("glad", "calm", "tired"):
        op.add_column("counts", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "look_backs",
        sa.Column("session", sa.String(40), primary_key=True),
        sa.Column(
            "organisation", sa.String(40), sa.ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("programme", sa.String(40), nullable=False),
        sa.Column("starts_at", sa.BigInteger, nullable=False),
        sa.Column("until_at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("look_backs_programme", "look_backs", ["organisation", "programme", "starts_at"])
    op.create_index("look_backs_until", "look_backs", ["until_at"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the update (docs/operations.md)")
