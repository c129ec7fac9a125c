"""Opens the database and its transactions, and says in plain words what is wrong with it; knows no table."""

import asyncio
import math
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.exc import InvalidatePoolError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from alerts.errors import StorageError
from storage.address import read_url
from storage.clock import OPTION, Clock, moment_at, now_ms
from storage.faults import explained

# What PostgreSQL is asked for. A server that does not answer is given up soon; a process that froze in the middle of a
# transaction loses it, with the locks for which all others wait. No transaction of ours is ever idle for long.
_PATIENCE = {
    "connect_args": {
        "connect_timeout": 10,
        "tcp_user_timeout": 30_000,
        "options": "-c idle_in_transaction_session_timeout=15000",
    },
}
# A connection that was not used for so many seconds is asked whether it is still there, which a busy one needs not.
_IDLE = 1.0
# How long a writer waits for another process's transaction on the same SQLite file.
BUSY_MS = 30_000


class Database:
    """A database and its connections. ``clock`` is moved by tests only."""

    def __init__(self, url: str) -> None:
        """Raise `StorageError` where the URL is none that Rolecall can use; nothing is opened yet."""
        self._url = read_url(url)
        self.clock = Clock()
        self._writing = _engine(self._url, self.clock)
        self._reading = self._writing.execution_options(rolecall_begin="BEGIN", postgresql_readonly=True)
        # SQLite has one writer at a time: to wait here is fair and quick, to wait inside it is neither.
        self._turn = asyncio.Lock() if _is_sqlite(self._url) else None

    def __repr__(self) -> str:
        return f"Database({self._url.render_as_string(hide_password=True)!r})"

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that commits at the end. Raises `StorageError` where the database fails."""
        turn: AbstractAsyncContextManager[Any] = self._turn or nullcontext()
        async with turn, _transaction(self._writing, self._url) as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that only reads, beside others. Raises `StorageError` as ``write`` does."""
        async with _transaction(self._reading, self._url) as connection:
            yield connection

    async def now(self) -> datetime:
        """Give the one clock's now."""
        async with self.read() as connection:
            return moment_at(await now_ms(connection))

    async def dispose(self) -> None:
        """Close all connections; without it the threads of aiosqlite keep the process alive."""
        await self._writing.dispose()


@asynccontextmanager
async def _transaction(engine: AsyncEngine, url: URL) -> AsyncIterator[AsyncConnection]:
    try:
        async with engine.begin() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise explained(error, url) from error


def _engine(url: URL, clock: Clock) -> AsyncEngine:
    """Make the engine; what is bound to a statement never comes into a message."""
    options: dict[str, Any] = {} if _is_sqlite(url) else _PATIENCE
    try:
        engine = create_async_engine(url, hide_parameters=True, execution_options={OPTION: clock}, **options)
    except ModuleNotFoundError as error:
        raise StorageError("PostgreSQL needs its driver: install rolecall[postgres]") from error
    if _is_sqlite(url):
        event.listen(engine.sync_engine, "connect", _set_up)
        event.listen(engine.sync_engine, "begin", begin_at_once)
    else:
        event.listen(engine.sync_engine, "checkin", _note_use)
        event.listen(engine.sync_engine, "checkout", partial(_ask_idle, engine.dialect))
    return engine


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _note_use(_connection: Any, record: Any) -> None:
    record.info["used"] = time.monotonic()


def _ask_idle(dialect: Any, connection: Any, record: Any, _proxy: object) -> None:
    """Have a connection that the server closed meanwhile, and all others with it, replaced by new ones."""
    if time.monotonic() - record.info.get("used", math.inf) <= _IDLE:
        return
    try:
        dialect.do_ping(connection)
    except dialect.dbapi.Error as error:
        raise InvalidatePoolError from error


def _set_up(connection: Any, record: object) -> None:
    """Make SQLite durable. A connection for which that fails is closed, or its thread would outlive it."""
    try:
        # The time-out comes first: two processes may be switching one new file to WAL.
        busy_timeout(connection, record)
        _pragmas(connection, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
    except BaseException:
        connection.close()
        raise


def busy_timeout(connection: Any, _record: object) -> None:
    """Make SQLite patient with other processes, and leave the beginning of transactions to us."""
    connection.isolation_level = None
    _pragmas(connection, f"busy_timeout={BUSY_MS}")


def _pragmas(connection: Any, *settings: str) -> None:
    cursor = connection.cursor()
    for setting in settings:
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def begin_at_once(connection: Connection) -> None:
    """Take the write lock at once: who reads first and then writes fails where another wrote meanwhile."""
    connection.exec_driver_sql(connection.get_execution_options().get("rolecall_begin", "BEGIN IMMEDIATE"))
