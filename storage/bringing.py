"""Stores what a chat was shown of what was there before its filter; knows no button."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.bringing import Choice
from alerts.delivering import Item
from alerts.posting import Posting
from alerts.subscribing import Subscription
from storage.clock import now_ms
from storage.database import Database
from storage.dialect import insert
from storage.postings import load_postings
from storage.subscriptions import lock_chat
from storage.tables import alerts, deliveries, matches
from storage.values import verdicts_to_json


class Bringing:
    """The `BringingStore` of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def postings_of(self, posting_ids: Sequence[int]) -> Sequence[Posting]:
        """Give those of these postings that there are, in this order."""
        async with self._database.read() as connection:
            return list((await load_postings(connection, posting_ids)).values())

    async def keep_brought(
        self, subscription: Subscription, choice: Choice, items: Sequence[Item]
    ) -> int | None:
        """Keep what a chat is shown as a digest that was sent, once for each choice, and give the digest's id."""
        chat_id, key = subscription.chat_id, f"bring:{subscription.id}:{choice}"
        async with self._database.write() as connection:
            await lock_chat(connection, chat_id)
            kept = select(deliveries.c.id).where(deliveries.c.key == key)
            before = (await connection.execute(kept)).scalar_one_or_none()
            if before is not None:
                return int(before)
            new = await _not_told(connection, chat_id, items)
            return await _keep(connection, subscription, key, new) if new else None


async def _not_told(connection: AsyncConnection, chat_id: int, items: Sequence[Item]) -> Sequence[Item]:
    ids = [item.posting.id for item in items]
    told = select(alerts.c.posting_id).where(alerts.c.chat_id == chat_id, alerts.c.posting_id.in_(ids))
    known = set((await connection.execute(told)).scalars())
    return [item for item in items if item.posting.id not in known]


async def _keep(
    connection: AsyncConnection, subscription: Subscription, key: str, items: Sequence[Item]
) -> int:
    """Store matches and alerts of a digest that needs no sending: it is the answer to a button."""
    now = await now_ms(connection)
    sent = {"chat_id": subscription.chat_id, "key": key, "kind": "digest", "status": "sent", "sent_ms": now}
    made = deliveries.insert().values(sent).returning(deliveries.c.id)
    delivery_id = int((await connection.execute(made)).scalar_one())
    verdicts = {item.posting.id: verdicts_to_json(item.matched[0].verdicts) for item in items}
    matched = [
        {"subscription_id": subscription.id, "posting_id": posting_id, "verdicts": found}
        for posting_id, found in sorted(verdicts.items())
    ]
    await connection.execute(insert(connection, matches).on_conflict_do_nothing(), matched)
    told: list[dict[str, Any]] = [
        {
            "chat_id": subscription.chat_id,
            "posting_id": item.posting.id,
            "due_ms": now,
            "delivery_id": delivery_id,
            "place": place,
            "verdicts": {str(subscription.id): verdicts[item.posting.id]},
        }
        for place, item in enumerate(items, start=1)
    ]
    told.sort(key=lambda row: row["posting_id"])
    await connection.execute(insert(connection, alerts).on_conflict_do_nothing(), told)
    return delivery_id
