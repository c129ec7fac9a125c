"""Stores which feeds there are and tells how each is doing; knows nothing of polling them."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.feed_book import FeedState, NewFeed
from alerts.polling import Origin
from alerts.polling.feed import PROVEN
from storage.clock import moment_at, now_ms, to_ms
from storage.database import Database
from storage.dialect import insert, take_lock
from storage.feed_config import REMOVED, UNSEEN
from storage.tables import feed_rounds, feeds, hosts, listings, proposals, quarantine

# What 'postings a day' is the mean of.
LATELY = timedelta(days=14)
_POLLED = {"disabled_reason": None, "fail_count": 0, "failing_since_ms": None}


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
        """Store a feed, due at once. One that is there already is given as it is, polled again if it was off.

        A chat changes nothing of a feed that is everybody's; of one that waits for the operator it hears from now on.
        """
        spec = new.spec
        async with self._database.write() as connection:
            await take_lock(connection, "feeds")
            known_host = insert(connection, hosts).values(host=spec.host, min_gap_ms=to_ms(spec.min_gap))
            await connection.execute(known_host.on_conflict_do_nothing())
            row = _row(new, await now_ms(connection))
            stored = (await connection.execute(select(feeds).where(feeds.c.url == spec.url))).one_or_none()
            if stored is not None and stored.disabled_reason == REMOVED and new.origin is Origin.CHAT:
                await _set_aside(connection, stored)
                stored = None
            if stored is None:
                await connection.execute(feeds.insert().values(row))
            else:
                await _take_up_again(connection, stored, row)
            if new.chat_id is not None:
                await _propose(connection, spec.url, new.chat_id)
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


def _row(new: NewFeed, now: int) -> dict[str, Any]:
    spec = new.spec
    return {
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


async def _set_aside(connection: AsyncConnection, removed: Row[Any]) -> None:
    """Leave a removed feed's address to a chat's proposal, a feed of its own: what others were told stays as it is."""
    aside = update(feeds).where(feeds.c.id == removed.id)
    await connection.execute(aside.values(url=f"{removed.url}#removed-{removed.id}"))


async def _take_up_again(connection: AsyncConnection, stored: Row[Any], row: dict[str, Any]) -> None:
    """Have a feed polled again that was off, by the operator's word also for everybody.

    One that the operator had removed becomes what a new one would be, but for what it brought.
    """
    changes: dict[str, Any] = {}
    if stored.disabled_reason == REMOVED:
        await connection.execute(delete(proposals).where(proposals.c.feed_id == stored.id))
        changes = row | UNSEEN | _POLLED
    elif row["approved"] or not stored.approved:
        changes = {"approved": row["approved"]}
        if stored.disabled_reason is not None:
            changes |= {"next_check_ms": row["next_check_ms"], **_POLLED}
    if changes:
        await connection.execute(update(feeds).where(feeds.c.id == stored.id).values(changes))


async def _propose(connection: AsyncConnection, url: str, chat_id: int) -> None:
    """Let a chat hear of a feed that waits for the operator."""
    waiting = select(feeds.c.id).where(feeds.c.url == url, ~feeds.c.approved)
    for feed_id in (await connection.execute(waiting)).scalars():
        proposed = insert(connection, proposals).values(feed_id=feed_id, chat_id=chat_id)
        await connection.execute(proposed.on_conflict_do_nothing())


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
    rows = (await connection.execute(wanted.where(which).order_by(feeds.c.name, feeds.c.id))).all()
    proposed_by = await _proposers(connection, which)
    return [_state(row, now, proposed_by[row.id]) for row in rows]


async def _proposers(connection: AsyncConnection, which: Any) -> defaultdict[int, set[int]]:
    proposed = select(proposals).join(feeds, feeds.c.id == proposals.c.feed_id).where(which)
    chats: defaultdict[int, set[int]] = defaultdict(set)
    for feed_id, chat_id in await connection.execute(proposed):
        chats[feed_id].add(chat_id)
    return chats


def _count(table: Any, *conditions: Any) -> Any:
    counted = select(func.count()).select_from(table).where(table.c.feed_id == feeds.c.id, *conditions)
    return counted.scalar_subquery()


def _state(row: Any, now: int, proposed_by: Collection[int]) -> FeedState:
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
        proposed_by=frozenset(proposed_by),
        last_good=None if row.last_good_ms is None else moment_at(row.last_good_ms),
        a_day=row.n_lately / max(days, 1.0),
        trouble=row.trouble,
        next_check=moment_at(row.next_check_ms),
        quarantined=row.n_quarantined,
        off=row.disabled_reason,
        moved_to=row.moved_to if row.moved_times >= PROVEN else None,
    )
