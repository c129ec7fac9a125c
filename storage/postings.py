"""Looks postings up, with the text and facts of their lead listing and all places where they were found."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.posting import FoundOn, Posting
from storage.audience import visible_to
from storage.database import Database
from storage.dialect import chunks
from storage.subjects import stored_subject
from storage.tables import feeds, listings, postings
from storage.values import FACTS, TEXT, storable


class Postings:
    """Implements `alerts.looking.PostingStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest_postings(self, limit: int, chat_id: int | None = None) -> Sequence[Posting]:
        """Give the postings that were seen last, newest first, those of a baseline included.

        For a chat, what only feeds have that other chats proposed is left out.
        """
        newest = select(postings.c.id).order_by(postings.c.seen_ms.desc(), postings.c.id.desc()).limit(limit)
        if chat_id is not None:
            newest = newest.where(visible_to(chat_id))
        async with self._database.read() as connection:
            ids = (await connection.execute(newest)).scalars().all()
            found = await load_postings(connection, ids)
        return [found[each] for each in ids]

    async def posting_at(self, url: str, chat_id: int) -> Posting | None:
        """Give the posting that has a listing with this link, of those that the chat may see."""
        there = (
            select(listings.c.posting_id)
            .join(postings, postings.c.id == listings.c.posting_id)
            .where(listings.c.url == storable(url), visible_to(chat_id))
        )
        async with self._database.read() as connection:
            posting_id = (await connection.execute(there.order_by(listings.c.id).limit(1))).scalar()
            found = await load_postings(connection, [posting_id] if posting_id is not None else [])
        return next(iter(found.values()), None)


async def load_postings(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, Posting]:
    """Give those of these postings that there are, in the order of ``ids``."""
    found: dict[int, Posting] = {}
    for some in chunks(list(dict.fromkeys(ids))):
        places = await _places(connection, some)
        rows = {row.id: row for row in await _rows(connection, some)}
        found.update((each, _posting(rows[each], places[each])) for each in some if each in rows)
    return found


async def _rows(connection: AsyncConnection, ids: Sequence[int]) -> Sequence[Row[Any]]:
    lead = select(postings, listings.c.url, listings.c.content_hash, listings.c.text, listings.c.facts).join(
        listings, listings.c.id == postings.c.lead_listing_id
    )
    return (await connection.execute(lead.where(postings.c.id.in_(ids)))).all()


async def _places(connection: AsyncConnection, ids: Sequence[int]) -> defaultdict[int, list[FoundOn]]:
    found_on = select(listings.c.posting_id, feeds.c.name, listings.c.url).join(
        feeds, feeds.c.id == listings.c.feed_id
    )
    places: defaultdict[int, list[FoundOn]] = defaultdict(list)
    ordered = found_on.where(listings.c.posting_id.in_(ids)).order_by(listings.c.id)
    for posting_id, name, url in await connection.execute(ordered):
        places[posting_id].append(FoundOn(feed=name, url=url))
    return places


def _posting(row: Row[Any], found_on: Sequence[FoundOn]) -> Posting:
    text = TEXT.load(row.text)
    return Posting(
        id=row.id,
        content_hash=row.content_hash,
        subject=stored_subject(row, tuple(dict.fromkeys(place.feed for place in found_on)), text),
        text=text,
        facts=FACTS.load(row.facts),
        url=row.url,
        found_on=tuple(found_on),
        closed=row.closed_ms is not None,
    )
