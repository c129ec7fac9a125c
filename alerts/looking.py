"""Looks at postings that are stored: the newest ones, and the one behind a link; knows no chat and no SQL."""

from collections.abc import Sequence
from typing import Protocol

from alerts.feeds.entry import Document
from alerts.posting import Posting


class PostingStore(Protocol):
    """What looking at postings needs of the database; each method is one transaction."""

    async def newest_postings(self, limit: int, chat_id: int | None = None) -> Sequence[Posting]:
        """Give the postings that were seen last, newest first, those of a baseline included.

        For a chat, what only feeds have that other chats proposed is left out.
        """

    async def posting_at(self, url: str, chat_id: int) -> Posting | None:
        """Give the posting that has a listing with this link, of those that the chat may see."""


class PageStore(Protocol):
    """What looking at a page that somebody names needs of the web."""

    async def page(self, chat_id: int, url: str) -> Document:
        """Fetch a page for a chat. Raises `FetchError`, and `CommandError` where the chat asks for too many."""
