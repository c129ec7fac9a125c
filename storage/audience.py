"""Who may hear of a posting: everybody, or, as long as no approved feed has it, the chats that proposed its feeds."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from storage.tables import feeds, listings, postings, proposals


def visible_to(chat_id: int) -> ColumnElement[bool]:
    """Say whether a posting may be shown to a chat."""
    return _listed_by(feeds.c.approved | proposed_by(chat_id))


def proposed_by(chat_id: int) -> ColumnElement[bool]:
    """Say whether a chat proposed a feed."""
    mine = proposals.c.feed_id == feeds.c.id, proposals.c.chat_id == chat_id
    return select(proposals.c.feed_id).where(*mine).exists()


def hidden() -> ColumnElement[bool]:
    """Say whether a posting is of a feed that waits for the operator, whose listings are never grouped with others."""
    return _listed_by(~feeds.c.approved)


async def audience(connection: AsyncConnection, posting_id: int) -> set[int] | None:
    """Give the chats that may hear of a posting; None for all."""
    found = (
        select(feeds.c.approved, proposals.c.chat_id)
        .join(listings, listings.c.feed_id == feeds.c.id)
        .outerjoin(proposals, proposals.c.feed_id == feeds.c.id)
        .where(listings.c.posting_id == posting_id)
        .distinct()
    )
    rows = (await connection.execute(found)).all()
    if any(row.approved for row in rows):
        return None
    return {row.chat_id for row in rows}


def _listed_by(wanted: ColumnElement[Any]) -> ColumnElement[bool]:
    return (
        select(listings.c.id)
        .join(feeds, feeds.c.id == listings.c.feed_id)
        .where(listings.c.posting_id == postings.c.id, wanted)
        .exists()
    )
