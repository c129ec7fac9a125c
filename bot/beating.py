"""Lets a process say that it lives and what is in its way, so that ``rolecall health`` can tell from outside."""

from collections.abc import Sequence
from datetime import timedelta

import structlog

from alerts.errors import StorageError
from alerts.health import BEAT, Beat, HealthStore
from bot.scheduling import Loop

log = structlog.get_logger()


def beating(store: HealthStore, owner: str, role: str, loops: Sequence[Loop]) -> Loop:
    """Make the loop that beats for the others. It stands still with the database, which is how silence speaks."""

    async def beat() -> timedelta:
        standing = max((loop.standing for loop in loops), default=timedelta(0))
        trouble = next((f"{loop.name}: {loop.trouble}" for loop in loops if loop.trouble), "")
        await store.beat(Beat(owner=owner, role=role, standing=standing, trouble=trouble))
        return BEAT

    return Loop("beat", beat, ticks=False)


async def leave(store: HealthStore, owner: str) -> None:
    """Say that the process ends as it was told to; where the database is away it goes without a word."""
    try:
        await store.leave(owner)
    except StorageError as error:
        log.warning("nobody was told of the end", error=str(error))
