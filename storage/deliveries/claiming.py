"""Finds the chat whose turn it is and holds its lease; knows nothing of what the chat is owed.

One look finds the next chats for all senders of the process: what waits is then walked through about once a second,
not once a message. A chat that was found is checked again when it is leased, for another process may have been there.
"""

import asyncio
from collections import deque
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.delivering import Turn
from alerts.delivering.pacing import MOST_AHEAD, Limit
from alerts.subscribing import Address
from storage.clock import now_ms, to_ms
from storage.database import Database
from storage.deliveries.budgets import SEND, charge
from storage.deliveries.waiting import is_owed, waiting_chats
from storage.dialect import Latest
from storage.dissolving import dissolve
from storage.due import held_ms, stored_settings
from storage.tables import chats, installations, rate_budgets

Limits = Mapping[str, Limit | None]

# Chats that one look finds: what a process sends in about a second, so that the order of turns stays fresh.
_FOUND = 32

_PLACES = installations.outerjoin(
    rate_budgets,
    and_(rate_budgets.c.installation_id == installations.c.id, rate_budgets.c.method == SEND),
).join(chats, chats.c.installation_id == installations.c.id)


class Claims:
    """The turns of chats, as the senders of one process take them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._found: deque[int] = deque()
        self._looking = asyncio.Lock()
        self._looks = 0

    async def claim(self, limits: Limits, owner: str, lease: timedelta) -> Turn | None:
        """Lease the chat whose last turn is longest ago, of those that may be sent to now."""
        for _ in range(_FOUND):
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
            now = await now_ms(connection)
            soonest = select(func.min(_ready_ms())).select_from(_PLACES).where(*_waits(now, limits))
            at = (await connection.execute(soonest)).scalar_one()
        return None if at is None else timedelta(milliseconds=max(at - now, 0))

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
            now = await now_ms(connection)
            return list((await connection.execute(candidates(now, limits))).scalars())


def candidates(now: int, limits: Limits) -> Select[Any]:
    """Find the next chats, the one whose last turn is longest ago first."""
    return (
        select(chats.c.id)
        .select_from(_PLACES)
        .where(*_waits(now, limits), _ready_ms() <= now)
        .order_by(chats.c.lease_until_ms, chats.c.id)
        .limit(_FOUND)
    )


def _waits(now: int, limits: Limits) -> tuple[ColumnElement[bool], ...]:
    return chats.c.id.in_(waiting_chats(now)), *_reachable(limits)


def _reachable(limits: Limits) -> tuple[ColumnElement[bool], ...]:
    return (
        chats.c.state == "active",
        installations.c.platform.in_(limits),
        installations.c.revoked_ms.is_(None),
    )


def _ready_ms() -> ColumnElement[int]:
    """Say when a chat may be sent to: after its lease, limits, quiet hours and failures, and with a slot in sight."""
    return Latest(
        chats.c.lease_until_ms,
        chats.c.paced_until_ms,
        chats.c.held_until_ms,
        chats.c.backoff_until_ms,
        func.coalesce(rate_budgets.c.paused_until_ms, 0),
        func.coalesce(rate_budgets.c.tat_ms, 0) - to_ms(MOST_AHEAD),
    )


async def _leased(
    connection: AsyncConnection, chat_id: int, limits: Limits, owner: str, lease: timedelta
) -> Turn | None:
    """Lock a chat, take its slot and lease it; None where another has it or was there meanwhile."""
    now = await now_ms(connection)
    chat = await _locked(connection, chat_id, limits, now)
    if chat is None:
        return None
    token = chat.lease_token + 1
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


async def _locked(connection: AsyncConnection, chat_id: int, limits: Limits, now: int) -> Row[Any] | None:
    wanted = (
        select(chats, installations.c.platform, installations.c.workspace)
        .select_from(_PLACES)
        .where(chats.c.id == chat_id, *_reachable(limits), _ready_ms() <= now, is_owed(now))
        .with_for_update(of=chats, skip_locked=True)
    )
    return (await connection.execute(wanted)).one_or_none()


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
