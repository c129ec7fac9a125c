"""Explains the silence of a filter that found nothing for long: what was read, and what all but fitted; no wording."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Protocol

from alerts.adjusting import Adjustment, Kind, Offer, adjusted
from alerts.chat_settings import ChatSettings
from alerts.compose import Action, Verb
from alerts.criteria import Criterion
from alerts.criteria.pay import PayCriterion
from alerts.filters import Filter, describe_criterion
from alerts.previewing import Preview, Previewer, Share
from alerts.subscribing import Subscription

# A filter without an alert for so long is explained, and again only after as long.
AFTER = timedelta(days=7)
# How long 'Fine' keeps it from being explained.
FINE = timedelta(days=90)
# Criteria that are named with what they alone kept out.
MOST_NAMED = 3
# To what share of it pay is lowered by a button.
_LOWER = Decimal("0.85")


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A criterion, in canonical syntax, and how many postings it alone kept out."""

    criterion: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """What a chat is told of a filter that found nothing for ``silent`` days; ``looked_at`` postings came in ``days``.

    ``offered`` is the change that a button makes, by ``offer_id``. ``reader`` is the chat as it wants to be spoken to.
    """

    subscription_id: int
    name: str
    silent: int
    looked_at: int
    days: int
    feeds: int
    failing: int
    misses: tuple[Miss, ...] = ()
    offer_id: int = 0
    offered: Adjustment | None = None
    thread: str = ""
    reader: ChatSettings = field(default_factory=ChatSettings)

    @property
    def actions(self) -> tuple[Action, ...]:
        """Give what the buttons do: show more, make the change, or leave it be."""
        change = (Action(Verb.APPLY, self.offer_id),) if self.offer_id else ()
        return Action(Verb.NEAR, self.subscription_id), *change, Action(Verb.FINE, self.subscription_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A subscription that found nothing for some days."""

    subscription: Subscription
    days: int


class SilenceStore(Protocol):
    """What explaining silence needs of the database; each method is one transaction."""

    async def quiet_some(self) -> tuple[Sequence[Quiet], bool]:
        """Look at some subscriptions whose time it is, and give those that found nothing; and whether more wait."""

    async def feeds_read(self) -> tuple[int, int]:
        """Give how many feeds are polled, and how many of these are failing."""

    async def tell_silence(self, silence: Silence, chat_id: int, offer: Offer | None) -> None:
        """Owe the chat the explanation, unless another process did."""

    async def let_be(self, chat_id: int, subscription_id: int) -> Subscription | None:
        """Keep a subscription from being explained for long; None where the chat has no such one."""


class Explainer:
    """Looks for silent filters and explains them."""

    def __init__(self, store: SilenceStore, previews: Previewer) -> None:
        self._store = store
        self._previews = previews

    async def explain_some(self) -> bool:
        """Explain some filters; False where no other waits."""
        quiet, more = await self._store.quiet_some()
        for one in quiet:
            preview = await self._previews.preview(one.subscription.filter)
            offer = await asyncio.to_thread(_offer, one.subscription, preview)
            feeds, failing = await self._store.feeds_read()
            silence = _silence(one, preview, feeds, failing)
            await self._store.tell_silence(silence, one.subscription.chat_id, offer)
        return more


def _silence(quiet: Quiet, preview: Preview, feeds: int, failing: int) -> Silence:
    subscription = quiet.subscription
    return Silence(
        subscription_id=subscription.id,
        name=subscription.name,
        silent=quiet.days,
        looked_at=preview.looked_at,
        days=preview.days,
        feeds=feeds,
        failing=failing,
        misses=tuple(Miss(criterion=one.criterion, count=one.alone) for one in _near(preview)[:MOST_NAMED]),
        thread=subscription.thread,
    )


def _near(preview: Preview) -> Sequence[Share]:
    """Give the criteria that alone kept something out, the one that kept out most first."""
    return sorted((one for one in preview.shares if one.alone), key=lambda one: -one.alone)


def _offer(subscription: Subscription, preview: Preview) -> Offer | None:
    """Offer to loosen the criterion that alone kept out most."""
    for share in _near(preview):
        adjustment = _loosened(subscription.filter, share.criterion)
        if adjustment is not None and adjusted(subscription.filter, adjustment) is not None:
            return Offer(adjustment=adjustment, subscription_ids=(subscription.id,))
    return None


def _loosened(filter_: Filter, line: str) -> Adjustment | None:
    criterion = next((one for one in filter_.criteria if describe_criterion(one) == line), None)
    if criterion is None:
        return None
    looser = _lower(criterion)
    if looser is not None:
        return Adjustment(kind=Kind.LOOSEN, what=looser, gone=(line,), new=(looser,))
    return Adjustment(kind=Kind.DROP, what=line, gone=(line,))


def _lower(criterion: Criterion) -> str | None:
    """Ask for less pay, a round sum; None for what has no less."""
    if not isinstance(criterion, PayCriterion):
        return None
    amount = criterion.least.amount * _LOWER
    step = Decimal(5) * Decimal(10) ** max(amount.adjusted() - 2, 0)
    rounded = (amount / step).to_integral_value(ROUND_FLOOR) * step
    if rounded <= 0:
        return None
    return describe_criterion(replace(criterion, least=replace(criterion.least, amount=rounded)))
