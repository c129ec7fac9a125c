"""Tells a posting's way to a chat from what matching and delivering wrote down; knows no wording."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.explaining import Stage, Story
from alerts.posting import Posting
from alerts.subscribing import Subscription, SubscriptionState
from storage.clock import moment_at, now_ms
from storage.database import Database
from storage.postings import load_postings
from storage.subscriptions import subscription_of
from storage.tables import alerts, chats, deliveries, matches, postings, subscriptions
from storage.values import verdicts_from_json

_ENDED = {"dead": Stage.DEAD, "expired": Stage.EXPIRED}


class Stories:
    """The `StoryStore` of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def story_of(self, chat_id: int, posting_id: int) -> Story:
        """Tell a posting's way to a chat."""
        async with self._database.read() as connection:
            alert = (await connection.execute(_alert_of(chat_id, posting_id))).one_or_none()
            stage, at, error = (
                await _before_an_alert(connection, posting_id)
                if alert is None
                else _on_its_way(alert, await now_ms(connection))
            )
            stored = (alert.verdicts if alert else None) or {}
            return Story(
                stage=stage,
                at=None if at is None else moment_at(at),
                error=error,
                verdicts={int(key): verdicts_from_json(value) for key, value in stored.items()},
                subscriptions=await _concerned(connection, chat_id, posting_id),
            )

    async def owed_posting(self, chat_id: int, posting_id: int) -> Posting | None:
        """Give a posting of the chat's own: a button may be forged."""
        owed = select(alerts.c.id).where(alerts.c.chat_id == chat_id, alerts.c.posting_id == posting_id)
        async with self._database.read() as connection:
            if (await connection.execute(owed)).one_or_none() is None:
                return None
            return (await load_postings(connection, [posting_id])).get(posting_id)

    async def told_in(self, chat_id: int, message_id: str) -> Sequence[Posting]:
        """Give the postings of a message, or of the last one that was sent."""
        sent = deliveries.c.chat_id == chat_id, deliveries.c.status == "sent"
        newest = (
            select(deliveries.c.id).where(*sent).order_by(deliveries.c.sent_ms.desc(), deliveries.c.id.desc())
        )
        if message_id:
            newest = newest.where(deliveries.c.provider_msg_id == message_id)
        ordered = select(alerts.c.posting_id).where(
            alerts.c.delivery_id == newest.limit(1).scalar_subquery(), alerts.c.place.is_not(None)
        )
        async with self._database.read() as connection:
            ids = list((await connection.execute(ordered.order_by(alerts.c.place))).scalars())
            found = await load_postings(connection, ids)
        return [found[each] for each in ids if each in found]


def _alert_of(chat_id: int, posting_id: int) -> Any:
    return (
        select(
            alerts.c.due_ms,
            alerts.c.verdicts,
            deliveries.c.status,
            deliveries.c.sent_ms,
            deliveries.c.last_error,
            chats.c.state,
            chats.c.held_until_ms,
            chats.c.backoff_until_ms,
        )
        .join(chats, chats.c.id == alerts.c.chat_id)
        .outerjoin(deliveries, deliveries.c.id == alerts.c.delivery_id)
        .where(alerts.c.chat_id == chat_id, alerts.c.posting_id == posting_id)
    )


async def _before_an_alert(
    connection: AsyncConnection, posting_id: int
) -> tuple[Stage, int | None, str | None]:
    """Say why nobody had an alert written; the first poll of a feed only learns what is there."""
    wanted = select(postings.c.matched_ms, postings.c.baseline).where(postings.c.id == posting_id)
    row = (await connection.execute(wanted)).one()
    if row.baseline:
        return Stage.BASELINE, None, None
    return (Stage.NOT_WANTED if row.matched_ms is not None else Stage.NOT_MATCHED_YET), None, None


def _on_its_way(row: Row[Any], now: int) -> tuple[Stage, int | None, str | None]:
    if row.status == "sent":
        return Stage.SENT, row.sent_ms, None
    if row.status in _ENDED:
        return _ENDED[row.status], None, row.last_error
    if row.state == "gone":
        return Stage.GONE, None, row.last_error
    held = max(row.held_until_ms, row.due_ms if row.status is None else 0)
    if held > now:
        return Stage.HELD, held, None
    if row.last_error:
        return Stage.FAILING, row.backoff_until_ms if row.backoff_until_ms > now else None, row.last_error
    return Stage.WAITING, None, None


async def _concerned(connection: AsyncConnection, chat_id: int, posting_id: int) -> tuple[Subscription, ...]:
    """Give the chat's filters, and deleted ones that had matched."""
    matched = select(matches.c.subscription_id).where(matches.c.posting_id == posting_id)
    wanted = subscriptions.select().where(
        subscriptions.c.chat_id == chat_id,
        or_(subscriptions.c.state != SubscriptionState.DELETED, subscriptions.c.id.in_(matched)),
    )
    rows = await connection.execute(wanted.order_by(subscriptions.c.id))
    return tuple(subscription_of(row) for row in rows)
