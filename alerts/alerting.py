"""Matches stored postings with the saved filters and has alerts written for what fits; knows no delivery and no SQL."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import structlog

from alerts.criteria.base import Verdict
from alerts.matching import plain_matches, verdicts
from alerts.money import Rates
from alerts.posting import Posting
from alerts.quoting import in_context
from alerts.subscribing import Subscription, SubscriptionState

log = structlog.get_logger()

# Postings that one pass takes: small, so that new filters are followed soon.
BATCH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A subscription met a posting: the verdict of each of its criteria."""

    subscription: Subscription
    verdicts: tuple[Verdict, ...]

    @property
    def fits(self) -> bool:
        """Say whether all criteria pass."""
        return all(verdict.passes for verdict in self.verdicts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What became of subscriptions since a revision: those that changed, and ids of those that went with their chat.

    ``horizon`` is the revision to ask from next time.
    """

    changed: Sequence[Subscription]
    forgotten: Sequence[int]
    horizon: int


class MatchStore(Protocol):
    """What matching needs of the database; each method is one transaction."""

    async def unmatched(self, limit: int) -> Sequence[Posting]:
        """Give postings that are not matched yet, in the order in which they were stored."""

    async def subscriptions_since(self, rev: int) -> Changes:
        """Give what became of subscriptions at or after ``rev``."""

    async def record_matches(self, posting: Posting, matched: Sequence[Matched]) -> int:
        """Store the matches and one alert for each chat and posting, mark it matched; give the number of new alerts.

        Doing it twice changes nothing, so that two workers may take the same posting. A posting that changed
        meanwhile stays to be matched again, and so does one that met a subscription which moved to another chat.
        """


class Matcher:
    """Follows the saved filters in memory and matches new postings against them."""

    def __init__(self, store: MatchStore, rates: Rates) -> None:
        self._store = store
        self._rates = rates
        self._active: dict[int, Subscription] = {}
        self._horizon = 0

    async def match_some(self) -> int:
        """Match up to a batch of postings and give how many there were.

        Postings are taken before the filters are followed: a filter whose saving was answered before the posting
        was stored is then never missed. One that fails is tried again and holds up no other; raises where all do.
        """
        postings = await self._store.unmatched(BATCH)
        if postings:
            await self._follow()
        troubles = [trouble for posting in postings if (trouble := await self._match(posting))]
        if troubles and len(troubles) == len(postings):
            raise troubles[0]
        return len(postings) - len(troubles)

    async def _match(self, posting: Posting) -> Exception | None:
        """Match a posting, and give what went wrong."""
        matched = await asyncio.to_thread(self._matched, posting)
        try:
            await self._store.record_matches(posting, matched)
        except Exception as error:
            log.exception("a posting is matched later", posting=posting.id)
            return error
        return None

    async def _follow(self) -> None:
        changes = await self._store.subscriptions_since(self._horizon)
        for subscription in changes.changed:
            if subscription.state is SubscriptionState.ACTIVE:
                self._active[subscription.id] = subscription
            else:
                self._active.pop(subscription.id, None)
        for gone in changes.forgotten:
            self._active.pop(gone, None)
        self._horizon = changes.horizon

    def _matched(self, posting: Posting) -> tuple[Matched, ...]:
        subject = posting.subject
        filters = ((one.id, one.filter) for one in self._active.values())
        return tuple(
            matched_by(self._active[key], posting, self._rates)
            for key in plain_matches(filters, subject, subject.seen_at, self._rates)
        )


def matched_by(subscription: Subscription, posting: Posting, rates: Rates) -> Matched:
    """Evaluate each criterion of a subscription against a posting, with the posting's words."""
    subject = posting.subject
    quote = partial(in_context, posting.text)
    found = verdicts(subscription.filter, subject, subject.seen_at, rates, posting.facts, quote)
    return Matched(subscription=subscription, verdicts=found)
