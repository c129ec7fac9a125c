"""Stores what chats say about postings they were sent; knows no button."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.feedback import Saved, Stage
from alerts.posting import Posting
from storage.clock import now_ms
from storage.database import Database
from storage.dialect import insert
from storage.postings import load_postings
from storage.tables import alerts, feedback
from storage.values import storable


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

    async def unsave_posting(self, chat_id: int, posting_id: int) -> None:
        """Forget that the posting was saved, and what was said of it."""
        async with self._database.write() as connection:
            forgotten = {"saved_ms": None, "note": None, "stage": None}
            await connection.execute(update(feedback).where(*_about(chat_id, posting_id)).values(forgotten))

    async def annotate(
        self, chat_id: int, posting_id: int, *, note: str | None = None, stage: Stage | None = None
    ) -> Saved | None:
        """Keep what is given of a saved posting; None where it is not saved."""
        given = {"note": note and storable(note), "stage": stage}
        said = {name: value for name, value in given.items() if value is not None}
        kept = update(feedback).where(*_about(chat_id, posting_id), feedback.c.saved_ms.is_not(None))
        async with self._database.write() as connection:
            row = (await connection.execute(kept.values(said).returning(*feedback.c))).one_or_none()
            if row is None:
                return None
            found = await load_postings(connection, [posting_id])
        return _saved(row, found[posting_id])

    async def saved_postings(self, chat_id: int, limit: int) -> Sequence[Saved]:
        """Give the saved postings, newest first."""
        wanted = (
            feedback.select()
            .where(feedback.c.chat_id == chat_id, feedback.c.saved_ms.is_not(None))
            .order_by(feedback.c.saved_ms.desc(), feedback.c.posting_id.desc())
            .limit(limit)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(wanted)).all()
            found = await load_postings(connection, [row.posting_id for row in rows])
        return [_saved(row, found[row.posting_id]) for row in rows if row.posting_id in found]

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


def _about(chat_id: int, posting_id: int) -> tuple[ColumnElement[bool], ...]:
    return feedback.c.chat_id == chat_id, feedback.c.posting_id == posting_id


def _saved(row: Row[Any], posting: Posting) -> Saved:
    """Read what was said; a stage of a newer program is none."""
    stage = Stage(row.stage) if row.stage in set(Stage) else None
    return Saved(posting=posting, note=row.note or "", stage=stage)


async def _was_sent(connection: AsyncConnection, chat_id: int, posting_id: int) -> bool:
    """A button may be forged: only what was owed to this chat can be spoken of here."""
    owed = select(alerts.c.id).where(alerts.c.chat_id == chat_id, alerts.c.posting_id == posting_id)
    return (await connection.execute(owed)).one_or_none() is not None
