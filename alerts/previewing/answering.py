"""What a criterion answers about many postings at once; each answer is the criterion's own, asked once a value.

A kind without a reader here is asked posting by posting.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import reduce
from itertools import chain
from operator import attrgetter, or_

from alerts.criteria import Answer, Criterion, Exclusion
from alerts.criteria.age import AgeCriterion
from alerts.criteria.among import Among
from alerts.criteria.base import RemarkCode, passes, policy_of
from alerts.criteria.benefit import BenefitCriterion
from alerts.criteria.pay import PayCriterion
from alerts.criteria.stack import StackCriterion
from alerts.criteria.words import CompanyCriterion, FromCriterion, TitleCriterion, Words
from alerts.money import Rates
from alerts.posting import Subject
from alerts.previewing.bits import bits_of, places_of
from alerts.previewing.columns import Columns
from alerts.previewing.seen import Seen
from alerts.tokens import tokenise

_HOUR = timedelta(hours=1) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Answers:
    """The postings with a yes and those with an unknown; ``below`` are those of a yes whose pay starts below."""

    yes: int
    unknown: int = 0
    below: int = 0

    def passing(self, criterion: Criterion, every: int) -> int:
        """Give the postings that pass, with the unknown policy applied."""
        policy = policy_of(criterion)
        passed = (answer for answer in Answer if passes(answer, policy))
        bits = {
            Answer.YES: self.yes,
            Answer.UNKNOWN: self.unknown,
            Answer.NO: every & ~(self.yes | self.unknown),
        }
        return _any(bits[answer] for answer in passed)


def answers(criterion: Criterion, columns: Columns, rates: Rates) -> Answers:
    """Give the criterion's answers about all postings, each at the time when it was seen."""
    if isinstance(criterion, Exclusion):
        return Answers(columns.every & ~answers(criterion.excluded, columns, rates).yes)
    reader = next((read for kind, read in _READERS if isinstance(criterion, kind)), _one_by_one)
    return reader(criterion, columns, rates)


def _one_by_one(criterion: Criterion, columns: Columns, rates: Rates) -> Answers:
    """Ask the criterion about each posting."""
    yes = unknown = 0
    for at, subject in enumerate(one.subject for one in columns.postings):
        answer = criterion.find(subject, subject.seen_at, rates).answer
        yes |= (answer is Answer.YES) << at
        unknown |= (answer is Answer.UNKNOWN) << at
    return Answers(yes, unknown)


def _any(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


def _among(criterion: Among, columns: Columns, _rates: Rates) -> Answers:
    column = columns.stated[criterion.kind]
    yes = _any(bits for value, bits in column.items() if criterion.fits(value))
    return Answers(yes, columns.every & ~_any(column.values()))


def _stack(criterion: StackCriterion, columns: Columns, _rates: Rates) -> Answers:
    named = {key: bits for key, bits in columns.stack.items() if key[0] in criterion.any_of}
    yes = _any(bits for (_slug, strength), bits in named.items() if criterion.suffices(strength))
    return Answers(yes, columns.every & ~_any(columns.stack.values()))


def _benefit(criterion: BenefitCriterion, columns: Columns, rates: Rates) -> Answers:
    """Take the best answer of the benefits; one that is not mentioned leaves it open."""
    found: dict[Answer, int] = dict.fromkeys(Answer, 0)
    for slug in criterion.any_of:
        offered = 0
        one = replace(criterion, any_of=(slug,))
        for (name, money), bits in columns.benefits.items():
            if name == slug:
                offered |= bits
                found[_answer(one, columns, rates, benefits={slug: money})] |= bits
        found[Answer.UNKNOWN] |= columns.every & ~offered
    return Answers(found[Answer.YES], found[Answer.UNKNOWN] & ~found[Answer.YES])


def _pay(criterion: PayCriterion, columns: Columns, rates: Rates) -> Answers:
    """Take the best answer of a posting's bands; without any it is open."""
    found: dict[tuple[Answer, bool], list[Sequence[int]]] = {}
    for band, places in columns.bands.items():
        answer, code = criterion.answer(band, rates)
        found.setdefault((answer, code is RemarkCode.STARTS_BELOW), []).append(places)
    bits = {key: bits_of(chain.from_iterable(places), columns.size) for key, places in found.items()}
    whole, below = bits.get((Answer.YES, False), 0), bits.get((Answer.YES, True), 0)
    unknown = columns.every & ~columns.with_pay
    unknown |= _any(some for (answer, _), some in bits.items() if answer is Answer.UNKNOWN)
    yes = whole | below
    return Answers(yes, unknown & ~yes, below & ~whole)


def _from(criterion: FromCriterion, columns: Columns, rates: Rates) -> Answers:
    named = columns.feeds.items()
    return Answers(
        _any(bits for name, bits in named if _answer(criterion, columns, rates, feeds=(name,)) is Answer.YES)
    )


def _age(criterion: AgeCriterion, columns: Columns, _rates: Rates) -> Answers:
    young = columns.by_age[: bisect_left(columns.ages, criterion.hours * _HOUR)]
    return Answers(bits_of(young, columns.size))


def _title(criterion: TitleCriterion, columns: Columns, _rates: Rates) -> Answers:
    return _phrases(criterion, columns, columns.title_words, attrgetter("title"))


def _company(criterion: CompanyCriterion, columns: Columns, _rates: Rates) -> Answers:
    return _phrases(criterion, columns, columns.company_words, attrgetter("company"))


def _phrases(
    criterion: Words, columns: Columns, places: Mapping[str, Iterable[int]], text_of: Callable[[Seen], str]
) -> Answers:
    """Search the texts that have all words of a phrase; to have its only word is a yes already."""
    yes, unsure = 0, 0
    for words in criterion.any_of:
        keys = tokenise(words).keys
        having = [bits_of(places.get(key, ()), columns.size) for key in set(keys)]
        bits = reduce(lambda one, other: one & other, having, columns.every)
        if len(keys) == 1 and keys[0].isalnum():
            yes |= bits
        else:
            unsure |= bits
    open_still = places_of(unsure & ~yes)
    found = bits_of(
        (at for at in open_still if criterion.stands_in(text_of(columns.postings[at]))), columns.size
    )
    return Answers(yes | found)


def _answer(criterion: Criterion, columns: Columns, rates: Rates, **stated: object) -> Answer:
    """Ask about a posting that states one thing and no other."""
    silent = Subject(title="", company="", seen_at=columns.postings[0].seen_at)
    subject = replace(silent, **stated)  # type: ignore[arg-type]
    return criterion.find(subject, subject.seen_at, rates).answer


# The order matters where one kind is derived from another.
_READERS: tuple[tuple[type, Callable[..., Answers]], ...] = (
    (Among, _among),
    (StackCriterion, _stack),
    (BenefitCriterion, _benefit),
    (PayCriterion, _pay),
    (FromCriterion, _from),
    (AgeCriterion, _age),
    (TitleCriterion, _title),
    (CompanyCriterion, _company),
)
