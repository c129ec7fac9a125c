"""Makes the stored feeds equal to the configured ones; knows nothing of polling them."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.polling import FeedSpec
from alerts.polling.feed import PROVEN
from storage.clock import to_ms
from storage.dialect import insert
from storage.tables import feeds, hosts

log = structlog.get_logger()

# Why a feed is disabled that was taken out of the configuration; listed again, it goes on.
REMOVED = "no longer in the configuration"
# So many new feeds are polled at once; of more each waits a little longer than the one before.
AT_ONCE = 10
APART = timedelta(seconds=1)
# Another format or option must see bytes that the server would call unchanged.
UNSEEN = {"etag": None, "last_modified": None, "parser_version": None}


async def reconcile(connection: AsyncConnection, specs: Sequence[FeedSpec], now: int) -> None:
    """Insert and change feeds of origin 'config', under a lock: two workers may start at once."""
    await _keep_hosts(connection, specs)
    stored = {row.url: row for row in await connection.execute(select(feeds))}
    ordered = sorted(specs, key=lambda spec: spec.url)
    for spec in (spec for spec in ordered if spec.url in stored):
        await _change(connection, stored[spec.url], spec, now)
    for at, spec in enumerate(spec for spec in ordered if spec.url not in stored):
        first = now + min(max(at - AT_ONCE, 0) * to_ms(APART), to_ms(spec.interval))
        await connection.execute(feeds.insert().values(_new(spec, first)))


async def retire_others(connection: AsyncConnection, specs: Sequence[FeedSpec]) -> None:
    """Disable feeds of origin 'config' that are not among these."""
    urls = {spec.url for spec in specs}
    polled = feeds.c.disabled_reason.is_(None) | (feeds.c.disabled_reason != REMOVED)
    configured = select(feeds).where(feeds.c.origin == "config", polled).order_by(feeds.c.id)
    for row in (await connection.execute(configured)).all():
        if row.url not in urls:
            log.warning("a feed is not configured any more and is turned off", feed=row.name, url=row.url)
            await connection.execute(
                update(feeds).where(feeds.c.id == row.id).values(disabled_reason=REMOVED)
            )


async def _keep_hosts(connection: AsyncConnection, specs: Sequence[FeedSpec]) -> None:
    """Know each host, with the widest gap that one of its feeds asks for."""
    gaps: dict[str, int] = {}
    for spec in specs:
        gaps[spec.host] = max(gaps.get(spec.host, 0), to_ms(spec.min_gap))
    for host, gap in sorted(gaps.items()):
        known = insert(connection, hosts).values(host=host, min_gap_ms=gap)
        await connection.execute(
            known.on_conflict_do_update(index_elements=[hosts.c.host], set_={"min_gap_ms": gap})
        )


def _configured(spec: FeedSpec) -> dict[str, Any]:
    """Give what the operator's word sets; it also approves what a chat had proposed."""
    return {
        "name": spec.name,
        "origin": "config",
        "approved": True,
        "format": spec.format,
        "options": json.loads(json.dumps(dict(spec.options), default=str)),
        "host": spec.host,
        "interval_ms": to_ms(spec.interval),
        "first_poll": spec.first_poll.value,
    }


def _new(spec: FeedSpec, first: int) -> dict[str, Any]:
    return {**_configured(spec), "url": spec.url, "next_check_ms": first}


async def _change(connection: AsyncConnection, row: Row[Any], spec: FeedSpec, now: int) -> None:
    changes = _configured(spec)
    if row.moved_times >= PROVEN:
        del changes["host"]  # it waits its turn where it moved to
    same = (changes["format"], changes["options"]) == (row.format, row.options)
    changes |= _kept(row, changes["interval_ms"], now) if same else _anew(now)
    await connection.execute(update(feeds).where(feeds.c.id == row.id).values(changes))


def _kept(row: Row[Any], interval: int, now: int) -> dict[str, Any]:
    """Let a shorter interval count at once, and leave a feed disabled that its server withdrew."""
    back = row.disabled_reason == REMOVED
    return {
        "next_check_ms": min(row.next_check_ms, now + interval),
        "disabled_reason": None if back else row.disabled_reason,
    }


def _anew(now: int) -> dict[str, Any]:
    return {"next_check_ms": now, "disabled_reason": None, **UNSEEN}
