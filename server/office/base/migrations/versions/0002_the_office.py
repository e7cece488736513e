"""The office: organisations, staff, programmes, series, reservations, rota, counts; sessions and links learn of them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.String(40), primary_key=True)


def _refers(name: str, to: str, *, nullable: bool = False, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(
        name, sa.String(40), sa.ForeignKey(to), nullable=nullable and not primary_key, primary_key=primary_key
    )


def upgrade() -> None:
    _staff()
    _planning()
    _widen_sessions()
    _widen_links()
    _taking_part()


def _staff() -> None:
    op.create_table(
        "organisations",
        _id(),
        sa.Column("slug", sa.String(32), nullable=False, unique=True),
        sa.Column("settings", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "staff",
        _id(),
        sa.Column("mail", sa.String(254), nullable=False, unique=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("totp", sa.LargeBinary),
        sa.Column("totp_confirmed", sa.Boolean, nullable=False),
        sa.Column("totp_step", sa.BigInteger, nullable=False),
        sa.Column("operator", sa.Boolean, nullable=False),
        sa.Column("feed", sa.String(64), unique=True),
        sa.Column("created_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "memberships",
        _refers("staff", "staff.id", primary_key=True),
        _refers("organisation", "organisations.id", primary_key=True),
        sa.Column("role", sa.String(20), nullable=False),
    )
    op.create_index("memberships_organisation", "memberships", ["organisation"])
    op.create_table(
        "staff_sessions",
        sa.Column("id", sa.String(64), primary_key=True),
        _refers("staff", "staff.id"),
        sa.Column("about", sa.String(120), nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )
    op.create_index("staff_sessions_staff", "staff_sessions", ["staff"])
    op.create_table(
        "invitations",
        _id(),
        sa.Column("secret", sa.String(64), nullable=False, unique=True),
        _refers("organisation", "organisations.id", nullable=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("mail", sa.String(254)),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        _refers("staff", "staff.id", nullable=True),
        sa.Column("mail", sa.String(254), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(24), nullable=False),
    )
    op.create_index("sign_ins_at", "sign_ins", ["at"])
    op.create_index("sign_ins_staff", "sign_ins", ["staff", "at"])


def _planning() -> None:
    op.create_table(
        "venues",
        _id(),
        _refers("organisation", "organisations.id"),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("archived_at", sa.BigInteger),
    )
    op.create_index("venues_organisation", "venues", ["organisation"])
    op.create_table(
        "crew",
        _id(),
        _refers("organisation", "organisations.id"),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("archived_at", sa.BigInteger),
    )
    op.create_index("crew_organisation", "crew", ["organisation"])
    op.create_table(
        "programmes",
        _id(),
        _refers("organisation", "organisations.id"),
        sa.Column("slug", sa.String(32), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("archived_at", sa.BigInteger),
        sa.UniqueConstraint("organisation", "slug", name="programmes_slug"),
    )
    op.create_table(
        "series",
        _id(),
        _refers("organisation", "organisations.id"),
        _refers("programme", "programmes.id"),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("planned_until", sa.String(10), nullable=False),
        sa.Column("archived_at", sa.BigInteger),
    )
    op.create_index("series_organisation", "series", ["organisation"])
    op.create_table(
        "series_versions",
        _refers("series", "series.id", primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        _refers("staff", "staff.id", nullable=True),
        sa.Column("undoes", sa.Integer),
    )
    op.create_table(
        "shares",
        _id(),
        _refers("series", "series.id"),
        sa.Column("secret", sa.String(64), unique=True),
        _refers("organisation", "organisations.id", nullable=True),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("accepted_at", sa.BigInteger),
    )
    op.create_index("shares_series", "shares", ["series"])
    op.create_index("shares_organisation", "shares", ["organisation"])
    op.create_table(
        "passes",
        _id(),
        _refers("series", "series.id"),
        sa.Column("code", sa.String(64), nullable=False, unique=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("revoked_at", sa.BigInteger),
    )
    op.create_index("passes_series", "passes", ["series"])


def _widen_sessions() -> None:
    with op.batch_alter_table("sessions") as batch:
        batch.alter_column("settings", existing_type=sa.Text, nullable=True)
        for name, to in (("organisation", "organisations"), ("programme", "programmes"), ("series", "series")):
            batch.add_column(sa.Column(name, sa.String(40)))
            batch.create_foreign_key(f"sessions_{name}_fk", to, [name], ["id"])
        batch.add_column(sa.Column("rule", sa.String(12), nullable=False, server_default=""))
        batch.add_column(sa.Column("original", sa.String(10), nullable=False, server_default=""))
        batch.add_column(sa.Column("place", sa.Integer, nullable=False, server_default="0"))
        batch.add_column(sa.Column("title", sa.String(80), nullable=False, server_default=""))
        batch.add_column(sa.Column("room", sa.String(80)))
        batch.add_column(sa.Column("day", sa.String(10), nullable=False, server_default=""))
        batch.add_column(sa.Column("starts_at", sa.BigInteger))
        batch.add_column(sa.Column("ends_at", sa.BigInteger))
        batch.add_column(sa.Column("until_at", sa.BigInteger))
        batch.add_column(sa.Column("form", sa.String(10), nullable=False, server_default="hybrid"))
        batch.add_column(sa.Column("venue", sa.String(80)))
        batch.add_column(sa.Column("status", sa.String(12), nullable=False, server_default="planned"))
        batch.add_column(sa.Column("moved", sa.Boolean, nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("note", sa.String(200), nullable=False, server_default=""))
        batch.add_column(sa.Column("body", sa.Text, nullable=False, server_default="{}"))
    op.create_index("sessions_calendar", "sessions", ["organisation", "day"])
    op.create_index("sessions_series", "sessions", ["series", "day"])
    op.create_index("sessions_identity", "sessions", ["series", "rule", "original", "place"], unique=True)


def _widen_links() -> None:
    with op.batch_alter_table("links") as batch:
        batch.add_column(sa.Column("organisation", sa.String(40)))
        batch.create_foreign_key("links_organisation_fk", "organisations", ["organisation"], ["id"])
        batch.add_column(sa.Column("duty", sa.String(40)))
        batch.add_column(sa.Column("reservation", sa.String(40)))
        batch.add_column(sa.Column("starts_at", sa.BigInteger))


def _taking_part() -> None:
    op.create_table(
        "duties",
        _id(),
        _refers("session", "sessions.id"),
        _refers("crew", "crew.id"),
        sa.Column("task", sa.String(12), nullable=False),
        sa.UniqueConstraint("session", "crew", name="duties_once"),
    )
    op.create_index("duties_crew", "duties", ["crew"])
    op.create_table(
        "reservations",
        _id(),
        _refers("session", "sessions.id"),
        _refers("organisation", "organisations.id"),
        sa.Column("code", sa.String(64), nullable=False, unique=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("way", sa.String(10), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("mail", sa.LargeBinary),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("came_at", sa.BigInteger),
        sa.Column("told", sa.String(12), nullable=False),
        sa.Column("reminded_at", sa.BigInteger),
        sa.UniqueConstraint("session", "number", name="reservations_number"),
    )
    names = (
        "total", "online", "hall", "listeners", "spoke", "wrote", "reacted", "first_time", "peak",
        "kept", "missed", "hall_added", "hall_listeners_added", "first_time_added",
    )  # fmt: skip
    op.create_table(
        "counts",
        _refers("session", "sessions.id", primary_key=True),
        _refers("organisation", "organisations.id", primary_key=True),
        *(sa.Column(name, sa.Integer, nullable=False) for name in names),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
    )
    op.create_index("counts_organisation", "counts", ["organisation"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the update (docs/operations.md)")
