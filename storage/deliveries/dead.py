"""Lists the messages that were given up, and makes them owed again; knows nothing of how they are sent."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select, update

from alerts.delivering import DeadLetter
from alerts.subscribing import Address
from storage.database import Database
from storage.tables import alerts, chats, deliveries, installations, postings

_DEAD = deliveries.c.status == "dead"
_AFRESH = {
    "status": "pending",
    "attempts": 0,
    "failures": 0,
    "failing_since_ms": None,
    "failed_ms": None,
    "attempt_started_ms": None,
}


class DeadLetters:
    """The messages of a database that were given up."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self, most: int) -> Sequence[DeadLetter]:
        """Give the newest ``most``, newest first."""
        title = (
            select(func.min(postings.c.title))
            .join(alerts, alerts.c.posting_id == postings.c.id)
            .where(alerts.c.delivery_id == deliveries.c.id)
            .scalar_subquery()
        )
        wanted = (
            select(deliveries, chats.c.external_id, installations.c.platform, installations.c.workspace)
            .add_columns(title.label("title"))
            .join(chats, chats.c.id == deliveries.c.chat_id)
            .join(installations, installations.c.id == chats.c.installation_id)
            .where(_DEAD)
            .order_by(deliveries.c.id.desc())
            .limit(most)
        )
        async with self._database.read() as connection:
            return [
                DeadLetter(
                    id=row.id,
                    address=Address(
                        platform=row.platform, workspace=row.workspace, external_id=row.external_id
                    ),
                    title=row.title or "",
                    attempts=row.attempts,
                    uncertain=row.uncertain,
                    error=row.last_error or "",
                )
                for row in await connection.execute(wanted)
            ]

    async def retry(self, ids: Collection[int] | None) -> int:
        """Make these owed again, or all of them, as if never tried; give how many there were."""
        again = update(deliveries).where(_DEAD)
        if ids is not None:
            again = again.where(deliveries.c.id.in_(ids))
        async with self._database.write() as connection:
            return (await connection.execute(again.values(_AFRESH))).rowcount
