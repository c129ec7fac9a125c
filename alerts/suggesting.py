"""Suggests the filter that a posting stands for: its like, not itself alone; knows no chat's wording."""

from collections.abc import Iterable
from decimal import Decimal

from alerts.criteria.region import meet
from alerts.criteria.sums import short
from alerts.errors import FilterError
from alerts.filters import describe, parse_filter
from alerts.matching import accepts
from alerts.money import Rates
from alerts.posting import Band, Posting, Strength

WORLD = "WORLD"
_MOST_TECHNOLOGIES = 3
_MOST_REGIONS = 3
# Down to which step a sum is rounded, from the largest sums on.
_STEPS = ((100_000, 10_000), (10_000, 5_000), (1_000, 500), (100, 10), (0, 5))


def suggested(posting: Posting, country: str | None, rates: Rates) -> dict[str, str]:
    """Give filter lines by the part of the filter that they are: stack, workplace, where, pay.

    ``country`` is where the reader is, if known. Together they accept the posting: what would not is left out.
    """
    kept: dict[str, str] = {}
    for part, line in _lines(posting, country):
        joined = f"{kept[part]}, {line}" if part in kept else line
        lines = {**kept, part: joined}
        if _accepted(", ".join(lines.values()), posting, rates):
            kept = lines
    return {part: describe(parse_filter(line)) for part, line in kept.items()}


def _accepted(line: str, posting: Posting, rates: Rates) -> bool:
    subject = posting.subject
    try:
        return accepts(parse_filter(line), subject, subject.seen_at, rates)
    except FilterError:
        return False


def _lines(posting: Posting, country: str | None) -> Iterable[tuple[str, str]]:
    facts = posting.facts
    yield from _any_of("stack", "level", (one.value for one in facts.levels))
    yield from _any_of("stack", "role", (one.value for one in facts.roles))
    yield from _any_of("stack", "stack", _technologies(posting))
    if facts.workplace is not None:
        yield "workplace", facts.workplace.value
    yield from _any_of("where", "in", _places(posting, country))
    floor = _floor(posting)
    if floor:
        yield "pay", floor


def _any_of(part: str, key: str, words: Iterable[str]) -> Iterable[tuple[str, str]]:
    listed = "|".join(words)
    if listed:
        yield part, f"{key}:{listed}"


def _technologies(posting: Posting) -> tuple[str, ...]:
    """Give those of the title, or else the first few that are required."""
    stack = posting.facts.stack
    in_title = [one.slug for one in stack if one.strength is Strength.TITLE]
    required = [one.slug for one in stack if one.strength is Strength.REQUIRED]
    return tuple((in_title or required)[:_MOST_TECHNOLOGIES])


def _places(posting: Posting, country: str | None) -> tuple[str, ...]:
    """Give the reader's country where the posting is open to it, or else the posting's own few."""
    regions = tuple(one.value for one in posting.facts.regions)
    if country and any(meet(region, country) for region in regions):
        return (country,)
    return () if WORLD in regions or len(regions) > _MOST_REGIONS else regions


def _floor(posting: Posting) -> str:
    """Give what the posting pays at least, rounded down, as a filter line."""
    bands = [one.band for one in posting.facts.pay if one.band.currency and _bottom(one.band)]
    if not bands:
        return ""
    lowest = min(bands, key=lambda band: _bottom(band) or Decimal(0))
    bottom = _bottom(lowest) or Decimal(0)
    step = next(step for least, step in _STEPS if bottom >= least)
    return f"pay>={short(bottom // step * step)} {lowest.currency}/{lowest.period}"


def _bottom(band: Band) -> Decimal | None:
    return band.minimum or band.maximum
