"""Keeps the lease of a round that takes its time, be it over a slow answer or a huge one; knows nothing of either."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar

import structlog

from alerts.errors import StorageError
from alerts.polling.feed import FeedLease
from alerts.polling.rounds import Page
from alerts.polling.store import PollStore

log = structlog.get_logger()

# After a kill the host waits for the rest of it.
POLL_LEASE = timedelta(seconds=40)
# Several times within a lease: a renewal may wait for the database.
RENEWED_EVERY = timedelta(seconds=10)

Done = TypeVar("Done")


async def held(store: PollStore, lease: FeedLease, work: Coroutine[Any, Any, Done]) -> Done:
    """Do the work of a round and give what it gives. A lease that is lost meanwhile ends it when it next stores."""
    working = asyncio.create_task(work)
    try:
        while not (await asyncio.wait({working}, timeout=RENEWED_EVERY.total_seconds()))[0]:
            await _renew(store, lease)
        return await working
    finally:
        working.cancel()
        await asyncio.wait({working})


async def _renew(store: PollStore, lease: FeedLease) -> None:
    try:
        await store.store_page(lease, Page(), POLL_LEASE)
    except StorageError as error:
        log.warning("a lease was not renewed", feed=lease.feed.name, error=str(error))
