"""Finds the chats whose turn it is and leases them; knows nothing of what the chats are owed.

One look finds the next chats for all senders of the process: what waits is then walked through about once a second,
not once a message. A chat that was found is checked again when it is leased, for another process may have been there.
"""

import time
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.delivering import Turn
from alerts.delivering.pacing import Limit
from alerts.subscribing import Address
from storage.clock import clock_values, to_ms
from storage.database import Database
from storage.deliveries.budgets import charge
from storage.deliveries.holding import COLUMNS, Held, by_hold
from storage.deliveries.turns import LOCKED_CHATS, NEXT_CHATS, SOONEST
from storage.dialect import among
from storage.due import stored_settings
from storage.tables import chats

Limits = Mapping[str, Limit | None]

# How long the order of turns that a look found is good for, in seconds.
_FRESH = 1.0
_LEASED = (
    update(chats)
    .where(among(chats.c.id, "chat_ids"))
    .values(
        lease_owner=bindparam("owner"),
        lease_until_ms=bindparam("until"),
        lease_token=chats.c.lease_token + 1,
    )
    .returning(*COLUMNS)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A sender's wish for a chat."""

    limits: Limits
    owner: str
    lease: timedelta


class Claims:
    """The turns of chats, as the senders of one process take them; all of them wish for the same platforms."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._found: deque[int] = deque()
        self._looked = 0.0

    @property
    def has_some(self) -> bool:
        """Say whether chats are known, and for sure enough, whose turn it is."""
        return bool(self._found) and time.monotonic() - self._looked <= _FRESH

    async def look(self, limits: Limits) -> None:
        """Find the next chats, unless some are known; it costs no lock, as most looks find nothing."""
        if self.has_some:
            return
        async with self._database.read() as connection:
            found = (await connection.execute(NEXT_CHATS, _given(connection, limits))).scalars()
            self._found = deque(found)
        self._looked = time.monotonic()

    async def lease(self, connection: AsyncConnection, wishes: Sequence[Wish]) -> tuple[list[Turn], Held]:
        """Lease at most a chat for each wish, of those that were found and are still free the longest waiting ones."""
        some = [self._found.popleft() for _ in range(min(len(wishes), len(self._found)))]
        if not some:
            return [], {}
        turns, held = await _leased(connection, some, wishes[0])
        if not turns:  # others were there, or no slot is left: what was found is out of date
            self._found.clear()
        return turns, held

    async def next_in(self, limits: Limits) -> timedelta | None:
        """Give how long it is until a chat that waits may be sent to; None where none waits."""
        async with self._database.read() as connection:
            wait = (await connection.execute(SOONEST, _given(connection, limits))).scalar_one()
        return None if wait is None else timedelta(milliseconds=max(wait, 0))


def _given(connection: AsyncConnection, limits: Limits) -> dict[str, Any]:
    return {"platforms": list(limits), **clock_values(connection)}


async def _leased(
    connection: AsyncConnection, chat_ids: Sequence[int], wish: Wish
) -> tuple[list[Turn], Held]:
    """Lock the chats, take their slots and lease them; not those that another has or that no slot is left for."""
    wanted = {"chat_ids": chat_ids, **_given(connection, wish.limits)}
    places = {chat_id: place for place, chat_id in enumerate(chat_ids)}
    free = sorted((await connection.execute(LOCKED_CHATS, wanted)).all(), key=lambda chat: places[chat.id])
    waits = await _charged(connection, free, wish.limits)
    turns = [_turn(chat, waits[chat.id]) for chat in free if chat.id in waits]
    if not turns:
        return [], {}
    leased = {
        "chat_ids": [turn.chat_id for turn in turns],
        "owner": wish.owner,
        "until": free[0].now + to_ms(wish.lease),
        **clock_values(connection),
    }
    return turns, by_hold((await connection.execute(_LEASED, leased)).all())


async def _charged(connection: AsyncConnection, free: Sequence[Row[Any]], limits: Limits) -> dict[int, int]:
    """Take a slot for each chat of the rate of its bot, as far as there are any, and give the waits for them."""
    waits: dict[int, int] = {}
    bots: defaultdict[tuple[int, str], list[Row[Any]]] = defaultdict(list)
    for chat in free:
        bots[chat.installation_id, chat.platform].append(chat)
    for (installation_id, platform), its_chats in sorted(bots.items()):
        limit = limits[platform]
        slots = (
            [0] * len(its_chats)
            if limit is None
            else await charge(connection, installation_id, limit, its_chats[0].now, len(its_chats))
        )
        waits |= {chat.id: wait for chat, wait in zip(its_chats, slots, strict=False)}
    return waits


def _turn(chat: Row[Any], wait: int) -> Turn:
    return Turn(
        chat_id=chat.id,
        address=Address(platform=chat.platform, workspace=chat.workspace, external_id=chat.external_id),
        token=chat.lease_token + 1,
        settings=stored_settings(chat.settings),
        wait=timedelta(milliseconds=wait),
    )
