"""Writes that an attempt begins and how it ended, on the delivery and on its chat; knows no lease.

Facts are never fenced, ownership is: an accepted send is recorded whoever holds the lease by now.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.alerting import Matched
from alerts.delivering import Outcome, Settlement, Turn
from storage.clock import to_ms
from storage.tables import deliveries
from storage.values import verdicts_to_json

_STATUS = {Outcome.SENT: "sent", Outcome.DEAD: "dead", Outcome.EXPIRED: "expired"}


async def begin(
    connection: AsyncConnection, turn: Turn, delivery_id: int, matched: Sequence[Matched], now: int
) -> bool:
    """Write that a send begins; False where the delivery is settled already."""
    begun = (
        update(deliveries)
        .where(deliveries.c.id == delivery_id, deliveries.c.status == "pending")
        .values(
            attempts=deliveries.c.attempts + 1,
            attempt_started_ms=now,
            sent_to=turn.address.external_id,
            verdicts={str(one.subscription.id): verdicts_to_json(one.verdicts) for one in matched},
        )
    )
    return (await connection.execute(begun)).rowcount == 1


async def settle_delivery(
    connection: AsyncConnection, delivery_id: int, settlement: Settlement, now: int
) -> None:
    """Write a definite outcome once; what arrives for a settled delivery is a copy, and counted as such."""
    settled = (
        update(deliveries)
        .where(deliveries.c.id == delivery_id, deliveries.c.status == "pending")
        .values(_delivery_after(settlement, now))
    )
    if (await connection.execute(settled)).rowcount == 0 and settlement.outcome is Outcome.SENT:
        copied = update(deliveries).where(deliveries.c.id == delivery_id)
        await connection.execute(copied.values(uncertain=True))


def _delivery_after(settlement: Settlement, now: int) -> dict[str, Any]:
    changes: dict[str, Any] = {"last_error": settlement.error}
    if settlement.outcome in _STATUS:
        changes["status"] = _STATUS[settlement.outcome]
    if settlement.outcome is Outcome.SENT:
        changes |= {"sent_ms": now, "provider_msg_id": settlement.message_id}
    if settlement.uncertain:
        changes["uncertain"] = True
    if settlement.outcome is not Outcome.RETRY or not settlement.uncertain:
        changes["attempt_started_ms"] = None
    return changes


def chat_after(settlement: Settlement, now: int) -> dict[str, Any]:
    """Say when the chat may be sent to next. A chat that is gone keeps what it is owed."""
    if settlement.outcome is Outcome.CHAT_GONE:
        return {"state": "gone", "gone_ms": now}
    if settlement.outcome is Outcome.RETRY:
        return {"backoff_until_ms": now + to_ms(settlement.back_off)}
    return {"paced_until_ms": now + to_ms(settlement.pace), "backoff_until_ms": 0}
