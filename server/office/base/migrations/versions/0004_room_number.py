"""The number of a linked room was called a place, which is a word for where people sit and for where a session is held."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Both databases know the statement, and the index follows; a batch would write the whole table anew.
    op.execute("ALTER TABLE sessions RENAME COLUMN place TO room_number")


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the update (docs/operations.md)")
