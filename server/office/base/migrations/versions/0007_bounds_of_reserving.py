"""What one browser has reserved can be counted while it is open, and staff can lift the bounds of a session."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("unbounded", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("reservations", sa.Column("browser", sa.String(64)))


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the update (docs/operations.md)")
