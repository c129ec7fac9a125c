"""Lets what a chat is owed and was not sent yet be gathered anew; knows no turn and no attempt."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import chunks
from storage.tables import alerts, deliveries


async def dissolve(connection: AsyncConnection, chat_id: int) -> None:
    """Let what the chat's pending deliveries tell of be gathered anew, but for those that may have arrived.

    Deliveries are locked before their alerts, as they are where postings close: the other order could deadlock with it.
    """
    pending = (
        select(deliveries.c.id)
        .where(
            deliveries.c.chat_id == chat_id,
            deliveries.c.status == "pending",
            deliveries.c.kind.in_(("alert", "digest")),
            deliveries.c.attempt_started_ms.is_(None),
        )
        .order_by(deliveries.c.id)
        .with_for_update()
    )
    ids = (await connection.execute(pending)).scalars().all()
    for some in chunks(ids):
        free = update(alerts).where(alerts.c.delivery_id.in_(some))
        await connection.execute(free.values(delivery_id=None, place=None))
        await connection.execute(deliveries.delete().where(deliveries.c.id.in_(some)))
