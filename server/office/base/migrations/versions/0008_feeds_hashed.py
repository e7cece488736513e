"""The secret of one's own feed is kept as a hash, as other secrets are. Addresses that were given go on working."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

staff = sa.table("staff", sa.column("id", sa.String), sa.column("feed", sa.String))


def upgrade() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(staff).where(staff.c.feed.is_not(None))).all():
        feed = hashlib.sha256(row.feed.encode()).hexdigest()
        connection.execute(sa.update(staff).where(staff.c.id == row.id).values(feed=feed))


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the update (docs/operations.md)")
