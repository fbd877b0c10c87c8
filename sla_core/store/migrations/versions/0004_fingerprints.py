"""What standing rows say, as numbers, so that a file that says it again need not be compared."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fingerprint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.Column("prints", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "kind = 'leads' OR kind = 'deals' OR kind = 'activities'",
            name=op.f("ck_fingerprint_kind_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fingerprint")),
    )
