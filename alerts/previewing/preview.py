"""What a filter would have sent in the last days, and what each of its criteria kept out; knows no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from heapq import nlargest
from operator import or_

from alerts.criteria.stack import STRENGTHS, StackCriterion
from alerts.filters import Filter, describe_criterion
from alerts.matching import rank, verdicts
from alerts.money import Rates
from alerts.posting import Subject
from alerts.previewing.bits import places_of
from alerts.previewing.columns import Columns, newest_of
from alerts.previewing.sieve import Sieved, all_pass, kept_out_alone
from alerts.previewing.window import Window

DAYS = 14
SAMPLES = 3
NEWEST = 10
# Of so many that may be the best, each is ranked with all its verdicts.
_RANKED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one criterion, in canonical syntax, did: how many it refused, and how many of them it alone."""

    criterion: str
    refused: int
    alone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A posting that fits, with the link to it."""

    posting_id: int
    subject: Subject
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a filter would have sent of ``looked_at`` postings that came within ``days``.

    ``already`` counts those that fit among the ``baseline`` ones, which feeds had when they were added and which are
    sent to nobody; ``newest`` are the ids of those of both that came last. ``samples`` are the best first, of what
    would have been sent, or where there is nothing of those. ``unread`` counts the texts that were too many to be
    read: ``count`` leaves their postings out. Shares are ``at_least`` what they say where texts that tell of them were
    left unread too.
    """

    days: int
    looked_at: int
    count: int
    baseline: int
    already: int
    samples: tuple[Sample, ...]
    shares: tuple[Share, ...]
    newest: tuple[int, ...] = ()
    unread: int = 0
    at_least: bool = False

    @property
    def per_week(self) -> float:
        """Give how many a week that is."""
        return self.count * 7 / self.days


def preview_of(
    filter_: Filter, sieves: Sequence[Sieved], window: Window, rates: Rates, now: datetime
) -> Preview:
    """Count what passes all criteria of the filter."""
    fresh, old = window.live & ~window.baseline, window.live & window.baseline
    fitting = all_pass(sieves, window.live)
    shown = fitting & fresh or fitting & old
    alone = dict(zip(map(id, sieves), kept_out_alone(sieves, fresh), strict=True))
    ordered = sorted(sieves, key=lambda one: filter_.criteria.index(one.criterion))
    return Preview(
        days=_days(window, now),
        looked_at=fresh.bit_count(),
        count=(fitting & fresh).bit_count(),
        baseline=old.bit_count(),
        already=(fitting & old).bit_count(),
        samples=_best(filter_, sieves, window, shown, rates),
        newest=_newest(window, fitting),
        shares=tuple(
            Share(
                criterion=describe_criterion(one.criterion),
                refused=(fresh & one.looked_at & ~one.passing).bit_count(),
                alone=alone[id(one)].bit_count(),
            )
            for one in ordered
        ),
    )


def _days(window: Window, now: datetime) -> int:
    """Give how many days the postings come from: a bot that has run for three days has seen but three."""
    first = min((one.seen_at for one in window.places), default=now)
    return max(1, min(DAYS, -((first - now) // timedelta(days=1))))


def _newest(window: Window, places: int) -> tuple[int, ...]:
    every = window.places
    found = (every[at] for at in places_of(places))
    last = nlargest(NEWEST, found, key=lambda one: (one.subject.seen_at, one.posting_id))
    return tuple(one.posting_id for one in last)


def _best(
    filter_: Filter, sieves: Sequence[Sieved], window: Window, places: int, rates: Rates
) -> tuple[Sample, ...]:
    """Give the best of some places, in the order of alerts."""
    every = window.places
    ranked = []
    for at in _promising(sieves, window, places):
        subject = every[at].subject
        ranked.append((_rank(filter_, subject, rates), at, subject))
    ranked.sort(key=lambda one: one[:2])
    return tuple(
        Sample(posting_id=every[at].posting_id, subject=subject) for _, at, subject in ranked[:SAMPLES]
    )


def _rank(filter_: Filter, subject: Subject, rates: Rates) -> tuple[float, ...]:
    # What passes a criterion about the text has the same verdict about it as all others: it need not be read again.
    asked = tuple(one for one in filter_.criteria if one.kind not in ("text", "exclusion"))
    plain = replace(filter_, criteria=asked) if asked else None
    found = verdicts(plain, subject, subject.seen_at, rates) if plain else ()
    return rank(found, subject)


def _promising(sieves: Sequence[Sieved], window: Window, places: int) -> Iterable[int]:
    """Give the places among which the best are: those with the fewest unknowns, and of many the best at a glance."""
    chosen: list[int] = []
    for fewest in _by_unknowns(sieves, places):
        some = list(places_of(fewest))
        if len(some) > _RANKED:
            glance = _Glance(sieves, window)
            some = sorted(some, key=glance.rank)[:_RANKED]
        chosen += some
        if len(chosen) >= SAMPLES:
            break
    return chosen


def _by_unknowns(sieves: Sequence[Sieved], places: int) -> Iterable[int]:
    """Give the places with no unknown, then those with one, and so on."""
    levels = [places]
    for one in sieves:
        lower = [*(level & ~one.unknown for level in levels), 0]
        upper = [0, *(level & one.unknown for level in levels)]
        levels = [left | right for left, right in zip(lower, upper, strict=True)]
    return levels


class _Glance:
    """Ranks places as `alerts.matching.rank` does, but for unknowns, without unpacking a posting of the bulk."""

    def __init__(self, sieves: Sequence[Sieved], window: Window) -> None:
        self._window = window
        self._stack = [one.criterion for one in sieves if isinstance(one.criterion, StackCriterion)]
        self._pay = [one for one in sieves if one.criterion.kind == "pay"]
        self._named = [_by_strength(one, window.columns) for one in self._stack]

    def rank(self, at: int) -> tuple[int, int, float]:
        """Give the sort key of a place: the stack's strength, pay above the floor, the newest."""
        pay = sum(2 if one.unknown >> at & 1 else one.below >> at & 1 for one in self._pay)
        size = self._window.columns.size
        if at < size:
            return sum(_weakness_at(one, at) for one in self._named), pay, -self._window.columns.newest[at]
        subject = self._window.recent[at - size].subject
        return sum(_weakness(one, subject) for one in self._stack), pay, -newest_of(subject)


def _by_strength(criterion: StackCriterion, columns: Columns) -> list[int]:
    """Give the places that name one of the technologies, strongest strength first."""
    return [
        reduce(or_, (columns.stack.get((slug, strength), 0) for slug in criterion.any_of))
        for strength in STRENGTHS
    ]


def _weakness_at(by_strength: Sequence[int], at: int) -> int:
    return next((number for number, bits in enumerate(by_strength) if bits >> at & 1), len(STRENGTHS))


def _weakness(criterion: StackCriterion, subject: Subject) -> int:
    named = [STRENGTHS.index(subject.stack[slug]) for slug in criterion.any_of if slug in subject.stack]
    return min(named, default=len(STRENGTHS))
