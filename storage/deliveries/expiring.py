"""Lets go of what chats were owed that went away and did not come back in time; knows nothing of their return."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.clock import now_ms, to_ms
from storage.database import Database
from storage.deliveries.waiting import waiting_chats
from storage.tables import alerts, chats, deliveries, installations

# How long a chat may be away and still get what it was owed.
KEPT = timedelta(days=14)
# Chats of one commit.
_CHATS = 100
_EVER = 2**62


class Expiring:
    """Expires what is owed to nobody any more."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def expire_some(self) -> int:
        """Expire what some chats were owed that are long gone, and give how many messages there were."""
        async with self._database.write() as connection:
            now = await now_ms(connection)
            long_gone = (await connection.execute(_long_gone(now - to_ms(KEPT)))).scalars()
            return sum([await _expire(connection, chat_id, now) for chat_id in long_gone])


def _long_gone(before: int) -> Any:
    gone = (chats.c.state == "gone") & (func.coalesce(chats.c.gone_ms, 0) <= before)
    return (
        select(chats.c.id)
        .join(installations, installations.c.id == chats.c.installation_id)
        .where(chats.c.id.in_(waiting_chats(_EVER)), or_(gone, installations.c.revoked_ms <= before))
        .order_by(chats.c.id)
        .limit(_CHATS)
    )


async def _expire(connection: AsyncConnection, chat_id: int, now: int) -> int:
    """Expire the chat's pending messages, and its alerts without one as one message."""
    pending = (deliveries.c.chat_id == chat_id) & (deliveries.c.status == "pending")
    expired = (await connection.execute(update(deliveries).where(pending).values(status="expired"))).rowcount
    waiting = (alerts.c.chat_id == chat_id) & alerts.c.delivery_id.is_(None)
    if (await connection.execute(select(alerts.c.id).where(waiting).limit(1))).first() is None:
        return expired
    one = deliveries.insert().values(
        chat_id=chat_id, key=f"expired:{chat_id}:{now}", kind="digest", status="expired"
    )
    delivery_id = (await connection.execute(one.returning(deliveries.c.id))).scalar_one()
    await connection.execute(update(alerts).where(waiting).values(delivery_id=delivery_id))
    return expired + 1
