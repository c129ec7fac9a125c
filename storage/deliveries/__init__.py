"""Stores what chats are owed and how each send ended; knows no platform and no message's look.

Facts are never fenced, ownership is: an accepted send is recorded whoever holds the lease by now, while a chat's own
columns change only under its lease's token.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update

from alerts.delivering import Item, Limit, Owed, Settlement, Turn
from storage.clock import now_ms, to_ms
from storage.database import Database
from storage.deliveries.budgets import charge_replies
from storage.deliveries.claiming import Claims, Limits, given_back, holds, is_held_back, mine
from storage.deliveries.owing import next_owed
from storage.deliveries.settling import begin, settle
from storage.tables import chats, installations


class Deliveries:
    """The `DeliveryStore` of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._claims = Claims(database)

    async def claim_chat(self, limits: Limits, owner: str, lease: timedelta) -> Turn | None:
        """Lease a chat of these platforms that is owed something and may be sent to now, with a slot of the limit."""
        return await self._claims.claim(limits, owner, lease)

    async def next_turn_in(self, limits: Limits) -> timedelta | None:
        """Give how long it is until a chat that is owed something may be sent to; None where there is none."""
        return await self._claims.next_in(limits)

    async def next_owed(self, turn: Turn) -> Owed | None:
        """Give the chat's oldest pending delivery, making one of all its due alerts where there is none."""
        async with self._database.write() as connection:
            if not await holds(connection, turn) or await is_held_back(connection, turn.chat_id):
                return None
            return await next_owed(connection, turn.chat_id, await now_ms(connection))

    async def begin_attempt(
        self, turn: Turn, delivery_id: int, items: Sequence[Item], lease: timedelta
    ) -> bool:
        """Commit that a send begins, with its verdicts, and renew the lease; False where the lease is lost."""
        async with self._database.write() as connection:
            now = await now_ms(connection)
            renewed = update(chats).where(*mine(turn)).values(lease_until_ms=now + to_ms(lease))
            if (await connection.execute(renewed)).rowcount == 0:
                return False
            if await is_held_back(connection, turn.chat_id):
                return False
            return await begin(connection, turn, delivery_id, items, now)

    async def settle(self, turn: Turn, delivery_id: int, settlement: Settlement) -> None:
        """Record an outcome, and pace or hold back the chat where the lease is still ours."""
        async with self._database.write() as connection:
            await settle(connection, turn, delivery_id, settlement)

    async def release_chat(self, turn: Turn) -> None:
        """Give the lease back; the time of it orders the chats' turns."""
        async with self._database.write() as connection:
            free = given_back(await now_ms(connection))
            await connection.execute(update(chats).where(*mine(turn)).values(free))

    async def charge_replies(self, platform: str, workspace: str, limit: Limit, messages: int) -> timedelta:
        """Take slots for a person's answer and give how far away it is; deliveries wait its debt out."""
        where = (installations.c.platform == platform) & (installations.c.workspace == workspace)
        async with self._database.write() as connection:
            known = await connection.execute(select(installations.c.id).where(where))
            installation_id = known.scalar_one_or_none()
            if installation_id is None:  # nobody was ever sent anything there
                return timedelta(0)
            wait = await charge_replies(connection, installation_id, limit, messages)
            return timedelta(milliseconds=wait)
