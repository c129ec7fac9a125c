"""Stores the adjustments that chats were offered, and makes them and takes them back; knows no button."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.adjusting import Adjustment, Kind, Offer, adjusted
from alerts.filters import VERSION, to_json
from alerts.subscribing import Subscription, SubscriptionState
from storage.clock import now_ms, to_ms
from storage.database import Database
from storage.revisions import next_rev
from storage.subscriptions import subscription_of
from storage.tables import adjustments, subscriptions

# How long a button works; what was offered longer ago is forgotten.
KEPT = timedelta(days=90)


class Adjustments:
    """The `AdjustmentStore` of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def offer(self, chat_id: int, offers: Sequence[Offer]) -> Sequence[Offer]:
        """Keep what is offered, and give it with its ids."""
        async with self._database.write() as connection:
            return await keep_offers(connection, chat_id, offers)

    async def adjust(
        self, chat_id: int, offer_id: int, *, undo: bool
    ) -> tuple[Offer, Sequence[Subscription]] | None:
        """Do it or take it back; give what it is and the subscriptions that have it so by now."""
        mine = adjustments.c.id == offer_id, adjustments.c.chat_id == chat_id
        async with self._database.write() as connection:
            row = (await connection.execute(adjustments.select().where(*mine))).one_or_none()
            if row is None:
                return None
            offer = _offer_of(row)
            changed = await _adjust(connection, chat_id, offer, undo=undo)
        return (offer, changed) if changed else None


async def keep_offers(connection: AsyncConnection, chat_id: int, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Keep what a chat is offered, and forget what it was offered long ago."""
    now = await now_ms(connection)
    old = adjustments.c.chat_id == chat_id, adjustments.c.created_ms < now - to_ms(KEPT)
    await connection.execute(adjustments.delete().where(*old))
    kept = []
    for offer in offers:
        made = adjustments.insert().values(
            chat_id=chat_id,
            kind=offer.adjustment.kind,
            what=offer.adjustment.what,
            gone=list(offer.adjustment.gone),
            new=list(offer.adjustment.new),
            subscription_ids=list(offer.subscription_ids),
            created_ms=now,
        )
        number = (await connection.execute(made.returning(adjustments.c.id))).scalar_one()
        kept.append(replace(offer, id=number))
    return kept


async def _adjust(
    connection: AsyncConnection, chat_id: int, offer: Offer, *, undo: bool
) -> Sequence[Subscription]:
    """Change every filter that the adjustment can be made of, under the lock that revisions are counted in."""
    rev = await next_rev(connection)
    adjustment = offer.adjustment.undone if undo else offer.adjustment
    wanted = (
        subscriptions.c.id.in_(offer.subscription_ids),
        subscriptions.c.chat_id == chat_id,
        subscriptions.c.state != SubscriptionState.DELETED,
    )
    rows = (
        await connection.execute(subscriptions.select().where(*wanted).order_by(subscriptions.c.id))
    ).all()
    changed = []
    for subscription in map(subscription_of, rows):
        after = adjusted(subscription.filter, adjustment)
        if after is None:
            continue
        changed.append(replace(subscription, filter=after))
        if after != subscription.filter:
            values = {"spec": to_json(after), "spec_version": VERSION, "rev": rev}
            kept = update(subscriptions).where(subscriptions.c.id == subscription.id)
            await connection.execute(kept.values(values))
    return changed


def _offer_of(row: Row[Any]) -> Offer:
    adjustment = Adjustment(kind=Kind(row.kind), what=row.what, gone=tuple(row.gone), new=tuple(row.new))
    return Offer(adjustment=adjustment, subscription_ids=tuple(row.subscription_ids), id=row.id)
