"""Brings a database to the program's version, or tells that it is not; knows no table.

Everything here blocks: call it before the event loop starts, or in a thread.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, func, select
from sqlalchemy.exc import SQLAlchemyError

from alerts.errors import StorageError
from storage.address import read_url
from storage.database import begin_at_once, busy_timeout
from storage.dialect import lock_number
from storage.faults import explained


def upgrade(url: str) -> None:
    """Bring a database, which may be new, to the program's version; of several processes one does it.

    Raises `StorageError` where the database is newer than the program, or fails.
    """
    with _connected(url) as connection:
        _refuse_newer(_revision(connection))
        _run(connection, lambda config: command.upgrade(config, "head"))


def downgrade(url: str, revision: str = "base") -> None:
    """Go back to an earlier revision; what only later ones can hold is lost."""
    with _connected(url) as connection:
        _run(connection, lambda config: command.downgrade(config, revision))


class State(StrEnum):
    """How far a database is from the program's version."""

    CURRENT = "current"
    OLDER = "older"
    NEW = "new"


def state_of(url: str) -> State:
    """Look, and change nothing. Raises `StorageError` where the database is newer than the program, or fails."""
    address = read_url(url)
    if address.get_backend_name() == "sqlite" and _folder_without(address.database or ""):
        return State.NEW
    with _connected(url) as connection:
        revision = _revision(connection)
    _refuse_newer(revision)
    if revision is None:
        return State.NEW
    return State.CURRENT if revision == _scripts().get_current_head() else State.OLDER


def _folder_without(file: str) -> bool:
    """Say whether the file is still to be made in a folder that is there; only to look would make it."""
    return not Path(file).exists() and Path(file).parent.is_dir()


def _refuse_newer(revision: str | None) -> None:
    """Refuse a revision that this program does not know: a later one made it."""
    known = {script.revision for script in _scripts().walk_revisions()}
    if revision is not None and revision not in known:
        raise StorageError(f"the database (revision {revision}) is newer than this program; update Rolecall")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _run(connection: Connection, what: Callable[[Config], None]) -> None:
    config = _config()
    config.attributes["connection"] = connection
    what(config)


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("storage") / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    """Open one transaction for all revisions, alone: another process waits and then finds everything done."""
    address = read_url(url)
    sqlite = address.get_backend_name() == "sqlite"
    engine = create_engine(address.set(drivername="sqlite") if sqlite else address, hide_parameters=True)
    if sqlite:
        # Foreign keys stay off: a table that is made anew is dropped for a moment.
        event.listen(engine, "connect", busy_timeout)
        event.listen(engine, "begin", begin_at_once)
    try:
        with engine.begin() as connection:
            if not sqlite:
                connection.execute(select(func.pg_advisory_xact_lock(lock_number("migrations"))))
            yield connection
    except SQLAlchemyError as error:
        raise explained(error, address) from error
    finally:
        engine.dispose()
