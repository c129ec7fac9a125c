"""Postings by what they state: for each value the set of postings that state it; knows no criterion."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from operator import itemgetter
from typing import Generic, TypeVar

from alerts.posting import Band, Money, Strength, Subject
from alerts.previewing.bits import bits_of, full
from alerts.previewing.seen import Seen
from alerts.tokens import tokenise

K = TypeVar("K", bound=Hashable)

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The postings, and for each thing that criteria ask for the bits of the postings that have it.

    ``stated`` is by kind of criterion and value, ``bands`` without the place that a band is for. ``ages`` are
    microseconds at the time of seeing, ascending, of the posting at the same place of ``by_age``; ``newest`` is the
    time of posting in seconds since 1970. Words are by their folded key. What has many values of few postings each
    has its places listed instead: a set of bits is as long as all postings.
    """

    postings: Sequence[Seen]
    every: int
    stated: Mapping[str, Mapping[str, int]]
    stack: Mapping[tuple[str, Strength], int]
    benefits: Mapping[tuple[str, Money | None], int]
    bands: Mapping[Band, Sequence[int]]
    with_pay: int
    feeds: Mapping[str, int]
    ages: Sequence[int]
    by_age: Sequence[int]
    newest: Sequence[float]
    title_words: Mapping[str, Sequence[int]]
    company_words: Mapping[str, Sequence[int]]

    @property
    def size(self) -> int:
        """Give how many postings there are."""
        return len(self.postings)


def columns_of(postings: Sequence[Seen]) -> Columns:
    """Sort postings by what they state, each unpacked once."""
    stated: dict[str, _Places[str]] = {kind: _Places() for kind in _STATED}
    stack, benefits = _Places[tuple[str, Strength]](), _Places[tuple[str, Money | None]]()
    bands = _Places[Band]()
    feeds, title_words, company_words = _Places[str](), _Places[str](), _Places[str]()
    ages: list[tuple[int, int]] = []
    newest = array("d")
    for at, one in enumerate(postings):
        subject = one.subject
        for kind, values_of in _STATED.items():
            stated[kind].add(at, values_of(subject))
        stack.add(at, subject.stack.items())
        benefits.add(at, subject.benefits.items())
        bands.add(at, map(shape_of, subject.pay))
        feeds.add(at, subject.feeds)
        title_words.add(at, set(tokenise(subject.title).keys))
        company_words.add(at, set(tokenise(subject.company).keys))
        ages.append((age_of(subject), at))
        newest.append(newest_of(subject))
    ages.sort()
    size = len(postings)
    return Columns(
        postings=postings,
        every=full(size),
        stated={kind: places.bits(size) for kind, places in stated.items()},
        stack=stack.bits(size),
        benefits=benefits.bits(size),
        bands=bands.by_value,
        with_pay=bits_of(chain.from_iterable(bands.by_value.values()), size),
        feeds=feeds.bits(size),
        ages=array("q", map(itemgetter(0), ages)),
        by_age=array("L", map(itemgetter(1), ages)),
        newest=newest,
        title_words=title_words.by_value,
        company_words=company_words.by_value,
    )


def age_of(subject: Subject) -> int:
    """Give the microseconds from posting to seeing; one without a date was posted when it was seen."""
    return (subject.seen_at - (subject.posted_at or subject.seen_at)) // _MICROSECOND


def newest_of(subject: Subject) -> float:
    """Give the time of posting, or else of seeing, in seconds since 1970."""
    return (subject.posted_at or subject.seen_at).timestamp()


def shape_of(band: Band) -> Band:
    """Give a band as far as its amount goes: what it is for tells nothing of how much it is."""
    return Band(
        minimum=band.minimum,
        maximum=band.maximum,
        currency=band.currency,
        period=band.period,
        basis=band.basis,
    )


class _Places(Generic[K]):
    """The places of each value. Arrays, because the garbage collector would walk over lists again and again."""

    def __init__(self) -> None:
        self.by_value: defaultdict[K, array[int]] = defaultdict(lambda: array("L"))

    def add(self, at: int, values: Iterable[K]) -> None:
        for value in values:
            self.by_value[value].append(at)

    def bits(self, size: int) -> dict[K, int]:
        return {value: bits_of(places, size) for value, places in self.by_value.items()}


def _one(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


# The values of each kind of which a posting states none, one or several.
_STATED: Mapping[str, Callable[[Subject], Iterable[str]]] = {
    "workplace": lambda subject: _one(subject.workplace),
    "level": lambda subject: subject.levels,
    "role": lambda subject: subject.roles,
    "employment": lambda subject: subject.employment,
    "region": lambda subject: subject.regions,
    "language": lambda subject: _one(subject.language),
}
