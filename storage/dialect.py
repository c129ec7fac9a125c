"""Everything in which SQLite and PostgreSQL differ once a transaction is open; knows no table.

Row locks need nothing here: ``with_for_update(skip_locked=True)`` is left out on SQLite, where a writing
transaction has the whole file to itself.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Dialect,
    String,
    Table,
    Text,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

T = TypeVar("T")

# Bound values of one statement: far below both databases' limits, and plans stay small.
MOST_VALUES = 500


class NowMs(FunctionElement[int]):
    """The database's now in milliseconds since 1970."""

    type = BigInteger()
    inherit_cache = True


@compiles(NowMs, "sqlite")
def _sqlite_now(_element: NowMs, _compiler: SQLCompiler, **_options: Any) -> str:
    # unixepoch('subsec') came with SQLite 3.42, and stock Debian 12 has 3.40.
    return "CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)"


@compiles(NowMs, "postgresql")
def _postgresql_now(_element: NowMs, _compiler: SQLCompiler, **_options: Any) -> str:
    return "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"


class Latest(FunctionElement[int]):
    """The greatest of several numbers."""

    type = BigInteger()
    inherit_cache = True


@compiles(Latest, "sqlite")
def _sqlite_latest(element: Latest, compiler: SQLCompiler, **options: Any) -> str:
    return f"max({compiler.process(element.clauses, **options)})"


@compiles(Latest, "postgresql")
def _postgresql_latest(element: Latest, compiler: SQLCompiler, **options: Any) -> str:
    return f"greatest({compiler.process(element.clauses, **options)})"


class _Several(TypeDecorator[Sequence[Any]]):
    """Several values in one parameter: an array, or JSON where there are no arrays."""

    impl = Text
    cache_ok = True

    def __init__(self, item: type[BigInteger] | type[Text]) -> None:
        self.item = item
        super().__init__()

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose between them."""
        return postgresql.ARRAY(self.item()) if dialect.name == "postgresql" else Text()

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        """Write what has no array type."""
        return value if dialect.name == "postgresql" else json.dumps(value)


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:  # noqa: ARG002  # SQLAlchemy gives it
        """Stay a condition: where a database has no booleans it is compared with 1 otherwise, which no index helps."""
        return self


@compiles(_Among, "sqlite")
def _sqlite_among(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    value, several = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{value} IN (SELECT value FROM json_each({several}))"  # noqa: S608  # compiled clauses, no values


@compiles(_Among, "postgresql")
def _postgresql_among(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    value, several = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{value} = ANY ({several})"


def among(value: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Say that a number or a text is among the list that the statement is given as ``name``.

    Unlike ``in_`` it is one statement, with one plan, for lists of any length: for what is asked with every message.
    """
    item = Text if isinstance(value.type, String) else BigInteger
    return _Among(value, bindparam(name, type_=_Several(item)))


def insert(connection: AsyncConnection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Make an INSERT that knows ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    if is_postgresql(connection):
        return postgresql.insert(table)
    return sqlite.insert(table)


async def take_lock(connection: AsyncConnection, name: str) -> None:
    """Hold a named lock until the transaction ends; a writing transaction on SQLite is one already."""
    await take_locks(connection, (name,))


async def take_locks(connection: AsyncConnection, names: Iterable[str]) -> None:
    """Hold named locks, taken in one order by everybody, so that nobody waits in a circle."""
    if is_postgresql(connection):
        for number in sorted(set(map(lock_number, names))):
            await connection.execute(select(func.pg_advisory_xact_lock(number)))


def lock_number(name: str) -> int:
    """Give the number under which PostgreSQL knows a named lock."""
    return zlib.crc32(f"rolecall {name}".encode())


def is_postgresql(connection: AsyncConnection) -> bool:
    """Tell the two databases apart."""
    return connection.dialect.name == "postgresql"


def chunks(values: Sequence[T], size: int = MOST_VALUES) -> Iterator[Sequence[T]]:
    """Cut values into pieces, which fit into one statement each."""
    for at in range(0, len(values), size):
        yield values[at : at + size]
