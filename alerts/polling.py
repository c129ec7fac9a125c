"""Polls feeds: claims one that is due, fetches, reads what is new or changed, has it stored; knows no HTTP or SQL."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

import structlog

from alerts.errors import FeedError, FetchError, StorageError
from alerts.feeds import format_of, listings
from alerts.feeds.entry import BadEntry, Document
from alerts.posting import Listing, ReadListing
from alerts.reading import read_facts

log = structlog.get_logger()

# One commit: `DATA.md` allows 500 prepared rows in a transaction, and a listing touches up to five.
PAGE_SIZE = 100
# The fetch's own deadline lies below it; it is renewed with every page.
POLL_LEASE = timedelta(seconds=40)
MAX_BACK_OFF = timedelta(hours=24)


class FirstPoll(StrEnum):
    """What becomes of the postings that a new feed already lists."""

    BASELINE = "baseline"
    DELIVER = "deliver"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSpec:
    """A feed as it is configured. ``host`` is its unit of politeness, ``min_gap`` the least time between fetches."""

    name: str
    format: str
    url: str
    host: str
    interval: timedelta
    options: Mapping[str, Any] = field(default_factory=dict)
    first_poll: FirstPoll = FirstPoll.BASELINE
    min_gap: timedelta = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as it is stored. ``round`` counts the completed polls; ``fail_count`` the failed ones since the last."""

    id: int
    name: str
    format: str
    url: str
    interval: timedelta
    options: Mapping[str, Any]
    first_poll: FirstPoll
    round: int
    etag: str | None = None
    last_modified: str | None = None
    parser_version: int | None = None
    fail_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLease:
    """The right to poll one feed until the host's lease ends; ``token`` fences everybody else."""

    feed: Feed
    host: str
    token: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """What to fetch. ``format`` is the configured name or ``auto``; validators go out byte for byte as they came."""

    url: str
    format: str
    options: Mapping[str, Any] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The documents of one poll, with what of them could not be had, and the validators to send next time."""

    documents: tuple[Document, ...]
    bad: tuple[BadEntry, ...] = ()
    etag: str | None = None
    last_modified: str | None = None
    status: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """Nothing changed since the validators that were sent; a server may renew them."""

    etag: str | None = None
    last_modified: str | None = None


class Fetcher(Protocol):
    """Brings documents. Raises `FetchError` when they do not come."""

    async def fetch(self, request: FetchRequest) -> Fetched | NotModified:
        """Fetch under the validators of the request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one commit stores: new and changed listings, keys seen unchanged, and entries for the quarantine."""

    listings: tuple[ReadListing, ...] = ()
    unchanged: tuple[str, ...] = ()
    bad: tuple[BadEntry, ...] = ()
    baseline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    """What a page changed: listings new to the feed and listings with new content."""

    new: int = 0
    changed: int = 0

    def __add__(self, other: "PageResult") -> "PageResult":
        return PageResult(new=self.new + other.new, changed=self.changed + other.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One poll, as it is recorded. ``error`` None means that it completed; ``next_check`` is counted from now.

    ``parser_version`` is the version of the format that read the documents, None where nothing was read;
    ``host_wait`` what the server asked all requests to wait.
    """

    took: timedelta
    next_check: timedelta
    entries: int = 0
    new: int = 0
    changed: int = 0
    quarantined: int = 0
    pages: int = 0
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    parser_version: int | None = None
    error: str | None = None
    disabled_reason: str | None = None
    host_wait: timedelta = timedelta(0)


class PollStore(Protocol):
    """What polling needs of the database; each method is one transaction."""

    async def reconcile_feeds(self, specs: Sequence[FeedSpec]) -> None:
        """Make the feeds of origin 'config' equal to ``specs``; one that is gone is disabled, its history kept."""

    async def claim_feed(
        self, owner: str, lease: timedelta, due_at: datetime | None = None
    ) -> FeedLease | None:
        """Lease a free host and give its most overdue feed; due by now, or by ``due_at``."""

    async def make_all_due(self) -> datetime:
        """Set every enabled feed's next check to now, and give that now."""

    async def count_due(self, due_at: datetime) -> int:
        """Count the enabled feeds whose next check is not after ``due_at``, leased or not.

        Feeds of a host that asked to be left alone for a while are not counted.
        """

    async def disabled_feeds(self) -> Sequence[tuple[str, str]]:
        """Give name and reason of each configured feed that is not polled any more."""

    async def known_hashes(self, feed_id: int, native_keys: Sequence[str]) -> dict[str, str]:
        """Give the content hash of each listing of the feed that is known."""

    async def store_page(self, lease: FeedLease, page: Page, renew: timedelta) -> PageResult:
        """Store listings, grouped under postings, in one commit, and renew the lease.

        Raises `StorageError` when the lease is lost.
        """

    async def finish_round(self, lease: FeedLease, done: Round) -> None:
        """Record the round, set the feed's validators and next check, free the host; nothing if the lease is lost."""


@dataclass(frozen=True, slots=True)
class PollReport:
    """A feed and how its poll ended; for logs and the command line."""

    feed: Feed
    round: Round


async def poll_next(
    store: PollStore, fetcher: Fetcher, owner: str, due_at: datetime | None = None
) -> PollReport | None:
    """Poll the next due feed, or give None where none is due. A failure is recorded on the feed, never raised."""
    lease = await store.claim_feed(owner, POLL_LEASE, due_at)
    if lease is None:
        return None
    done = await _poll(store, fetcher, lease)
    await store.finish_round(lease, done)
    return PollReport(lease.feed, done)


async def _poll(store: PollStore, fetcher: Fetcher, lease: FeedLease) -> Round:
    started = time.monotonic()
    try:
        done = await _round(store, fetcher, lease, started)
    except StorageError:
        raise  # the database's trouble is not the feed's
    except FeedError as error:
        return _failed(lease.feed, started, error)
    except Exception as error:  # a defect in one format must not stop the other feeds
        log.exception("poll failed unexpectedly", feed=lease.feed.name)
        return _failed(
            lease.feed, started, FeedError(f"unexpected {type(error).__name__} while reading the feed")
        )
    return done


async def _round(store: PollStore, fetcher: Fetcher, lease: FeedLease, started: float) -> Round:
    feed = lease.feed
    fetched = await fetcher.fetch(_request(feed))
    if isinstance(fetched, NotModified):
        return _unchanged(feed, fetched, started)
    parsed = await asyncio.to_thread(_parse, feed, fetched)
    stored = await _store(store, lease, parsed)
    return Round(
        took=_since(started),
        next_check=feed.interval,
        entries=len(parsed.listings),
        new=stored.result.new,
        changed=stored.result.changed,
        quarantined=stored.quarantined,
        pages=len(fetched.documents),
        status=fetched.status,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        parser_version=parsed.version,
    )


def _request(feed: Feed) -> FetchRequest:
    """Ask conditionally, unless a newer parser has to see the same bytes once more."""
    current = feed.parser_version is not None and feed.parser_version == _version(feed)
    return FetchRequest(
        url=feed.url,
        format=feed.format,
        options=feed.options,
        etag=feed.etag if current else None,
        last_modified=feed.last_modified if current else None,
    )


def _version(feed: Feed) -> int | None:
    """Give the parser version that would read the feed today; under ``auto`` whichever read it last."""
    return feed.parser_version if feed.format == "auto" else format_of(feed.format, None).version


def _unchanged(feed: Feed, answer: NotModified, started: float) -> Round:
    return Round(
        took=_since(started),
        next_check=feed.interval,
        status=304,
        etag=answer.etag or feed.etag,
        last_modified=answer.last_modified or feed.last_modified,
        parser_version=feed.parser_version,
    )


@dataclass(frozen=True, slots=True)
class _Stored:
    result: PageResult
    quarantined: int


@dataclass(frozen=True, slots=True)
class _Read:
    listings: tuple[ReadListing, ...]
    bad: tuple[BadEntry, ...]


@dataclass(frozen=True, slots=True)
class _Parsed:
    listings: tuple[Listing, ...]
    bad: tuple[BadEntry, ...]
    version: int


def _parse(feed: Feed, fetched: Fetched) -> _Parsed:
    """Parse all documents of a poll; of one native key in several documents the last wins."""
    found: dict[str, Listing] = {}
    bad = list(fetched.bad)
    version = 0
    for document in fetched.documents:
        chosen = format_of(feed.format, document)
        version = chosen.version
        parsed = listings(chosen, document, feed.options)
        for warning in parsed.warnings:
            log.warning("feed has faults", feed=feed.name, warning=warning)
        found.update((listing.native_key, listing) for listing in parsed.listings)
        bad.extend(parsed.bad)
    return _Parsed(tuple(found.values()), tuple(bad), version)


async def _store(store: PollStore, lease: FeedLease, parsed: _Parsed) -> _Stored:
    """Store oldest first, so that alerts come in the order in which a person would have seen the postings."""
    baseline = lease.feed.round == 0 and lease.feed.first_poll is FirstPoll.BASELINE
    ordered = _oldest_first(parsed.listings)
    result = await _store_bad(store, lease, parsed.bad)
    quarantined = len(parsed.bad)
    for at in range(0, len(ordered), PAGE_SIZE):
        page = await _page(store, lease.feed, ordered[at : at + PAGE_SIZE], baseline=baseline)
        result += await store.store_page(lease, page, POLL_LEASE)
        quarantined += len(page.bad)
    return _Stored(result, quarantined)


async def _store_bad(store: PollStore, lease: FeedLease, bad: tuple[BadEntry, ...]) -> PageResult:
    return await store.store_page(lease, Page(bad=bad), POLL_LEASE) if bad else PageResult()


async def _page(store: PollStore, feed: Feed, some: Sequence[Listing], *, baseline: bool) -> Page:
    """Read the listings that are new or changed."""
    known = await store.known_hashes(feed.id, [listing.native_key for listing in some])
    fresh = [listing for listing in some if known.get(listing.native_key) != listing.content_hash]
    read = await asyncio.to_thread(_read_all, fresh)
    fresh_keys = {listing.native_key for listing in fresh}
    unchanged = tuple(key for key in known if key not in fresh_keys)
    return Page(listings=read.listings, unchanged=unchanged, bad=read.bad, baseline=baseline)


def _read_all(some: Sequence[Listing]) -> _Read:
    """Read each listing; one that no reader can stand goes into the quarantine, the rest go on."""
    read, bad = [], []
    for listing in some:
        try:
            read.append(ReadListing(listing=listing, facts=read_facts(listing.text, listing.fields)))
        except Exception as error:
            log.exception("a listing could not be read", native_key=listing.native_key)
            bad.append(BadEntry(f"could not be read: {type(error).__name__}", listing.native_key))
    return _Read(tuple(read), tuple(bad))


def _oldest_first(some: Sequence[Listing]) -> list[Listing]:
    """Feeds list newest first; entries without a date keep that reversed order among themselves."""
    backwards = list(reversed(some))
    return sorted(backwards, key=lambda listing: listing.posted_at.timestamp() if listing.posted_at else 0)


def _failed(feed: Feed, started: float, error: FeedError) -> Round:
    """Back off: twice the wait with each failure in a row, at most a day, never before the server's own word."""
    wait = min(feed.interval * (1 << min(feed.fail_count + 1, 20)), max(MAX_BACK_OFF, feed.interval))
    fetch = error if isinstance(error, FetchError) else FetchError("")
    if fetch.retry_after is not None:
        wait = max(wait, timedelta(seconds=fetch.retry_after))
    return Round(
        took=_since(started),
        next_check=wait,
        host_wait=timedelta(seconds=fetch.retry_after or 0),
        status=fetch.status,
        error=error.user_message,
        disabled_reason=error.user_message if fetch.permanent else None,
    )


def _since(started: float) -> timedelta:
    return timedelta(seconds=time.monotonic() - started)
