"""Brings what was there before a filter was made, if its chat asks for it: the best three, or the newest ones."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from alerts.alerting import matched_by
from alerts.delivering.composing import Item
from alerts.money import Rates
from alerts.posting import Posting
from alerts.previewing import Preview
from alerts.subscribing import Subscription


class Choice(StrEnum):
    """What a new filter brings of what is there already; the values travel in buttons."""

    NOTHING = "none"
    BEST = "best"
    NEWEST = "last"


class BringingStore(Protocol):
    """What bringing needs of the database; each method is one transaction."""

    async def postings_of(self, posting_ids: Sequence[int]) -> Sequence[Posting]:
        """Give those of these postings that there are, in this order."""

    async def keep_brought(
        self, subscription: Subscription, choice: Choice, items: Sequence[Item]
    ) -> int | None:
        """Keep what a chat is shown as a digest, once for each choice, and give the digest's id.

        What the chat was told of before is left out; None where nothing else is there.
        """


def chosen(preview: Preview, choice: Choice) -> Sequence[int]:
    """Give the ids of the postings that a choice means."""
    return [one.posting_id for one in preview.samples] if choice is Choice.BEST else preview.newest


def items_of(subscription: Subscription, postings: Sequence[Posting], rates: Rates) -> Sequence[Item]:
    """Evaluate the filter; what does not fit it any more is left out."""
    found = [(posting, matched_by(subscription, posting, rates)) for posting in postings]
    return [Item(posting=posting, matched=(matched,)) for posting, matched in found if matched.fits]
