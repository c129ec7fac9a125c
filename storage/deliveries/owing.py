"""Says what a chat is owed next, and puts its due alerts into deliveries; knows no lease."""

from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.delivering import Owed, Wanted
from alerts.errors import StoredValueError
from alerts.posting import Posting
from alerts.subscribing import Subscription, SubscriptionState
from storage.clock import now_ms
from storage.postings import load_postings
from storage.subscriptions import subscription_of
from storage.tables import alerts, deliveries, matches, subscriptions

log = structlog.get_logger()


async def next_owed(connection: AsyncConnection, chat_id: int) -> Owed | None:
    """Give the oldest pending delivery, making one of the next due alert where there is none."""
    while True:
        delivery = await _pending(connection, chat_id) or await _made(connection, chat_id)
        if delivery is None:
            return None
        posting = await _posting_of(connection, delivery.id)
        if posting is not None:
            return await _owed(connection, delivery, posting)


async def _pending(connection: AsyncConnection, chat_id: int) -> Any:
    wanted = (
        deliveries.select()
        .where(deliveries.c.chat_id == chat_id, deliveries.c.status == "pending")
        .order_by(deliveries.c.id)
        .limit(1)
    )
    return (await connection.execute(wanted)).one_or_none()


async def _made(connection: AsyncConnection, chat_id: int) -> Any:
    """Make a delivery of the chat's next due alert."""
    due = (
        alerts.select()
        .where(
            alerts.c.chat_id == chat_id,
            alerts.c.delivery_id.is_(None),
            alerts.c.due_ms <= await now_ms(connection),
        )
        .order_by(alerts.c.id)
        .limit(1)
    )
    alert = (await connection.execute(due)).one_or_none()
    if alert is None:
        return None
    added = deliveries.insert().values(chat_id=chat_id, key=f"alert:{chat_id}:{alert.posting_id}")
    delivery = (await connection.execute(added.returning(*deliveries.c))).one()
    taken = update(alerts).where(alerts.c.id == alert.id).values(delivery_id=delivery.id)
    await connection.execute(taken)
    return delivery


async def _posting_of(connection: AsyncConnection, delivery_id: int) -> Posting | None:
    """Look up what a delivery is about; one whose posting cannot be read is given up, or it would block its chat."""
    about = select(alerts.c.posting_id).where(alerts.c.delivery_id == delivery_id)
    posting_id = (await connection.execute(about)).scalar_one()
    try:
        return (await load_postings(connection, [posting_id]))[posting_id]
    except StoredValueError as error:
        log.exception("a delivery cannot be read and is dead", delivery=delivery_id)
        given_up = update(deliveries).where(deliveries.c.id == delivery_id)
        await connection.execute(given_up.values(status="dead", last_error=str(error)))
        return None


async def _owed(connection: AsyncConnection, delivery: Any, posting: Posting) -> Owed:
    """Say what is owed; an attempt that began and was never settled may have arrived."""
    return Owed(
        delivery_id=delivery.id,
        contents=Wanted(posting=posting, subscriptions=await _live(connection, delivery.chat_id, posting.id)),
        attempts=delivery.attempts,
        uncertain=delivery.attempt_started_ms is not None,
    )


async def _live(connection: AsyncConnection, chat_id: int, posting_id: int) -> tuple[Subscription, ...]:
    """Give the matched subscriptions that still want it: one may have been paused or deleted since."""
    wanted = (
        subscriptions.select()
        .join(matches, matches.c.subscription_id == subscriptions.c.id)
        .where(
            matches.c.posting_id == posting_id,
            subscriptions.c.chat_id == chat_id,
            subscriptions.c.state == SubscriptionState.ACTIVE,
        )
        .order_by(subscriptions.c.id)
    )
    return tuple(subscription_of(row) for row in await connection.execute(wanted))
