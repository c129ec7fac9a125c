"""The criterion that asks for a benefit, and for how much of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from alerts.criteria.anyof import AnyOf, words_of
from alerts.criteria.base import Answer, Criterion, Finding, Policy, Remark, RemarkCode, Translate
from alerts.criteria.sums import Sum, rounded
from alerts.money import Rates
from alerts.posting import Evidence, Facts, Money, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitCriterion(AnyOf):
    """A benefit is offered; with ``least``, its stated amount is enough."""

    kind: ClassVar[str] = "benefit"
    default_policy: ClassVar[Policy] = Policy.REFUSE

    least: Sum | None = None

    def find(self, subject: Subject, _at: datetime, rates: Rates) -> Finding:
        """Take the best finding of the benefits asked for; one that is not mentioned may still be offered."""
        offered = [slug for slug in self.any_of if slug in subject.benefits]
        findings = [self._worth(subject.benefits[slug], rates) for slug in offered]
        if len(offered) < len(self.any_of):
            findings.append(Finding(Answer.UNKNOWN))
        return min(findings, key=lambda finding: _BEST_FIRST.index(finding.answer))

    def evidence(self, _subject: Subject, facts: Facts, rates: Rates) -> tuple[Evidence, ...]:
        """Quote the benefits that are enough, or those that are not."""
        offered = [benefit for benefit in facts.benefits if benefit.slug in self.any_of]
        enough = [one for one in offered if self._worth(one.amount, rates).answer is Answer.YES]
        return tuple(piece for benefit in enough or offered for piece in benefit.evidence)

    def contradicts(self, excluded: Criterion) -> bool:
        """Allow 'benefit:x, -benefit:x>=50': offered, and worth less."""
        larger = isinstance(excluded, BenefitCriterion) and excluded.least not in (None, self.least)
        return not larger and AnyOf.contradicts(self, excluded)

    def describe(self) -> str:
        """Write it with its key, which tells perks from everything else at a glance."""
        amount = f">={self.least.describe()}" if self.least else ""
        return f"benefit:{'|'.join(self.any_of)}{amount}"

    def explain(self, translate: Translate) -> str:
        """Say what is offered and how much of it."""
        words = AnyOf.explain(self, translate)
        if self.least is None:
            return translate("offers {benefits}").format(benefits=words)
        text = translate("offers {benefits} of at least {sum}")
        return text.format(benefits=words, sum=self.least.explain(translate))

    def to_json(self) -> dict[str, object]:
        """Give JSON values."""
        return {"any_of": list(self.any_of), "least": self.least.to_json() if self.least else None}

    @classmethod
    def from_json(cls, values: dict[str, object], policy: Policy | None = None) -> Self:
        """Make the criterion again. Raises ValueError on what `to_json` does not give."""
        least = values.get("least")
        return cls(any_of=words_of(values), policy=policy, least=Sum.from_json(least) if least else None)

    def _worth(self, stated: Money | None, rates: Rates) -> Finding:
        if self.least is None:
            return Finding(Answer.YES, _amount(stated))
        if stated is None:
            return Finding(Answer.UNKNOWN, Remark(RemarkCode.AMOUNT_NOT_STATED))
        if stated.currency is None:
            return Finding(Answer.UNKNOWN, Remark(RemarkCode.NO_CURRENCY))
        return _compare(self.least, stated, stated.currency, rates)


_BEST_FIRST = (Answer.YES, Answer.UNKNOWN, Answer.NO)


def _amount(stated: Money | None) -> Remark | None:
    """Remark what the benefit is worth, where that is stated."""
    if stated is None or stated.currency is None:
        return None
    values = (("amount", rounded(stated.amount)), ("currency", stated.currency), ("period", stated.period))
    return Remark(RemarkCode.AMOUNT, values)


def _compare(least: Sum, stated: Money, currency: str, rates: Rates) -> Finding:
    amount = least.same_terms(stated.amount, currency, stated.period, rates)
    if amount is None:
        return Finding(Answer.UNKNOWN, Remark(RemarkCode.NO_RATE, (("currency", currency),)))
    enough = amount >= least.amount
    values = (
        ("amount", rounded(amount)),
        ("currency", least.currency),
        ("period", least.period or stated.period),
        *((("rate_date", rates.on.isoformat()),) if currency != least.currency else ()),
    )
    code = RemarkCode.AMOUNT if enough else RemarkCode.TOO_LITTLE
    return Finding(Answer.YES if enough else Answer.NO, Remark(code, values))
