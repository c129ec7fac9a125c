"""Several chats may propose one feed: which ones hear of it before it is approved."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the table; the chat that added a feed is the first that proposed it."""
    op.create_table(
        "proposals",
        sa.Column("feed_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_proposals_feed_id"),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_proposals_chat_id"),
        sa.PrimaryKeyConstraint("feed_id", "chat_id", name="pk_proposals"),
    )
    op.execute(
        "INSERT INTO proposals (feed_id, chat_id) SELECT id, added_by_chat FROM feeds WHERE added_by_chat IS NOT NULL"
    )


def downgrade() -> None:
    """Drop the table; the chat that added a feed is known still."""
    op.drop_table("proposals")
