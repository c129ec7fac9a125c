"""Reads the database's URL; knows which databases there are and opens none."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from alerts.errors import StorageError

# What may stand before the colon, and the driver that it comes to.
DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_EXAMPLES = "sqlite:///rolecall.db or postgresql://user@host/rolecall"


def read_url(text: str) -> URL:
    """Read a URL. Raises `StorageError`, which never repeats it: it may hold a password."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # Without its cause, whose message has the URL.
        raise StorageError(f"the database URL cannot be read; it should be like {_EXAMPLES}") from None
    if url.drivername not in DRIVERS:
        raise StorageError(f"Rolecall does not store in '{url.drivername}'; use a URL like {_EXAMPLES}")
    if url.drivername.startswith("sqlite") and url.database in {None, "", ":memory:"}:
        raise StorageError(f"the database URL names no file; it should be like {_EXAMPLES}")
    return url.set(drivername=DRIVERS[url.drivername])
