"""Ways to rows that are looked for often: how many reserved a session, which left an address, and what a link is for."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("reservations_states", "reservations", ["session", "state", "organisation"])
    for name, table, column, told in (
        ("reservations_mail", "reservations", "session", "mail"),
        ("links_duty", "links", "duty", "duty"),
        ("links_reservation", "links", "reservation", "reservation"),
    ):
        some = sa.text(f"{told} IS NOT NULL")
        op.create_index(name, table, [column], sqlite_where=some, postgresql_where=some)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the update (docs/operations.md)")
