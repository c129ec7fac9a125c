"""Finds subscriptions that found nothing for long, and owes their chats the explanation; knows no preview."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import structlog
from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.adjusting import Offer
from alerts.errors import StoredValueError
from alerts.silence import AFTER, FINE, Quiet, Silence
from alerts.subscribing import Subscription, SubscriptionState
from storage.adjustments import keep_offers
from storage.clock import now_ms, to_ms
from storage.database import Database
from storage.subscriptions import lock_chat, subscription_of
from storage.tables import chats, deliveries, feeds, matches, postings, subscriptions
from storage.values import Codec

log = structlog.get_logger()

_SILENCE: Codec[Silence] = Codec(Silence)
# Under which a notice's values are those of a silence.
_KEY = "silence"
_DAY = 24 * 60 * 60 * 1000
# Subscriptions of one look.
_SOME = 50


class Silences:
    """The `SilenceStore` of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def quiet_some(self) -> tuple[Sequence[Quiet], bool]:
        """Look at some subscriptions whose time it is, and give those that found nothing; and whether more wait."""
        async with self._database.read() as connection:
            if not await _due(connection, await now_ms(connection)):
                return [], False
        async with self._database.write() as connection:
            now = await now_ms(connection)
            rows = await _due(connection, now)
            quiet = [one for row in rows if (one := await _looked_at(connection, row, now)) is not None]
        return quiet, len(rows) == _SOME

    async def feeds_read(self) -> tuple[int, int]:
        """Give how many feeds are polled, and how many of these are failing."""
        polled = feeds.c.disabled_reason.is_(None)
        counted = select(func.count(), func.count(feeds.c.failing_since_ms)).where(polled)
        async with self._database.read() as connection:
            every, failing = (await connection.execute(counted)).one()
        return int(every), int(failing)

    async def tell_silence(self, silence: Silence, chat_id: int, offer: Offer | None) -> None:
        """Owe the chat the explanation, unless another process did."""
        async with self._database.write() as connection:
            await lock_chat(connection, chat_id)
            now = await now_ms(connection)
            mine = (
                subscriptions.c.id == silence.subscription_id,
                subscriptions.c.state == SubscriptionState.ACTIVE,
                subscriptions.c.silence_check_ms <= now,
            )
            taken = update(subscriptions).where(*mine).values(silence_check_ms=now + to_ms(AFTER))
            if (await connection.execute(taken)).rowcount == 0:
                return
            if offer is not None:
                (kept,) = await keep_offers(connection, chat_id, [offer])
                silence = replace(silence, offer_id=kept.id, offered=kept.adjustment)
            owed = {
                "chat_id": chat_id,
                "key": f"silence:{silence.subscription_id}:{now}",
                "kind": "notice",
                "notice": {_KEY: _SILENCE.dump(silence)},
            }
            await connection.execute(deliveries.insert().values(owed))

    async def let_be(self, chat_id: int, subscription_id: int) -> Subscription | None:
        """Keep a subscription from being explained for long; None where the chat has no such one."""
        mine = (
            subscriptions.c.id == subscription_id,
            subscriptions.c.chat_id == chat_id,
            subscriptions.c.state != SubscriptionState.DELETED,
        )
        async with self._database.write() as connection:
            later = {"silence_check_ms": await now_ms(connection) + to_ms(FINE)}
            left = update(subscriptions).where(*mine).values(later).returning(*subscriptions.c)
            row = (await connection.execute(left)).one_or_none()
        return None if row is None else subscription_of(row)


def silence_of(stored: Any) -> Silence | None:
    """Read the column ``deliveries.notice``; None where it is about something else. Raises `StoredValueError`."""
    return _SILENCE.load(stored[_KEY]) if _KEY in stored else None


async def _due(connection: AsyncConnection, now: int) -> Sequence[Row[Any]]:
    """Give the active subscriptions whose time it is, of chats that are there."""
    wanted = (
        select(subscriptions, chats.c.state.label("chat_state"))
        .join(chats, chats.c.id == subscriptions.c.chat_id)
        .where(subscriptions.c.state == SubscriptionState.ACTIVE, subscriptions.c.silence_check_ms <= now)
        .order_by(subscriptions.c.silence_check_ms, subscriptions.c.id)
        .limit(_SOME)
    )
    return (await connection.execute(wanted)).all()


async def _looked_at(connection: AsyncConnection, row: Row[Any], now: int) -> Quiet | None:
    """Give a subscription that is silent; of another one write down when it would be."""
    found = (
        select(func.max(postings.c.seen_ms))
        .join(matches, matches.c.posting_id == postings.c.id)
        .where(matches.c.subscription_id == row.id)
    )
    last = (await connection.execute(found)).scalar_one() or 0
    since = max(last, row.created_ms, row.snoozed_until_ms or 0)
    is_due = since + to_ms(AFTER) <= now
    if is_due and row.chat_state == "active" and (subscription := _readable(row)) is not None:
        return Quiet(subscription=subscription, days=(now - since) // _DAY)
    later = (now if is_due else since) + to_ms(AFTER)
    await connection.execute(
        update(subscriptions).where(subscriptions.c.id == row.id).values(silence_check_ms=later)
    )
    return None


def _readable(row: Row[Any]) -> Subscription | None:
    """Read a subscription; one that another version wrote is for that version to explain."""
    try:
        return subscription_of(row)
    except StoredValueError:
        log.exception("a silent filter cannot be read and is passed over", subscription=row.id)
        return None
