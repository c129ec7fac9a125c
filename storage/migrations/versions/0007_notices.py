"""What a notice says."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add a column; nothing was told yet."""
    op.add_column("deliveries", sa.Column("notice", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Drop it, and the notices with it, which say nothing without it."""
    op.execute("DELETE FROM deliveries WHERE kind = 'notice'")
    op.drop_column("deliveries", "notice")
