"""Dialogs under way, and the updates that were acted on."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "dialogs",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("draft", JSON, nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "platform", "workspace", "external_id", "thread", "person", name=op.f("pk_dialogs")
        ),
    )
    op.create_index("ix_dialogs_expires_ms", "dialogs", ["expires_ms"])
    op.create_table(
        "inbound",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("update_id", sa.Text(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", "update_id", name=op.f("pk_inbound")),
    )
    op.create_index("ix_inbound_seen_ms", "inbound", ["seen_ms"])


def downgrade() -> None:
    """Drop both."""
    op.drop_table("inbound")
    op.drop_table("dialogs")
