"""Fetches what people of chats name, pages and feeds, under the guards of a stranger's address; parses none."""

from collections.abc import Sequence

from alerts.examining import Examination, examine
from alerts.feeds.discovery import FoundFeed
from alerts.feeds.entry import Document
from alerts.finding_feeds import find_board, find_feeds
from alerts.polling import Fetcher, FetchRequest, NotModified
from bot.fetching.allowance import Allowance


class Pages:
    """The `PageStore` and the `FeedScout` of the running program."""

    def __init__(self, fetcher: Fetcher, allowance: Allowance) -> None:
        self._fetcher = fetcher
        self._allowance = allowance

    async def page(self, chat_id: int, url: str) -> Document:
        """Fetch a page for a chat. Raises `FetchError`, and `CommandError` where the chat asks for too many."""
        self._allowance.count(chat_id)
        fetched = await self._fetcher.fetch(FetchRequest(url=url, format="auto", trusted=False, page=True))
        assert not isinstance(fetched, NotModified)  # nothing was asked that could be unchanged
        return fetched.documents[0]

    async def feed_at(self, chat_id: int, url: str) -> tuple[FoundFeed, Examination]:
        """Find the feed behind an address and look at it. Raises `FeedError`, and `CommandError` as `page` does."""
        self._allowance.count(chat_id)
        found = (await find_feeds(self._fetcher, url, trusted=False))[0]
        return found, await examine(self._fetcher, found.url, found.format, {}, trusted=False)

    async def boards_of(self, chat_id: int, company: str) -> Sequence[tuple[FoundFeed, Examination]]:
        """Find the boards that a company may have. Raises `CommandError` as `page` does."""
        self._allowance.count(chat_id)
        return await find_board(self._fetcher, company)
