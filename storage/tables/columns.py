"""The kinds of columns and the naming convention that all tables share; knows no table.

Times are integer UTC milliseconds, and their columns end in ``_ms``. Nothing is queried inside JSON.
"""

from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Index, Integer, MetaData, Text
from sqlalchemy.sql.elements import ColumnElement

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only where the key's type is exactly INTEGER.
_KEY = BigInteger().with_variant(Integer, "sqlite")


def key() -> Column[int]:
    """Make the numbered primary key ``id``."""
    return Column("id", _KEY, primary_key=True)


def number_of(name: str) -> Column[int]:
    """Make a primary key that is the number which a row of another table had."""
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


def reference(name: str, target: str, *, optional: bool = False, primary_key: bool = False) -> Column[int]:
    """Make a column that holds the key of a row of another table."""
    return Column(name, BigInteger, ForeignKey(target), nullable=optional, primary_key=primary_key)


def word_reference(name: str, target: str) -> Column[str]:
    """Make a column that holds the key of a row of a table whose keys are words."""
    return Column(name, Text, ForeignKey(target), nullable=False)


def number(name: str, default: int = 0) -> Column[int]:
    """Make a count, a revision, or a time where 0 stands for 'long ago'."""
    return Column(name, BigInteger, nullable=False, default=default)


def moment(name: str) -> Column[int]:
    """Make a time that every row has."""
    return Column(name, BigInteger, nullable=False)


def maybe_number(name: str) -> Column[int | None]:
    """Make a number or a time that not every row has."""
    return Column(name, BigInteger, nullable=True)


def words(name: str, default: str | None = None, *, primary_key: bool = False) -> Column[str]:
    """Make a text that every row has."""
    return Column(name, Text, nullable=False, default=default, primary_key=primary_key)


def maybe_words(name: str) -> Column[str | None]:
    """Make a text that not every row has."""
    return Column(name, Text, nullable=True)


def yes_no(name: str, *, default: bool) -> Column[bool]:
    """Make a flag."""
    return Column(name, Boolean, nullable=False, default=default)


def values(name: str) -> Column[Any]:
    """Make JSON values that every row has."""
    return Column(name, JSON(none_as_null=True), nullable=False)


def maybe_values(name: str) -> Column[Any]:
    """Make JSON values that not every row has; None is NULL."""
    return Column(name, JSON(none_as_null=True), nullable=True)


def partial_index(name: str, *columns: Column[Any], where: ColumnElement[bool]) -> Index:
    """Index only the rows ``where`` something holds, on both databases."""
    return Index(name, *columns, postgresql_where=where, sqlite_where=where)
