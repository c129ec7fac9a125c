"""A filter: criteria that all must pass, in canonical form; knows no syntax but how to join theirs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from alerts.criteria import CRITERIA, Criterion, Exclusion, Policy
from alerts.criteria.anyof import MOST_ALTERNATIVES, AnyOf
from alerts.criteria.base import Translate
from alerts.criteria.words import TextCriterion
from alerts.errors import FilterError

MOST_CRITERIA = 40
EXAMPLE = "remote, senior, python, pay>=120k USD"
_ORDER = {kind: place for place, kind in enumerate(CRITERIA)}


@dataclass(frozen=True, slots=True)
class Filter:
    """Criteria that a posting must all pass; the same ones make the same value, however they were given.

    They stand in the order in which they are tested, those that read the whole text last.
    Raises `FilterError` where there are none, too many, or two that no posting can pass together.
    """

    criteria: tuple[Criterion, ...]

    def __post_init__(self) -> None:
        criteria = sorted(set(map(_shortest, _united(self.criteria))), key=_place)
        if not criteria:
            raise FilterError("A filter needs something to look for.", "", example=EXAMPLE)
        if len(criteria) > MOST_CRITERIA:
            raise FilterError(
                "A filter has at most {most} criteria, this one has {count}.",
                describe_criterion(criteria[MOST_CRITERIA]),
                example=EXAMPLE,
                values={"most": MOST_CRITERIA, "count": len(criteria)},
            )
        _refuse_contradictions(criteria)
        object.__setattr__(self, "criteria", tuple(criteria))


def describe(filter_: Filter) -> str:
    """Give the canonical line: parsing it gives this filter again."""
    return ", ".join(map(describe_criterion, filter_.criteria))


def describe_criterion(criterion: Criterion) -> str:
    """Give a criterion's canonical syntax with its sign for the unknown."""
    return criterion.describe() + (criterion.policy or "")


def explain(filter_: Filter, translate: Translate = str) -> tuple[str, ...]:
    """Say in plain words what each criterion asks for and what it does with postings that do not say."""
    return tuple(_explain(criterion, translate) for criterion in filter_.criteria)


def _explain(criterion: Criterion, translate: Translate) -> str:
    words = criterion.explain(translate)
    if not criterion.can_be_unknown:
        return words
    if (criterion.policy or criterion.default_policy) is Policy.PASS:
        return translate("{criterion}, or not stated").format(criterion=words)
    return words


def _place(criterion: Criterion) -> tuple[bool, int, str]:
    asked = criterion.excluded if isinstance(criterion, Exclusion) else criterion
    return isinstance(asked, TextCriterion), _ORDER[criterion.kind], describe_criterion(criterion)


def _shortest(criterion: Criterion) -> Criterion:
    """Leave a policy out that is the default anyway."""
    if criterion.policy is criterion.default_policy:
        return changed(criterion, policy=None)
    return criterion


def _united(criteria: Iterable[Criterion]) -> Iterable[Criterion]:
    """Make one criterion of all those of a united kind."""
    for kind, group in groupby(sorted(criteria, key=_place), key=lambda one: one.kind):
        same = list(group)
        if len(same) > 1 and getattr(CRITERIA[kind], "united", False):
            yield unite(same)
        else:
            yield from same


def unite(criteria: Iterable[Criterion]) -> Criterion:
    """Make one criterion that any of several fulfils. Raises `FilterError` on too many words or two signs."""
    listed = [one for one in criteria if isinstance(one, AnyOf)]
    words = tuple(dict.fromkeys(word for one in listed for word in one.any_of))
    policies = {one.policy for one in listed} - {None}
    if len(policies) > 1:
        raise FilterError(
            "{key} cannot both pass ('?') and refuse ('!') what is not stated.",
            describe_criterion(listed[-1]),
            example=EXAMPLE,
            values={"key": listed[0].kind},
        )
    if len(words) > MOST_ALTERNATIVES:
        raise FilterError(
            "At most {most} alternatives, not {count}.",
            words[-1],
            example=EXAMPLE,
            values={"most": MOST_ALTERNATIVES, "count": len(words)},
        )
    return changed(listed[0], any_of=words, policy=next(iter(policies), None))


# Every criterion is a dataclass, which its protocol cannot say.
changed: Callable[..., Criterion] = replace


def _refuse_contradictions(criteria: Iterable[Criterion]) -> None:
    asked = [one for one in criteria if not isinstance(one, Exclusion)]
    for exclusion in (one for one in criteria if isinstance(one, Exclusion)):
        for criterion in asked:
            if criterion.contradicts(exclusion.excluded):
                raise FilterError(
                    "'{asked}' and '{excluded}' leave nothing: drop one of them.",
                    exclusion.describe(),
                    example=EXAMPLE,
                    values={"asked": criterion.describe(), "excluded": exclusion.describe()},
                )
