"""Looks up the postings of the last days for previews: stamps often, the rest where it is asked for."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Row, Select, bindparam, func, select

from alerts.errors import StoredValueError
from alerts.posting import PostingText
from alerts.previewing import Seen, Stamps
from storage.clock import moment_at, now_ms, to_ms
from storage.database import Database
from storage.dialect import chunks
from storage.subjects import stored_subject
from storage.tables import feeds, listings, postings
from storage.values import TEXT

log = structlog.get_logger()

# Rows taken from a result at once: so many hold the loop up for a few milliseconds.
_ROWS = 2_000


class Windows:
    """Implements `alerts.previewing.WindowStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def stamps(self, within: timedelta) -> Stamps:
        """Give the stamps of all postings seen within a time: of the subject's columns and of what lists it."""
        async with self._database.read() as connection:
            now = await now_ms(connection)
        since = now - to_ms(within)
        copies = {row.id: row.copies async for row in self._paged(_copies(since))}
        rows = self._paged(_stamps(since))
        by_posting = {row.id: _stamp(row.subject_stamp, copies.get(row.id, 0)) async for row in rows}
        return Stamps(moment_at(now), by_posting)

    async def seen(self, posting_ids: Sequence[int]) -> Sequence[Seen]:
        """Give those of these postings that this version can read."""
        async with self._database.read() as connection:
            wanted = select(postings).where(postings.c.id.in_(posting_ids)).order_by(postings.c.id)
            rows = (await connection.execute(wanted)).all()
            listed = await connection.execute(_feeds_of(posting_ids))
            names: dict[int, list[str]] = {}
            for posting_id, name in listed:
                names.setdefault(posting_id, []).append(name)
        return await asyncio.to_thread(_readable, rows, names)

    async def texts(self, posting_ids: Sequence[int]) -> Mapping[int, str]:
        """Give the bodies of these postings."""
        found: dict[int, str] = {}
        for some in chunks(posting_ids):
            lead = select(postings.c.id, listings.c.text).join(
                listings, listings.c.id == postings.c.lead_listing_id
            )
            async with self._database.read() as connection:
                rows = (await connection.execute(lead.where(postings.c.id.in_(some)))).all()
            found.update(await asyncio.to_thread(_bodies, rows))
        return found

    async def links(self, posting_ids: Sequence[int]) -> Mapping[int, str]:
        """Give the link of each posting's lead listing."""
        lead = select(postings.c.id, listings.c.url).join(
            listings, listings.c.id == postings.c.lead_listing_id
        )
        async with self._database.read() as connection:
            rows = await connection.execute(lead.where(postings.c.id.in_(posting_ids)))
            return {row.id: row.url for row in rows}

    async def _paged(self, query: Select[Any]) -> AsyncIterator[Row[Any]]:
        """Give the rows of a query that is ordered by ``id``, some at a time."""
        after = 0
        while True:
            async with self._database.read() as connection:
                rows = (await connection.execute(query.limit(_ROWS), {"after": after})).all()
            for row in rows:
                yield row
            if len(rows) < _ROWS:
                return
            after = rows[-1].id


def _stamp(subject: str | None, copies: int) -> str:
    return f"{subject}.{copies}"


def _stamps(since: int) -> Select[Any]:
    newer = postings.c.seen_ms >= since
    return _after(select(postings.c.id, postings.c.subject_stamp).where(newer), postings.c.id)


def _copies(since: int) -> Select[Any]:
    count = func.count().label("copies")
    first = select(func.min(postings.c.id)).where(postings.c.seen_ms >= since).scalar_subquery()
    grouped = select(listings.c.posting_id.label("id"), count).where(listings.c.posting_id >= first)
    return _after(grouped.group_by(listings.c.posting_id), listings.c.posting_id)


def _after(query: Select[Any], column: Any) -> Select[Any]:
    return query.where(column > bindparam("after")).order_by(column)


def _feeds_of(posting_ids: Sequence[int]) -> Select[Any]:
    named = select(listings.c.posting_id, feeds.c.name).join(feeds, feeds.c.id == listings.c.feed_id)
    return named.where(listings.c.posting_id.in_(posting_ids)).order_by(listings.c.id)


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
        found.append(Seen(posting_id=row.id, stamp=stamp, subject=subject, baseline=row.baseline))
    return found


def _bodies(rows: Sequence[Any]) -> dict[int, str]:
    return {row.id: TEXT.load(row.text).body for row in rows}
