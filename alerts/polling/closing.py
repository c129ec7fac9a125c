"""Tells from rounds of a full list which listings are closed; pure, and rather late than wrong.

One absence may be a fault of the list, so it takes two; when most of a list vanishes at once the fault is likely,
so it takes three complete rounds over a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

ENOUGH = 2
ENOUGH_OF_MANY = 3
SPAN_OF_MANY = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """An open listing that a complete round did not have: ``missed`` so many times in a row, first at ``since``.

    ``needed`` is how many it takes to close it. Before the first miss ``missed`` is 0.
    """

    listing_id: int
    missed: int = 0
    needed: int = 0
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a complete round means: absences as they now count, and the listings that are closed by it.

    ``newly`` says that some are missing for the first time: the same answer must be seen once more to close them.
    """

    absent: tuple[Absence, ...]
    closed: tuple[int, ...]
    newly: bool


def judge(absences: Sequence[Absence], open_listings: int, now: datetime) -> Judgement:
    """Count one more miss for each; ``open_listings`` is how many were open before the round, these included."""
    many = 2 * len(absences) > open_listings
    counted = tuple(_missed(one, many=many) for one in absences)
    return Judgement(
        absent=counted,
        closed=tuple(one.listing_id for one in counted if _is_closed(one, now)),
        newly=any(one.missed == 1 for one in counted),
    )


def _missed(one: Absence, *, many: bool) -> Absence:
    return replace(one, missed=one.missed + 1, needed=max(one.needed, ENOUGH_OF_MANY if many else ENOUGH))


def _is_closed(one: Absence, now: datetime) -> bool:
    long_enough = one.needed < ENOUGH_OF_MANY or now - one.since >= SPAN_OF_MANY
    return one.missed >= one.needed and long_enough
