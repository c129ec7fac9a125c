"""What a chat says about a posting: saved, with a note and a stage, or not for me; knows no buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from alerts.posting import Posting

MOST_NOTE = 500


class Stage(StrEnum):
    """How far somebody is with a posting; the values are stored and typed."""

    APPLIED = "applied"
    INTERVIEW = "interview"
    OFFER = "offer"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


STAGES = tuple(Stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A posting that a chat saved, and what it said of it."""

    posting: Posting
    note: str = ""
    stage: Stage | None = None


class FeedbackStore(Protocol):
    """What feedback needs of the database; each method is one transaction and may be repeated harmlessly."""

    async def save_posting(self, chat_id: int, posting_id: int) -> Posting | None:
        """Remember the posting for the chat; None where there is no such posting that the chat was sent."""

    async def unsave_posting(self, chat_id: int, posting_id: int) -> None:
        """Forget that the posting was saved, and what was said of it."""

    async def dismiss_posting(self, chat_id: int, posting_id: int) -> Posting | None:
        """Note that the posting is not for this chat; None as above."""

    async def annotate(
        self, chat_id: int, posting_id: int, *, note: str | None = None, stage: Stage | None = None
    ) -> Saved | None:
        """Keep what is given of a saved posting; None where it is not saved."""

    async def saved_postings(self, chat_id: int, limit: int) -> Sequence[Saved]:
        """Give the saved postings, newest first."""
