"""Matches a posting with filters by asking every criterion: the plain way, which a faster one must equal."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from alerts.criteria import Answer, Verdict, verdict
from alerts.criteria.base import Quote, RemarkCode, passes, policy_of, words_alone
from alerts.criteria.stack import STRENGTHS
from alerts.filters import Filter
from alerts.money import Rates
from alerts.posting import Facts, Strength, Subject

K = TypeVar("K")
Rank = tuple[int, int, int, float]


def verdicts(
    filter_: Filter,
    subject: Subject,
    at: datetime,
    rates: Rates,
    facts: Facts | None = None,
    quote: Quote = words_alone,
) -> tuple[Verdict, ...]:
    """Give every criterion's verdict, in the filter's order; with quotes where ``facts`` are given."""
    return tuple(verdict(criterion, subject, at, rates, facts, quote) for criterion in filter_.criteria)


def accepts(filter_: Filter, subject: Subject, at: datetime, rates: Rates) -> bool:
    """Tell whether all criteria pass; a filter's order has the cheap ones first and whole texts last."""
    return all(
        passes(criterion.find(subject, at, rates).answer, policy_of(criterion))
        for criterion in filter_.criteria
    )


def plain_matches(
    subscriptions: Iterable[tuple[K, Filter]], subject: Subject, at: datetime, rates: Rates
) -> list[K]:
    """Give the keys of the filters that accept the posting, in their order."""
    return [key for key, filter_ in subscriptions if accepts(filter_, subject, at, rates)]


def rank(found: Iterable[Verdict], subject: Subject) -> Rank:
    """Give a sort key, best first: fewest unknowns, stronger stack, pay above the floor, newest."""
    listed = tuple(found)
    unknowns = sum(one.answer is Answer.UNKNOWN for one in listed)
    stack = sum(_weakness(one) for one in listed if one.kind == "stack")
    pay = sum(_shortfall(one) for one in listed if one.kind == "pay")
    newest = -(subject.posted_at or subject.seen_at).timestamp()
    return unknowns, stack, pay, newest


def _weakness(one: Verdict) -> int:
    if one.remark is None or one.remark.code != RemarkCode.STRENGTH:
        return len(STRENGTHS)
    return STRENGTHS.index(Strength(dict(one.remark.values)["strength"]))


def _shortfall(one: Verdict) -> int:
    """Put pay wholly above the floor before pay that starts below it, and both before the rest."""
    if one.answer is not Answer.YES:
        return 2
    return int(one.remark is not None and one.remark.code == RemarkCode.STARTS_BELOW)
