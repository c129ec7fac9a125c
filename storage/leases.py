"""Leases on hosts: who may fetch from one now; knows nothing of feeds' contents."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, Row, Select, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.errors import StorageError
from alerts.polling import FeedLease
from storage.clock import NOW, clock_values
from storage.tables import feeds, hosts

# Which feeds are polled at all.
ENABLED = feeds.c.disabled_reason.is_(None)

# The statements of every poll, built once: to build them takes longer than to run them.
_LISTED = hosts.c.host.in_(bindparam("listed", expanding=True))


_BY_MS = func.coalesce(bindparam("due", type_=BigInteger), NOW)


def _due_on_host(of: FromClause) -> ColumnElement[bool]:
    return of.c.disabled_reason.is_(None) & (of.c.host == hosts.c.host) & (of.c.next_check_ms <= _BY_MS)


_SINCE_MS = select(func.min(feeds.c.next_check_ms)).where(_due_on_host(feeds)).correlate(hosts)
_FREE_HOSTS: Select[Any] = (
    select(hosts, NOW.label("now"))
    .where(
        hosts.c.next_fetch_ms <= NOW,
        hosts.c.lease_until_ms <= NOW,
        _SINCE_MS.scalar_subquery().is_not(None),
    )
    .order_by(_SINCE_MS.scalar_subquery(), hosts.c.host)
    .limit(bindparam("most"))
    .with_for_update(of=hosts, skip_locked=True)
)
_due = feeds.alias()
_FIRST_DUE = (
    select(_due.c.id)
    .where(_due_on_host(_due))
    .order_by(_due.c.next_check_ms, _due.c.id)
    .limit(1)
    .correlate(hosts)
)
_FIRST_DUE_OF_EACH: Select[*tuple[Any, ...]] = (
    select(feeds)
    .select_from(hosts.join(feeds, feeds.c.id == _FIRST_DUE.scalar_subquery()))
    .where(_LISTED)
    .order_by(feeds.c.next_check_ms, feeds.c.id)
)
_LEASE = (
    update(hosts)
    .where(_LISTED)
    .values(
        lease_owner=bindparam("owner"),
        lease_until_ms=bindparam("until"),
        lease_token=hosts.c.lease_token + 1,
    )
)
_TOKENS: Select[Any] = (
    select(hosts.c.host, hosts.c.lease_token, NOW.label("now"))
    .where(_LISTED)
    .order_by(hosts.c.host)
    .with_for_update(of=hosts)
)
_FREE = (
    update(hosts)
    .where(_LISTED)
    .values(lease_owner=None, lease_until_ms=0, next_fetch_ms=bindparam("since") + hosts.c.min_gap_ms)
)


async def take_hosts(connection: AsyncConnection, due: int | None, most: int) -> dict[str, Row[Any]]:
    """Lock the free hosts of the most overdue feeds, passing over hosts that another worker just takes.

    Each row has ``now`` beside the host's columns; ``due`` None is by now.
    """
    wanted = {"due": due, "most": most, **clock_values(connection)}
    return {row.host: row for row in await connection.execute(_FREE_HOSTS, wanted)}


async def most_overdue(
    connection: AsyncConnection, names: Collection[str], due: int | None
) -> Sequence[Row[Any]]:
    """Give the feed of each locked host that waits longest; none where another worker polled it just before."""
    wanted = {"listed": sorted(names), "due": due, **clock_values(connection)}
    return (await connection.execute(_FIRST_DUE_OF_EACH, wanted)).all()


async def lease_hosts(connection: AsyncConnection, names: Collection[str], owner: str, until: int) -> None:
    """Lease locked hosts, whose tokens are one higher from then on, which fences every earlier holder."""
    await connection.execute(_LEASE, {"listed": sorted(names), "owner": owner, "until": until})


async def renew_lease(connection: AsyncConnection, lease: FeedLease, until: int) -> None:
    """Renew a lease, whose host stays locked until the commit. Raises `StorageError` where it is lost."""
    mine = update(hosts).where(hosts.c.host == lease.host, hosts.c.lease_token == lease.token)
    if (await connection.execute(mine.values(lease_until_ms=until))).rowcount == 0:
        raise StorageError(f"the lease of {lease.host} was lost to another worker; nothing was stored")


async def held_leases(connection: AsyncConnection, leases: Sequence[FeedLease]) -> tuple[list[bool], int]:
    """Lock the hosts of these leases; say of each whether it still holds, and give now."""
    wanted = {"listed": sorted({lease.host for lease in leases}), **clock_values(connection)}
    rows = (await connection.execute(_TOKENS, wanted)).all()
    tokens = {row.host: row.lease_token for row in rows}
    return [tokens.get(lease.host) == lease.token for lease in leases], rows[0].now if rows else 0


async def free_hosts(connection: AsyncConnection, waits: Sequence[tuple[str, int]], now: int) -> None:
    """Free locked hosts, not to be fetched from before their gaps and these waits are over."""
    by_wait: defaultdict[int, list[str]] = defaultdict(list)
    for host, wait in waits:
        by_wait[wait].append(host)
    for wait, names in by_wait.items():
        await connection.execute(_FREE, {"listed": sorted(names), "since": now + wait})
