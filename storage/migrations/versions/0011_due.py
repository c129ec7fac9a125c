"""An index by which what is due is found beside any number of alerts that wait for their time."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_UNDELIVERED = sa.text("delivery_id IS NULL")


def upgrade() -> None:
    """Add it."""
    op.create_index(
        "ix_alerts_due",
        "alerts",
        ["chat_id", "due_ms"],
        postgresql_where=_UNDELIVERED,
        sqlite_where=_UNDELIVERED,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_alerts_due", "alerts")
