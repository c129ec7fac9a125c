"""The clock: the database's now, moved by tests only."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.clock import moment_at, moment_ms, now_ms, to_ms


async def test_the_databases_now_is_the_machines(database):
    """Milliseconds since 1970 come from the database, right to a few seconds on one machine."""
    async with database.read() as connection:
        now = await now_ms(connection)
    assert abs(moment_at(now) - datetime.now(UTC)) < timedelta(seconds=5)


async def test_now_moves_on_within_a_transaction(database):
    """Time spent waiting for a lock counts, so now is not that of the transaction's beginning."""
    async with database.write() as connection:
        first = await now_ms(connection)
        for _ in range(10_000):
            if await now_ms(connection) > first:
                return
    raise AssertionError("now stood still")


async def test_a_test_may_move_the_clock(database):
    """The offset is added for reading and writing transactions alike."""
    async with database.write() as connection:
        before = await now_ms(connection)
    database.clock.offset += timedelta(days=30)
    async with database.read() as connection:
        assert await now_ms(connection) - before >= to_ms(timedelta(days=30))


async def test_each_database_has_a_clock_of_its_own(database, second):
    """Two workers with one database need not be moved together."""
    database.clock.offset = timedelta(days=1)
    async with second.read() as connection:
        assert moment_at(await now_ms(connection)) < datetime.now(UTC) + timedelta(hours=1)


@settings(deadline=None, max_examples=100)
@given(st.integers(min_value=-(10**12), max_value=10**14))
def test_milliseconds_and_moments_are_the_same(ms):
    """A stored time comes back to the millisecond."""
    assert moment_ms(moment_at(ms)) == ms
