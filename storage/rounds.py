"""Stores how a round ended: its record, the entries it set aside, and what the feed's next round needs."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.feeds.entry import BadEntry
from alerts.polling import FeedLease, Round
from storage.clock import to_ms
from storage.closing import Missed, count_missing
from storage.moved_feeds import moved
from storage.tables import feed_rounds, feeds, quarantine
from storage.values import capped, hints_to_json

MOST_RAW = 64 * 1024
# What is kept of a feed's past: enough to see what is wrong with it.
MOST_ROUNDS = 200
MOST_QUARANTINED = 100


async def put_aside(connection: AsyncConnection, feed_id: int, bad: Sequence[BadEntry], now: int) -> None:
    """Keep bad entries, each once however often it is seen."""
    for one in bad[:MOST_QUARANTINED]:
        same = {"feed_id": feed_id, "error": capped(one.error, 1000), "raw": capped(one.raw, MOST_RAW)}
        await connection.execute(delete(quarantine).filter_by(**same))
        await connection.execute(quarantine.insert().values(seen_ms=now, **same))
    if bad:
        await _prune(connection, quarantine, feed_id, MOST_QUARANTINED)


async def settle_round(connection: AsyncConnection, lease: FeedLease, done: Round, now: int) -> None:
    """Close what is missing, record the round and set what the next one needs."""
    missed = await count_missing(connection, lease.feed, done, now) if done.complete else Missed()
    await _record(connection, lease.feed.id, done, missed.missing, now)
    ended = _failed(done, now) if done.error else _completed(done, now, keep=not missed.waiting)
    ended["next_check_ms"] = now + to_ms(done.next_check)
    ended |= await moved(connection, lease, done.move)
    await connection.execute(update(feeds).where(feeds.c.id == lease.feed.id).values(ended))


async def _prune(connection: AsyncConnection, table: Table, feed_id: int, most: int) -> None:
    """Keep the newest rows of a feed."""
    newest = select(table.c.id).where(table.c.feed_id == feed_id).order_by(table.c.id.desc())
    oldest_kept = newest.offset(most - 1).limit(1).scalar_subquery()
    await connection.execute(delete(table).where(table.c.feed_id == feed_id, table.c.id < oldest_kept))


async def _record(connection: AsyncConnection, feed_id: int, done: Round, missing: int, now: int) -> None:
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
        "n_missing": missing,
        "n_quarantined": done.quarantined,
        "error": done.error or done.doubt,
    }
    await connection.execute(feed_rounds.insert().values(row))
    await _prune(connection, feed_rounds, feed_id, MOST_ROUNDS)


def _completed(done: Round, now: int, *, keep: bool) -> dict[str, Any]:
    """Take the validators over: what they stand for is stored by now."""
    ended: dict[str, Any] = {
        "etag": done.etag if keep else None,
        "last_modified": done.last_modified if keep else None,
        "body_hash": done.body_hash if keep else None,
        "parser_version": done.parser_version,
        "unchanged": done.unchanged,
        "hints": hints_to_json(done.hints),
        "fail_count": feeds.c.fail_count + 1 if done.doubt else 0,
        "failing_since_ms": func.coalesce(feeds.c.failing_since_ms, now) if done.doubt else None,
    }
    if done.read:
        ended["round"] = feeds.c.round + 1
        ended |= {} if done.doubt else {"usual_entries": done.entries}
    if done.complete:
        ended["lists_all"] = True
    return ended


def _failed(done: Round, now: int) -> dict[str, Any]:
    """Leave the validators: what they stand for is still what is stored."""
    return {
        "fail_count": feeds.c.fail_count + 1,
        "failing_since_ms": func.coalesce(feeds.c.failing_since_ms, now),
        "disabled_reason": func.coalesce(done.disabled_reason, feeds.c.disabled_reason),
    }
