"""Stores what chats are owed and how each send ended; knows no platform and no message's look.

Facts are never fenced, ownership is: an accepted send is recorded whoever holds the lease by now, while a chat's own
columns change only under its lease's token.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.alerting import Matched
from alerts.delivering import Outcome, Owed, Settlement, Turn
from alerts.errors import StoredValueError
from alerts.posting import Posting
from alerts.subscribing import Address, Subscription, SubscriptionState
from storage.clock import now_ms, to_ms
from storage.database import Database
from storage.moving import move_chat
from storage.postings import load_postings
from storage.subscriptions import subscription_of
from storage.tables import alerts, chats, deliveries, installations, matches, subscriptions
from storage.values import verdicts_to_json
from storage.waiting import waiting_chats

log = structlog.get_logger()

_STATUS = {Outcome.SENT: "sent", Outcome.DEAD: "dead", Outcome.EXPIRED: "expired"}


class Deliveries:
    """The `DeliveryStore` of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim_chat(self, platforms: Collection[str], owner: str, lease: timedelta) -> Turn | None:
        """Lease a chat of these platforms that is owed something and may be sent to now."""
        async with self._database.read() as connection:  # looking costs no lock: most looks find nothing
            if await _candidate(connection, platforms) is None:
                return None
        async with self._database.write() as connection:
            chat = await _candidate(connection, platforms, lock=True)
            if chat is None:
                return None
            until = await now_ms(connection) + to_ms(lease)
            leased = {"lease_owner": owner, "lease_until_ms": until, "lease_token": chat.lease_token + 1}
            await connection.execute(update(chats).where(chats.c.id == chat.id).values(leased))
            address = Address(platform=chat.platform, workspace=chat.workspace, external_id=chat.external_id)
            return Turn(chat_id=chat.id, address=address, token=chat.lease_token + 1)

    async def next_owed(self, turn: Turn) -> Owed | None:
        """Give the chat's oldest pending delivery, making one of its next due alert where there is none."""
        async with self._database.write() as connection:
            if not await _holds(connection, turn):
                return None
            while True:
                delivery = await _pending(connection, turn.chat_id) or await _made(connection, turn.chat_id)
                if delivery is None:
                    return None
                posting = await _posting_of(connection, delivery.id)
                if posting is not None:
                    return await _owed(connection, delivery, posting)

    async def begin_attempt(
        self, turn: Turn, delivery_id: int, matched: Sequence[Matched], lease: timedelta
    ) -> bool:
        """Commit that a send begins, with its verdicts, and renew the lease; False where the lease is lost."""
        async with self._database.write() as connection:
            now = await now_ms(connection)
            renewed = update(chats).where(*_mine(turn)).values(lease_until_ms=now + to_ms(lease))
            if (await connection.execute(renewed)).rowcount == 0:
                return False
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

    async def settle(self, turn: Turn, delivery_id: int, settlement: Settlement) -> None:
        """Record an outcome, and pace or hold back the chat where the lease is still ours."""
        async with self._database.write() as connection:
            now = await now_ms(connection)
            await _settle_delivery(connection, delivery_id, settlement, now)
            await connection.execute(update(chats).where(*_mine(turn)).values(_chat_after(settlement, now)))
            if settlement.moved_to is not None:
                await move_chat(connection, turn.chat_id, settlement.moved_to)

    async def release_chat(self, turn: Turn) -> None:
        """Give the lease back; the time of it orders the chats' turns."""
        async with self._database.write() as connection:
            free = {"lease_owner": None, "lease_until_ms": await now_ms(connection)}
            await connection.execute(update(chats).where(*_mine(turn)).values(free))


async def _candidate(connection: AsyncConnection, platforms: Collection[str], *, lock: bool = False) -> Any:
    """Find the waiting chat whose last turn is longest ago."""
    now = await now_ms(connection)
    wanted = (
        select(chats, installations.c.platform, installations.c.workspace)
        .join(installations, installations.c.id == chats.c.installation_id)
        .where(
            chats.c.id.in_(waiting_chats(now)),
            chats.c.state == "active",
            chats.c.lease_until_ms <= now,
            chats.c.paced_until_ms <= now,
            chats.c.held_until_ms <= now,
            chats.c.backoff_until_ms <= now,
            installations.c.platform.in_(platforms),
            installations.c.revoked_ms.is_(None),
        )
        .order_by(chats.c.lease_until_ms, chats.c.id)
        .limit(1)
    )
    if lock:
        wanted = wanted.with_for_update(of=chats, skip_locked=True)
    return (await connection.execute(wanted)).one_or_none()


def _mine(turn: Turn) -> tuple[Any, ...]:
    return chats.c.id == turn.chat_id, chats.c.lease_token == turn.token, chats.c.lease_owner.is_not(None)


async def _holds(connection: AsyncConnection, turn: Turn) -> bool:
    now = await now_ms(connection)
    mine = select(chats.c.id).where(*_mine(turn), chats.c.lease_until_ms > now).with_for_update()
    return (await connection.execute(mine)).one_or_none() is not None


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
        posting=posting,
        subscriptions=await _live(connection, delivery.chat_id, posting.id),
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


def _chat_after(settlement: Settlement, now: int) -> dict[str, Any]:
    """Say when the chat may be sent to next. A chat that is gone keeps what it is owed."""
    if settlement.outcome is Outcome.CHAT_GONE:
        return {"state": "gone", "gone_ms": now}
    if settlement.outcome is Outcome.RETRY:
        return {"backoff_until_ms": now + to_ms(settlement.back_off)}
    return {"paced_until_ms": now + to_ms(settlement.pace), "backoff_until_ms": 0}
