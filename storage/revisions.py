"""Counts the revisions of subscriptions, and remembers the numbers of those that went; knows no filter.

Revisions never go back: what goes with its chat leaves its number behind, with a revision of its own.
"""

from sqlalchemy import func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import take_lock
from storage.tables import forgotten, subscriptions

_LOCK = "subscription revisions"


async def next_rev(connection: AsyncConnection) -> int:
    """Count on, one writer at a time: whoever reads up to a revision then has seen every earlier one."""
    await take_lock(connection, _LOCK)
    return await newest_rev(connection) + 1


async def newest_rev(connection: AsyncConnection) -> int:
    """Give the newest revision, 0 where there is none: it and all before it are committed."""
    newest = [
        select(func.coalesce(func.max(table.c.rev), 0)).scalar_subquery()
        for table in (subscriptions, forgotten)
    ]
    found = (await connection.execute(select(*newest))).one()
    return int(max(found))


async def remember_forgotten(connection: AsyncConnection, chat_id: int) -> None:
    """Leave behind the numbers of a chat's subscriptions, which are about to be deleted."""
    rev = await next_rev(connection)
    mine = select(subscriptions.c.id, literal(rev)).where(subscriptions.c.chat_id == chat_id)
    await connection.execute(insert(forgotten).from_select(["subscription_id", "rev"], mine))
