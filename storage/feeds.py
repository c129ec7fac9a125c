"""Stores what polling finds: feeds and their leases, pages of listings, and how each round ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Table, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.feeds.entry import BadEntry
from alerts.polling import Feed, FeedLease, FeedSpec, FirstPoll, Page, PageResult, Round
from storage.clock import moment_at, moment_ms, now_ms, to_ms
from storage.database import Database
from storage.dialect import take_lock
from storage.feed_config import REMOVED, reconcile
from storage.leases import ENABLED, give_back, lease_host, most_overdue, renew_lease, take_host
from storage.listings import Intake, known_listings
from storage.tables import feed_rounds, feeds, hosts, quarantine
from storage.values import capped

MOST_RAW = 64 * 1024
# What is kept of a feed's past: enough to see what is wrong with it.
MOST_ROUNDS = 200
MOST_QUARANTINED = 100
# A host that may be fetched from within this is waited for; a longer wait is one that it asked for.
SOON = timedelta(seconds=10)


class Feeds:
    """Implements `alerts.polling.PollStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reconcile_feeds(self, specs: Sequence[FeedSpec]) -> None:
        """Make the feeds of origin 'config' equal to ``specs``; one that is gone is disabled."""
        async with self._database.write() as connection:
            await take_lock(connection, "feeds")
            await reconcile(connection, specs, await now_ms(connection))

    async def claim_feed(
        self, owner: str, lease: timedelta, due_at: datetime | None = None
    ) -> FeedLease | None:
        """Lease a free host and give its most overdue feed; due by now, or by ``due_at``."""
        async with self._database.write() as connection:
            now = await now_ms(connection)
            due = now if due_at is None else moment_ms(due_at)
            host = await take_host(connection, now, due)
            row = await most_overdue(connection, host.host, due) if host else None
            if host is None or row is None:
                return None
            token = await lease_host(connection, host, owner, now + to_ms(lease))
            return FeedLease(feed=_feed(row), host=host.host, token=token)

    async def make_all_due(self) -> datetime:
        """Set every enabled feed's next check to now, and give that now."""
        async with self._database.write() as connection:
            now = await now_ms(connection)
            await connection.execute(update(feeds).where(ENABLED).values(next_check_ms=now))
        return moment_at(now)

    async def count_due(self, due_at: datetime) -> int:
        """Count the enabled feeds whose next check is not after ``due_at``, but not those whose host must wait."""
        async with self._database.read() as connection:
            soon = await now_ms(connection) + to_ms(SOON)
            due = (
                select(func.count())
                .select_from(feeds.join(hosts, hosts.c.host == feeds.c.host))
                .where(ENABLED, feeds.c.next_check_ms <= moment_ms(due_at), hosts.c.next_fetch_ms <= soon)
            )
            return (await connection.execute(due)).scalar_one()

    async def disabled_feeds(self) -> Sequence[tuple[str, str]]:
        """Give name and reason of each configured feed that is not polled any more."""
        off = select(feeds.c.name, feeds.c.disabled_reason).where(
            feeds.c.disabled_reason.is_not(None), feeds.c.disabled_reason != REMOVED
        )
        async with self._database.read() as connection:
            return [(name, reason) for name, reason in await connection.execute(off.order_by(feeds.c.id))]

    async def known_hashes(self, feed_id: int, native_keys: Sequence[str]) -> dict[str, str]:
        """Give the content hash of each listing of the feed that is known."""
        async with self._database.read() as connection:
            known = await known_listings(connection, feed_id, native_keys)
        return {key: row.content_hash for key, row in known.items()}

    async def store_page(self, lease: FeedLease, page: Page, renew: timedelta) -> PageResult:
        """Store listings, grouped under postings, in one commit, and renew the lease.

        Raises `StorageError` when the lease is lost.
        """
        async with self._database.write() as connection:
            now = await now_ms(connection)
            await renew_lease(connection, lease, now + to_ms(renew))
            await _put_aside(connection, lease.feed.id, page.bad, now)
            intake = Intake(connection, lease.feed, now, baseline=page.baseline)
            return await intake.store(page.listings, page.unchanged)

    async def finish_round(self, lease: FeedLease, done: Round) -> None:
        """Record the round and what the next one needs, and free the host; nothing if the lease is lost."""
        async with self._database.write() as connection:
            now = await now_ms(connection)
            if await give_back(connection, lease, now, to_ms(done.host_wait)):
                await _record(connection, lease.feed.id, done, now)
                ended = _completed(done) if done.error is None else _failed(done, now)
                ended["next_check_ms"] = now + to_ms(done.next_check)
                await connection.execute(update(feeds).where(feeds.c.id == lease.feed.id).values(ended))


def _feed(row: Row[Any]) -> Feed:
    return Feed(
        id=row.id,
        name=row.name,
        format=row.format,
        url=row.url,
        interval=timedelta(milliseconds=row.interval_ms),
        options=row.options,
        first_poll=FirstPoll(row.first_poll),
        round=row.round,
        etag=row.etag,
        last_modified=row.last_modified,
        parser_version=row.parser_version,
        fail_count=row.fail_count,
    )


async def _put_aside(connection: AsyncConnection, feed_id: int, bad: Sequence[BadEntry], now: int) -> None:
    """Keep bad entries, each once however often it is seen."""
    for one in bad[:MOST_QUARANTINED]:
        same = {"feed_id": feed_id, "error": capped(one.error, 1000), "raw": capped(one.raw, MOST_RAW)}
        await connection.execute(delete(quarantine).filter_by(**same))
        await connection.execute(quarantine.insert().values(seen_ms=now, **same))
    if bad:
        await _prune(connection, quarantine, feed_id, MOST_QUARANTINED)


async def _prune(connection: AsyncConnection, table: Table, feed_id: int, most: int) -> None:
    """Keep the newest rows of a feed."""
    newest = select(table.c.id).where(table.c.feed_id == feed_id).order_by(table.c.id.desc())
    oldest_kept = newest.offset(most - 1).limit(1).scalar_subquery()
    await connection.execute(delete(table).where(table.c.feed_id == feed_id, table.c.id < oldest_kept))


async def _record(connection: AsyncConnection, feed_id: int, done: Round, now: int) -> None:
    took = to_ms(done.took)
    row = {
        "feed_id": feed_id,
        "started_ms": now - took,
        "took_ms": took,
        "http_status": done.status,
        "pages": done.pages,
        "n_entries": done.entries,
        "n_new": done.new,
        "n_changed": done.changed,
        "n_quarantined": done.quarantined,
        "error": done.error,
    }
    await connection.execute(feed_rounds.insert().values(row))
    await _prune(connection, feed_rounds, feed_id, MOST_ROUNDS)


def _completed(done: Round) -> dict[str, Any]:
    """Take the validators over: what they stand for is stored by now."""
    return {
        "round": feeds.c.round + 1,
        "etag": done.etag,
        "last_modified": done.last_modified,
        "parser_version": done.parser_version,
        "fail_count": 0,
        "failing_since_ms": None,
    }


def _failed(done: Round, now: int) -> dict[str, Any]:
    """Leave the validators: what they stand for is still what is stored."""
    return {
        "fail_count": feeds.c.fail_count + 1,
        "failing_since_ms": func.coalesce(feeds.c.failing_since_ms, now),
        "disabled_reason": func.coalesce(done.disabled_reason, feeds.c.disabled_reason),
    }
