"""Uploads that were taken back, rows that were said again, and jobs of several kinds."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("undone_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("undone_by", sa.String(), nullable=True))
    op.create_table(
        "said_again",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_said_again_batch_id_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_said_again")),
    )
    with op.batch_alter_table("said_again", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_said_again_batch_id"), ["batch_id"], unique=False)
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_column("step")
        batch_op.drop_column("share_done")
        batch_op.add_column(sa.Column("kind", sa.String(), nullable=False, server_default="import"))
        batch_op.add_column(sa.Column("size", sa.BigInteger(), nullable=True))
        batch_op.create_check_constraint(op.f("ck_job_kind_known"), "kind IN ('import', 'undo')")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.alter_column("kind", server_default=None)
