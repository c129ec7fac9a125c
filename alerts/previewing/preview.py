"""What a filter would have sent in the last days, and what each of its criteria kept out; knows no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nlargest

from alerts.filters import Filter, describe_criterion
from alerts.posting import Subject
from alerts.previewing.best import best_of
from alerts.previewing.bits import places_of
from alerts.previewing.seen import Seen
from alerts.previewing.sieve import Sieved, all_pass, kept_out_alone
from alerts.previewing.window import Window

DAYS = 14
SAMPLES = 3
NEWEST = 10


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
    would have been sent, or where there is nothing of those.
    """

    days: int
    looked_at: int
    count: int
    baseline: int
    already: int
    samples: tuple[Sample, ...]
    shares: tuple[Share, ...]
    newest: tuple[int, ...] = ()

    @property
    def per_week(self) -> float:
        """Give how many a week that is."""
        return self.count * 7 / self.days


def preview_of(filter_: Filter, sieves: Sequence[Sieved], window: Window, now: datetime) -> Preview:
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
        samples=tuple(_sample(window.places[at]) for at in best_of(SAMPLES, shown, sieves, window)),
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
    found = (window.places[at] for at in places_of(places))
    last = nlargest(NEWEST, found, key=lambda one: (one.seen_at, one.posting_id))
    return tuple(one.posting_id for one in last)


def _sample(one: Seen) -> Sample:
    return Sample(posting_id=one.posting_id, subject=one.subject)
