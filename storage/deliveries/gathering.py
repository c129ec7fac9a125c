"""Gathers a chat's due alerts into one delivery; knows no lease and no attempt."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.digest import MOST_IN_DIGEST
from alerts.subscribing import SubscriptionState
from storage.dialect import among, chunks
from storage.tables import alerts, deliveries, matches, subscriptions

# The active subscriptions, oldest first, that matched a posting, by chat and posting.
Wanting = defaultdict[tuple[int, int], list[Row[Any]]]


_WANTING = (
    select(subscriptions, matches.c.posting_id)
    .join(matches, matches.c.subscription_id == subscriptions.c.id)
    .where(
        among(matches.c.posting_id, "posting_ids"),
        among(subscriptions.c.chat_id, "chat_ids"),
        subscriptions.c.state == SubscriptionState.ACTIVE,
    )
    .order_by(subscriptions.c.id)
)


async def gathered(connection: AsyncConnection, chat_id: int, now: int) -> Row[Any] | None:
    """Make a delivery of all alerts that are due and belong in one thread; None where nothing is due."""
    while due := await _due(connection, chat_id, now):
        wanting = await wanting_of(connection, [chat_id], [alert.posting_id for alert in due])
        snoozed = [alert for alert in due if _is_snoozed(_of(alert, wanting), now)]
        if ready := [alert for alert in due if alert not in snoozed]:
            return await _made(connection, chat_id, _of_one_thread(ready, wanting))
        await _postpone(connection, snoozed, wanting)
    return None


def _of(alert: Row[Any], wanting: Wanting) -> list[Row[Any]]:
    return wanting[alert.chat_id, alert.posting_id]


async def wanting_of(
    connection: AsyncConnection, chat_ids: Sequence[int], posting_ids: Sequence[int]
) -> Wanting:
    """Give the chats' active subscriptions that matched each posting, oldest first."""
    found: Wanting = defaultdict(list)
    for some in chunks(posting_ids):
        for row in await connection.execute(_WANTING, {"chat_ids": chat_ids, "posting_ids": some}):
            found[row.chat_id, row.posting_id].append(row)
    return found


def awake(wanting: Sequence[Row[Any]], now: int) -> list[Row[Any]]:
    """Leave out the subscriptions that are snoozed."""
    return [one for one in wanting if (one.snoozed_until_ms or 0) <= now]


def _is_snoozed(wanting: Sequence[Row[Any]], now: int) -> bool:
    return bool(wanting) and not awake(wanting, now)


async def _due(connection: AsyncConnection, chat_id: int, now: int) -> Sequence[Row[Any]]:
    wanted = alerts.c.chat_id == chat_id, alerts.c.delivery_id.is_(None), alerts.c.due_ms <= now
    oldest = alerts.select().where(*wanted).order_by(alerts.c.id).limit(MOST_IN_DIGEST)
    return (await connection.execute(oldest)).all()


def _of_one_thread(ready: Sequence[Row[Any]], wanting: Wanting) -> Sequence[Row[Any]]:
    """Give the first alert and all that go into its thread; what nobody wants any more goes with any."""
    threads = [next((one.thread for one in _of(alert, wanting)), None) for alert in ready]
    first = next((thread for thread in threads if thread is not None), None)
    return [alert for alert, thread in zip(ready, threads, strict=True) if thread in (first, None)]


async def _made(connection: AsyncConnection, chat_id: int, chosen: Sequence[Row[Any]]) -> Row[Any]:
    kind = "alert" if len(chosen) == 1 else "digest"
    new = deliveries.insert().values(chat_id=chat_id, kind=kind, key=f"{kind}:{chosen[0].id}")
    delivery = (await connection.execute(new.returning(*deliveries.c))).one()
    for some in chunks([alert.id for alert in chosen]):
        taken = update(alerts).where(alerts.c.id.in_(some))
        await connection.execute(taken.values(delivery_id=delivery.id))
    return delivery


async def _postpone(connection: AsyncConnection, snoozed: Sequence[Row[Any]], wanting: Wanting) -> None:
    """Let alerts wait for the first of their subscriptions that wakes."""
    for alert in snoozed:
        wakes = min(one.snoozed_until_ms for one in _of(alert, wanting))
        await connection.execute(update(alerts).where(alerts.c.id == alert.id).values(due_ms=wakes))
