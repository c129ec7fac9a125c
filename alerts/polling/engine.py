"""Polls feeds: claims one that is due, has its pages walked and its round recorded; knows no HTTP or SQL."""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from alerts.errors import FeedError, StorageError
from alerts.polling.ending import Ending
from alerts.polling.feed import Feed, FeedLease
from alerts.polling.fetching import Fetcher
from alerts.polling.holding import POLL_LEASE, held
from alerts.polling.outages import news_of
from alerts.polling.paging import Pages, Pause
from alerts.polling.rounds import PollReport, Round
from alerts.polling.store import PollStore

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempo:
    """How polling waits and what it leaves to chance; tests take both into their hands."""

    pause: Pause = asyncio.sleep
    chance: Callable[[], float] = random.random


_TEMPO = Tempo()


async def poll_next(
    store: PollStore, fetcher: Fetcher, owner: str, due_at: datetime | None = None, tempo: Tempo = _TEMPO
) -> PollReport | None:
    """Poll the next due feed, or give None where none is due. A failure is recorded on the feed, never raised."""
    lease = await store.claim_feed(owner, POLL_LEASE, due_at)
    if lease is None:
        return None
    done = await _poll(store, fetcher, lease, tempo)
    await _tell(store, lease.feed, done)
    await store.finish_round(lease, done)
    return PollReport(lease.feed, done)


async def _tell(store: PollStore, feed: Feed, done: Round) -> None:
    """Tell of an outage or its end before the round is recorded: a kill in between tells it again, under one key."""
    news = news_of(feed, done)
    if news is not None:
        reason = done.disabled_reason or done.error or done.doubt or ""
        log.error("feed told of", news=news.value, feed=feed.name, url=feed.url, reason=reason)
        await store.tell(feed, news, reason)


async def _poll(store: PollStore, fetcher: Fetcher, lease: FeedLease, tempo: Tempo) -> Round:
    ending = Ending(lease, time.monotonic(), tempo.chance())
    try:
        return ending.after(await held(store, lease, Pages(store, fetcher, lease, tempo.pause).walk()))
    except StorageError:
        raise  # the database's trouble is not the feed's
    except FeedError as error:
        return ending.after_failure(error)
    except Exception as error:  # a defect in one format must not stop the other feeds
        log.exception("poll failed unexpectedly", feed=lease.feed.name)
        return ending.after_failure(FeedError(f"unexpected {type(error).__name__} while reading the feed"))
