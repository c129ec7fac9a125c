"""Stores what polling finds: feeds and their leases, pages of listings, and how each round ended."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import compress
from typing import Any

import structlog
from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.feeds import manners_of
from alerts.messages import Told
from alerts.polling import Feed, FeedLease, FeedSpec, FirstPoll, Known, Origin, Page, PageResult, Round
from storage.clock import moment_at, moment_ms, now_ms, to_ms
from storage.closing import close_over
from storage.database import Database
from storage.dialect import chunks, take_lock
from storage.feed_config import REMOVED, reconcile, retire_others
from storage.leases import (
    ENABLED,
    free_hosts,
    held_leases,
    lease_hosts,
    most_overdue,
    renew_lease,
    take_hosts,
)
from storage.listings import Intake, known_listings
from storage.notices import tell
from storage.rounds import put_aside, settle_rounds
from storage.tables import feed_rounds, feeds, hosts
from storage.together import Together
from storage.values import hints_from_json

log = structlog.get_logger()

# A host that may be fetched from within this is waited for; a longer wait is one that it asked for.
SOON = timedelta(seconds=10)
# Claims, or ends of rounds, of one commit.
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a worker asks for; ``due_at`` None is by now."""

    owner: str
    lease: timedelta
    due_at: datetime | None


class Feeds:
    """Implements `alerts.polling.PollStore`."""

    def __init__(self, database: Database, admins: Sequence[str] = ()) -> None:
        """``admins``, as platform:user, are told of every feed's outages."""
        self._database = database
        self._admins = admins
        self._claiming = Together(self._claim, MOST_AT_ONCE)
        self._finishing = Together(self._finish, MOST_AT_ONCE)

    async def reconcile_feeds(self, specs: Sequence[FeedSpec], *, retire: bool = True) -> None:
        """Make the feeds of origin 'config' equal to ``specs``; ``retire`` disables those that are gone."""
        async with self._database.write() as connection:
            await take_lock(connection, "feeds")
            now = await now_ms(connection)
            await reconcile(connection, specs, now)
            if retire:
                await retire_others(connection, specs)

    async def claim_feed(
        self, owner: str, lease: timedelta, due_at: datetime | None = None
    ) -> FeedLease | None:
        """Lease a free host and give its most overdue feed; due by now, or by ``due_at``."""
        return await self._claiming(_Claim(owner, lease, due_at))

    async def _claim(self, claims: Sequence[_Claim]) -> Sequence[FeedLease | None]:
        """Carry out claims in one commit, each on a host of its own."""
        given: dict[_Claim, list[FeedLease]] = {}
        async with self._database.write() as connection:
            for claim, most in Counter(claims).items():
                given[claim] = await _leases(connection, claim, most)
        return [given[claim].pop(0) if given[claim] else None for claim in claims]

    async def make_all_due(self) -> datetime:
        """Set every enabled feed's next check to now, and give that now.

        A feed is left alone that was polled more lately than its source allows.
        """
        async with self._database.write() as connection:
            now = await now_ms(connection)
            for some in chunks(await _allowed(connection, now)):
                await connection.execute(update(feeds).where(feeds.c.id.in_(some)).values(next_check_ms=now))
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

    async def known(self, feed_id: int, native_keys: Sequence[str]) -> dict[str, Known]:
        """Give what is stored of each listing of the feed that is known."""
        async with self._database.read() as connection:
            known = await known_listings(connection, feed_id, native_keys)
        return {
            key: Known(content_hash=row.content_hash, first_round=row.first_round)
            for key, row in known.items()
        }

    async def store_page(self, lease: FeedLease, page: Page, renew: timedelta) -> PageResult:
        """Store listings, grouped under postings, in one commit, and renew the lease.

        Raises `StorageError` when the lease is lost.
        """
        async with self._database.write() as connection:
            now = await now_ms(connection)
            await renew_lease(connection, lease, now + to_ms(renew))
            await put_aside(connection, lease.feed.id, page.bad, now)
            await close_over(connection, lease.feed.id, page.over, now)
            intake = Intake(connection, lease.feed, now, baseline=page.baseline, whole=page.whole)
            return await intake.store(page.listings, page.unchanged)

    async def tell(self, feed: Feed, told: Told, reason: str) -> None:
        """Owe a notice to each chat that has to do with a feed, once."""
        await tell(self._database, feed, told, reason, self._admins)

    async def finish_round(self, lease: FeedLease, done: Round) -> None:
        """Record the round, close what is missing, set what the next one needs, free the host.

        Nothing happens if the lease is lost.
        """
        if done.read:
            await self._finish([(lease, done)])
        else:
            await self._finishing((lease, done))

    async def _finish(self, ended: Sequence[tuple[FeedLease, Round]]) -> Sequence[None]:
        """Record the ends of rounds in one commit."""
        async with self._database.write() as connection:
            held, now = await held_leases(connection, [lease for lease, _ in ended])
            mine = list(compress(ended, held))
            await free_hosts(connection, [(lease.host, to_ms(done.host_wait)) for lease, done in mine], now)
            await settle_rounds(connection, mine, now)
        return [None] * len(ended)


async def _allowed(connection: AsyncConnection, now: int) -> list[int]:
    """Give the enabled feeds whose sources' least intervals are over."""
    of_feed = select(feed_rounds.c.started_ms).where(feed_rounds.c.feed_id == feeds.c.id)
    last_ms = of_feed.order_by(feed_rounds.c.id.desc()).limit(1).scalar_subquery()
    asked = select(feeds.c.id, feeds.c.format, feeds.c.url, last_ms.label("last_ms"))
    rows = await connection.execute(asked.where(ENABLED).order_by(feeds.c.id))
    return [
        row.id
        for row in rows
        if row.last_ms is None or row.last_ms + to_ms(manners_of(row.format, row.url).min_interval) <= now
    ]


async def _leases(connection: AsyncConnection, claim: _Claim, most: int) -> list[FeedLease]:
    """Lease up to so many free hosts, each for its most overdue feed."""
    due = None if claim.due_at is None else moment_ms(claim.due_at)
    taken = await take_hosts(connection, due, most)
    rows = await most_overdue(connection, taken, due) if taken else []
    if rows:
        until = taken[rows[0].host].now + to_ms(claim.lease)
        await lease_hosts(connection, [row.host for row in rows], claim.owner, until)
    leases = (_lease(row, taken[row.host]) for row in rows)
    return [lease for lease in leases if lease is not None]


def _lease(row: Row[Any], host: Row[Any]) -> FeedLease | None:
    """Give the lease of a feed; one that this version cannot read is passed over until its host's lease is over."""
    try:
        feed = _feed(row)
    except (ValueError, KeyError, TypeError):
        log.exception("a stored feed cannot be read", feed=row.name)
        return None
    gap = timedelta(milliseconds=host.min_gap_ms)
    return FeedLease(feed=feed, host=host.host, token=host.lease_token + 1, at=moment_at(host.now), gap=gap)


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
        origin=Origin(row.origin),
        etag=row.etag,
        last_modified=row.last_modified,
        body_hash=row.body_hash,
        parser_version=row.parser_version,
        fail_count=row.fail_count,
        failing_since=None if row.failing_since_ms is None else moment_at(row.failing_since_ms),
        unchanged=row.unchanged,
        usual_entries=row.usual_entries,
        hints=hints_from_json(row.hints),
        moved_to=row.moved_to,
        moved_times=row.moved_times,
        approved=row.approved,
        told=row.told_ms is not None,
    )
