"""Finds the chat whose turn it is and holds its lease; knows nothing of what the chat is owed."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.delivering import Turn
from alerts.subscribing import Address
from storage.chat_settings import stored_settings
from storage.clock import now_ms, to_ms
from storage.deliveries.waiting import waiting_chats
from storage.tables import chats, installations


async def candidate(
    connection: AsyncConnection, platforms: Collection[str], *, lock: bool = False
) -> Row[Any] | None:
    """Find the waiting chat whose last turn is longest ago."""
    now = await now_ms(connection)
    wanted = (
        select(chats, installations.c.platform, installations.c.workspace)
        .join(installations, installations.c.id == chats.c.installation_id)
        .where(
            chats.c.id.in_(waiting_chats(now)),
            chats.c.state == "active",
            chats.c.lease_until_ms <= now,
            chats.c.paced_until_ms <= now,
            chats.c.held_until_ms <= now,
            chats.c.backoff_until_ms <= now,
            installations.c.platform.in_(platforms),
            installations.c.revoked_ms.is_(None),
        )
        .order_by(chats.c.lease_until_ms, chats.c.id)
        .limit(1)
    )
    if lock:
        wanted = wanted.with_for_update(of=chats, skip_locked=True)
    return (await connection.execute(wanted)).one_or_none()


async def lease_chat(connection: AsyncConnection, chat: Row[Any], owner: str, lease: timedelta) -> Turn:
    """Lease a chat that `candidate` locked; the new token fences every earlier holder."""
    until = await now_ms(connection) + to_ms(lease)
    leased = {"lease_owner": owner, "lease_until_ms": until, "lease_token": chat.lease_token + 1}
    await connection.execute(update(chats).where(chats.c.id == chat.id).values(leased))
    address = Address(platform=chat.platform, workspace=chat.workspace, external_id=chat.external_id)
    token, settings = chat.lease_token + 1, stored_settings(chat.settings)
    return Turn(chat_id=chat.id, address=address, token=token, settings=settings)


def mine(turn: Turn) -> tuple[Any, ...]:
    """Give the condition under which the chat's own columns may be changed: its lease is still ours."""
    return chats.c.id == turn.chat_id, chats.c.lease_token == turn.token, chats.c.lease_owner.is_not(None)


async def holds(connection: AsyncConnection, turn: Turn) -> bool:
    """Lock the chat, and say whether its lease is ours and goes on."""
    now = await now_ms(connection)
    held = select(chats.c.id).where(*mine(turn), chats.c.lease_until_ms > now).with_for_update()
    return (await connection.execute(held)).one_or_none() is not None
