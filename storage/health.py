"""Stores what processes say of themselves; knows nothing of what they do."""

from datetime import timedelta

from sqlalchemy import delete, select

from alerts.health import Beat, Heard, Vitals
from storage.clock import now_ms, to_ms
from storage.database import Database
from storage.dialect import insert
from storage.tables import installations, rate_budgets, workers

_FORGOTTEN = timedelta(days=1)


class Health:
    """Implements `alerts.health.HealthStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def beat(self, beat: Beat) -> None:
        """Record that a process lives, and forget those that were not heard of for a day."""
        async with self._database.write() as connection:
            now = await now_ms(connection)
            await connection.execute(delete(workers).where(workers.c.beat_ms < now - to_ms(_FORGOTTEN)))
            said = {
                "role": beat.role,
                "beat_ms": now,
                "progress_ms": now - to_ms(beat.standing),
                "trouble": beat.trouble or None,
            }
            new = insert(connection, workers).values(owner=beat.owner, started_ms=now, **said)
            await connection.execute(new.on_conflict_do_update(index_elements=["owner"], set_=said))

    async def leave(self, owner: str) -> None:
        """Forget a process that ended as it was told to."""
        async with self._database.write() as connection:
            await connection.execute(delete(workers).where(workers.c.owner == owner))

    async def vitals(self) -> Vitals:
        """Give what is known of all processes and bots."""
        paused = (
            select(installations.c.platform, installations.c.workspace, rate_budgets.c.paused_until_ms)
            .join(rate_budgets, rate_budgets.c.installation_id == installations.c.id)
            .order_by(installations.c.id)
        )
        async with self._database.read() as connection:
            now = await now_ms(connection)
            heard = [
                Heard(
                    beat=Beat(
                        owner=row.owner,
                        role=row.role,
                        standing=timedelta(milliseconds=max(row.beat_ms - row.progress_ms, 0)),
                        trouble=row.trouble or "",
                    ),
                    ago=timedelta(milliseconds=max(now - row.beat_ms, 0)),
                    age=timedelta(milliseconds=max(now - row.started_ms, 0)),
                )
                for row in await connection.execute(workers.select().order_by(workers.c.started_ms))
            ]
            waits = [
                (f"{row.platform} {row.workspace}".strip(), timedelta(milliseconds=row.paused_until_ms - now))
                for row in await connection.execute(paused.where(rate_budgets.c.paused_until_ms > now))
            ]
        return Vitals(heard=heard, paused=waits)
