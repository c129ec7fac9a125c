"""Writes that an attempt begins and how it ended, on the delivery and on its chat; knows no lease.

Facts are never fenced, ownership is: an accepted send is recorded whoever holds the lease by now.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.delivering import Item, Outcome, Settlement, Turn
from alerts.errors import SendScope
from storage.clock import now_ms, to_ms
from storage.deliveries.budgets import note_refusal
from storage.deliveries.claiming import given_back, mine
from storage.deliveries.failing import count_failure, is_failure
from storage.moving import move_chat
from storage.tables import alerts, chats, deliveries, installations, subscriptions
from storage.values import verdicts_to_json

# How exactly ``installations.sent_ms`` is kept: a write for each message would make every sender wait for the row.
_SENT_MS = 10_000
# An attempt that was begun and never settled may have arrived, and is counted by the next one.
_CUT_SHORT = case((deliveries.c.attempt_started_ms.is_not(None), 1), else_=0)
_STATUS = {Outcome.SENT: "sent", Outcome.DEAD: "dead", Outcome.EXPIRED: "expired"}


async def begin(
    connection: AsyncConnection, turn: Turn, delivery_id: int, items: Sequence[Item], now: int
) -> bool:
    """Write that a send begins, and what it tells of; False where the delivery is settled already."""
    begun = (
        update(deliveries)
        .where(deliveries.c.id == delivery_id, deliveries.c.status == "pending")
        .values(
            attempts=deliveries.c.attempts + 1,
            uncertain=deliveries.c.uncertain + _CUT_SHORT,
            attempt_started_ms=now,
            sent_to=turn.address.external_id,
        )
        .returning(deliveries.c.attempts)
    )
    attempts = (await connection.execute(begun)).scalar_one_or_none()
    if attempts is None:
        return False
    if attempts > 1:  # what an earlier attempt showed may have dropped out
        await connection.execute(update(alerts).where(alerts.c.delivery_id == delivery_id).values(place=None))
    await _place(connection, delivery_id, items)
    return True


async def _place(connection: AsyncConnection, delivery_id: int, items: Sequence[Item]) -> None:
    """Number the alerts as the message shows them."""
    mine = alerts.c.delivery_id == delivery_id
    placed = update(alerts).where(mine, alerts.c.posting_id == bindparam("posting"))
    rows = [
        {
            "posting": item.posting.id,
            "place": place,
            "verdicts": {str(one.subscription.id): verdicts_to_json(one.verdicts) for one in item.matched},
        }
        for place, item in enumerate(items, start=1)
    ]
    if rows:
        await connection.execute(placed, rows)


async def settle(connection: AsyncConnection, turn: Turn, delivery_id: int, settlement: Settlement) -> None:
    """Write an outcome on the delivery, and on the chat where the lease is still ours.

    The chat comes first, as it does wherever an attempt begins: the other order could deadlock with it.
    """
    now = await now_ms(connection)
    if is_failure(settlement):
        settlement = await count_failure(connection, delivery_id, settlement, now)
    await connection.execute(update(chats).where(*mine(turn)).values(_chat_after(settlement, now)))
    await _settle_delivery(connection, delivery_id, settlement, now)
    await _tell_installation(connection, turn.chat_id, settlement, now)
    if settlement.lost_thread is not None:
        await _leave_thread(connection, turn.chat_id, settlement.lost_thread)
    if settlement.moved_to is not None:
        await move_chat(connection, turn.chat_id, settlement.moved_to)


async def _settle_delivery(
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
        await connection.execute(copied.values(uncertain=deliveries.c.uncertain + 1))


def _delivery_after(settlement: Settlement, now: int) -> dict[str, Any]:
    changes: dict[str, Any] = {"last_error": settlement.error, "attempt_started_ms": None}
    if settlement.outcome in _STATUS:
        changes["status"] = _STATUS[settlement.outcome]
    if settlement.outcome is Outcome.SENT:
        changes |= {
            "sent_ms": now,
            "provider_msg_id": settlement.message_id,
            "shown_rev": settlement.revision,
        }
    if settlement.uncertain:
        changes["uncertain"] = deliveries.c.uncertain + 1
    return changes


def _chat_after(settlement: Settlement, now: int) -> dict[str, Any]:
    """Say when the chat may be sent to next. A chat that is gone keeps what it is owed."""
    freed = given_back(now) if settlement.ends_turn else {}
    if settlement.outcome is Outcome.CHAT_GONE:
        return freed | {"state": "gone", "gone_ms": now}
    paced = {"paced_until_ms": now + to_ms(settlement.pace)}
    return freed | paced | {"backoff_until_ms": now + to_ms(settlement.back_off)}


async def _tell_installation(
    connection: AsyncConnection, chat_id: int, settlement: Settlement, now: int
) -> None:
    """Write what an outcome says of the whole bot: that it sends, is too fast, or is no longer let in."""
    its_chat = select(chats.c.installation_id).where(chats.c.id == chat_id).scalar_subquery()
    bot = update(installations).where(installations.c.id == its_chat)
    if settlement.outcome is Outcome.SENT:
        seldom = installations.c.sent_ms < now - _SENT_MS
        await connection.execute(bot.where(seldom).values(sent_ms=now))
    elif settlement.outcome is Outcome.UNINSTALLED:
        await connection.execute(bot.values(revoked_ms=now))
    elif settlement.limited is not None:
        until = now + to_ms(settlement.back_off)
        await note_refusal(connection, chat_id, until, whole_bot=settlement.limited is not SendScope.CHAT)


async def _leave_thread(connection: AsyncConnection, chat_id: int, thread: str) -> None:
    """Let what went to a thread that is no more go to the chat itself."""
    there = (subscriptions.c.chat_id == chat_id) & (subscriptions.c.thread == thread)
    await connection.execute(update(subscriptions).where(there).values(thread=""))
