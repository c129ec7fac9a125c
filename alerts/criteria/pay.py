"""The criterion that asks for pay."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Self

from alerts.criteria.base import Answer, Criterion, Finding, Policy, Remark, RemarkCode, Translate
from alerts.criteria.sums import Sum, rounded, written
from alerts.money import Rates
from alerts.posting import Band, Evidence, Facts, PayBasis, Period, Subject

# Nobody is paid less than this a year: a smaller sum is one per hour, day or month whose period was left out.
LEAST_YEARLY = 1000
_BEST_FIRST = (Answer.YES, Answer.UNKNOWN, Answer.NO)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayCriterion:
    """The top of a band reaches a sum; with ``bottom``, the band starts at or above it."""

    kind: ClassVar[str] = "pay"
    default_policy: ClassVar[Policy] = Policy.PASS
    can_be_unknown: ClassVar[bool] = True

    least: Sum
    bottom: bool = False
    policy: Policy | None = None

    def __post_init__(self) -> None:
        if self.least.period in (None, Period.ONCE):
            raise ValueError("pay is for a time")

    def find(self, subject: Subject, _at: datetime, rates: Rates) -> Finding:
        """Take the best finding of all bands."""
        findings = [(band, self._judge(band, rates)) for band in subject.pay]
        return min(findings, key=_rank)[1] if findings else Finding(Answer.UNKNOWN)

    def evidence(self, _subject: Subject, facts: Facts, rates: Rates) -> tuple[Evidence, ...]:
        """Quote the band that reaches the sum, or else the one that comes closest."""
        if not facts.pay:
            return ()
        return min(
            facts.pay, key=lambda stated: _rank((stated.band, self._judge(stated.band, rates)))
        ).evidence

    def contradicts(self, excluded: Criterion) -> bool:
        """Allow 'pay>=100k, -pay>=200k': between the two."""
        if not isinstance(excluded, PayCriterion) or excluded.least.amount > self.least.amount:
            return False
        return self.terms() == excluded.terms()

    def describe(self) -> str:
        """Leave out '/year' where no other period comes to mind."""
        least = self.least
        if least.period is Period.YEAR and least.amount >= LEAST_YEARLY:
            return f"{self._name()}>={written(least.amount, least.currency)}"
        return f"{self._name()}>={least.describe()}"

    def explain(self, translate: Translate) -> str:
        """Say what must reach the sum."""
        words = translate("pay starts at {sum} or more") if self.bottom else translate("pay reaches {sum}")
        return words.format(sum=self.least.explain(translate))

    def to_json(self) -> dict[str, object]:
        """Give JSON values."""
        return {"least": self.least.to_json(), "bottom": self.bottom}

    @classmethod
    def from_json(cls, values: dict[str, object], policy: Policy | None = None) -> Self:
        """Make the criterion again. Raises ValueError on what `to_json` does not give."""
        return cls(
            least=Sum.from_json(values.get("least")), bottom=values.get("bottom") is True, policy=policy
        )

    def terms(self) -> tuple[object, ...]:
        """Give what two sums must share to be compared without rates."""
        return self.least.currency, self.least.period, self.bottom

    def _name(self) -> str:
        return "pay.from" if self.bottom else "pay"

    def answer(self, band: Band, rates: Rates) -> tuple[Answer, RemarkCode | None]:
        """Answer for one band, with what is to be remarked of it."""
        return self._answer(band, *self._ends(band, rates))

    def _judge(self, band: Band, rates: Rates) -> Finding:
        low, high = self._ends(band, rates)
        answer, code = self._answer(band, low, high)
        if code is RemarkCode.NO_CURRENCY:
            return Finding(answer, Remark(code))
        if code is RemarkCode.NO_RATE:
            return Finding(answer, Remark(code, (("currency", str(band.currency)),)))
        if code is None and (band.currency, band.period) != (self.least.currency, self.least.period):
            code = RemarkCode.CONVERTED
        return Finding(answer, Remark(code, self._values(band, low, high, rates)) if code else None)

    def _answer(
        self, band: Band, low: Decimal | None, high: Decimal | None
    ) -> tuple[Answer, RemarkCode | None]:
        if band.currency is None:
            return Answer.UNKNOWN, RemarkCode.NO_CURRENCY
        if low is None and high is None:
            return Answer.UNKNOWN, RemarkCode.NO_RATE
        answer, code = self._compare(low, high)
        if answer is Answer.YES and band.basis is PayBasis.OTE:
            # Base pay is less than what is earned on target, by how much is not said.
            return Answer.UNKNOWN, RemarkCode.ON_TARGET
        return answer, code

    def _ends(self, band: Band, rates: Rates) -> tuple[Decimal | None, Decimal | None]:
        return self._same_terms(band.minimum, band, rates), self._same_terms(band.maximum, band, rates)

    def _same_terms(self, end: Decimal | None, band: Band, rates: Rates) -> Decimal | None:
        if end is None or band.currency is None:
            return None
        return self.least.same_terms(end, band.currency, band.period, rates)

    def _compare(self, low: Decimal | None, high: Decimal | None) -> tuple[Answer, RemarkCode | None]:
        """Compare a band, of which one end may be open, with the sum."""
        least = self.least.amount
        if high is not None and high < least:
            return Answer.NO, RemarkCode.TOO_LOW
        if low is not None and low >= least:
            return Answer.YES, None
        if self.bottom:
            return (Answer.UNKNOWN, RemarkCode.OPEN_ENDED) if low is None else (Answer.NO, RemarkCode.TOO_LOW)
        if high is None:
            return Answer.UNKNOWN, RemarkCode.OPEN_ENDED
        return Answer.YES, None if low is None else RemarkCode.STARTS_BELOW

    def _values(
        self, band: Band, low: Decimal | None, high: Decimal | None, rates: Rates
    ) -> tuple[tuple[str, str], ...]:
        ends = (("from", low), ("to", high))
        return (
            *((name, rounded(end)) for name, end in ends if end is not None),
            ("currency", self.least.currency),
            ("period", str(self.least.period)),
            *((("rate_date", rates.on.isoformat()),) if band.currency != self.least.currency else ()),
        )


def _rank(judged: tuple[Band, Finding]) -> tuple[int, bool, Decimal]:
    """Order bands: the best answer, one that does not start below, the highest."""
    band, finding = judged
    below = finding.remark is not None and finding.remark.code == RemarkCode.STARTS_BELOW
    return _BEST_FIRST.index(finding.answer), below, -(band.maximum or band.minimum or Decimal(0))
