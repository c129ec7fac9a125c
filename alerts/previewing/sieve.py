"""Puts a window's postings through a filter: which pass, and what each criterion keeps out; reads no text itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import accumulate
from operator import and_

from alerts.criteria import Answer, Criterion, Exclusion
from alerts.criteria.base import passes, policy_of
from alerts.criteria.words import TextCriterion
from alerts.filters import Filter
from alerts.money import Rates
from alerts.posting import Subject
from alerts.previewing.answering import Answers, answers
from alerts.previewing.window import Window
from alerts.tokens import tokenise


@dataclass(frozen=True, slots=True)
class Sieved:
    """A criterion with the places that pass it, those that it answers unknown, and those whose pay starts below.

    ``looked_at`` are the places about which it was asked: all, but of a text only those whose text was read.
    """

    criterion: Criterion
    passing: int
    unknown: int
    below: int
    looked_at: int


def sieved(filter_: Filter, window: Window, rates: Rates) -> list[Sieved]:
    """Ask all criteria that read no text."""
    return [_sieved(one, window, rates) for one in filter_.criteria if not reads_text(one)]


def reads_text(criterion: Criterion) -> bool:
    """Tell whether a criterion looks into the whole text of a posting."""
    asked = criterion.excluded if isinstance(criterion, Exclusion) else criterion
    return isinstance(asked, TextCriterion)


def places_to_read(sieves: Sequence[Sieved], window: Window) -> tuple[int, int]:
    """Give the places whose texts decide, and those whose texts say what one criterion alone keeps out."""
    alone = reduce(lambda one, other: one | other, kept_out_alone(sieves, window.live), 0)
    return all_pass(sieves, window.live), alone


def all_pass(sieves: Sequence[Sieved], live: int) -> int:
    """Give the places that pass everything."""
    return reduce(and_, (one.passing for one in sieves), live)


def kept_out_alone(sieves: Sequence[Sieved], live: int) -> list[int]:
    """Give for each criterion the places that every other one passes and it does not."""
    passing = [one.passing for one in sieves]
    before = list(accumulate(passing, and_, initial=live))
    behind = list(accumulate(reversed(passing), and_, initial=live))[::-1]
    return [before[at] & behind[at + 1] & one.looked_at & ~one.passing for at, one in enumerate(sieves)]


def sieved_by_text(criterion: Criterion, window: Window, rates: Rates, texts: Mapping[int, str]) -> Sieved:
    """Ask a criterion about the texts that were read, by place."""
    yes = looked_at = 0
    places = window.places
    keys = _keys(criterion)
    for at, text in texts.items():
        subject = places[at].subject
        looked_at |= 1 << at
        if passes(_answer(criterion, subject, text, keys, rates), policy_of(criterion)):
            yes |= 1 << at
    return Sieved(criterion, yes, 0, 0, looked_at)


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


def _keys(criterion: Criterion) -> list[set[str]]:
    asked = criterion.excluded if isinstance(criterion, Exclusion) else criterion
    assert isinstance(asked, TextCriterion)
    return [set(tokenise(words).keys) for words in asked.any_of]


def _answer(
    criterion: Criterion, subject: Subject, text: str, keys: Sequence[set[str]], rates: Rates
) -> Answer:
    """Ask about a text; one without all words of a phrase is not cut into words for it."""
    folded = text.casefold()
    has = any(all(key in folded for key in phrase) for phrase in keys)
    subject = replace(subject, text=(lambda: text) if has else str)
    return criterion.find(subject, subject.seen_at, rates).answer
