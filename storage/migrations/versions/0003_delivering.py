"""What a bot may still send, which processes are alive, and how often a delivery failed while others did not."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add tables and columns; nothing failed yet and nothing was sent lately."""
    op.create_table(
        "rate_budgets",
        sa.Column("installation_id", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("tat_ms", sa.BigInteger(), nullable=False),
        sa.Column("paused_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("refusals", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["installation_id"], ["installations.id"], name="fk_rate_budgets_installation_id"
        ),
        sa.PrimaryKeyConstraint("installation_id", "method", name="pk_rate_budgets"),
    )
    op.create_table(
        "workers",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("started_ms", sa.BigInteger(), nullable=False),
        sa.Column("beat_ms", sa.BigInteger(), nullable=False),
        sa.Column("progress_ms", sa.BigInteger(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("owner", name="pk_workers"),
    )
    with op.batch_alter_table("installations") as table:
        table.add_column(sa.Column("sent_ms", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("deliveries") as table:
        table.add_column(sa.Column("failures", sa.BigInteger(), nullable=False, server_default="0"))
        table.add_column(sa.Column("failing_since_ms", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("failed_ms", sa.BigInteger(), nullable=True))
        table.alter_column(
            "uncertain",
            existing_type=sa.Boolean(),
            existing_nullable=False,
            type_=sa.BigInteger(),
            postgresql_using="uncertain::int",
        )


def downgrade() -> None:
    """Drop what was added."""
    with op.batch_alter_table("deliveries") as table:
        table.alter_column(
            "uncertain",
            existing_type=sa.BigInteger(),
            existing_nullable=False,
            type_=sa.Boolean(),
            postgresql_using="uncertain > 0",
        )
        for column in ("failed_ms", "failing_since_ms", "failures"):
            table.drop_column(column)
    with op.batch_alter_table("installations") as table:
        table.drop_column("sent_ms")
    op.drop_table("workers")
    op.drop_table("rate_budgets")
