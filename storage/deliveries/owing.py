"""Says what a chat is owed next; knows no lease and no attempt."""

from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.delivering import Owed, Wanted
from alerts.errors import StoredValueError
from alerts.messages import Notice
from alerts.posting import Posting
from alerts.silence import Silence
from alerts.subscribing import SubscriptionState
from storage.deliveries.failing import first_pending, yields
from storage.deliveries.gathering import Wanting, awake, gathered, wanting_of
from storage.notices import notice_of
from storage.postings import load_postings
from storage.silence import silence_of
from storage.subscriptions import subscription_of
from storage.tables import alerts, chats, deliveries, subscriptions

log = structlog.get_logger()


async def next_owed(connection: AsyncConnection, chat_id: int, now: int) -> Owed | None:
    """Give the oldest pending delivery, making one of all due alerts where there is none.

    One that has failed for long comes after all others, those that are still to be made included.
    """
    while True:
        delivery = await _pending(connection, chat_id, now)
        if delivery is None or delivery.yields:
            delivery = await gathered(connection, chat_id, now) or delivery
        if delivery is None:
            return None
        if delivery.notice is not None:
            owed = await notice_owed(connection, delivery)
            if owed is not None:
                return owed
            continue
        found = await _postings_of(connection, delivery)
        if found:
            return await _owed(connection, delivery, found, now)


async def notice_owed(connection: AsyncConnection, delivery: Row[Any]) -> Owed | None:
    """Read a notice; one about a filter that is deleted or paused by now is let go, and so is what is unreadable."""
    notice: Notice | Silence
    try:
        silence = silence_of(delivery.notice)
        notice, thread = (silence, silence.thread) if silence else notice_of(delivery.notice)
    except StoredValueError:
        log.exception("a notice cannot be read", delivery=delivery.id)
        await _let_go(connection, delivery)
        return None
    if silence is not None and not await _is_active(connection, silence.subscription_id):
        await _let_go(connection, delivery)
        return None
    return Owed(
        delivery_id=delivery.id,
        notice=notice,
        thread=thread,
        attempts=delivery.attempts,
        uncertain=delivery.attempt_started_ms is not None,
    )


async def _let_go(connection: AsyncConnection, delivery: Row[Any]) -> None:
    gone = update(deliveries).where(deliveries.c.id == delivery.id)
    await connection.execute(gone.values(status="expired"))


async def _is_active(connection: AsyncConnection, subscription_id: int) -> bool:
    active = subscriptions.c.id == subscription_id, subscriptions.c.state == SubscriptionState.ACTIVE
    return (await connection.execute(select(subscriptions.c.id).where(*active))).one_or_none() is not None


async def _pending(connection: AsyncConnection, chat_id: int, now: int) -> Row[Any] | None:
    # By way of the chat's row: for the number itself PostgreSQL may walk through all deliveries, where it is frequent.
    first = select(first_pending(chats.c.id, now)).where(chats.c.id == chat_id).scalar_subquery()
    wanted = select(deliveries, yields(deliveries, now).label("yields")).where(deliveries.c.id == first)
    return (await connection.execute(wanted)).one_or_none()


async def _postings_of(connection: AsyncConnection, delivery: Row[Any]) -> Sequence[Posting]:
    """Look up what a delivery is about. One of which nothing can be read is given up, or it would block its chat."""
    mine = alerts.c.delivery_id == delivery.id, alerts.c.chat_id == delivery.chat_id
    about = select(alerts.c.posting_id).where(*mine).order_by(alerts.c.id)
    posting_ids = (await connection.execute(about)).scalars().all()
    found = await readable(connection, posting_ids)
    if not found:
        log.error("a delivery cannot be read and is dead", delivery=delivery.id)
        given_up = {"status": "dead", "last_error": "nothing of it can be read"}
        await connection.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(given_up))
    return found


async def readable(connection: AsyncConnection, posting_ids: Sequence[int]) -> Sequence[Posting]:
    """Give those of the postings that this program can read."""
    try:
        return list((await load_postings(connection, posting_ids)).values())
    except StoredValueError:
        if len(posting_ids) <= 1:
            log.exception("a stored posting cannot be read", postings=posting_ids)
            return []
        halves = posting_ids[: len(posting_ids) // 2], posting_ids[len(posting_ids) // 2 :]
        return [one for half in halves for one in await readable(connection, half)]


async def _owed(connection: AsyncConnection, delivery: Row[Any], found: Sequence[Posting], now: int) -> Owed:
    """Say what is owed; an attempt that began and was never settled may have arrived."""
    wanting = await wanting_of(connection, [delivery.chat_id], [posting.id for posting in found])
    return owed_of(delivery, found, wanting, now)


def owed_of(delivery: Row[Any], found: Sequence[Posting], wanting: Wanting, now: int) -> Owed:
    """Put together what is owed."""
    return Owed(
        delivery_id=delivery.id,
        contents=tuple(
            Wanted(
                posting=posting,
                subscriptions=tuple(map(subscription_of, awake(wanting[delivery.chat_id, posting.id], now))),
            )
            for posting in found
        ),
        revision=delivery.wanted_rev,
        attempts=delivery.attempts,
        uncertain=delivery.attempt_started_ms is not None,
    )
