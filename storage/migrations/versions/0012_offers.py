"""No number of an offered change of filters is given twice: it stands on buttons of old messages."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Have SQLite count on."""
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table(
            "adjustments", recreate="always", table_kwargs={"sqlite_autoincrement": True}
        ):
            pass


def downgrade() -> None:
    """Nothing to do: that numbers are not given twice disturbs no earlier program."""
