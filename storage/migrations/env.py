"""Alembic's entry: runs revisions on the connection that `storage.migrating` hands over."""

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter most of a table; batches make it anew.
    render_as_batch=True,
)
context.run_migrations()
