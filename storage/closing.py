"""Counts absences and closes and reopens listings and postings; the rule itself is `alerts.polling.closing`'s."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.polling import Feed, Round
from alerts.polling.closing import Absence, Judgement, judge
from storage.clock import moment_at, moment_ms
from storage.dialect import chunks
from storage.tables import alerts, deliveries, feeds, listings, postings

# Why a posting is closed: every full list that had it has it no more.
ABSENT = "absent"
# Or by its own word it is over.
EXPIRED = "expired"
# Beyond so many it is not looked up which of them merely became unreadable.
_MOST_LOOKED_UP = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """What a round missed, and whether some of it may be closed by the next one."""

    missing: int = 0
    waiting: bool = False


async def count_missing(connection: AsyncConnection, feed: Feed, done: Round, now: int) -> Missed:
    """Count one more miss for each open listing that a complete round did not have, and close what is closed by it."""
    is_open = (listings.c.feed_id == feed.id) & listings.c.closed_ms.is_(None)
    wanted = select(listings).where(is_open, listings.c.last_seen_round <= feed.round).order_by(listings.c.id)
    rows = (await connection.execute(wanted)).all()
    if done.unusable and len(rows) > _MOST_LOOKED_UP:
        return Missed(missing=len(rows), waiting=True)
    missing, unreadable = _told_apart(rows, done.unusable)
    await _count_as_seen(connection, unreadable, feed.round + 1)
    open_listings = (
        await connection.execute(select(func.count()).select_from(listings).where(is_open))
    ).scalar_one()
    judged = judge([_absence(row, now) for row in missing], open_listings, moment_at(now))
    await _count(connection, judged)
    await _close(connection, judged.closed, now)
    return Missed(missing=len(missing), waiting=len(judged.closed) < len(missing))


async def reopen(connection: AsyncConnection, feed_id: int, native_keys: Sequence[str]) -> None:
    """Open the postings again of closed listings that are listed anew, and nothing else: no alert comes of it."""
    for some in chunks(sorted(native_keys)):
        back = select(listings.c.posting_id).where(
            listings.c.feed_id == feed_id,
            listings.c.native_key.in_(some),
            listings.c.closed_ms.is_not(None),
        )
        await open_again(connection, set((await connection.execute(back)).scalars()))


async def open_again(connection: AsyncConnection, posting_ids: Collection[int]) -> None:
    """Open those of these postings again that are closed."""
    for some in chunks(sorted(posting_ids)):
        closed = select(postings.c.id).where(postings.c.id.in_(some), postings.c.closed_ms.is_not(None))
        if back := (await connection.execute(closed)).scalars().all():
            opened = update(postings).where(postings.c.id.in_(back))
            await connection.execute(opened.values(closed_ms=None, closed_reason=None))
            await outdate(connection, back)


async def outdate(
    connection: AsyncConnection, posting_ids: Collection[int], *, changed: bool = False
) -> None:
    """Have what was sent about these postings brought up to date, and say that they ``changed``.

    One that closed, came back or is found elsewhere as well states what it stated.
    """
    for some in chunks(sorted(posting_ids)):
        told = alerts.c.posting_id.in_(some), alerts.c.delivery_id.is_not(None)
        stale = update(deliveries).where(deliveries.c.id.in_(select(alerts.c.delivery_id).where(*told)))
        await connection.execute(stale.values(wanted_rev=deliveries.c.wanted_rev + 1))
        if changed:
            await connection.execute(update(alerts).where(*told).values(changed=True))


def _told_apart(rows: Sequence[Any], unusable: Sequence[str]) -> tuple[list[Any], list[int]]:
    """Tell missing listings from those whose keys stand in entries that could not be used: these are listed."""
    unreadable = {row.id for row in rows if any(row.native_key in text for text in unusable)}
    return [row for row in rows if row.id not in unreadable], sorted(unreadable)


async def _count_as_seen(connection: AsyncConnection, listing_ids: Sequence[int], number: int) -> None:
    for some in chunks(listing_ids):
        seen = update(listings).where(listings.c.id.in_(some))
        await connection.execute(seen.values(last_seen_round=number, missed=0, missing_since_ms=None))


def _absence(row: Any, now: int) -> Absence:
    return Absence(
        listing_id=row.id,
        missed=row.missed,
        needed=row.misses_needed,
        since=moment_at(now if row.missing_since_ms is None else row.missing_since_ms),
    )


async def _count(connection: AsyncConnection, judged: Judgement) -> None:
    counted = update(listings).where(listings.c.id == bindparam("listing_id"))
    names = ("missed", "misses_needed", "missing_since_ms")
    columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    rows = [
        {
            "listing_id": one.listing_id,
            "new_missed": one.missed,
            "new_misses_needed": one.needed,
            "new_missing_since_ms": moment_ms(one.since),
        }
        for one in judged.absent
    ]
    if rows:
        await connection.execute(counted.values(columns), rows)


async def close_over(connection: AsyncConnection, feed_id: int, native_keys: Sequence[str], now: int) -> None:
    """Close open listings of a feed that are over by their own word, which no second miss has to confirm."""
    for some in chunks(sorted(native_keys)):
        still_open = select(listings.c.id).where(
            listings.c.feed_id == feed_id, listings.c.native_key.in_(some), listings.c.closed_ms.is_(None)
        )
        await _close(connection, (await connection.execute(still_open)).scalars().all(), now, EXPIRED)


async def _close(
    connection: AsyncConnection, listing_ids: Sequence[int], now: int, reason: str = ABSENT
) -> None:
    for some in chunks(listing_ids):
        await connection.execute(update(listings).where(listings.c.id.in_(some)).values(closed_ms=now))
        touched = select(listings.c.posting_id).where(listings.c.id.in_(some))
        gone = select(postings.c.id).where(
            postings.c.id.in_(touched), postings.c.closed_ms.is_(None), ~_listed_somewhere()
        )
        posting_ids = (await connection.execute(gone)).scalars().all()
        closed = update(postings).where(postings.c.id.in_(posting_ids))
        if posting_ids:
            await connection.execute(closed.values(closed_ms=now, closed_reason=reason))
            await outdate(connection, posting_ids)


def _listed_somewhere() -> Any:
    """Say whether a full list that is polled still has a posting: a window that has it proves nothing."""
    return (
        select(listings.c.id)
        .join(feeds, feeds.c.id == listings.c.feed_id)
        .where(
            listings.c.posting_id == postings.c.id,
            listings.c.closed_ms.is_(None),
            feeds.c.lists_all,
            feeds.c.disabled_reason.is_(None),
        )
        .exists()
    )
