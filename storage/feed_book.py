"""Stores which feeds there are and tells how each is doing; knows nothing of polling them."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.feed_book import FeedState, NewFeed
from alerts.polling import Origin
from alerts.polling.feed import PROVEN
from storage.clock import moment_at, now_ms, to_ms
from storage.database import Database
from storage.dialect import insert, take_lock
from storage.feed_config import REMOVED, UNSEEN
from storage.tables import feed_rounds, feeds, hosts, listings, quarantine

# What 'postings a day' is the mean of.
LATELY = timedelta(days=14)
_WELL = {"fail_count": 0, "failing_since_ms": None}


class Book:
    """Implements `alerts.feed_book.FeedBook`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all_feeds(self) -> Sequence[FeedState]:
        """Give every feed that was not removed, by name."""
        kept = feeds.c.disabled_reason.is_(None) | (feeds.c.disabled_reason != REMOVED)
        async with self._database.read() as connection:
            return await _states(connection, kept)

    async def add_feed(self, new: NewFeed) -> FeedState:
        """Store a feed, due at once. One that is there already is given as it is, polled again if it was off."""
        spec = new.spec
        async with self._database.write() as connection:
            await take_lock(connection, "feeds")
            now = await now_ms(connection)
            known_host = insert(connection, hosts).values(host=spec.host, min_gap_ms=to_ms(spec.min_gap))
            await connection.execute(known_host.on_conflict_do_nothing())
            row = {
                "name": spec.name,
                "origin": new.origin,
                "format": spec.format,
                "url": spec.url,
                "options": json.loads(json.dumps(dict(spec.options), default=str)),
                "host": spec.host,
                "interval_ms": to_ms(spec.interval),
                "next_check_ms": now,
                "first_poll": spec.first_poll.value,
                "approved": new.origin is not Origin.CHAT,
                "added_by_chat": new.chat_id,
            }
            added = insert(connection, feeds).values(row).on_conflict_do_nothing().returning(feeds.c.id)
            if (await connection.execute(added)).one_or_none() is None:
                await _take_up_again(connection, new, row)
            return (await _states(connection, feeds.c.url == spec.url))[0]

    async def approve_feed(self, feed_id: int) -> bool:
        """Let what a feed brings reach everybody; False where there is no such feed."""
        async with self._database.write() as connection:
            approved = update(feeds).where(feeds.c.id == feed_id).values(approved=True)
            return (await connection.execute(approved)).rowcount > 0

    async def remove_feed(self, feed_id: int) -> bool:
        """Stop polling a feed that was not configured in the file; what it brought stays."""
        async with self._database.write() as connection:
            mine = feeds.c.id == feed_id, feeds.c.origin != Origin.CONFIG
            removed = update(feeds).where(*mine).values(disabled_reason=REMOVED)
            return (await connection.execute(removed)).rowcount > 0


async def _take_up_again(connection: AsyncConnection, new: NewFeed, row: dict[str, Any]) -> None:
    """Poll a feed again that was off. One that was removed becomes what a new one would be, but for what it brought.

    Of another the operator's word approves; a chat changes nothing of another's feed.
    """
    known = feeds.c.url == row["url"]
    again = {"disabled_reason": None, "next_check_ms": row["next_check_ms"], **_WELL}
    removed = known & (feeds.c.disabled_reason == REMOVED)
    await connection.execute(update(feeds).where(removed).values({**row, **again, **UNSEEN}))
    if new.origin is Origin.CHAT:
        known &= feeds.c.added_by_chat == new.chat_id
    off = known & feeds.c.disabled_reason.is_not(None)
    await connection.execute(update(feeds).where(off).values(again))
    if new.origin is not Origin.CHAT:
        await connection.execute(update(feeds).where(known).values(approved=True))


async def _states(connection: AsyncConnection, which: Any) -> list[FeedState]:
    now = await now_ms(connection)
    lately = now - to_ms(LATELY)
    new_ones = _count(listings, listings.c.seen_ms >= lately, listings.c.first_round > 1)
    last_good = (
        select(func.max(feed_rounds.c.started_ms + feed_rounds.c.took_ms))
        .where(feed_rounds.c.feed_id == feeds.c.id, feed_rounds.c.error.is_(None))
        .scalar_subquery()
    )
    trouble = (
        select(feed_rounds.c.error)
        .where(feed_rounds.c.feed_id == feeds.c.id)
        .order_by(feed_rounds.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    first = select(func.min(listings.c.seen_ms)).where(listings.c.feed_id == feeds.c.id).scalar_subquery()
    wanted = select(
        feeds,
        new_ones.label("n_lately"),
        last_good.label("last_good_ms"),
        trouble.label("trouble"),
        first.label("first_ms"),
        _count(quarantine).label("n_quarantined"),
    )
    rows = await connection.execute(wanted.where(which).order_by(feeds.c.name, feeds.c.id))
    return [_state(row, now) for row in rows]


def _count(table: Any, *conditions: Any) -> Any:
    counted = select(func.count()).select_from(table).where(table.c.feed_id == feeds.c.id, *conditions)
    return counted.scalar_subquery()


def _state(row: Any, now: int) -> FeedState:
    known_for = timedelta(milliseconds=now - (now if row.first_ms is None else row.first_ms))
    days = min(known_for, LATELY) / timedelta(days=1)
    return FeedState(
        id=row.id,
        name=row.name,
        url=row.url,
        format=row.format,
        origin=Origin(row.origin),
        interval=timedelta(milliseconds=row.interval_ms),
        approved=row.approved,
        options=row.options,
        added_by_chat=row.added_by_chat,
        last_good=None if row.last_good_ms is None else moment_at(row.last_good_ms),
        a_day=row.n_lately / max(days, 1.0),
        trouble=row.trouble,
        next_check=moment_at(row.next_check_ms),
        quarantined=row.n_quarantined,
        off=row.disabled_reason,
        moved_to=row.moved_to if row.moved_times >= PROVEN else None,
    )
