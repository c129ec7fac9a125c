"""Leases on hosts: who may fetch from one now; knows nothing of feeds' contents."""

from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.errors import StorageError
from alerts.polling import FeedLease
from storage.tables import feeds, hosts

# Which feeds are polled at all.
ENABLED = feeds.c.disabled_reason.is_(None)


async def take_host(connection: AsyncConnection, now: int, due: int) -> Row[Any] | None:
    """Lock the free host of the most overdue feed, passing over hosts that another worker just takes."""
    free = (hosts.c.next_fetch_ms <= now) & (hosts.c.lease_until_ms <= now)
    waiting = (
        select(hosts)
        .join(feeds, feeds.c.host == hosts.c.host)
        .where(ENABLED, feeds.c.next_check_ms <= due, free)
        .order_by(feeds.c.next_check_ms, feeds.c.id)
        .limit(1)
        .with_for_update(of=hosts, skip_locked=True)
    )
    return (await connection.execute(waiting)).one_or_none()


async def most_overdue(connection: AsyncConnection, host: str, due: int) -> Row[Any] | None:
    """Give the feed of a locked host that waits longest; none where another worker polled it just before."""
    waiting = select(feeds).where(ENABLED, feeds.c.host == host, feeds.c.next_check_ms <= due)
    ordered = waiting.order_by(feeds.c.next_check_ms, feeds.c.id).limit(1)
    return (await connection.execute(ordered)).one_or_none()


async def lease_host(connection: AsyncConnection, host: Row[Any], owner: str, until: int) -> int:
    """Lease a locked host and give the token, which fences every earlier holder."""
    token: int = host.lease_token + 1
    taken = update(hosts).where(hosts.c.host == host.host)
    await connection.execute(taken.values(lease_owner=owner, lease_until_ms=until, lease_token=token))
    return token


async def renew_lease(connection: AsyncConnection, lease: FeedLease, until: int) -> None:
    """Renew a lease, whose host stays locked until the commit. Raises `StorageError` where it is lost."""
    mine = update(hosts).where(hosts.c.host == lease.host, hosts.c.lease_token == lease.token)
    if (await connection.execute(mine.values(lease_until_ms=until))).rowcount == 0:
        raise StorageError(f"the lease of {lease.host} was lost to another worker; nothing was stored")


async def give_back(connection: AsyncConnection, lease: FeedLease, now: int, wait: int) -> bool:
    """Free the host, not to be fetched from before its gap and ``wait`` are over; False where the lease is lost."""
    mine = update(hosts).where(hosts.c.host == lease.host, hosts.c.lease_token == lease.token)
    freed = mine.values(lease_owner=None, lease_until_ms=0, next_fetch_ms=now + wait + hosts.c.min_gap_ms)
    return (await connection.execute(freed)).rowcount > 0
