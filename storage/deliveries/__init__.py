"""Stores what chats are owed and how each send ended; knows no platform and no message's look.

Facts are never fenced, ownership is: an accepted send is recorded whoever holds the lease by now, while a chat's own
columns change only under its lease's token. What the senders of a process ask for at the same time is done in one
transaction, and each of them goes on when that is committed.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from sqlalchemy import bindparam, select

from alerts.delivering import Item, Limit, Outcome, Owed, Settlement, Turn
from storage.clock import NOW, to_ms
from storage.database import Database
from storage.deliveries.accepting import Accepted
from storage.deliveries.beginning import Attempt
from storage.deliveries.budgets import charge_replies
from storage.deliveries.claiming import Claims, Limits, Wish
from storage.deliveries.heads import Later
from storage.deliveries.holding import Hold, changed, given_back, held_by, hold_of
from storage.deliveries.owing import next_owed
from storage.deliveries.settling import settle
from storage.deliveries.steps import GIVEN_BACK, Claimed, GiveBack, Look, Step, Taken, claim, take_steps
from storage.tables import installations
from storage.together import Together

# Senders that one transaction serves: no more than a process has for a platform ask at once.
_MOST = 16
_PUT_OFF = changed({**given_back(NOW), "backoff_until_ms": NOW + bindparam("rest")})


class Deliveries:
    """The `DeliveryStore` of a database, for the senders of one process and platform."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._claims = Claims(database)
        self._looks: Together[Limits, None] = Together(self._look, _MOST)
        self._waits: Together[Limits, timedelta | None] = Together(self._next_turn_in, _MOST)
        # Claims have transactions of their own: what waits for them is not what holds up messages under way.
        self._wishes: Together[Wish, Claimed | None] = Together(self._claim, _MOST)
        self._steps: Together[Step, Taken] = Together(self._take_steps, _MOST)
        # What a turn is owed next, where an earlier step of it has looked already.
        self._known: dict[Hold, Taken] = {}

    async def claim_chat(self, limits: Limits, owner: str, lease: timedelta) -> Turn | None:
        """Lease a chat of these platforms that is owed something and may be sent to now, with a slot of the limit."""
        looked = False
        while self._claims.has_some or not looked:
            if not self._claims.has_some:
                await self._looks(limits)
                looked = True
            elif claimed := await self._wishes(Wish(limits=limits, owner=owner, lease=lease)):
                self._known[hold_of(claimed.turn)] = claimed.owed
                return claimed.turn
        return None

    async def next_turn_in(self, limits: Limits) -> timedelta | None:
        """Give how long it is until a chat that is owed something may be sent to; None where there is none."""
        return await self._waits(limits)

    async def next_owed(self, turn: Turn) -> Owed | None:
        """Give the chat's oldest pending delivery, making one of all its due alerts where there is none.

        None ends the turn: the lease is given back by then.
        """
        hold = hold_of(turn)
        found = self._known.pop(hold) if hold in self._known else await self._steps(Look(turn=turn))
        if found is not Later.LATER:
            return cast(Owed | None, found)
        async with self._database.write() as connection:
            chat = (await held_by(connection, [turn])).get(hold)
            if chat is not None and chat.lease_until_ms > chat.now:
                owed = await next_owed(connection, turn.chat_id, chat.now)
                if owed is not None:
                    return owed
            await held_by(connection, [turn], GIVEN_BACK)
            return None

    async def begin_attempt(
        self, turn: Turn, delivery_id: int, items: Sequence[Item], lease: timedelta
    ) -> bool:
        """Commit that a send begins, with its verdicts, and renew the lease; False where the lease is lost."""
        attempt = Attempt(turn=turn, delivery_id=delivery_id, items=items, lease=lease)
        return cast(bool, await self._steps(attempt))

    async def settle(self, turn: Turn, delivery_id: int, settlement: Settlement) -> None:
        """Record an outcome, and pace or hold back the chat where the lease is still ours."""
        if settlement.outcome is not Outcome.SENT:
            async with self._database.write() as connection:
                return await settle(connection, turn, delivery_id, settlement)
        done = Accepted(turn=turn, delivery_id=delivery_id, settlement=settlement)
        following = await self._steps(done)
        if done.goes_on:
            self._known[hold_of(turn)] = following
        return None

    async def release_chat(self, turn: Turn, rest: timedelta = timedelta(0)) -> None:
        """Give the lease back; the time of it orders the chats' turns."""
        self._known.pop(hold_of(turn), None)
        if not rest:
            await self._steps(GiveBack(turn=turn))
            return
        async with self._database.write() as connection:
            await held_by(connection, [turn], _PUT_OFF, rest=to_ms(rest))

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

    async def _next_turn_in(self, asked: Sequence[Limits]) -> list[timedelta | None]:
        return [await self._claims.next_in(asked[0])] * len(asked)

    async def _look(self, asked: Sequence[Limits]) -> list[None]:
        await self._claims.look(asked[0])
        return [None] * len(asked)

    async def _claim(self, wishes: Sequence[Wish]) -> list[Claimed | None]:
        async with self._database.write() as connection:
            return await claim(connection, self._claims, wishes)

    async def _take_steps(self, steps: Sequence[Step]) -> list[Taken]:
        async with self._database.write() as connection:
            return await take_steps(connection, steps)
