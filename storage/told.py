"""Looks up what chats were told, as it is now; knows no turn and no page's look."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.delivering import Wanted
from alerts.digest import PAGE_SIZE
from alerts.telling import Page
from storage.database import Database
from storage.dialect import chunks
from storage.postings import load_postings
from storage.subscriptions import subscription_of
from storage.tables import alerts, subscriptions


class Told:
    """The `ToldStore` of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def told_page(self, chat_id: int, delivery_id: int, page: int) -> Page | None:
        """Give a page of a digest; None where the chat was sent no such digest or it has no such page."""
        async with self._database.read() as connection:
            found = await page_of_delivery(connection, chat_id, delivery_id, page)
        return found if found.contents else None

    async def told_posting(self, chat_id: int, posting_id: int) -> Wanted | None:
        """Give a posting with the filters that it was told for; None where it never was to this chat."""
        mine = alerts.c.chat_id == chat_id, alerts.c.posting_id == posting_id, alerts.c.place.is_not(None)
        async with self._database.read() as connection:
            rows = (await connection.execute(alerts.select().where(*mine))).all()
            found = await _wanted(connection, rows)
        return found[0] if found else None


async def page_of_delivery(
    connection: AsyncConnection, chat_id: int, delivery_id: int, page: int = 1
) -> Page:
    """Give a page of what a delivery told the chat, and how many postings it has in all."""
    mine = alerts.c.delivery_id == delivery_id, alerts.c.chat_id == chat_id, alerts.c.place.is_not(None)
    first = (page - 1) * PAGE_SIZE + 1
    shown = alerts.select().where(*mine, alerts.c.place.between(first, first + PAGE_SIZE - 1))
    rows = (await connection.execute(shown.order_by(alerts.c.place))).all()
    total = (await connection.execute(select(func.count()).select_from(alerts).where(*mine))).scalar_one()
    return Page(contents=tuple(await _wanted(connection, rows)), total=total)


async def _wanted(connection: AsyncConnection, rows: Sequence[Row[Any]]) -> Sequence[Wanted]:
    """Look up postings with the filters that are in their verdicts, whatever became of these."""
    found = await load_postings(connection, [row.posting_id for row in rows])
    named = sorted({int(each) for row in rows for each in row.verdicts or ()})
    known = {}
    for some in chunks(named):
        wanted = subscriptions.select().where(subscriptions.c.id.in_(some))
        known.update({row.id: subscription_of(row) for row in await connection.execute(wanted)})
    return [
        Wanted(
            posting=found[row.posting_id],
            subscriptions=tuple(known[int(each)] for each in row.verdicts or () if int(each) in known),
            changed=row.changed,
        )
        for row in rows
        if row.posting_id in found
    ]
