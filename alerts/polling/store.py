"""What polling needs of the database; knows no SQL."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from alerts.messages import Told
from alerts.polling.feed import Feed, FeedLease, FeedSpec
from alerts.polling.rounds import Known, Page, PageResult, Round


class PollStore(Protocol):
    """What polling needs of the database; each method is one transaction."""

    async def reconcile_feeds(self, specs: Sequence[FeedSpec], *, retire: bool = True) -> None:
        """Make the feeds of origin 'config' equal to ``specs``.

        One that is gone is disabled, its history kept, where ``retire`` says so.
        """

    async def claim_feed(
        self, owner: str, lease: timedelta, due_at: datetime | None = None
    ) -> FeedLease | None:
        """Lease a free host and give its most overdue feed; due by now, or by ``due_at``."""

    async def make_all_due(self) -> datetime:
        """Set every enabled feed's next check to now, and give that now.

        A feed is left alone that was polled more lately than its source allows.
        """

    async def count_due(self, due_at: datetime) -> int:
        """Count the enabled feeds whose next check is not after ``due_at``, leased or not.

        Feeds of a host that asked to be left alone for a while are not counted.
        """

    async def disabled_feeds(self) -> Sequence[tuple[str, str]]:
        """Give name and reason of each configured feed that is not polled any more."""

    async def known(self, feed_id: int, native_keys: Sequence[str]) -> dict[str, Known]:
        """Give what is stored of each listing of the feed that is known."""

    async def store_page(self, lease: FeedLease, page: Page, renew: timedelta) -> PageResult:
        """Store listings, grouped under postings, in one commit, and renew the lease.

        Raises `StorageError` when the lease is lost.
        """

    async def tell(self, feed: Feed, told: Told, reason: str) -> None:
        """Owe a notice to each chat that has to do with a feed: who added it, filters that name it, the operator's own.

        Done twice it tells once.
        """

    async def finish_round(self, lease: FeedLease, done: Round) -> None:
        """Record the round, close what is missing, set validators and next check, free the host.

        A complete round in which listings are missing that are not closed yet saves no validators, for 'not modified'
        would hide the next miss. Nothing happens if the lease is lost.
        """
