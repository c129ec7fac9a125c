"""Notes the updates that were acted on, in the commit of what they did; knows no platform."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.errors import AlreadyDoneError
from alerts.subscribing import Update
from storage.clock import now_ms, to_ms
from storage.dialect import insert
from storage.tables import inbound

# Platforms repeat an update within a day at the longest.
_KEPT = timedelta(days=2)


async def take_once(connection: AsyncConnection, update: Update | None) -> None:
    """Note an update. Raises `AlreadyDoneError` where it was noted before; one without an id is always new."""
    if update is None:
        return
    now = await now_ms(connection)
    row = {"platform": update.platform, "workspace": update.workspace, "update_id": update.id}
    noted = insert(connection, inbound).values(**row, seen_ms=now).on_conflict_do_nothing()
    if (await connection.execute(noted.returning(inbound.c.seen_ms))).one_or_none() is None:
        raise AlreadyDoneError("That was done already.")
    await connection.execute(delete(inbound).where(inbound.c.seen_ms < now - to_ms(_KEPT)))
