"""Postings by what they state: for each value the set of postings that state it; knows no criterion."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from alerts.posting import Band, Money, Strength, Subject
from alerts.previewing.bits import bits_of, full
from alerts.tokens import tokenise

K = TypeVar("K", bound=Hashable)

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Columns:
    """The subjects, and for each thing that criteria ask for the bits of the subjects that have it.

    ``stated`` is by kind of criterion and value, ``bands`` without the place that a band is for, ``ages`` are
    microseconds at the time of seeing, ascending, each with its place; words are by their folded key.
    """

    subjects: Sequence[Subject]
    every: int
    stated: Mapping[str, Mapping[str, int]]
    stack: Mapping[tuple[str, Strength], int]
    benefits: Mapping[tuple[str, Money | None], int]
    bands: Mapping[Band, int]
    feeds: Mapping[str, int]
    ages: Sequence[tuple[int, int]]
    title_words: Mapping[str, Sequence[int]]
    company_words: Mapping[str, Sequence[int]]

    @property
    def size(self) -> int:
        """Give how many subjects there are."""
        return len(self.subjects)


def columns_of(subjects: Sequence[Subject]) -> Columns:
    """Sort subjects by what they state."""
    size = len(subjects)
    return Columns(
        subjects=subjects,
        every=full(size),
        stated={kind: _bits(_placed(values), size) for kind, values in _stated(subjects).items()},
        stack=_bits(_placed(subject.stack.items() for subject in subjects), size),
        benefits=_bits(_placed(subject.benefits.items() for subject in subjects), size),
        bands=_bits(_placed(map(_shapes, subjects)), size),
        feeds=_bits(_placed(subject.feeds for subject in subjects), size),
        ages=sorted((age_of(subject), at) for at, subject in enumerate(subjects)),
        title_words=_placed(set(tokenise(subject.title).keys) for subject in subjects),
        company_words=_placed(set(tokenise(subject.company).keys) for subject in subjects),
    )


def age_of(subject: Subject) -> int:
    """Give the microseconds from posting to seeing; one without a date was posted when it was seen."""
    return (subject.seen_at - (subject.posted_at or subject.seen_at)) // _MICROSECOND


def shape_of(band: Band) -> Band:
    """Give a band as far as its amount goes: what it is for tells nothing of how much it is."""
    return Band(
        minimum=band.minimum,
        maximum=band.maximum,
        currency=band.currency,
        period=band.period,
        basis=band.basis,
    )


def _shapes(subject: Subject) -> Iterable[Band]:
    return map(shape_of, subject.pay)


def _stated(subjects: Sequence[Subject]) -> dict[str, Iterable[Iterable[str]]]:
    """Give the values of each kind that a posting states none, one or several of."""
    return {
        "workplace": ([subject.workplace] if subject.workplace else () for subject in subjects),
        "level": (subject.levels for subject in subjects),
        "role": (subject.roles for subject in subjects),
        "employment": (subject.employment for subject in subjects),
        "region": (subject.regions for subject in subjects),
        "language": ([subject.language] if subject.language else () for subject in subjects),
    }


def _placed(values: Iterable[Iterable[K]]) -> dict[K, list[int]]:
    places: defaultdict[K, list[int]] = defaultdict(list)
    for at, some in enumerate(values):
        for value in some:
            places[value].append(at)
    return dict(places)


def _bits(places: Mapping[K, Iterable[int]], size: int) -> dict[K, int]:
    return {value: bits_of(at, size) for value, at in places.items()}
