"""Documents into listings and listings into facts, for a worker thread; knows no round and no network."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from alerts.feeds import completed, format_of, listings
from alerts.feeds.contract import Format
from alerts.feeds.entry import BadEntry, Document, PageRequest
from alerts.polling.feed import Feed
from alerts.polling.fetching import Fetched
from alerts.posting import Listing, ReadListing
from alerts.reading import read_facts

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What one request brought, of distinct keys and in the documents' order; ``chosen`` None where nothing came."""

    listings: tuple[Listing, ...]
    bad: tuple[BadEntry, ...]
    complete: bool
    chosen: Format | None = None
    next: PageRequest | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """Listings with their facts, and those that no reader can stand."""

    listings: tuple[ReadListing, ...]
    bad: tuple[BadEntry, ...]


def parse(feed: Feed, fetched: Fetched) -> Parsed:
    """Parse all documents of a request; of one native key in several documents the last wins. Raises `ParseError`."""
    found: dict[str, Listing] = {}
    bad = list(fetched.bad)
    complete = True
    chosen, following = None, None
    for document in fetched.documents:
        chosen = format_of(feed.format, document)
        parsed = listings(chosen, document, feed.options)
        for warning in parsed.warnings:
            log.warning("feed has faults", feed=feed.name, warning=warning)
        found.update((listing.native_key, listing) for listing in parsed.listings)
        bad.extend(parsed.bad)
        complete = complete and parsed.complete
        following = parsed.next
    return Parsed(
        listings=tuple(found.values()), bad=tuple(bad), complete=complete, chosen=chosen, next=following
    )


def complete_from(chosen: Format, listing: Listing, document: Document) -> Listing:
    """Complete a listing with its detail; one whose detail is of no use stays as the list has it."""
    try:
        return completed(chosen, listing, document)
    # Whatever a hostile document makes of a format: the listing itself is sound.
    except Exception as error:
        log.warning("a detail is of no use", url=listing.detail_url, error=str(error))
        return listing


def read_all(some: Sequence[Listing]) -> Read:
    """Read each listing; one that no reader can stand goes into the quarantine, the rest go on."""
    read, bad = [], []
    for listing in some:
        try:
            read.append(ReadListing(listing=listing, facts=read_facts(listing.text, listing.fields)))
        except Exception as error:
            log.exception("a listing could not be read", native_key=listing.native_key)
            bad.append(BadEntry(f"could not be read: {type(error).__name__}", listing.native_key))
    return Read(tuple(read), tuple(bad))


def oldest_first(some: Sequence[Listing]) -> list[Listing]:
    """Feeds list newest first; entries without a date keep that reversed order among themselves."""
    backwards = list(reversed(some))
    return sorted(backwards, key=lambda listing: listing.posted_at.timestamp() if listing.posted_at else 0)
