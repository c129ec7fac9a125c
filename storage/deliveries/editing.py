"""Finds messages that are out of date and records their edits; knows no message's look."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.delivering import Told, Turn
from alerts.delivering.editing import MOST_WAIT, Edited
from alerts.errors import StoredValueError
from alerts.subscribing import Address
from alerts.telling import Page
from storage.clock import now_ms, to_ms
from storage.database import Database
from storage.deliveries.holding import mine
from storage.due import stored_settings
from storage.tables import chats, deliveries, installations
from storage.told import page_of_delivery

log = structlog.get_logger()


class Edits:
    """The `EditStore` of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim_edit(self, platforms: Collection[str], owner: str, lease: timedelta) -> Told | None:
        """Lease the chat of the oldest message that is out of date, of the chats that may be written to now."""
        async with self._database.read() as connection:  # looking costs no lock: most looks find nothing
            if await _outdated(connection, platforms) is None:
                return None
        async with self._database.write() as connection:
            row = await _outdated(connection, platforms, lock=True)
            if row is None:
                return None
            try:
                page = await page_of_delivery(connection, row.id, row.delivery_id)
            except StoredValueError:
                log.exception("a message cannot be read and is edited later", delivery=row.delivery_id)
                await _put_off(connection, row)
                return None
            return await _leased(connection, row, page, owner, lease)

    async def settle_edit(self, told: Told, edited: Edited) -> None:
        """Record how an edit ended; the chat is paced where its lease is still ours."""
        async with self._database.write() as connection:
            now = await now_ms(connection)
            if edited.pace:
                paced = update(chats).where(*mine(told.turn))
                await connection.execute(paced.values(paced_until_ms=now + to_ms(edited.pace)))
            shown: dict[str, Any] = {"shown_rev": told.revision, "edit_failures": 0, "edit_after_ms": 0}
            later = {"edit_failures": told.failures + 1, "edit_after_ms": now + to_ms(edited.wait)}
            settled = update(deliveries).where(
                deliveries.c.id == told.delivery_id, deliveries.c.shown_rev < told.revision
            )
            await connection.execute(settled.values(shown if edited.done else later))

    async def release_chat(self, turn: Turn) -> None:
        """Give the lease back."""
        async with self._database.write() as connection:
            free = update(chats).where(*mine(turn))
            await connection.execute(free.values(lease_owner=None, lease_until_ms=await now_ms(connection)))


def _is_outdated(now: int) -> ColumnElement[bool]:
    return (
        (deliveries.c.wanted_rev > deliveries.c.shown_rev)
        & (deliveries.c.status == "sent")
        & deliveries.c.provider_msg_id.is_not(None)
        & (deliveries.c.edit_after_ms <= now)
    )


async def _outdated(
    connection: AsyncConnection, platforms: Collection[str], *, lock: bool = False
) -> Row[Any] | None:
    """Find the oldest such message of a chat that is active, free and not paced: quiet hours let edits pass."""
    now = await now_ms(connection)
    oldest = (
        select(
            deliveries.c.id.label("delivery_id"),
            deliveries.c.provider_msg_id,
            deliveries.c.sent_to,
            deliveries.c.wanted_rev,
            deliveries.c.edit_failures,
            chats,
            installations.c.platform,
            installations.c.workspace,
        )
        .join(chats, chats.c.id == deliveries.c.chat_id)
        .join(installations, installations.c.id == chats.c.installation_id)
        .where(
            _is_outdated(now),
            chats.c.state == "active",
            chats.c.lease_until_ms <= now,
            chats.c.paced_until_ms <= now,
            chats.c.backoff_until_ms <= now,
            installations.c.platform.in_(platforms),
            installations.c.revoked_ms.is_(None),
        )
        .order_by(deliveries.c.id)
        .limit(1)
    )
    if lock:
        oldest = oldest.with_for_update(of=chats, skip_locked=True)
    return (await connection.execute(oldest)).one_or_none()


async def _put_off(connection: AsyncConnection, row: Row[Any]) -> None:
    """Leave a message to a program of another version, and let this one go on with others."""
    later = await now_ms(connection) + to_ms(MOST_WAIT)
    put_off = update(deliveries).where(deliveries.c.id == row.delivery_id)
    await connection.execute(put_off.values(edit_after_ms=later))


async def _leased(
    connection: AsyncConnection, row: Row[Any], page: Page, owner: str, lease: timedelta
) -> Told:
    token = row.lease_token + 1
    until = await now_ms(connection) + to_ms(lease)
    leased = {"lease_owner": owner, "lease_until_ms": until, "lease_token": token}
    await connection.execute(update(chats).where(chats.c.id == row.id).values(leased))
    return Told(
        turn=Turn(
            chat_id=row.id,
            # a group that became another chat keeps its old messages under the old address
            address=Address(
                platform=row.platform, workspace=row.workspace, external_id=row.sent_to or row.external_id
            ),
            token=token,
            settings=stored_settings(row.settings),
        ),
        delivery_id=row.delivery_id,
        message_id=row.provider_msg_id,
        contents=page.contents,
        total=page.total,
        revision=row.wanted_rev,
        failures=row.edit_failures,
    )
