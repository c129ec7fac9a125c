"""Puts a window's postings through a filter: which pass, and what each criterion keeps out; reads no text itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from operator import and_, or_

from alerts.criteria import Criterion, Exclusion
from alerts.criteria.words import TextCriterion
from alerts.filters import Filter
from alerts.money import Rates
from alerts.previewing.answering import Answers, answers
from alerts.previewing.window import Window


@dataclass(frozen=True, slots=True)
class Sieved:
    """A criterion with the places that pass it, those that it answers unknown, and those whose pay starts below.

    ``looked_at`` are the places about which it was asked: all but those whose text would have had to be read for it.
    """

    criterion: Criterion
    passing: int
    unknown: int
    below: int
    looked_at: int


def sieved(filter_: Filter, window: Window, rates: Rates) -> list[Sieved]:
    """Ask all criteria that read no text."""
    return [_sieved(one, window, rates) for one in filter_.criteria if text_asked(one) is None]


def text_asked(criterion: Criterion) -> TextCriterion | None:
    """Give what a criterion looks for, or excludes, in the whole text of a posting; None where it looks elsewhere."""
    asked = criterion.excluded if isinstance(criterion, Exclusion) else criterion
    return asked if isinstance(asked, TextCriterion) else None


def places_to_read(sieves: Sequence[Sieved], live: int) -> int:
    """Give the places where another criterion matters: all of these pass, or all but one, which alone keeps it out."""
    return reduce(or_, kept_out_alone(sieves, live), all_pass(sieves, live))


def all_pass(sieves: Sequence[Sieved], live: int) -> int:
    """Give the places that pass everything."""
    return reduce(and_, (one.passing for one in sieves), live)


def kept_out_alone(sieves: Sequence[Sieved], live: int) -> list[int]:
    """Give for each criterion the places that every other one passes and it does not."""
    passing = [one.passing for one in sieves]
    before = list(accumulate(passing, and_, initial=live))
    behind = list(accumulate(reversed(passing), and_, initial=live))[::-1]
    return [before[at] & behind[at + 1] & one.looked_at & ~one.passing for at, one in enumerate(sieves)]


def _sieved(criterion: Criterion, window: Window, rates: Rates) -> Sieved:
    found = Answers(0)
    for first, columns in window.parts:
        some = answers(criterion, columns, rates)
        found = Answers(
            found.yes | some.yes << first,
            found.unknown | some.unknown << first,
            found.below | some.below << first,
        )
    return Sieved(criterion, found.passing(criterion, window.live), found.unknown, found.below, window.live)
