"""The one clock: the database's now, so that all processes agree; tests alone move it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import NowMs

_MILLISECOND = timedelta(milliseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A year within what a calendar can hold, so that a zone's offset or a week may be added to either.
_FIRST_MS = (datetime(2, 1, 1, tzinfo=UTC) - _EPOCH) // _MILLISECOND
_LAST_MS = (datetime(9998, 12, 31, tzinfo=UTC) - _EPOCH) // _MILLISECOND
# The engine's execution option under which a connection finds its clock.
OPTION = "rolecall_clock"

# Now within a statement that `clock_values` are given to: it saves asking for it before. As a query of its own it is
# asked once, and not for every row.
NOW = select(
    func.coalesce(bindparam("stands_ms", type_=BigInteger), NowMs())
    + bindparam("offset_ms", type_=BigInteger)
).scalar_subquery()


@dataclass
class Clock:
    """What is added to the database's now, or the moment at which time stands still; neither outside tests."""

    offset: timedelta = timedelta(0)
    stands_at: datetime | None = None


async def now_ms(connection: AsyncConnection) -> int:
    """Give now, which moves on within a transaction too: a lock that was waited for has cost time."""
    clock: Clock = connection.sync_engine.get_execution_options()[OPTION]
    if clock.stands_at is not None:
        return moment_ms(clock.stands_at + clock.offset)
    now = (await connection.execute(select(NowMs()))).scalar_one()
    return now + to_ms(clock.offset)


def clock_values(connection: AsyncConnection) -> dict[str, int | None]:
    """Give the parameters of ``NOW``."""
    clock: Clock = connection.sync_engine.get_execution_options()[OPTION]
    stands_ms = None if clock.stands_at is None else moment_ms(clock.stands_at)
    return {"stands_ms": stands_ms, "offset_ms": to_ms(clock.offset)}


def to_ms(span: timedelta) -> int:
    """Give whole milliseconds."""
    return span // _MILLISECOND


def moment_ms(at: datetime) -> int:
    """Give the milliseconds since 1970 of an aware moment."""
    return (at - _EPOCH) // _MILLISECOND


def moment_at(ms: int) -> datetime:
    """Give the aware UTC moment of stored milliseconds; beyond what a calendar holds, the nearest one."""
    return _EPOCH + timedelta(milliseconds=min(max(ms, _FIRST_MS), _LAST_MS))
