"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_agreement")),
    )
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("options", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("dialect", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("mapping", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("data_as_of", sa.BigInteger(), nullable=False),
        sa.Column("uploaded_at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("follow_ups", sa.Boolean(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("blanked", sa.String(), nullable=False),
        sa.Column("read_rows", sa.Integer(), nullable=False),
        sa.Column("new_rows", sa.Integer(), nullable=False),
        sa.Column("changed_rows", sa.Integer(), nullable=False),
        sa.Column("same_rows", sa.Integer(), nullable=False),
        sa.Column("refused_rows", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('leads', 'deals', 'activities')", name=op.f("ck_batch_kind_known")
        ),
        sa.CheckConstraint(
            "read_rows = new_rows + changed_rows + same_rows + refused_rows",
            name=op.f("ck_batch_rows_add_up"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_batch_sha256"), ["sha256"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("share_done", sa.Float(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('running', 'done', 'failed', 'interrupted')", name=op.f("ck_job_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_table(
        "mapping",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("header", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_mapping_name_not_blank")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mapping")),
    )
    with op.batch_alter_table("mapping", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mapping_header"), ["header"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('decision', 'action')", name=op.f("ck_note_kind_known")),
        sa.CheckConstraint("state IN ('open', 'done')", name=op.f("ck_note_state_known")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_note_text_not_blank")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "activity",
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("version_at", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("modified_at", sa.BigInteger(), nullable=True),
        sa.Column("dates_only", sa.Integer(), nullable=False),
        sa.Column("moment_at", sa.BigInteger(), nullable=False),
        sa.Column("lead_ref", sa.String(), nullable=True),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("automated", sa.Boolean(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "direction IN ('outbound', 'inbound')", name=op.f("ck_activity_direction_known")
        ),
        sa.CheckConstraint("external_id <> ''", name=op.f("ck_activity_external_id_not_blank")),
        sa.CheckConstraint(
            "outcome IN ('connected', 'not_connected', 'planned')",
            name=op.f("ck_activity_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_activity_batch_id_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("external_id", "system", name=op.f("uq_activity_external_id_system")),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_lead_id"), ["lead_id"], unique=False)

    op.create_table(
        "activity_version",
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("version_at", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("modified_at", sa.BigInteger(), nullable=True),
        sa.Column("dates_only", sa.Integer(), nullable=False),
        sa.Column("moment_at", sa.BigInteger(), nullable=False),
        sa.Column("lead_ref", sa.String(), nullable=True),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("automated", sa.Boolean(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "direction IN ('outbound', 'inbound')", name=op.f("ck_activity_version_direction_known")
        ),
        sa.CheckConstraint(
            "external_id <> ''", name=op.f("ck_activity_version_external_id_not_blank")
        ),
        sa.CheckConstraint(
            "outcome IN ('connected', 'not_connected', 'planned')",
            name=op.f("ck_activity_version_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_activity_version_batch_id_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_version")),
        sa.UniqueConstraint(
            "external_id",
            "system",
            "batch_id",
            name=op.f("uq_activity_version_external_id_system_batch_id"),
        ),
    )
    op.create_table(
        "deal_version",
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("version_at", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("modified_at", sa.BigInteger(), nullable=True),
        sa.Column("dates_only", sa.Integer(), nullable=False),
        sa.Column("moment_at", sa.BigInteger(), nullable=True),
        sa.Column("lead_ref", sa.String(), nullable=True),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("external_id <> ''", name=op.f("ck_deal_version_external_id_not_blank")),
        sa.CheckConstraint(
            "origin IN ('marketing', 'sales')", name=op.f("ck_deal_version_origin_known")
        ),
        sa.CheckConstraint(
            "outcome IN ('won', 'lost', 'open')", name=op.f("ck_deal_version_outcome_known")
        ),
        sa.CheckConstraint(
            "(amount IS NULL) OR (currency IS NOT NULL)",
            name=op.f("ck_deal_version_money_complete"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_deal_version_batch_id_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_version")),
        sa.UniqueConstraint(
            "external_id",
            "system",
            "batch_id",
            name=op.f("uq_deal_version_external_id_system_batch_id"),
        ),
    )
    op.create_table(
        "fault",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("column", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("accepted", sa.String(), nullable=False),
        sa.Column("cells", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_fault_batch_id_batch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fault")),
    )
    with op.batch_alter_table("fault", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fault_batch_id"), ["batch_id"], unique=False)

    op.create_table(
        "lead",
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("version_at", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("modified_at", sa.BigInteger(), nullable=True),
        sa.Column("dates_only", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=True),
        sa.Column("qualified_at", sa.BigInteger(), nullable=True),
        sa.Column("presented_at", sa.BigInteger(), nullable=True),
        sa.Column("assigned_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_out_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by_status", sa.Boolean(), nullable=False),
        sa.Column("returned_at", sa.BigInteger(), nullable=True),
        sa.Column("return_reason", sa.String(), nullable=True),
        sa.Column("crm_first_follow_up_at", sa.BigInteger(), nullable=True),
        sa.Column("crm_attempts", sa.Integer(), nullable=True),
        sa.Column("crm_connected", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("delivered_at", sa.BigInteger(), nullable=True),
        sa.Column("hand_off_at", sa.BigInteger(), nullable=True),
        sa.Column("hand_off_timed", sa.Boolean(), nullable=False),
        sa.Column("first_follow_up_at", sa.BigInteger(), nullable=True),
        sa.Column("first_follow_up_timed", sa.Boolean(), nullable=True),
        sa.Column("first_touch_at", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=True),
        sa.Column("automated", sa.Integer(), nullable=True),
        sa.Column("pre_work", sa.Integer(), nullable=True),
        sa.Column("connected_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("external_id <> ''", name=op.f("ck_lead_external_id_not_blank")),
        sa.CheckConstraint("origin IN ('marketing', 'sales')", name=op.f("ck_lead_origin_known")),
        sa.CheckConstraint("crm_attempts >= 0", name=op.f("ck_lead_crm_attempts_not_negative")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_lead_batch_id_batch")),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["lead.id"], name=op.f("fk_lead_merged_into_lead")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
        sa.UniqueConstraint("external_id", "system", name=op.f("uq_lead_external_id_system")),
    )
    with op.batch_alter_table("lead", schema=None) as batch_op:
        batch_op.create_index(
            "ix_lead_email",
            ["email"],
            unique=False,
            sqlite_where=sa.text("email IS NOT NULL"),
            postgresql_where=sa.text("email IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_lead_merged_into"), ["merged_into"], unique=False)

    op.create_table(
        "lead_version",
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("version_at", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("modified_at", sa.BigInteger(), nullable=True),
        sa.Column("dates_only", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=True),
        sa.Column("qualified_at", sa.BigInteger(), nullable=True),
        sa.Column("presented_at", sa.BigInteger(), nullable=True),
        sa.Column("assigned_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_out_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by_status", sa.Boolean(), nullable=False),
        sa.Column("returned_at", sa.BigInteger(), nullable=True),
        sa.Column("return_reason", sa.String(), nullable=True),
        sa.Column("crm_first_follow_up_at", sa.BigInteger(), nullable=True),
        sa.Column("crm_attempts", sa.Integer(), nullable=True),
        sa.Column("crm_connected", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("external_id <> ''", name=op.f("ck_lead_version_external_id_not_blank")),
        sa.CheckConstraint(
            "origin IN ('marketing', 'sales')", name=op.f("ck_lead_version_origin_known")
        ),
        sa.CheckConstraint(
            "crm_attempts >= 0", name=op.f("ck_lead_version_crm_attempts_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_lead_version_batch_id_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_version")),
        sa.UniqueConstraint(
            "external_id",
            "system",
            "batch_id",
            name=op.f("uq_lead_version_external_id_system_batch_id"),
        ),
    )
    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("to", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("goal", sa.Float(), nullable=False),
        sa.Column("per", sa.String(), nullable=False),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.CheckConstraint(
            "per IN ('month', 'quarter', 'year')", name=op.f("ck_promise_per_known")
        ),
        sa.CheckConstraint("goal > 0", name=op.f("ck_promise_goal_positive")),
        sa.ForeignKeyConstraint(
            ["agreement_version"],
            ["agreement.version"],
            name=op.f("fk_promise_agreement_version_agreement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sa.UniqueConstraint(
            "agreement_version", "measure", name=op.f("uq_promise_agreement_version_measure")
        ),
    )
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_promise_agreement_version"), ["agreement_version"], unique=False
        )

    op.create_table(
        "deal",
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("version_at", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("modified_at", sa.BigInteger(), nullable=True),
        sa.Column("dates_only", sa.Integer(), nullable=False),
        sa.Column("moment_at", sa.BigInteger(), nullable=True),
        sa.Column("lead_ref", sa.String(), nullable=True),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("external_id <> ''", name=op.f("ck_deal_external_id_not_blank")),
        sa.CheckConstraint("origin IN ('marketing', 'sales')", name=op.f("ck_deal_origin_known")),
        sa.CheckConstraint(
            "outcome IN ('won', 'lost', 'open')", name=op.f("ck_deal_outcome_known")
        ),
        sa.CheckConstraint(
            "(amount IS NULL) OR (currency IS NOT NULL)", name=op.f("ck_deal_money_complete")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_deal_batch_id_batch")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_deal_lead_id_lead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal")),
        sa.UniqueConstraint("external_id", "system", name=op.f("uq_deal_external_id_system")),
    )
    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deal_lead_id"), ["lead_id"], unique=False)
