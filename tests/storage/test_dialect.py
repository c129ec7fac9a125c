"""What differs between the databases, and must mean the same on both."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import literal, select, union_all
from sqlalchemy.dialects import sqlite

from storage.dialect import among
from storage.tables import deliveries


def table(*its):
    """Make a table of them."""
    return union_all(*(select(literal(one).label("it")) for one in its)).subquery()


NUMBERS = table(1, 2, 10_000_000_000)
WORDS = table("a", "b, c", '"d"')


@pytest.mark.parametrize(
    ("searched", "given", "found"),
    [
        (NUMBERS, [2, 10_000_000_000, 3], [2, 10_000_000_000]),
        (NUMBERS, [], []),
        (WORDS, ['"d"', "b, c", "'"], ['"d"', "b, c"]),
    ],
    ids=["numbers", "none", "words"],
)
async def test_among(database, searched, given, found):
    """A value is found where it is in the list that is given, whatever is in it."""
    wanted = select(searched.c.it).where(among(searched.c.it, "given"))
    async with database.read() as connection:
        assert set((await connection.execute(wanted, {"given": given})).scalars()) == set(found)


def test_among_finds_by_an_index(sqlite_template):
    """It stays a condition where a database has no booleans; compared with 1 it would be looked at row by row."""
    by_number = select(deliveries.c.id).where(among(deliveries.c.id, "given"), deliveries.c.kind == "alert")
    asked = f"EXPLAIN QUERY PLAN {by_number.compile(dialect=sqlite.dialect())}"
    with closing(sqlite3.connect(sqlite_template)) as connection:
        plan = " ".join(row[-1] for row in connection.execute(asked, ("[1]", "alert")))
    assert "SEARCH deliveries" in plan
