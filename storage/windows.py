"""Looks up the postings of the last days for previews: what changed among them, their subjects, texts and links."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.errors import StoredValueError
from alerts.posting import PostingText
from alerts.previewing import Seen, Stamps
from storage.audience import hidden
from storage.clock import moment_at, now_ms, to_ms
from storage.database import Database
from storage.dialect import chunks
from storage.subjects import stored_subject
from storage.tables import feeds, listings, postings
from storage.values import TEXT

log = structlog.get_logger()

# Postings of one block: a look costs a row a block, and a row a posting in the blocks that changed.
_BLOCK = 256

_Key = tuple[int, ...]


class Windows:
    """Implements `alerts.previewing.WindowStore`. Keeps the stamps of blocks of postings in which nothing changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._keys: dict[int, _Key] = {}
        self._waiting: frozenset[int] = frozenset()
        self._stamps: dict[int, dict[int, str]] = {}

    async def stamps(self, within: timedelta) -> Stamps:
        """Give the stamps of all postings seen within a time: of the subject's columns and of what lists it."""
        async with self._database.read() as connection:
            now = await now_ms(connection)
            since = now - to_ms(within)
            keys = await _keys(connection, since)
            waiting = await _waiting_feeds(connection)
            known = self._keys if waiting == self._waiting else {}
            changed = [block for block, key in keys.items() if known.get(block) != key]
            fresh = {block: await _stamps(connection, since, block) for block in changed}
        kept = {block: stamps for block, stamps in self._stamps.items() if block in keys}
        self._keys, self._waiting, self._stamps = keys, waiting, {**kept, **fresh}
        by_posting: dict[int, str] = {}
        for block in sorted(self._stamps):
            by_posting.update(self._stamps[block])
        return Stamps(moment_at(now), by_posting)

    async def seen(self, posting_ids: Sequence[int]) -> Sequence[Seen]:
        """Give those of these postings that this version can read."""
        wanted = select(postings).where(postings.c.id.in_(posting_ids)).order_by(postings.c.id)
        async with self._database.read() as connection:
            rows = (await connection.execute(wanted)).all()
            names = await _feeds_of(connection, posting_ids)
        return await asyncio.to_thread(_readable, rows, names)

    async def texts(self, posting_ids: Sequence[int]) -> Mapping[int, str]:
        """Give the bodies of these postings."""
        found: dict[int, str] = {}
        for some in chunks(posting_ids):
            async with self._database.read() as connection:
                rows = (await connection.execute(_of_lead(listings.c.text, some))).all()
            found.update(await asyncio.to_thread(_bodies, rows))
        return found

    async def links(self, posting_ids: Sequence[int]) -> Mapping[int, str]:
        """Give the link of each posting's lead listing."""
        async with self._database.read() as connection:
            rows = await connection.execute(_of_lead(listings.c.url, posting_ids))
            return {row.id: row.url for row in rows}


async def _waiting_feeds(connection: AsyncConnection) -> frozenset[int]:
    """Give the feeds that are not approved: which postings of any block are hidden changes with them."""
    return frozenset((await connection.execute(select(feeds.c.id).where(~feeds.c.approved))).scalars())


async def _keys(connection: AsyncConnection, since: int) -> dict[int, _Key]:
    """Give for each block what changes when a posting of it, or what lists one, does."""
    block = (postings.c.id // _BLOCK).label("block")
    stamps = select(block, func.count(), func.sum(postings.c.id), func.sum(postings.c.subject_stamp))
    copied = (listings.c.posting_id // _BLOCK).label("block")
    copies = select(copied, func.count(), func.sum(listings.c.posting_id))
    first = select(func.min(postings.c.id)).where(postings.c.seen_ms >= since).scalar_subquery()
    recent = (
        stamps.where(postings.c.seen_ms >= since).group_by(block),
        copies.where(listings.c.posting_id >= first).group_by(copied),
    )
    of_stamps, of_copies = [
        {row[0]: tuple(int(value or 0) for value in row[1:]) for row in await connection.execute(query)}
        for query in recent
    ]
    return {block: key + of_copies.get(block, ()) for block, key in of_stamps.items()}


async def _stamps(connection: AsyncConnection, since: int, block: int) -> dict[int, str]:
    stamps = select(postings.c.id, postings.c.subject_stamp).where(
        _within(postings.c.id, block), postings.c.seen_ms >= since, ~hidden()
    )
    copies = (
        select(listings.c.posting_id, func.count())
        .where(_within(listings.c.posting_id, block))
        .group_by(listings.c.posting_id)
    )
    counts = {row[0]: int(row[1]) for row in await connection.execute(copies)}
    found = await connection.execute(stamps.order_by(postings.c.id))
    return {row[0]: _stamp(row[1], counts.get(row[0], 0)) for row in found}


def _within(column: ColumnElement[int], block: int) -> ColumnElement[bool]:
    return column.between(block * _BLOCK, (block + 1) * _BLOCK - 1)


def _stamp(subject: int | None, copies: int) -> str:
    return f"{subject}.{copies}"


def _of_lead(column: ColumnElement[Any], posting_ids: Collection[int]) -> Select[Any]:
    lead = select(postings.c.id, column).join(listings, listings.c.id == postings.c.lead_listing_id)
    return lead.where(postings.c.id.in_(posting_ids))


async def _feeds_of(connection: AsyncConnection, posting_ids: Collection[int]) -> dict[int, list[str]]:
    named = select(listings.c.posting_id, feeds.c.name).join(feeds, feeds.c.id == listings.c.feed_id)
    names: dict[int, list[str]] = {}
    ordered = named.where(listings.c.posting_id.in_(posting_ids)).order_by(listings.c.id)
    for posting_id, name in await connection.execute(ordered):
        names.setdefault(posting_id, []).append(name)
    return names


def _readable(rows: Sequence[Any], names: Mapping[int, Sequence[str]]) -> list[Seen]:
    found = []
    for row in rows:
        listed = names.get(row.id, ())
        try:
            subject = stored_subject(row, tuple(dict.fromkeys(listed)), PostingText())
        except StoredValueError:
            log.exception("a stored posting cannot be read and is left out of previews", posting=row.id)
            continue
        stamp = _stamp(row.subject_stamp, len(listed))
        found.append(Seen.of(row.id, stamp, subject, baseline=row.baseline))
    return found


def _bodies(rows: Sequence[Any]) -> dict[int, str]:
    return {posting_id: TEXT.load(text).body for posting_id, text in rows}
