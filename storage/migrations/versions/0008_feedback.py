"""Changes of filters that buttons make and take back, notices, and when it is looked whether a filter is silent."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_ACTIVE = sa.text("state = 'active'")


def upgrade() -> None:
    """Add what is new; filters that are there already are looked at soon."""
    op.create_table(
        "adjustments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("gone", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("new", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("subscription_ids", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_adjustments_chat_id"),
        sa.PrimaryKeyConstraint("id", name="pk_adjustments"),
    )
    op.create_index("ix_adjustments_chat_id", "adjustments", ["chat_id", "created_ms"])
    with op.batch_alter_table("subscriptions") as table:
        table.add_column(sa.Column("silence_check_ms", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_index(
        "ix_subscriptions_silence",
        "subscriptions",
        ["silence_check_ms"],
        postgresql_where=_ACTIVE,
        sqlite_where=_ACTIVE,
    )


def downgrade() -> None:
    """Drop what was added."""
    op.drop_index("ix_subscriptions_silence", "subscriptions")
    with op.batch_alter_table("subscriptions") as table:
        table.drop_column("silence_check_ms")
    op.drop_index("ix_adjustments_chat_id", "adjustments")
    op.drop_table("adjustments")
