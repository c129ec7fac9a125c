"""Stores how a round ended: its record, the entries it set aside, and what the feed's next round needs."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, Update, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.feeds.entry import BadEntry
from alerts.polling import Feed, FeedLease, Round
from storage.clock import moment_ms, to_ms
from storage.closing import Missed, count_missing
from storage.moved_feeds import moved
from storage.tables import feed_rounds, feeds, quarantine
from storage.values import capped, hints_to_json, storable

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


async def settle_rounds(
    connection: AsyncConnection, ended: Sequence[tuple[FeedLease, Round]], now: int
) -> None:
    """Close what is missing, record the rounds and set what the next ones need."""
    missed = [await _missed(connection, lease, done, now) for lease, done in ended]
    records = [_record(*one, missing.missing, now) for one, missing in zip(ended, missed, strict=True)]
    failed = [_failed(*one, now) for one in ended if one[1].error]
    completed = [
        _completed(*one, now, keep=not missing.waiting)
        for one, missing in zip(ended, missed, strict=True)
        if not one[1].error
    ]
    for statement, rows in ((feed_rounds.insert(), records), (_FAILED, failed), (_COMPLETED, completed)):
        if rows:
            await connection.execute(statement, rows)
    for lease, done in ended:
        changes = await moved(connection, lease, done.move)
        changes |= {"disabled_reason": done.disabled_reason} if done.disabled_reason else {}
        changes |= {"lists_all": True} if done.complete and done.believed else {}
        if changes:
            await connection.execute(update(feeds).where(feeds.c.id == lease.feed.id).values(changes))


async def prune_rounds(connection: AsyncConnection, most: int) -> int:
    """Forget all but the newest rounds of feeds that have more, of so many feeds at most, and give of how many."""
    of_feed = select(feed_rounds.c.feed_id).group_by(feed_rounds.c.feed_id)
    longer = of_feed.having(func.count() > MOST_ROUNDS).order_by(feed_rounds.c.feed_id).limit(most)
    feed_ids = (await connection.execute(longer)).scalars().all()
    for feed_id in feed_ids:
        await _prune(connection, feed_rounds, feed_id, MOST_ROUNDS)
    return len(feed_ids)


async def _missed(connection: AsyncConnection, lease: FeedLease, done: Round, now: int) -> Missed:
    counts = done.complete and done.believed
    return await count_missing(connection, lease.feed, done, now) if counts else Missed()


async def _prune(connection: AsyncConnection, table: Table, feed_id: int, most: int) -> None:
    """Keep the newest rows of a feed."""
    newest = select(table.c.id).where(table.c.feed_id == feed_id).order_by(table.c.id.desc())
    oldest_kept = newest.offset(most - 1).limit(1).scalar_subquery()
    await connection.execute(delete(table).where(table.c.feed_id == feed_id, table.c.id < oldest_kept))


def _record(lease: FeedLease, done: Round, missing: int, now: int) -> dict[str, Any]:
    took = to_ms(done.took)
    error = done.error or done.doubt
    return {
        "feed_id": lease.feed.id,
        "started_ms": now - took,
        "took_ms": took,
        "http_status": done.status,
        "pages": done.pages,
        "n_entries": done.entries,
        "n_new": done.new,
        "n_changed": done.changed,
        "n_missing": missing,
        "n_quarantined": done.quarantined,
        "error": None if error is None else storable(error),
    }


def _completed(lease: FeedLease, done: Round, now: int, *, keep: bool) -> dict[str, Any]:
    """Take the validators over: what they stand for is stored by now."""
    feed, sound = lease.feed, done.read and done.believed
    return {
        "feed_id": feed.id,
        "new_etag": done.etag if keep else None,
        "new_last_modified": done.last_modified if keep else None,
        "new_body_hash": done.body_hash if keep else None,
        "new_parser_version": done.parser_version,
        "new_unchanged": done.unchanged,
        "new_hints": hints_to_json(done.hints),
        "new_round": feed.round + 1 if sound else feed.round,
        "new_usual_entries": done.entries if sound else feed.usual_entries,
        **_failing(feed, now, failed=done.doubt is not None),
        **_next(done, now),
    }


def _failed(lease: FeedLease, done: Round, now: int) -> dict[str, Any]:
    """Leave the validators: what they stand for is still what is stored."""
    return {"feed_id": lease.feed.id, **_failing(lease.feed, now, failed=True), **_next(done, now)}


def _failing(feed: Feed, now: int, *, failed: bool) -> dict[str, Any]:
    since = now if feed.failing_since is None else moment_ms(feed.failing_since)
    return {
        "new_fail_count": feed.fail_count + 1 if failed else 0,
        "new_failing_since_ms": since if failed else None,
    }


def _next(done: Round, now: int) -> dict[str, Any]:
    return {"new_next_check_ms": now + to_ms(done.next_check)}


def _ended(*names: str) -> Update:
    """Make the statement that sets these columns of a feed, built once: it ends every poll."""
    columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return update(feeds).where(feeds.c.id == bindparam("feed_id")).values(columns)


_SCHEDULE = ("fail_count", "failing_since_ms", "next_check_ms")
_CONTENT = (
    "etag",
    "last_modified",
    "body_hash",
    "parser_version",
    "unchanged",
    "hints",
    "round",
    "usual_entries",
)
_FAILED = _ended(*_SCHEDULE)
_COMPLETED = _ended(*_SCHEDULE, *_CONTENT)
