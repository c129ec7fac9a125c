"""Counts how often a delivery failed while others did not, and gives up what would block its chat for ever."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, FromClause, func, not_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.delivering import Outcome, Settlement
from alerts.delivering.settling import hopeless
from storage.clock import to_ms
from storage.deliveries.waiting import is_pending
from storage.tables import chats, deliveries, installations

# A message that failed for so long lets the chat's others go first. Where these arrive it is to blame, and not the
# platform; a bot with a single chat learns it in no other way.
YIELDS_AFTER = timedelta(hours=6)


def is_failure(settlement: Settlement) -> bool:
    """Say whether an attempt failed, and not only came too early, too late or to the wrong place."""
    return settlement.outcome is Outcome.RETRY and bool(settlement.back_off) and settlement.limited is None


def yields(owed: FromClause, now: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Say of a row of deliveries whether what else its chat is owed goes first."""
    return func.coalesce(owed.c.failing_since_ms, now) <= now - to_ms(YIELDS_AFTER)


def first_pending(chat_id: ColumnElement[int], now: int | ColumnElement[int]) -> ColumnElement[int | None]:
    """Give the id of a chat's delivery that is sent next: the oldest, those last that yield.

    Two look-ups, of which the first one nearly always finds it by an index; an order by both would sort them all.
    """
    owed = deliveries.alias("owed")
    pending = select(owed.c.id).where(owed.c.chat_id == chat_id, is_pending(owed)).limit(1)
    oldest = pending.where(not_(yields(owed, now))).order_by(owed.c.id)
    failing = pending.where(yields(owed, now)).order_by(owed.c.failed_ms, owed.c.id)
    return func.coalesce(oldest.scalar_subquery(), failing.scalar_subquery())


async def count_failure(
    connection: AsyncConnection, delivery_id: int, settlement: Settlement, now: int
) -> Settlement:
    """Count a failure, but not a second one while nothing else was sent: then the platform is away."""
    row = await _failures(connection, delivery_id)
    if row is None:  # what it told of is gathered anew, or was forgotten
        return settlement
    others_got_theirs = row.failed_ms is None or row.sent_ms > row.failed_ms
    failures = row.failures + int(others_got_theirs)
    since = now if row.failing_since_ms is None else row.failing_since_ms
    counted = update(deliveries).where(deliveries.c.id == delivery_id)
    await connection.execute(counted.values(failures=failures, failing_since_ms=since, failed_ms=now))
    if others_got_theirs and hopeless(failures, timedelta(milliseconds=now - since)):
        return replace(settlement, outcome=Outcome.DEAD, back_off=timedelta(0))
    return settlement


async def _failures(connection: AsyncConnection, delivery_id: int) -> Any:
    columns = deliveries.c.failures, deliveries.c.failing_since_ms, deliveries.c.failed_ms
    wanted = (
        select(*columns, installations.c.sent_ms)
        .join(chats, chats.c.id == deliveries.c.chat_id)
        .join(installations, installations.c.id == chats.c.installation_id)
        .where(deliveries.c.id == delivery_id)
    )
    return (await connection.execute(wanted)).one_or_none()
