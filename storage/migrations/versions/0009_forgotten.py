"""What is forgotten leaves a number behind, and no number of a chat, filter or message is ever given twice."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add a table, have SQLite count on, and drop messages of which nothing is known any more."""
    op.create_table(
        "forgotten",
        sa.Column("subscription_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subscription_id", name="pk_forgotten"),
    )
    op.create_index("ix_forgotten_rev", "forgotten", ["rev"])
    op.execute(
        "DELETE FROM deliveries WHERE kind IN ('alert', 'digest') AND status <> 'pending'"
        " AND NOT EXISTS (SELECT 1 FROM alerts WHERE alerts.delivery_id = deliveries.id)"
    )
    if op.get_bind().dialect.name == "sqlite":
        for name in ("chats", "subscriptions", "deliveries", "alerts"):
            counting_on = {"sqlite_autoincrement": True}
            with op.batch_alter_table(name, recreate="always", table_kwargs=counting_on):
                pass


def downgrade() -> None:
    """Drop the table; that numbers are not given twice disturbs no earlier program."""
    op.drop_index("ix_forgotten_rev", "forgotten")
    op.drop_table("forgotten")
