"""The database's history as Alembic revisions; each adds only, so that two versions can run side by side."""
