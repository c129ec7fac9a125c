"""What a chat says about a posting: saved, or not for me; knows no buttons."""

from collections.abc import Sequence
from typing import Protocol

from alerts.posting import Posting


class FeedbackStore(Protocol):
    """What feedback needs of the database; each method is one transaction and may be repeated harmlessly."""

    async def save_posting(self, chat_id: int, posting_id: int) -> Posting | None:
        """Remember the posting for the chat; None where there is no such posting that the chat was sent."""

    async def dismiss_posting(self, chat_id: int, posting_id: int) -> Posting | None:
        """Note that the posting is not for this chat; None as above."""

    async def saved_postings(self, chat_id: int, limit: int) -> Sequence[Posting]:
        """Give the saved postings, newest first."""
