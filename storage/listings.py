"""Takes in a page of listings, each under the posting that it is a copy of, or a new one; knows no leases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.identity import ats_key, group_key
from alerts.polling import Feed, PageResult
from alerts.posting import ReadListing, subject_of
from alerts.reading import READING_VERSION
from alerts.text import TEXT_VERSION
from storage.clock import moment_at, moment_ms
from storage.dialect import chunks
from storage.grouping import Candidates, lock_companies, vacancy_of
from storage.subjects import subject_columns
from storage.tables import listings, postings
from storage.values import FACTS, TEXT


async def known_listings(
    connection: AsyncConnection, feed_id: int, native_keys: Sequence[str]
) -> dict[str, Any]:
    """Give id and content hash of those of the feed's listings that are stored, by native key."""
    found: dict[str, Any] = {}
    for some in chunks(native_keys):
        rows = select(listings.c.id, listings.c.native_key, listings.c.content_hash).where(
            listings.c.feed_id == feed_id, listings.c.native_key.in_(some)
        )
        found.update({row.native_key: row for row in await connection.execute(rows)})
    return found


class Intake:
    """Stores one page of a feed's listings, within the caller's transaction."""

    def __init__(self, connection: AsyncConnection, feed: Feed, now: int, *, baseline: bool) -> None:
        self._connection = connection
        self._feed = feed
        self._now = now
        self._baseline = baseline

    async def store(self, page: Sequence[ReadListing], unchanged: Sequence[str]) -> PageResult:
        """Store what is new and what changed, and note what was seen again."""
        by_key = {read.listing.native_key: read for read in page}
        known = await known_listings(self._connection, self._feed.id, list(by_key))
        new = [read for key, read in by_key.items() if key not in known]
        changed = {known[key].id: by_key[key] for key in sorted(known)}
        await self._add(new)
        await self._change(changed)
        await self._note_seen(unchanged)
        return PageResult(new=len(new), changed=len(changed))

    async def _add(self, new: Sequence[ReadListing]) -> None:
        """Make postings in the page's order, which becomes that of alerts; listings go in sorted by key."""
        if not new:
            return
        posting_ids = await self._group(new)
        rows = [
            {
                **self._columns(read),
                "feed_id": self._feed.id,
                "native_key": read.listing.native_key,
                "posting_id": posting_id,
                "seen_ms": self._now,
            }
            for read, posting_id in zip(new, posting_ids, strict=True)
        ]
        rows.sort(key=lambda row: row["native_key"])
        await self._connection.execute(listings.insert(), rows)
        await self._name_leads(posting_ids)

    async def _group(self, new: Sequence[ReadListing]) -> list[int]:
        """Give each new listing its posting: one that is stored, or a new one."""
        vacancies = [vacancy_of(read, self._feed.id, self._now) for read in new]
        await lock_companies(self._connection, vacancies)
        candidates = Candidates()
        await candidates.load(self._connection, vacancies)
        joined = [candidates.join(vacancy) for vacancy in vacancies]
        made = iter(
            await self._make([read for read, found in zip(new, joined, strict=True) if found is None])
        )
        return [next(made) if found is None else found for found in joined]

    async def _make(self, reads: Sequence[ReadListing]) -> list[int]:
        if not reads:
            return []
        state = {
            "seen_ms": self._now,
            "baseline": self._baseline,
            "matched_ms": self._now if self._baseline else None,
        }
        rows = [{**self._subject(read), **state} for read in reads]
        made = postings.insert().returning(postings.c.id, sort_by_parameter_order=True)
        return list((await self._connection.execute(made, rows)).scalars())

    async def _name_leads(self, posting_ids: Sequence[int]) -> None:
        """Let the first listing of each posting lead it."""
        first = (
            select(func.min(listings.c.id)).where(listings.c.posting_id == postings.c.id).scalar_subquery()
        )
        leaderless = postings.c.lead_listing_id.is_(None)
        for some in chunks(sorted(set(posting_ids))):
            named = update(postings).where(postings.c.id.in_(some), leaderless)
            await self._connection.execute(named.values(lead_listing_id=first))

    async def _change(self, changed: dict[int, ReadListing]) -> None:
        """Change listings. A changed lead has its posting matched again, unless it is a baseline one."""
        if not changed:
            return
        rows = [{"listing_id": each, **self._columns(read)} for each, read in changed.items()]
        await self._connection.execute(update(listings).where(listings.c.id == bindparam("listing_id")), rows)
        again = {"matched_ms": case((postings.c.baseline, postings.c.matched_ms)), "match_cursor": None}
        led = update(postings).where(postings.c.lead_listing_id == bindparam("listing_id")).values(again)
        rows = [{"listing_id": each, **self._subject(read)} for each, read in changed.items()]
        await self._connection.execute(led, rows)

    async def _note_seen(self, native_keys: Sequence[str]) -> None:
        for some in chunks(sorted(native_keys)):
            seen = update(listings).where(
                listings.c.feed_id == self._feed.id, listings.c.native_key.in_(some)
            )
            await self._connection.execute(seen.values(self._seen()))

    def _seen(self) -> dict[str, Any]:
        return {"last_seen_round": self._feed.round + 1, "missed": 0, "closed_ms": None}

    def _columns(self, read: ReadListing) -> dict[str, Any]:
        listing = read.listing
        return {
            **self._seen(),
            "url": listing.url,
            "ats_key": ats_key(listing.url),
            "entry": dict(listing.entry),
            "text": TEXT.dump(listing.text),
            "text_version": TEXT_VERSION,
            "content_hash": listing.content_hash,
            "facts": FACTS.dump(read.facts),
            "reading_version": READING_VERSION,
            "posted_ms": moment_ms(listing.posted_at) if listing.posted_at else None,
        }

    def _subject(self, read: ReadListing) -> dict[str, Any]:
        """Give the columns of a posting that this listing leads."""
        listing = read.listing
        seen_at = moment_at(self._now)
        subject = subject_of(listing.text, read.facts, seen_at=seen_at, posted_at=listing.posted_at)
        return {**subject_columns(subject), "group_key": group_key(listing.text.company, listing.text.title)}
