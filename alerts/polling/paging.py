"""Walks the pages of one round and stores what is new on them, details included; knows no SQL and no schedule."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import structlog

from alerts.errors import FetchError
from alerts.feeds import AUTO, format_of, plan
from alerts.feeds.contract import Format, Reach
from alerts.feeds.entry import PageRequest
from alerts.feeds.values import host_of, is_below
from alerts.polling.feed import Feed, FeedLease, FirstPoll
from alerts.polling.fetching import Fetched, Fetcher, FetchRequest, NotModified
from alerts.polling.holding import POLL_LEASE
from alerts.polling.pacing import NO_HINTS, Hints, hints_of
from alerts.polling.readers import in_reader
from alerts.polling.reading import Parsed, complete_from, oldest_first, parse, read_all
from alerts.polling.rounds import Known, Page, PageResult
from alerts.polling.store import PollStore
from alerts.posting import Listing

log = structlog.get_logger()

# One commit: `DATA.md` allows 500 prepared rows in a transaction, and a listing touches up to five.
PAGE_SIZE = 100
# A new feed's past is of use for /latest and /preview only, so of a window not all of it is fetched.
FIRST_PAGES = 5
# What is left over comes with the next poll: a host is not held for longer than some minutes.
MOST_DETAILS = 50

_TOO_OFTEN = frozenset((429, 503))

Pause = Callable[[float], Awaitable[None]]


@dataclass(slots=True, kw_only=True)
class Walk:
    """What a walk through the pages found out, for the round's record.

    ``whole`` says that the last page was reached and that all together are the list of what is open; ``cut`` that
    new listings were left for the next poll.
    """

    first: Fetched | None = None
    unchanged: NotModified | None = None
    same_body: bool = False
    body_hash: str | None = None
    version: int | None = None
    hints: Hints = NO_HINTS
    pages: int = 0
    entries: int = 0
    result: PageResult = field(default_factory=PageResult)
    quarantined: int = 0
    unusable: list[str] = field(default_factory=list)
    whole: bool = False
    cut: bool = False
    conditional: bool = True


class Pages:
    """The pages of one round, fetched one after the other under the feed's lease."""

    def __init__(self, store: PollStore, fetcher: Fetcher, lease: FeedLease, pause: Pause) -> None:
        """``pause`` waits for so many seconds."""
        self._store = store
        self._fetcher = fetcher
        self._lease = lease
        self._pause = pause
        self._walk = Walk()
        self._seen: set[str] = set()
        self._asked: set[str] = set()
        self._details = MOST_DETAILS

    async def walk(self) -> Walk:
        """Fetch and store page by page. Raises `FeedError` where one fails: what was stored before stays."""
        feed = self._lease.feed
        request: PageRequest | None = plan(feed.format, feed.address, feed.options)
        while request is not None:
            answer = await self._fetch(request)
            if isinstance(answer, NotModified):
                self._walk.unchanged = answer
                break
            if self._walk.first is None and self._is_same(request, answer):
                break
            parsed = await in_reader(parse, feed, answer)
            oldest_known = await self._take(parsed)
            request = self._following(request, parsed, oldest_known=oldest_known)
            if request is not None:
                await self._breathe()
        return self._walk

    async def _breathe(self) -> None:
        """Renew the lease and let the host's gap pass before the next request."""
        gap = self._lease.gap
        await self._store.store_page(self._lease, Page(), POLL_LEASE + gap)
        await self._pause(gap.total_seconds())

    async def _fetch(self, request: PageRequest) -> Fetched | NotModified:
        feed = self._lease.feed
        self._asked.add(request.url)
        first = self._walk.first is None
        conditional = first and request.conditional and _is_current(feed)
        return await self._fetcher.fetch(
            FetchRequest(
                url=request.url,
                format=feed.format,
                options=feed.options,
                headers=request.headers,
                etag=feed.etag if conditional else None,
                last_modified=feed.last_modified if conditional else None,
                trusted=feed.trusted,
                page=request.page,
            )
        )

    def _is_same(self, request: PageRequest, answer: Fetched) -> bool:
        """Take the first answer; tell whether its bytes were read last time: many servers lack validators."""
        walk, feed = self._walk, self._lease.feed
        walk.first, walk.conditional = answer, request.conditional
        if len(answer.documents) != 1:
            return False
        body = answer.documents[0].body
        walk.body_hash = sha256(body).hexdigest()
        walk.hints = hints_of(body)
        walk.same_body = request.conditional and _is_current(feed) and walk.body_hash == feed.body_hash
        return walk.same_body

    async def _take(self, parsed: Parsed) -> bool:
        """Store a page, oldest first, so that alerts come as a person would have seen the postings appear.

        Gives whether the last listing of the page was known before the last completed round.
        """
        walk = self._walk
        walk.pages += 1
        walk.version = parsed.chosen.version if parsed.chosen else 0
        walk.entries += len(parsed.listings)
        walk.quarantined += len(parsed.bad)
        walk.unusable += [f"{one.error}\n{one.raw}" for one in parsed.bad]
        if parsed.bad:
            await self._store.store_page(self._lease, Page(bad=parsed.bad), POLL_LEASE)
        known: dict[str, Known] = {}
        ordered = oldest_first(parsed.listings)
        for at in range(0, len(ordered), PAGE_SIZE):
            known |= await self._keep(ordered[at : at + PAGE_SIZE], parsed)
        last = known.get(parsed.listings[-1].native_key) if parsed.listings else None
        return last is not None and last.first_round <= self._lease.feed.round

    async def _keep(self, some: Sequence[Listing], parsed: Parsed) -> dict[str, Known]:
        """Complete, read and store the listings that are new or changed, and note the others as seen."""
        feed, walk, chosen = self._lease.feed, self._walk, parsed.chosen
        whole_list = parsed.complete or (chosen is not None and chosen.reach is Reach.WHOLE)
        known = await self._store.known(feed.id, [listing.native_key for listing in some])
        over = {one.native_key for one in some if one.valid_until and one.valid_until <= self._lease.at}
        valid = [listing for listing in some if listing.native_key not in over]
        fresh = [listing for listing in valid if _is_fresh(listing, known.get(listing.native_key))]
        fresh_keys = {listing.native_key for listing in fresh}
        ready = [one for one in [await self._completed(each, chosen) for each in fresh] if one is not None]
        read = await in_reader(read_all, ready)
        unchanged = tuple(key for key in known if key not in fresh_keys | over)
        page = Page(
            listings=read.listings,
            unchanged=unchanged,
            over=tuple(key for key in known if key in over),
            bad=read.bad,
            baseline=_is_baseline(feed),
            whole=whole_list,
        )
        walk.result += await self._store.store_page(self._lease, page, POLL_LEASE)
        walk.quarantined += len(read.bad)
        walk.unusable += [one.raw for one in read.bad]
        return known

    async def _completed(self, listing: Listing, chosen: Format | None) -> Listing | None:
        """Complete a listing from its detail; None where it has to wait for the next poll."""
        if chosen is None or not self._has_detail(listing, chosen):
            return listing
        if self._details <= 0:
            past = _is_baseline(self._lease.feed)
            self._walk.cut = self._walk.cut or not past
            return listing if past else None
        self._details -= 1
        await self._breathe()
        return await self._detailed(listing, chosen)

    def _has_detail(self, listing: Listing, chosen: Format) -> bool:
        """Say whether a listing's rest is to be had where this feed's own host, or its source, keeps it."""
        host = host_of(listing.detail_url)
        ours = host_of(self._lease.feed.address)
        return bool(host) and (host == ours or is_below(host, chosen.manners.hosts))

    async def _detailed(self, listing: Listing, chosen: Format) -> Listing:
        """Fetch a detail, once: a listing whose detail does not come goes on as the list has it."""
        feed = self._lease.feed
        try:
            answer = await self._fetcher.fetch(
                FetchRequest(url=listing.detail_url, format=chosen.name, trusted=feed.trusted)
            )
        except FetchError as error:
            log.warning("a detail did not come", feed=feed.name, url=listing.detail_url, error=str(error))
            if error.retry_after is not None or error.status in _TOO_OFTEN:
                self._details = 0
            return listing
        if isinstance(answer, NotModified) or not answer.documents:
            return listing
        return await in_reader(complete_from, chosen, listing, answer.documents[0])

    def _following(self, request: PageRequest, parsed: Parsed, *, oldest_known: bool) -> PageRequest | None:
        """Give the next request, or None where the round ends; one that a repeated page ends is not whole."""
        keys = {listing.native_key for listing in parsed.listings}
        repeated = bool(keys) and keys <= self._seen
        self._seen |= keys
        following, chosen = parsed.next, parsed.chosen
        if following is None or chosen is None:
            self._walk.whole = parsed.complete
            return None
        window = chosen.newest_first
        self._walk.conditional = self._walk.conditional and window
        ended = (
            self._walk.cut
            or repeated
            or (window and oldest_known)
            or following.url in self._asked
            or host_of(following.url) != host_of(request.url)
        )
        return None if ended or self._is_last_page(chosen) else following

    def _is_last_page(self, chosen: Format) -> bool:
        """Say whether no more pages are asked for; what is left out of a window comes with no later poll either."""
        feed, pages = self._lease.feed, self._walk.pages
        past = chosen.newest_first and not feed.round
        if pages < (min(chosen.max_pages, FIRST_PAGES) if past else chosen.max_pages):
            return False
        if chosen.newest_first and feed.round:
            log.warning(
                "more is new than a poll has pages for, and some was missed; a shorter interval helps",
                feed=feed.name,
                pages=pages,
            )
        return True


def _is_baseline(feed: Feed) -> bool:
    return feed.round == 0 and feed.first_poll is FirstPoll.BASELINE


def _is_fresh(listing: Listing, known: Known | None) -> bool:
    return known is None or known.content_hash != listing.content_hash


def _is_current(feed: Feed) -> bool:
    """Say whether what was read last was read as it would be read now; else the same bytes must be seen once more."""
    if feed.parser_version is None:
        return False
    return feed.format == AUTO or feed.parser_version == format_of(feed.format, None).version
