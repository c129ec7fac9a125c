"""Stores where the bot may write, as platforms tell of it; knows no platform."""

from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.presence import Presence
from alerts.subscribing import Address
from storage.clock import now_ms
from storage.database import Database
from storage.dissolving import dissolve
from storage.moving import move_chat
from storage.tables import chats, deliveries, installations


class Presences:
    """The `PresenceStore` of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note_presence(self, presence: Presence) -> None:
        """Stop writing to a chat or workspace, or go on; nothing is noted of one that nobody ever spoke in."""
        address = presence.address
        async with self._database.write() as connection:
            if not address.external_id:
                return await _note_workspace(connection, address, present=presence.present)
            chat_id = (await connection.execute(_chat_at(address))).scalar_one_or_none()
            if chat_id is None:
                return None
            if presence.moved_to:
                return await move_chat(connection, chat_id, presence.moved_to)
            return await (welcome if presence.present else _leave)(connection, chat_id)


async def welcome(connection: AsyncConnection, chat_id: int) -> None:
    """Go on with a chat that came back, with one message of all that it is owed."""
    gone = chats.c.id == chat_id, chats.c.state != "active"
    back = {"state": "active", "gone_ms": None, "backoff_until_ms": 0}
    if (await connection.execute(update(chats).where(*gone).values(back))).rowcount:
        await dissolve(connection, chat_id)


async def welcome_all(connection: AsyncConnection, address: Address) -> None:
    """Go on with the address's workspace where it let the bot in again."""
    revoked = _workspace_of(address), installations.c.revoked_ms.is_not(None)
    back = update(installations).where(*revoked).values(revoked_ms=None).returning(installations.c.id)
    installation_id = (await connection.execute(back)).scalar_one_or_none()
    if installation_id is None:
        return
    owed = (
        select(deliveries.c.chat_id)
        .join(chats, chats.c.id == deliveries.c.chat_id)
        .where(chats.c.installation_id == installation_id, deliveries.c.status == "pending")
        .distinct()
        .order_by(deliveries.c.chat_id)
    )
    for chat_id in (await connection.execute(owed)).scalars().all():
        await dissolve(connection, chat_id)


async def _leave(connection: AsyncConnection, chat_id: int) -> None:
    """Write no more, whoever is just about to: without an owner no lease goes on."""
    here = chats.c.id == chat_id, chats.c.state == "active"
    gone = {"state": "gone", "gone_ms": await now_ms(connection), "lease_owner": None}
    await connection.execute(update(chats).where(*here).values(gone))


async def _note_workspace(connection: AsyncConnection, address: Address, *, present: bool) -> None:
    if present:
        return await welcome_all(connection, address)
    here = _workspace_of(address), installations.c.revoked_ms.is_(None)
    gone = update(installations).where(*here).values(revoked_ms=await now_ms(connection))
    await connection.execute(gone)
    return None


def _chat_at(address: Address) -> Any:
    return (
        select(chats.c.id)
        .join(installations, installations.c.id == chats.c.installation_id)
        .where(_workspace_of(address), chats.c.external_id == address.external_id)
    )


def _workspace_of(address: Address) -> ColumnElement[bool]:
    return (installations.c.platform == address.platform) & (installations.c.workspace == address.workspace)
