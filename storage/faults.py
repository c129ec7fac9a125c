"""Turns a database's failures into words that say what to do about them; knows no statement."""

from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from alerts.errors import StorageError

# Each piece of a driver's message, and what it means to whoever runs Rolecall.
_MEANINGS = (
    ("unable to open database file", "the database file {file} cannot be opened; check who may write there"),
    ("database is locked", "the database file {file} is locked by another program; stop it or wait"),
    ("readonly database", "the database file {file} may not be written; check its permissions"),
    ("file is not a database", "the file {file} is not a database; name another one"),
    ("malformed", "the database file {file} is damaged; restore a backup"),
    ("disk is full", "the disk is full; nothing was stored"),
    ("no space left", "the database server's disk is full; nothing was stored"),
    ("no such table", "the database is of another version: {said}"),
    ("no such column", "the database is of another version: {said}"),
    ("password authentication failed", "the database server refuses the user or the password"),
    ("connection refused", "the database server does not answer; is it running?"),
)


def explained(error: SQLAlchemyError, url: URL) -> StorageError:
    """Say what a failure means. No value that was bound to a statement and no password comes into it."""
    said = _said(error)
    file = url.database or ""
    folder = Path(file).absolute().parent
    if "unable to open database file" in said and not folder.is_dir():
        return StorageError(f"the folder {folder} does not exist; create it or name another file")
    for piece, meaning in _MEANINGS:
        if piece in said.casefold():
            return StorageError(meaning.format(file=file, said=said))
    return StorageError(f"the database failed: {said}")


def _said(error: SQLAlchemyError) -> str:
    """Give the driver's own first line: further lines may repeat what was to be stored."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    lines = str(cause).strip().splitlines()
    return lines[0] if lines else type(cause).__name__
