"""Follows feeds to where their servers moved them for good; knows no redirect."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.polling import FeedLease, Move
from alerts.polling.feed import PROVEN, asked_host
from storage.clock import to_ms
from storage.dialect import insert
from storage.tables import hosts


async def moved(connection: AsyncConnection, lease: FeedLease, move: Move | None) -> dict[str, Any]:
    """Give the columns that a move changes; a feed that proved to have moved waits its turn at its new host."""
    feed = lease.feed
    if move is None or (move.to, move.times) == (feed.moved_to, feed.moved_times):
        return {}
    changes: dict[str, Any] = {"moved_to": move.to, "moved_times": move.times}
    address = move.to if move.to and move.times >= PROVEN else feed.url
    home = asked_host(feed.format, address, feed.options)
    if home and home != lease.host:
        known = insert(connection, hosts).values(host=home, min_gap_ms=to_ms(lease.gap))
        await connection.execute(known.on_conflict_do_nothing())
        changes["host"] = home
    return changes
