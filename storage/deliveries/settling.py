"""Writes how an attempt ended whose message was not accepted, on the delivery and on its chat."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.delivering import Outcome, Settlement, Turn
from alerts.errors import SendScope
from storage.clock import now_ms, to_ms
from storage.deliveries.budgets import note_refusal
from storage.deliveries.failing import count_failure, is_failure
from storage.deliveries.holding import given_back, mine
from storage.moving import move_chat
from storage.tables import chats, deliveries, installations, subscriptions
from storage.values import capped

# What is kept of what a platform said.
_MOST_ERROR = 1_000
_STATUS = {Outcome.DEAD: "dead", Outcome.EXPIRED: "expired"}


async def settle(connection: AsyncConnection, turn: Turn, delivery_id: int, settlement: Settlement) -> None:
    """Write an outcome on the delivery, and on the chat where the lease is still ours.

    The chat comes first, as it does wherever an attempt begins: the other order could deadlock with it. One that was
    forgotten meanwhile has no outcome.
    """
    locked = select(chats.c.id).where(chats.c.id == turn.chat_id).with_for_update(key_share=True)
    if (await connection.execute(locked)).one_or_none() is None:
        return
    now = await now_ms(connection)
    if is_failure(settlement):
        settlement = await count_failure(connection, delivery_id, settlement, now)
    await connection.execute(update(chats).where(*mine(turn)).values(_chat_after(settlement, now)))
    await _settle_delivery(connection, delivery_id, settlement)
    await _tell_installation(connection, turn.chat_id, settlement, now)
    if settlement.lost_thread is not None:
        await _leave_thread(connection, turn.chat_id, settlement.lost_thread)
    if settlement.moved_to is not None:
        await move_chat(connection, turn.chat_id, settlement.moved_to)


async def _settle_delivery(connection: AsyncConnection, delivery_id: int, settlement: Settlement) -> None:
    """Write a definite outcome once."""
    changes: dict[str, Any] = {"last_error": _error(settlement), "attempt_started_ms": None}
    if settlement.outcome in _STATUS:
        changes["status"] = _STATUS[settlement.outcome]
    if settlement.uncertain:
        changes["uncertain"] = deliveries.c.uncertain + 1
    settled = update(deliveries).where(deliveries.c.id == delivery_id, deliveries.c.status == "pending")
    await connection.execute(settled.values(changes))


def _error(settlement: Settlement) -> str | None:
    """Give what a platform said as a text that any database takes: a settling must not fail for it."""
    return settlement.error and capped(settlement.error, _MOST_ERROR)


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
    """Write what an outcome says of the whole bot: that it is too fast, or no longer let in."""
    if settlement.outcome is Outcome.UNINSTALLED:
        its_chat = select(chats.c.installation_id).where(chats.c.id == chat_id).scalar_subquery()
        await connection.execute(
            update(installations).where(installations.c.id == its_chat).values(revoked_ms=now)
        )
    elif settlement.limited is not None:
        until = now + to_ms(settlement.back_off)
        await note_refusal(connection, chat_id, until, whole_bot=settlement.limited is not SendScope.CHAT)


async def _leave_thread(connection: AsyncConnection, chat_id: int, thread: str) -> None:
    """Let what went to a thread that is no more go to the chat itself."""
    there = (subscriptions.c.chat_id == chat_id) & (subscriptions.c.thread == thread)
    await connection.execute(update(subscriptions).where(there).values(thread=""))
