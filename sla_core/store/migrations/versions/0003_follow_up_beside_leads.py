"""The follow-up of leads in a table of its own; ids unique by an index that can be built last."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FACTS = (
    "first_follow_up_at",
    "first_follow_up_timed",
    "first_touch_at",
    "attempts",
    "automated",
    "pre_work",
    "connected_at",
)
CHOICES: dict[str, dict[str, tuple[str, ...]]] = {
    "lead": {"origin": ("marketing", "sales")},
    "deal": {"origin": ("marketing", "sales"), "outcome": ("won", "lost", "open")},
    "activity": {
        "direction": ("outbound", "inbound"),
        "outcome": ("connected", "not_connected", "planned"),
    },
}


def upgrade() -> None:
    _follow_up()
    for table, choices in CHOICES.items():
        # SQLite makes a changed table anew, which nothing may point to: leads stay as they are.
        pointed_to = table == "lead" and op.get_bind().dialect.name == "sqlite"
        if not pointed_to or not _rows(table):
            _rewrite(table, choices)
        op.create_index(
            f"ux_{table}_external_id_system", table, ["external_id", "system"], unique=True
        )


def _follow_up() -> None:
    op.create_table(
        "follow_up",
        sa.Column("lead_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_follow_up_at", sa.BigInteger(), nullable=True),
        sa.Column("first_follow_up_timed", sa.Boolean(), nullable=True),
        sa.Column("first_touch_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("automated", sa.Integer(), nullable=False),
        sa.Column("pre_work", sa.Integer(), nullable=False),
        sa.Column("connected_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["lead.id"], name=op.f("fk_follow_up_lead_id_lead"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("lead_id", name=op.f("pk_follow_up")),
    )
    named = ", ".join(FACTS)
    op.execute(
        f"INSERT INTO follow_up (lead_id, {named}) SELECT id, {named} FROM lead"
        " WHERE attempts IS NOT NULL"
    )
    for name in FACTS:
        op.drop_column("lead", name)


def _rewrite(table: str, choices: dict[str, tuple[str, ...]]) -> None:
    with op.batch_alter_table(table) as changes:
        changes.drop_constraint(op.f(f"uq_{table}_external_id_system"), type_="unique")
        for column, words in choices.items():
            name = op.f(f"ck_{table}_{column}_known")
            changes.drop_constraint(name, type_="check")
            changes.create_check_constraint(name, " OR ".join(f"{column} = '{w}'" for w in words))


def _rows(table: str) -> bool:
    found = op.get_bind().execute(sa.text(f"SELECT 1 FROM {table} LIMIT 1"))
    return found.first() is not None
