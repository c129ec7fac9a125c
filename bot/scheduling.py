"""Timers and the supervised loops that they wake; knows no work that the loops do.

APScheduler only wakes: all state is in the database, so a tick that is missed or comes twice does no harm.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from alerts.errors import StorageError

log = structlog.get_logger()

TICK_SECONDS = 1
MAX_BACK_OFF_SECONDS = 30.0

# True where more is to be done at once, a span where more is to be done after it.
Work = Callable[[], Awaitable[bool | timedelta]]


@dataclass
class Loop:
    """Calls ``work`` until it says that nothing is left, then waits to be woken; survives whatever ``work`` raises.

    A loop that does not ``tick`` goes by the spans of its own work alone. ``trouble`` is what it last failed with, or
    '' where it works.
    """

    name: str
    work: Work
    ticks: bool = True
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    trouble: str = ""
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _failures: int = 0
    _busy_since: float | None = None

    @property
    def standing(self) -> timedelta:
        """How long the piece of work that is under way has taken."""
        return timedelta(seconds=time.monotonic() - self._busy_since if self._busy_since is not None else 0)

    async def run(self) -> None:
        """Work until `stop`, finishing the piece of work that has begun."""
        while not self._stopping.is_set():
            more = await self._step()
            if more is not True and not self._stopping.is_set():
                await self._rest(more or None)

    def stop(self) -> None:
        """Begin no more work."""
        self._stopping.set()
        self.wake.set()

    async def _rest(self, span: timedelta | None) -> None:
        """Wait to be woken, or for as long as the work said."""
        with suppress(TimeoutError):
            async with asyncio.timeout(span.total_seconds() if span else None):
                await self.wake.wait()
        self.wake.clear()

    async def _step(self) -> bool | timedelta:
        self._busy_since = time.monotonic()
        try:
            more = await self.work()
        except StorageError as error:
            self.trouble = str(error)
            log.error("database trouble", loop=self.name, error=str(error))
            await self._back_off()
            return True
        except Exception as error:
            self.trouble = f"unexpected {type(error).__name__}; see the log"
            log.exception("loop failed and goes on", loop=self.name)
            await self._back_off()
            return True
        finally:
            self._busy_since = None
        self._failures, self.trouble = 0, ""
        return more

    async def _back_off(self) -> None:
        """Wait longer with each failure in a row, but not past `stop`."""
        self._failures += 1
        wait = min(0.1 * 2 ** min(self._failures, 20), MAX_BACK_OFF_SECONDS)
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await self._stopping.wait()


def ticking(loops: Sequence[Loop]) -> AsyncIOScheduler:
    """Make the scheduler that wakes the loops once a second; the caller starts and stops it."""

    async def tick() -> None:  # a plain function would be called in a thread
        for loop in loops:
            if loop.ticks:
                loop.wake.set()

    scheduler = AsyncIOScheduler(
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}, timezone="UTC"
    )
    scheduler.add_job(tick, "interval", seconds=TICK_SECONDS)
    return scheduler
