"""Stores what chats say about postings they were sent; knows no button."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.posting import Posting
from storage.clock import now_ms
from storage.database import Database
from storage.dialect import insert
from storage.postings import load_postings
from storage.tables import alerts, feedback


class Feedback:
    """The `FeedbackStore` of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save_posting(self, chat_id: int, posting_id: int) -> Posting | None:
        """Remember the posting for the chat; None where it was never sent there."""
        return await self._note(chat_id, posting_id, "saved_ms")

    async def dismiss_posting(self, chat_id: int, posting_id: int) -> Posting | None:
        """Note that the posting is not for this chat; None where it was never sent there."""
        return await self._note(chat_id, posting_id, "dismissed_ms")

    async def saved_postings(self, chat_id: int, limit: int) -> Sequence[Posting]:
        """Give the saved postings, newest first."""
        wanted = (
            select(feedback.c.posting_id)
            .where(feedback.c.chat_id == chat_id, feedback.c.saved_ms.is_not(None))
            .order_by(feedback.c.saved_ms.desc(), feedback.c.posting_id.desc())
            .limit(limit)
        )
        async with self._database.read() as connection:
            ids = list((await connection.execute(wanted)).scalars())
            found = await load_postings(connection, ids)
        return [found[posting_id] for posting_id in ids]

    async def _note(self, chat_id: int, posting_id: int, column: str) -> Posting | None:
        async with self._database.write() as connection:
            if not await _was_sent(connection, chat_id, posting_id):
                return None
            noted = {column: await now_ms(connection)}
            adding = insert(connection, feedback).values(chat_id=chat_id, posting_id=posting_id, **noted)
            await connection.execute(
                adding.on_conflict_do_update(index_elements=feedback.primary_key, set_=noted)
            )
            return (await load_postings(connection, [posting_id]))[posting_id]


async def _was_sent(connection: AsyncConnection, chat_id: int, posting_id: int) -> bool:
    """A button may be forged: only what was owed to this chat can be spoken of here."""
    owed = select(alerts.c.id).where(alerts.c.chat_id == chat_id, alerts.c.posting_id == posting_id)
    return (await connection.execute(owed)).one_or_none() is not None
