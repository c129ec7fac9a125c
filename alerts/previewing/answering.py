"""What a criterion answers about many postings at once; each answer is the criterion's own, asked once a value.

A kind without a reader here is asked posting by posting.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import reduce
from operator import or_

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


def asked_one_by_one(criterion: Criterion, subjects: Iterable[Subject], rates: Rates) -> Answers:
    """Ask the criterion about each posting."""
    yes = unknown = below = 0
    for at, subject in enumerate(subjects):
        finding = criterion.find(subject, subject.seen_at, rates)
        if finding.answer is Answer.YES:
            yes |= 1 << at
            starts_below = finding.remark is not None and finding.remark.code == RemarkCode.STARTS_BELOW
            below |= starts_below << at
        elif finding.answer is Answer.UNKNOWN:
            unknown |= 1 << at
    return Answers(yes, unknown, below)


def _one_by_one(criterion: Criterion, columns: Columns, rates: Rates) -> Answers:
    return asked_one_by_one(criterion, (one.subject for one in columns.postings), rates)


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
    whole = below = unknown = 0
    for band, bits in columns.bands.items():
        answer, code = criterion.answer(band, rates)
        if answer is Answer.UNKNOWN:
            unknown |= bits
        elif answer is Answer.YES and code is RemarkCode.STARTS_BELOW:
            below |= bits
        elif answer is Answer.YES:
            whole |= bits
    unknown |= columns.every & ~_any(columns.bands.values())
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


def _title(criterion: TitleCriterion, columns: Columns, rates: Rates) -> Answers:
    return _phrases(criterion, columns, columns.title_words, rates)


def _company(criterion: CompanyCriterion, columns: Columns, rates: Rates) -> Answers:
    return _phrases(criterion, columns, columns.company_words, rates)


def _phrases(
    criterion: Words, columns: Columns, places: Mapping[str, Iterable[int]], rates: Rates
) -> Answers:
    """Ask about the postings that have all words of a phrase; to have its only word is a yes already."""
    yes, unsure = 0, 0
    for words in criterion.any_of:
        keys = tokenise(words).keys
        having = [bits_of(places.get(key, ()), columns.size) for key in set(keys)]
        bits = reduce(lambda one, other: one & other, having, columns.every)
        if len(keys) == 1 and keys[0].isalnum():
            yes |= bits
        else:
            unsure |= bits
    for at in places_of(unsure & ~yes):
        subject = columns.postings[at].subject
        if criterion.find(subject, subject.seen_at, rates).answer is Answer.YES:
            yes |= 1 << at
    return Answers(yes)


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
