"""Changes of filters that a button makes and takes back; knows no database and no wording.

An adjustment is kept as criteria in canonical syntax, so that it means the same whatever else the filter has by then.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import Protocol

from alerts.criteria import Answer, Exclusion
from alerts.criteria.pay import PayCriterion
from alerts.criteria.stack import StackCriterion
from alerts.criteria.sums import Sum
from alerts.criteria.words import CompanyCriterion
from alerts.errors import FilterError
from alerts.filters import Filter, describe, describe_criterion, parse_filter
from alerts.money import Rates
from alerts.posting import Period, Posting, Strength
from alerts.subscribing import Subscription

# What a company's name may have that a phrase cannot.
_PARTS = re.compile(r'[|"“”„«»(),;/]')
# Technologies of one posting that may be excluded by a button.
MOST_TECHNOLOGIES = 3
_STRENGTHS = (Strength.TITLE, Strength.REQUIRED)


class Kind(StrEnum):
    """What an adjustment is for; the values are stored."""

    MUTE_COMPANY = "company"
    EXCLUDE = "stack"
    RAISE_PAY = "pay"
    LOOSEN = "loosen"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """Criteria that go and criteria that come, in canonical syntax; ``what`` names it for people: a company, a sum."""

    kind: Kind
    what: str
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()

    @property
    def undone(self) -> "Adjustment":
        """Give the one that takes it back."""
        return Adjustment(kind=self.kind, what=self.what, gone=self.new, new=self.gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An adjustment that is offered for some subscriptions of a chat. ``id`` is 0 until it is stored."""

    adjustment: Adjustment
    subscription_ids: tuple[int, ...]
    id: int = 0


class AdjustmentStore(Protocol):
    """What adjusting needs of the database; each method is one transaction."""

    async def offer(self, chat_id: int, offers: Sequence[Offer]) -> Sequence[Offer]:
        """Keep what is offered, and give it with its ids."""

    async def adjust(
        self, chat_id: int, offer_id: int, *, undo: bool
    ) -> tuple[Offer, Sequence[Subscription]] | None:
        """Do it or take it back; give what it is and the subscriptions that have it so by now.

        Doing it twice changes nothing more. None where the chat was offered no such thing or no filter of it is as
        it must be.
        """


def adjusted(filter_: Filter, adjustment: Adjustment) -> Filter | None:
    """Give the filter with the adjustment made; None where what should go is not there and what comes neither."""
    present = tuple(map(describe_criterion, filter_.criteria))
    if set(adjustment.new) <= set(present) and not set(adjustment.gone) & set(present):
        return filter_
    if not set(adjustment.gone) <= set(present):
        return None
    left = [one for one in present if one not in adjustment.gone]
    try:
        return parse_filter(", ".join([*left, *adjustment.new]))
    except FilterError:  # nothing would be left, or too much, or two that cannot both be
        return None


def offers_of(posting: Posting, subscriptions: Sequence[Subscription], rates: Rates) -> Sequence[Offer]:
    """Offer what would have kept a posting out of the filters that it was told for."""
    wanted = [
        *_muting(posting, rates),
        *_excluding(posting, subscriptions),
        *(one for subscription in subscriptions[:1] for one in _raising(posting, subscription.filter, rates)),
    ]
    return [offer for one in wanted if (offer := _offer(one, subscriptions)) is not None]


def _offer(adjustment: Adjustment, subscriptions: Iterable[Subscription]) -> Offer | None:
    """Leave out the filters that it would change nothing of."""
    ids = [one.id for one in subscriptions if adjusted(one.filter, adjustment) not in (None, one.filter)]
    return Offer(adjustment=adjustment, subscription_ids=tuple(ids)) if ids else None


def _muting(posting: Posting, rates: Rates) -> Iterable[Adjustment]:
    """Leave the company out by its whole name, or where a filter cannot hold that, by the longest part of it."""
    name = posting.subject.company.strip()
    parts = sorted((part.strip() for part in _PARTS.split(name)), key=len, reverse=True)
    for words in filter(None, (name, *parts)):
        muted = CompanyCriterion(any_of=(words,))
        line = describe_criterion(Exclusion(excluded=muted))
        if muted.find(posting.subject, posting.subject.seen_at, rates).answer is Answer.YES and _holds(line):
            yield Adjustment(kind=Kind.MUTE_COMPANY, what=words, new=(line,))
            return


def _holds(line: str) -> bool:
    """Say whether a filter can hold a criterion as it is written."""
    try:
        return describe(parse_filter(line)) == line
    except FilterError:
        return False


def _excluding(posting: Posting, subscriptions: Iterable[Subscription]) -> Iterable[Adjustment]:
    asked = {
        word
        for one in subscriptions
        for criterion in one.filter.criteria
        if isinstance(criterion, StackCriterion)
        for word in criterion.any_of
    }
    stack = sorted(posting.subject.stack.items(), key=lambda item: list(Strength).index(item[1]))
    others = [slug for slug, strength in stack if slug not in asked and strength in _STRENGTHS]
    for slug in others[:MOST_TECHNOLOGIES]:
        excluded = Exclusion(excluded=StackCriterion(any_of=(slug,)))
        yield Adjustment(kind=Kind.EXCLUDE, what=slug, new=(describe_criterion(excluded),))


def _raising(posting: Posting, filter_: Filter, rates: Rates) -> Iterable[Adjustment]:
    """Ask for more than the posting pays, in the filter's own terms or else in the posting's."""
    asked = next((one for one in filter_.criteria if isinstance(one, PayCriterion)), None)
    tops = [
        (top, band.currency, band.period)
        for band in posting.subject.pay
        if (top := band.maximum or band.minimum) is not None and band.currency is not None
    ]
    if not tops or any(period is Period.ONCE for _, _, period in tops):
        return
    terms = asked.least if asked else Sum(Decimal(0), tops[0][1], tops[0][2])
    known = [terms.same_terms(top, currency, period, rates) for top, currency, period in tops]
    highest = max((one for one in known if one is not None), default=None)
    if highest is None:
        return
    least = Sum(_above(highest), terms.currency, terms.period)
    raised = PayCriterion(
        least=least, bottom=asked.bottom if asked else False, policy=asked.policy if asked else None
    )
    gone = (describe_criterion(asked),) if asked else ()
    yield Adjustment(kind=Kind.RAISE_PAY, what=least.describe(), gone=gone, new=(describe_criterion(raised),))


def _above(amount: Decimal) -> Decimal:
    """Give the next round sum: of 190,000 that is 195,000."""
    step = Decimal(5) * Decimal(10) ** max(amount.adjusted() - 2, 0)
    raised = (amount / step).to_integral_value(ROUND_CEILING) * step
    return raised if raised > amount else raised + step
