"""Looks at postings that are stored: the newest ones, and the one behind a link; knows no chat and no SQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from alerts.feeds.entry import Document
from alerts.matching import accepts, rank, verdicts
from alerts.money import Rates
from alerts.posting import Posting
from alerts.subscribing import Subscription, SubscriptionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """A posting with the names of the filters that it fits."""

    posting: Posting
    filters: tuple[str, ...]


def best_first(
    postings: Iterable[Posting], subscriptions: Iterable[Subscription], rates: Rates
) -> Sequence[Fitting]:
    """Put what fits an active filter before the rest, in the order of alerts; the rest stays as it is."""
    active = [one for one in subscriptions if one.state is SubscriptionState.ACTIVE]
    ranked = []
    for posting in postings:
        subject = posting.subject
        met = [one for one in active if accepts(one.filter, subject, subject.seen_at, rates)]
        ranks = [rank(verdicts(one.filter, subject, subject.seen_at, rates), subject) for one in met]
        ranked.append((not met, min(ranks, default=()), Fitting(posting=posting, filters=_names(met))))
    return [one for *_, one in sorted(ranked, key=lambda one: one[:2])]


def _names(subscriptions: Iterable[Subscription]) -> tuple[str, ...]:
    return tuple(one.name for one in subscriptions)


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
