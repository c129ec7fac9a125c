"""Reads what a posting pays: every band with its currency, period and place; knows no filter.

A plausible structured field beats prose, the body beats the title, and both beat a feed's free salary text
and a board's tag, which are known to be dirty.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from alerts.posting import Part, PayBasis, StatedPay
from alerts.reading.pay.context import Context
from alerts.reading.pay.currencies import money
from alerts.reading.pay.judging import Judged, judge
from alerts.reading.source import Source
from alerts.text import field_line

__all__ = ["read_pay"]

_MOST_BANDS = 40
_PURSE = "💰"


def read_pay(source: Source, country: str | None = None) -> tuple[StatedPay, ...]:
    """Give every pay that the posting states for the role, in its order.

    ``country`` is the ISO code of the one country that the posting is for, if there is one: a bare ``$``,
    ``kr`` or ``¥`` is its money, and so is a pay without any currency.
    """
    if stated := tuple(_structured(source)):
        return stated
    body = _judged(source, Part.BODY, country)
    if stated := _chosen(source, body):
        return stated
    # A board lifts its tag from the body, where the words around the sum may say that it is no pay.
    refused = {judged.sums for judged in body if judged.band is None}
    for found in (_judged(source, Part.TITLE, country), _labelled(source, country)):
        if stated := _chosen(source, (judged for judged in found if judged.sums not in refused)):
            return stated
    return ()


def _structured(source: Source) -> Iterator[StatedPay]:
    for nth, band in enumerate(source.fields.pay[:_MOST_BANDS]):
        top = band.maximum if band.maximum is not None else band.minimum
        place = field_line(source.text.fields, "pay", nth)
        if place and top is not None and money()[band.currency].believable(top, band.period):
            yield StatedPay(band, (source.evidence(Part.FIELDS, *place),))


def _judged(source: Source, part: Part, country: str | None, *, trusting: bool = False) -> list[Judged]:
    return list(judge(Context(source, part, trusting=trusting), country))


def _labelled(source: Source, country: str | None) -> list[Judged]:
    """Judge what is meant for pay, the feed's own salary text and tags with a purse, and the other tags."""
    field = field_line(source.text.fields, "pay", len(source.fields.pay))
    stated = _trusted(source, Part.FIELDS, country, [field] if field else [])
    if any(one.band for one in stated):
        return stated
    spans = list(_purses(source.text.tags))
    others = [one for one in _judged(source, Part.TAGS, country) if not _inside(one, spans)]
    return _trusted(source, Part.TAGS, country, spans) + others


def _trusted(
    source: Source, part: Part, country: str | None, spans: Sequence[tuple[int, int]]
) -> list[Judged]:
    """Judge the figures in spans of a part that are meant for pay."""
    judged = _judged(source, part, country, trusting=True) if spans else []
    return [one for one in judged if _inside(one, spans)]


def _purses(tags: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in tags.splitlines(keepends=True):
        if _PURSE in line:
            yield at, at + len(line)
        at += len(line)


def _inside(judged: Judged, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= judged.figure.start < end for start, end in spans)


def _chosen(source: Source, judged: Iterable[Judged]) -> tuple[StatedPay, ...]:
    """Keep each band once, base pay rather than on-target earnings, and no single sum that a range holds."""
    pay = list(islice((one for one in judged if one.band), _MOST_BANDS))
    base = [one for one in pay if one.band and one.band.basis is PayBasis.BASE]
    return tuple(
        StatedPay(one.band, (source.evidence(one.part, one.figure.begin, one.figure.end),))
        for one in _distinct(base or pay)
        if one.band
    )


def _distinct(pay: list[Judged]) -> Iterator[Judged]:
    ranges = [one for one in pay if not one.figure.single]
    seen = set()
    for one in pay:
        band = one.band
        if band and not any(_holds(other, one) for other in ranges):
            key = (band.minimum, band.maximum, band.currency, band.period)
            if key not in seen:
                seen.add(key)
                yield one


def _holds(other: Judged, one: Judged) -> bool:
    """Say whether a single sum without a place of its own lies in a range."""
    wide, band = other.band, one.band
    if not (wide and band and one.figure.single) or band.where:
        return False
    if (wide.currency, wide.period) != (band.currency, band.period):
        return False
    return (wide.minimum or 0) <= one.figure.top <= (wide.maximum or 0)
