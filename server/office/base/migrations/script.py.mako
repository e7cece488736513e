"""${message}: say here in a sentence what changes, and for whom."""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades}


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the update (docs/operations.md)")
