"""Finds the chat whose turn it is and holds its lease; knows nothing of what the chat is owed.

One look finds the next chats for all senders of the process: what waits is then walked through about once a second,
not once a message. A chat that was found is checked again when it is leased, for another process may have been there.
"""

import asyncio
from collections import deque
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.delivering import Turn
from alerts.delivering.pacing import Limit
from alerts.subscribing import Address
from storage.clock import clock_values, now_ms, to_ms
from storage.database import Database
from storage.deliveries.budgets import charge
from storage.deliveries.turns import FOUND, LOCKED_CHAT, NEXT_CHATS, SOONEST
from storage.dissolving import dissolve
from storage.due import held_ms, stored_settings
from storage.tables import chats

Limits = Mapping[str, Limit | None]


class Claims:
    """The turns of chats, as the senders of one process take them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._found: deque[int] = deque()
        self._looking = asyncio.Lock()
        self._looks = 0

    async def claim(self, limits: Limits, owner: str, lease: timedelta) -> Turn | None:
        """Lease the chat whose last turn is longest ago, of those that may be sent to now."""
        for _ in range(FOUND):
            chat_id = await self._next(limits)
            if chat_id is None:
                return None
            async with self._database.write() as connection:
                turn = await _leased(connection, chat_id, limits, owner, lease)
            if turn is not None:
                return turn
        return None

    async def next_in(self, limits: Limits) -> timedelta | None:
        """Give how long it is until a chat that waits may be sent to; None where none waits."""
        async with self._database.read() as connection:
            wait = (await connection.execute(SOONEST, _given(connection, limits))).scalar_one()
        return None if wait is None else timedelta(milliseconds=max(wait, 0))

    async def _next(self, limits: Limits) -> int | None:
        """Give a chat that was found; who waited for another's look takes what that look found."""
        asked = self._looks
        async with self._looking:
            if not self._found and self._looks == asked:
                self._found.extend(await self._look(limits))
                self._looks += 1
            return self._found.popleft() if self._found else None

    async def _look(self, limits: Limits) -> list[int]:
        async with self._database.read() as connection:  # looking costs no lock: most looks find nothing
            return list((await connection.execute(NEXT_CHATS, _given(connection, limits))).scalars())


def _given(connection: AsyncConnection, limits: Limits) -> dict[str, Any]:
    return {"platforms": list(limits), **clock_values(connection)}


async def _leased(
    connection: AsyncConnection, chat_id: int, limits: Limits, owner: str, lease: timedelta
) -> Turn | None:
    """Lock a chat, take its slot and lease it; None where another has it or was there meanwhile."""
    wanted = {"chat_id": chat_id} | _given(connection, limits)
    chat = (await connection.execute(LOCKED_CHAT, wanted)).one_or_none()
    if chat is None:
        return None
    now, token = chat.now, chat.lease_token + 1
    leased = {"lease_owner": owner, "lease_until_ms": now + to_ms(lease), "lease_token": token}
    await connection.execute(update(chats).where(chats.c.id == chat_id).values(leased))
    # The budget comes last: all of the bot's senders wait for its row while it is locked.
    limit = limits[chat.platform]
    wait = 0 if limit is None else await charge(connection, chat.installation_id, limit, now)
    if wait is None:
        await connection.execute(
            update(chats).where(chats.c.id == chat_id).values(given_back(chat.lease_until_ms))
        )
        return None
    address = Address(platform=chat.platform, workspace=chat.workspace, external_id=chat.external_id)
    return Turn(
        chat_id=chat_id,
        address=address,
        token=token,
        settings=stored_settings(chat.settings),
        wait=timedelta(milliseconds=wait),
    )


def mine(turn: Turn) -> tuple[Any, ...]:
    """Give the condition under which the chat's own columns may be changed: its lease is still ours."""
    return chats.c.id == turn.chat_id, chats.c.lease_token == turn.token, chats.c.lease_owner.is_not(None)


def given_back(now: int) -> dict[str, Any]:
    """Give what a chat without a lease has; the time of its last turn orders the chats."""
    return {"lease_owner": None, "lease_until_ms": now}


async def holds(connection: AsyncConnection, turn: Turn) -> bool:
    """Lock the chat, and say whether its lease is ours and goes on."""
    now = await now_ms(connection)
    held = select(chats.c.id).where(*mine(turn), chats.c.lease_until_ms > now).with_for_update()
    return (await connection.execute(held)).one_or_none() is not None


async def is_held_back(connection: AsyncConnection, chat_id: int) -> bool:
    """Say whether a locked chat is to be left alone by now, and write until when.

    What was gathered for it is let go: when it may be written to again, all goes into one message.
    """
    now = await now_ms(connection)
    settings = await connection.execute(select(chats.c.settings).where(chats.c.id == chat_id))
    until = held_ms(stored_settings(settings.scalar_one()), now)
    if until <= now:
        return False
    await connection.execute(update(chats).where(chats.c.id == chat_id).values(held_until_ms=until))
    await dissolve(connection, chat_id)
    return True
