"""Takes in a page of listings, each under the posting that it is a copy of, or a new one; knows no leases."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.identity import ats_key, group_key
from alerts.polling import Feed, PageResult
from alerts.posting import ReadListing, subject_of
from alerts.reading import READING_VERSION
from alerts.text import TEXT_VERSION
from storage.clock import moment_at, moment_ms
from storage.closing import open_again, outdate, reopen
from storage.dialect import chunks
from storage.grouping import Candidates, lock_companies, second_hand_postings, vacancy_of
from storage.subjects import subject_columns
from storage.tables import listings, postings
from storage.values import FACTS, TEXT

# The content hash of a listing whose text was pruned: whatever comes is another content.
PRUNED = ""


async def known_listings(
    connection: AsyncConnection, feed_id: int, native_keys: Sequence[str]
) -> dict[str, Any]:
    """Give what tells which of the feed's listings are new, changed or back, of those stored, by native key."""
    found: dict[str, Any] = {}
    for some in chunks(native_keys):
        rows = select(
            listings.c.id,
            listings.c.native_key,
            listings.c.content_hash,
            listings.c.first_round,
            listings.c.closed_ms,
        ).where(listings.c.feed_id == feed_id, listings.c.native_key.in_(some))
        found.update({row.native_key: row for row in await connection.execute(rows)})
    return found


class Intake:
    """Stores one page of a feed's listings, within the caller's transaction."""

    def __init__(
        self, connection: AsyncConnection, feed: Feed, now: int, *, baseline: bool, whole: bool
    ) -> None:
        """``whole`` says that the feed lists all that is open."""
        self._connection = connection
        self._feed = feed
        self._now = now
        self._baseline = baseline
        self._whole = whole

    async def store(self, page: Sequence[ReadListing], unchanged: Sequence[str]) -> PageResult:
        """Store what is new and what changed, and note what was seen again."""
        by_key = {read.listing.native_key: read for read in page}
        known = await known_listings(self._connection, self._feed.id, list(by_key))
        new = [read for key, read in by_key.items() if key not in known]
        changed = {known[key].id: by_key[key] for key in sorted(known)}
        pruned = {row.id for row in known.values() if row.content_hash == PRUNED}
        await reopen(self._connection, self._feed.id, [*known, *unchanged])
        await self._add(new)
        await self._change(changed, pruned)
        await self._note_seen(unchanged)
        return PageResult(new=len(new), changed=len(changed))

    async def _add(self, new: Sequence[ReadListing]) -> None:
        """Make postings in the page's order, which becomes that of alerts; listings go in sorted by key."""
        if not new:
            return
        joined = await self._group(new)
        made = await self._make([read for at, read in enumerate(new) if at not in joined])
        fresh = iter(made)
        posting_ids = [joined[at] if at in joined else next(fresh) for at in range(len(new))]
        rows = [
            {
                **self._columns(read),
                "feed_id": self._feed.id,
                "native_key": read.listing.native_key,
                "posting_id": posting_id,
                "seen_ms": self._now,
                "first_round": self._feed.round + 1,
            }
            for read, posting_id in zip(new, posting_ids, strict=True)
        ]
        rows.sort(key=lambda row: row["native_key"])
        await self._connection.execute(listings.insert(), rows)
        await self._name_leads([*joined.values(), *made])
        if self._whole:  # a window that has a closed posting proves nothing
            await open_again(self._connection, set(joined.values()) - set(made))
        await outdate(self._connection, set(joined.values()) - set(made))
        await self._take_leads(new, joined)

    async def _group(self, new: Sequence[ReadListing]) -> dict[int, int]:
        """Give the stored posting that a new listing is a copy of, by the listing's place on the page.

        What an unapproved feed brings stays apart: it must neither change nor hide what other chats are told.
        """
        if not self._feed.approved:
            return {}
        vacancies = [vacancy_of(read, self._feed.id, self._now) for read in new]
        await lock_companies(self._connection, vacancies)
        candidates = Candidates()
        await candidates.load(self._connection, vacancies)
        found = {at: candidates.join(vacancy) for at, vacancy in enumerate(vacancies)}
        return {at: posting_id for at, posting_id in found.items() if posting_id is not None}

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

    async def _take_leads(self, new: Sequence[ReadListing], joined: dict[int, int]) -> None:
        """Let the tracking system's own listing lead its posting: its facts are the first-hand ones."""
        if not self._whole:
            return
        first_hand = {
            posting_id: new[at]
            for at, posting_id in joined.items()
            if ats_key(new[at].listing.url) is not None
        }
        second_hand = await second_hand_postings(self._connection, sorted(first_hand))
        keys = {posting_id: first_hand[posting_id].listing.native_key for posting_id in second_hand}
        known = await known_listings(self._connection, self._feed.id, list(keys.values()))
        for posting_id, key in keys.items():
            lead = update(postings).where(postings.c.id == posting_id)
            await self._connection.execute(lead.values(lead_listing_id=known[key].id))
        leads = {known[key].id: first_hand[posting_id] for posting_id, key in keys.items()}
        await self._speak(leads, again=not self._baseline)

    async def _change(self, changed: dict[int, ReadListing], pruned: Collection[int]) -> None:
        """Change listings, and what the postings say that they lead; one that was pruned comes back silently."""
        if not changed:
            return
        rows = [{"listing_id": each, **self._columns(read)} for each, read in changed.items()]
        await self._connection.execute(update(listings).where(listings.c.id == bindparam("listing_id")), rows)
        back = {key: read for key, read in changed.items() if key in pruned}
        await self._speak(back, again=False)
        await self._speak({key: read for key, read in changed.items() if key not in back}, again=True)

    async def _speak(self, leads: dict[int, ReadListing], *, again: bool) -> None:
        """Have postings say what their leads say, by the leads' ids, and be matched ``again`` unless of a baseline.

        What was sent of those whose subject is another now is out of date.
        """
        unmatched = {"matched_ms": case((postings.c.baseline, postings.c.matched_ms)), "match_cursor": None}
        spoken = update(postings).where(postings.c.lead_listing_id == bindparam("listing_id"))
        rows = [{"listing_id": each, **self._subject(read)} for each, read in leads.items()]
        if rows:
            stale = await self._outdated(rows)
            await self._connection.execute(spoken.values(unmatched if again else {}), rows)
            await outdate(self._connection, stale, changed=True)

    async def _outdated(self, rows: Sequence[dict[str, Any]]) -> list[int]:
        """Give the postings that say something else than these subjects."""
        wanted = {row["listing_id"]: row for row in rows}
        stale = []
        for some in chunks(sorted(wanted)):
            led = select(postings).where(postings.c.lead_listing_id.in_(some))
            for posting in (await self._connection.execute(led)).mappings():
                new = wanted[posting["lead_listing_id"]]
                said = (name for name in new if name in posting and name != "subject_stamp")
                if any(posting[name] != new[name] for name in said):
                    stale.append(posting["id"])
        return stale

    async def _note_seen(self, native_keys: Sequence[str]) -> None:
        for some in chunks(sorted(native_keys)):
            seen = update(listings).where(
                listings.c.feed_id == self._feed.id, listings.c.native_key.in_(some)
            )
            await self._connection.execute(seen.values(self._seen()))

    def _seen(self) -> dict[str, Any]:
        return {
            "last_seen_ms": self._now,
            "last_seen_round": self._feed.round + 1,
            "missed": 0,
            "misses_needed": 0,
            "missing_since_ms": None,
            "closed_ms": None,
        }

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
        listing, text = read.listing, read.listing.text
        seen_at = moment_at(self._now)
        subject = subject_of(text, read.facts, seen_at=seen_at, posted_at=listing.posted_at)
        return {**subject_columns(subject), "group_key": group_key(text.company, text.title, text.location)}
