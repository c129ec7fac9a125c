"""Finds the feeds behind an address or a company's name by asking the web; reads no page itself."""

from collections.abc import Sequence

from alerts.errors import FeedError, FetchError
from alerts.examining import UNASKED, Examination, examine
from alerts.feeds import AUTO
from alerts.feeds.discovery import FoundFeed, boards_of, feeds_at, feeds_on
from alerts.polling import Fetcher, FetchRequest, NotModified


async def find_feeds(fetcher: Fetcher, url: str, *, trusted: bool) -> Sequence[FoundFeed]:
    """Give the feeds that an address is, leads to or names, the surest first, at least one.

    Raises `FeedError` where there is none, and `TermsError` where it must not be polled.
    """
    known = feeds_at(url)
    if known:
        return known
    fetched = await fetcher.fetch(FetchRequest(url=url, format=AUTO, trusted=trusted, page=True))
    if isinstance(fetched, NotModified) or not fetched.documents:
        raise FetchError(UNASKED)
    found = feeds_on(fetched.documents[0])
    if not found:
        raise FeedError(f"there is no feed at {url}, and the page names none")
    return found


async def find_board(fetcher: Fetcher, company: str) -> Sequence[tuple[FoundFeed, Examination]]:
    """Give the boards with postings that a company may have at the recruiting systems, asking each once."""
    found = []
    for board in boards_of(company):
        looked = await examine(fetcher, board.url, board.format, {}, trusted=False)
        if not looked.error and looked.entries:
            found.append((board, looked))
    return found
