"""Deletes everything about a chat, whichever table it is in; knows no command.

It follows the foreign keys, so that a table that comes later is not forgotten.
"""

from sqlalchemy import Column, ColumnElement, Table, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.subscribing import Address
from storage.feed_config import REMOVED
from storage.revisions import remember_forgotten
from storage.subscriptions import lock_chat
from storage.tables import chats, dialogs, feeds, metadata, proposals


async def forget_chat(connection: AsyncConnection, chat_id: int, address: Address) -> None:
    """Delete the chat with all that hangs on it; where something only mentions it, the mention goes.

    The chat is locked first, as it is wherever a message of it is sent or settled.
    """
    await lock_chat(connection, chat_id)
    await remember_forgotten(connection, chat_id)
    for table in reversed(metadata.sorted_tables):
        for column in _mentions(table):
            await connection.execute(update(table).where(column == chat_id).values({column.name: None}))
        owned = _owned(table, chat_id)
        if owned is not None:
            await connection.execute(delete(table).where(owned))
    spoken_there = (
        dialogs.c.platform == address.platform,
        dialogs.c.workspace == address.workspace,
        dialogs.c.external_id == address.external_id,
    )
    await connection.execute(delete(dialogs).where(*spoken_there))
    await connection.execute(delete(chats).where(chats.c.id == chat_id))
    await _retire_unheard(connection)


async def _retire_unheard(connection: AsyncConnection) -> None:
    """Poll no feed any more that waits for the operator and that no chat hears of."""
    heard = select(proposals.c.feed_id).where(proposals.c.feed_id == feeds.c.id).exists()
    unheard = (~feeds.c.approved, feeds.c.disabled_reason.is_(None), ~heard)
    await connection.execute(update(feeds).where(*unheard).values(disabled_reason=REMOVED))


def _owned(table: Table, chat_id: int) -> ColumnElement[bool] | None:
    """Give the condition of rows that cannot be without the chat; None where the table has none such."""
    conditions: list[ColumnElement[bool]] = []
    for column, target in _references(table):
        if column.nullable:
            continue
        if target is chats:
            conditions.append(column == chat_id)
        elif (owned := _owned(target, chat_id)) is not None:
            conditions.append(column.in_(select(target.c.id).where(owned)))
    return or_(*conditions) if conditions else None


def _mentions(table: Table) -> list[Column[int | None]]:
    return [column for column, target in _references(table) if target is chats and column.nullable]


def _references(table: Table) -> list[tuple[Column[int | None], Table]]:
    return [(column, key.column.table) for column in table.columns for key in column.foreign_keys]
