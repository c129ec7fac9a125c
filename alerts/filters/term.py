"""What was read of one criterion in a filter line, before its signs are known."""

from dataclasses import dataclass, replace
from typing import Self

from alerts.criteria import Criterion, Policy
from alerts.criteria.age import AgeCriterion
from alerts.criteria.anyof import AnyOf
from alerts.criteria.benefit import BenefitCriterion
from alerts.criteria.kinds import KINDS
from alerts.criteria.pay import PayCriterion
from alerts.criteria.stack import StackCriterion
from alerts.criteria.sums import Sum


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What was read of one criterion: words of a kind, a sum, or hours."""

    kind: str
    words: tuple[str, ...] = ()
    least: Sum | None = None
    bottom: bool = False
    hours: int = 0

    def joined(self, words: tuple[str, ...]) -> Self:
        """Add alternatives."""
        return replace(self, words=self.words + words)

    def criterion(self, *, any_mention: bool = False, policy: Policy | None = None) -> Criterion:
        """Make the criterion. Raises ValueError on values that it refuses."""
        match self.kind:
            case "age":
                return AgeCriterion(hours=self.hours)
            case "pay":
                assert self.least is not None
                return PayCriterion(least=self.least, bottom=self.bottom, policy=policy)
            case "stack":
                return StackCriterion(any_of=self.words, any_mention=any_mention, policy=policy)
            case "benefit":
                return BenefitCriterion(any_of=self.words, least=self.least, policy=policy)
        kind = KINDS[self.kind]
        assert issubclass(kind, AnyOf)
        made: Criterion = kind(any_of=self.words, policy=policy)
        return made
