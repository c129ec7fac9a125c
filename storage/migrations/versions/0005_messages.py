"""Messages of several postings that are kept true: an alert's place and verdicts, and when an edit is tried again."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_OUTDATED = sa.text("wanted_rev > shown_rev AND status = 'sent' AND provider_msg_id IS NOT NULL")


def upgrade() -> None:
    """Move the verdicts from the delivery to its one alert, which has the first place in it."""
    with op.batch_alter_table("alerts") as table:
        table.add_column(sa.Column("place", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("verdicts", sa.JSON(none_as_null=True), nullable=True))
    op.execute(
        "UPDATE alerts SET place = 1, verdicts = (SELECT d.verdicts FROM deliveries d WHERE d.id = alerts.delivery_id) "
        "WHERE delivery_id IN (SELECT id FROM deliveries WHERE verdicts IS NOT NULL)"
    )
    with op.batch_alter_table("deliveries") as table:
        table.add_column(sa.Column("edit_after_ms", sa.BigInteger(), nullable=False, server_default="0"))
        table.add_column(sa.Column("edit_failures", sa.BigInteger(), nullable=False, server_default="0"))
        table.drop_column("verdicts")
    op.create_index(
        "ix_deliveries_outdated",
        "deliveries",
        ["chat_id", "id"],
        postgresql_where=_OUTDATED,
        sqlite_where=_OUTDATED,
    )


def downgrade() -> None:
    """Give the verdicts back to the deliveries of one alert."""
    op.drop_index("ix_deliveries_outdated", "deliveries")
    with op.batch_alter_table("deliveries") as table:
        table.add_column(sa.Column("verdicts", sa.JSON(none_as_null=True), nullable=True))
        table.drop_column("edit_failures")
        table.drop_column("edit_after_ms")
    op.execute(
        "UPDATE deliveries SET verdicts = (SELECT a.verdicts FROM alerts a WHERE a.delivery_id = deliveries.id) "
        "WHERE (SELECT COUNT(*) FROM alerts a WHERE a.delivery_id = deliveries.id) = 1"
    )
    with op.batch_alter_table("alerts") as table:
        table.drop_column("verdicts")
        table.drop_column("place")
