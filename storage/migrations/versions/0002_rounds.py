"""What rounds, closing, permanent redirects and outages need to be remembered."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

JSON = sa.JSON(none_as_null=True)
NONE_YET = sa.text("0")


def upgrade() -> None:
    """Add the columns; listings count as seen when they were found, and as known before the next round."""
    for column in _of_feeds():
        op.add_column("feeds", column)
    for column in _of_listings():
        op.add_column("listings", column)
    op.execute("UPDATE listings SET last_seen_ms = seen_ms")
    is_open = sa.text("closed_ms IS NULL")
    op.create_index(
        "ix_listings_open",
        "listings",
        ["feed_id", "last_seen_round"],
        postgresql_where=is_open,
        sqlite_where=is_open,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_listings_open", "listings")
    for column in _of_listings():
        op.drop_column("listings", column.name)
    for column in _of_feeds():
        op.drop_column("feeds", column.name)


def _of_feeds() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("body_hash", sa.Text()),
        sa.Column("told_ms", sa.BigInteger()),
        sa.Column("unchanged", sa.BigInteger(), nullable=False, server_default=NONE_YET),
        sa.Column("usual_entries", sa.BigInteger(), nullable=False, server_default=NONE_YET),
        sa.Column("hints", JSON),
        sa.Column("moved_to", sa.Text()),
        sa.Column("moved_times", sa.BigInteger(), nullable=False, server_default=NONE_YET),
        sa.Column("lists_all", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def _of_listings() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("first_round", sa.BigInteger(), nullable=False, server_default=NONE_YET),
        sa.Column("last_seen_ms", sa.BigInteger(), nullable=False, server_default=NONE_YET),
        sa.Column("misses_needed", sa.BigInteger(), nullable=False, server_default=NONE_YET),
        sa.Column("missing_since_ms", sa.BigInteger()),
    )
