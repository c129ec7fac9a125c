"""A stamp of each posting's subject, by which previews see what changed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the stamp; NULL is a stamp as well, until the subject is written anew."""
    op.add_column("postings", sa.Column("subject_stamp", sa.BigInteger()))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("postings", "subject_stamp")
