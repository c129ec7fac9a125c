"""Forgets what nobody needs any more: of old postings first their texts, after a year the listings themselves.

A listing's key stays for as long as the listing may still be listed, and for a year after: forgotten sooner, it would
alert again. What somebody saved stays as it is.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.clock import now_ms, to_ms
from storage.database import Database
from storage.dialect import chunks
from storage.listings import PRUNED
from storage.rounds import prune_rounds
from storage.tables import alerts, deliveries, feedback, feeds, listings, matches, postings

# A closed posting's text is kept for so long: it may be opened again, and people look back.
TEXT_KEPT = timedelta(days=30)
# What a window showed last so long ago is as good as closed.
UNSEEN_TEXT_KEPT = timedelta(days=120)
KEYS_KEPT = timedelta(days=365)
# Rows of one commit.
_BATCH = 200


class Pruning:
    """Implements the tidying of a database; each step is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def prune(self) -> bool:
        """Forget one batch each of texts, listings and rounds; say whether there may be more."""
        async with self._database.write() as connection:
            texts = await _prune_texts(connection, await now_ms(connection))
        async with self._database.write() as connection:
            keys = await _prune_listings(connection, await now_ms(connection))
        async with self._database.write() as connection:
            rounds = await prune_rounds(connection, _BATCH)
        return max(texts, keys, rounds) == _BATCH


async def _prune_texts(connection: AsyncConnection, now: int) -> int:
    """Empty texts, facts and entries; the content hash goes too, so that a listing that comes back is read anew."""
    closed = listings.c.posting_id.in_(
        select(postings.c.id).where(postings.c.closed_ms < now - to_ms(TEXT_KEPT))
    )
    unseen = (listings.c.last_seen_ms < now - to_ms(UNSEEN_TEXT_KEPT)) & _not_listed()
    old = select(listings.c.id).where(listings.c.content_hash != PRUNED, closed | unseen, ~_saved())
    ids = (await connection.execute(old.order_by(listings.c.id).limit(_BATCH))).scalars().all()
    emptied = {"content_hash": PRUNED, "text": {}, "facts": {}, "entry": {}}
    await connection.execute(update(listings).where(listings.c.id.in_(ids)).values(emptied))
    return len(ids)


async def _prune_listings(connection: AsyncConnection, now: int) -> int:
    """Delete listings last seen a year ago, and the postings that lose their last one; what is saved stays."""
    old = select(listings.c.id, listings.c.posting_id).where(
        listings.c.last_seen_ms < now - to_ms(KEYS_KEPT), _not_listed(), ~_saved()
    )
    rows = (await connection.execute(old.order_by(listings.c.id).limit(_BATCH))).all()
    await connection.execute(delete(listings).where(listings.c.id.in_([row.id for row in rows])))
    touched = sorted({row.posting_id for row in rows})
    left = exists().where(listings.c.posting_id == postings.c.id)
    bare = (
        (await connection.execute(select(postings.c.id).where(postings.c.id.in_(touched), ~left)))
        .scalars()
        .all()
    )
    await _delete_alerts(connection, bare)
    for table in (matches, feedback):
        await connection.execute(delete(table).where(table.c.posting_id.in_(bare)))
    await connection.execute(delete(postings).where(postings.c.id.in_(bare)))
    await _lead_anew(connection, sorted(set(touched) - set(bare)))
    return len(rows)


async def _delete_alerts(connection: AsyncConnection, posting_ids: Sequence[int]) -> None:
    """Delete alerts, and the messages of which they were all: nothing leads to such a message any more."""
    told = delete(alerts).where(alerts.c.posting_id.in_(posting_ids)).returning(alerts.c.delivery_id)
    delivery_ids = set((await connection.execute(told)).scalars()) - {None}
    left = exists().where(alerts.c.delivery_id == deliveries.c.id)
    for some in chunks(sorted(delivery_ids)):
        await connection.execute(delete(deliveries).where(deliveries.c.id.in_(some), ~left))


def _saved() -> Any:
    """Say whether somebody saved the posting: it is theirs for as long as they keep it."""
    return exists().where(feedback.c.posting_id == listings.c.posting_id, feedback.c.saved_ms.is_not(None))


def _not_listed() -> Any:
    """Say whether the feed's last content did not have the listing: 'not modified' for a year removes nothing."""
    return listings.c.last_seen_round < (
        select(feeds.c.round).where(feeds.c.id == listings.c.feed_id).scalar_subquery()
    )


async def _lead_anew(connection: AsyncConnection, posting_ids: list[int]) -> None:
    """Let another listing lead where the one that did is gone; what the posting says stays."""
    first = (
        select(listings.c.id)
        .where(listings.c.posting_id == postings.c.id)
        .order_by(listings.c.id)
        .limit(1)
        .scalar_subquery()
    )
    gone = ~exists().where(listings.c.id == postings.c.lead_listing_id)
    led = update(postings).where(postings.c.id.in_(posting_ids), gone)
    await connection.execute(led.values(lead_listing_id=first))
