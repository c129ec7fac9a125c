"""What a filter would have sent in the last days, and what each of its criteria kept out; knows no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.criteria.stack import STRENGTHS, StackCriterion
from alerts.filters import Filter, describe_criterion
from alerts.matching import rank, verdicts
from alerts.money import Rates
from alerts.posting import Subject
from alerts.previewing.bits import places_of
from alerts.previewing.sieve import Sieved, all_pass, kept_out_alone
from alerts.previewing.window import Window

DAYS = 14
SAMPLES = 3
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
    sent to nobody. ``samples`` are the best first, of what would have been sent, or where there is nothing of those.
    ``unread`` counts the texts that were too many to be read: ``count`` leaves their postings out. Shares are
    ``at_least`` what they say where texts that tell of them were left unread too.
    """

    days: int
    looked_at: int
    count: int
    baseline: int
    already: int
    samples: tuple[Sample, ...]
    shares: tuple[Share, ...]
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
    first = min((one.subject.seen_at for one in window.places), default=now)
    return max(1, min(DAYS, -((first - now) // timedelta(days=1))))


def _best(
    filter_: Filter, sieves: Sequence[Sieved], window: Window, places: int, rates: Rates
) -> tuple[Sample, ...]:
    """Give the best of some places, in the order of alerts."""
    every = window.places
    best = [every[at] for at in _promising(sieves, window, places)]
    best.sort(key=lambda one: _rank(filter_, one.subject, rates))
    return tuple(Sample(posting_id=one.posting_id, subject=one.subject) for one in best[:SAMPLES])


def _rank(filter_: Filter, subject: Subject, rates: Rates) -> tuple[float, ...]:
    # What passes a criterion about the text has the same verdict about it as all others: it need not be read again.
    asked = tuple(one for one in filter_.criteria if one.kind not in ("text", "exclusion"))
    plain = replace(filter_, criteria=asked) if asked else None
    found = verdicts(plain, subject, subject.seen_at, rates) if plain else ()
    return rank(found, subject)


def _promising(sieves: Sequence[Sieved], window: Window, places: int) -> Iterable[int]:
    """Give the places among which the best are: first those with the fewest unknowns, then by a quick rank."""
    chosen: list[int] = []
    for fewest in _by_unknowns(sieves, places):
        some = list(places_of(fewest))
        if len(some) > _RANKED:
            every = window.places
            some.sort(key=lambda at: _quick_rank(sieves, every[at].subject, at))
            some = some[:_RANKED]
        chosen += some
        if len(chosen) >= SAMPLES:
            break
    return chosen


def _by_unknowns(sieves: Sequence[Sieved], places: int) -> Iterable[int]:
    """Give the places with no unknown, then those with one, and so on."""
    levels = [places]
    for one in sieves:
        lower = [level & ~one.unknown for level in levels] + [0]
        upper = [0] + [level & one.unknown for level in levels]
        levels = [left | right for left, right in zip(lower, upper, strict=True)]
    return levels


def _quick_rank(sieves: Sequence[Sieved], subject: Subject, at: int) -> tuple[int, int, float]:
    """Rank as `alerts.matching.rank` does, but for unknowns."""
    stack = sum(
        _weakness(one.criterion, subject) for one in sieves if isinstance(one.criterion, StackCriterion)
    )
    pay = sum(
        2 if one.unknown >> at & 1 else one.below >> at & 1 for one in sieves if one.criterion.kind == "pay"
    )
    return stack, pay, -(subject.posted_at or subject.seen_at).timestamp()


def _weakness(criterion: StackCriterion, subject: Subject) -> int:
    named = [STRENGTHS.index(subject.stack[slug]) for slug in criterion.any_of if slug in subject.stack]
    return min(named, default=len(STRENGTHS))
