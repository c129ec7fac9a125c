"""What changed of a posting since a chat was told of it, so that a digest marks the right entries."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add it; what was told before counts as it was."""
    op.add_column("alerts", sa.Column("changed", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Drop it."""
    op.execute("ALTER TABLE alerts DROP COLUMN changed")
