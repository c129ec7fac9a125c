"""Why a posting came to a chat or did not: each filter's verdicts, and what became of the message; knows no SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from alerts.alerting import matched_by
from alerts.criteria.base import Verdict
from alerts.money import Rates
from alerts.posting import Posting
from alerts.subscribing import Subscription


class Stage(StrEnum):
    """How far a posting came on its way to a chat."""

    SENT = "sent"
    HELD = "held"
    WAITING = "waiting"
    FAILING = "failing"
    GONE = "gone"
    DEAD = "dead"
    EXPIRED = "expired"
    NOT_MATCHED_YET = "not-matched-yet"
    BASELINE = "baseline"
    NOT_WANTED = "not-wanted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A posting's way to one chat.

    ``at`` is when it was sent, until when it is held, or when it is tried again; ``verdicts`` are those that it was
    sent with, by subscription; ``subscriptions`` are the chat's, with deleted ones that wanted it.
    """

    stage: Stage
    at: datetime | None = None
    error: str | None = None
    verdicts: Mapping[int, tuple[Verdict, ...]] = field(default_factory=dict)
    subscriptions: tuple[Subscription, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A filter's answer: the verdicts of now, or those that were ``stored`` with the message."""

    subscription: Subscription
    verdicts: tuple[Verdict, ...]
    stored: bool

    @property
    def fits(self) -> bool:
        """Say whether all criteria pass."""
        return all(verdict.passes for verdict in self.verdicts)


class StoryStore(Protocol):
    """What explaining needs of the database; each method is one transaction."""

    async def story_of(self, chat_id: int, posting_id: int) -> Story:
        """Tell a posting's way to a chat."""

    async def owed_posting(self, chat_id: int, posting_id: int) -> Posting | None:
        """Give a posting that the chat was sent or is owed; None where it is none of its own."""

    async def told_in(self, chat_id: int, message_id: str) -> Sequence[Posting]:
        """Give the postings of a message that the chat was sent, in its order; without an id of its last one."""


def explained(story: Story, posting: Posting, rates: Rates) -> tuple[Explained, ...]:
    """Give each filter's verdicts: the stored ones where the posting was sent with them, else those of now."""
    return tuple(_explained(one, story, posting, rates) for one in story.subscriptions)


def _explained(subscription: Subscription, story: Story, posting: Posting, rates: Rates) -> Explained:
    stored = story.verdicts.get(subscription.id)
    verdicts = stored or matched_by(subscription, posting, rates).verdicts
    return Explained(subscription=subscription, verdicts=verdicts, stored=stored is not None)
