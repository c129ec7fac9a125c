"""A sum that a filter asks for at least: written, stored and compared; knows no criterion."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Self

from alerts.criteria import vocabulary
from alerts.criteria.base import Translate
from alerts.money import PER_YEAR, Rates, yearly
from alerts.posting import Period

# Above any pay, in any currency; it keeps hostile figures out of the arithmetic.
LARGEST = Decimal(10) ** 12
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Sum:
    """At least ``amount``; ``period`` None compares with a stated sum whatever it is paid for."""

    amount: Decimal
    currency: str
    period: Period | None

    def __post_init__(self) -> None:
        if not (
            self.amount.is_finite() and 0 <= self.amount <= LARGEST and self.amount == round(self.amount, 2)
        ):
            raise ValueError(f"not a sum: {self.amount}")

    def describe(self) -> str:
        """Give canonical syntax: '150k USD/year'."""
        return written(self.amount, self.currency) + (f"/{self.period}" if self.period else "")

    def explain(self, translate: Translate) -> str:
        """Give '150,000 USD a year' in the reader's language."""
        per = per_period(self.period, translate) if self.period else ""
        return f"{self.amount.normalize():,f} {self.currency} {per}".strip()

    def to_json(self) -> dict[str, object]:
        """Give JSON values."""
        return {"amount": plain(self.amount), "currency": self.currency, "period": self.period}

    @classmethod
    def from_json(cls, values: object) -> Self:
        """Make a sum of what `to_json` gave. Raises ValueError on anything else."""
        match values:
            case {"amount": str(amount), "currency": str(currency), "period": str() | None as period}:
                return cls(_decimal(amount), currency, Period(period) if period else None)
        raise ValueError(f"not a sum: {values!r}")

    def same_terms(self, amount: Decimal, currency: str, period: Period, rates: Rates) -> Decimal | None:
        """Convert a stated amount into this sum's currency and period; None where there is no rate."""
        converted = rates.convert(amount, currency, self.currency)
        if converted is None or self.period in (None, period):
            return converted
        assert self.period is not None
        return yearly(converted, period) / PER_YEAR[self.period]


def plain(amount: Decimal) -> str:
    """Write an amount without exponent and without trailing zeros."""
    return f"{amount.normalize():f}"


def rounded(amount: Decimal) -> str:
    """Write an amount for people: whole units, cents only where a unit matters."""
    return plain(amount.quantize(Decimal(1) if amount >= _THOUSAND else Decimal("0.01")))


def short(amount: Decimal) -> str:
    """Write thousands as 'k' where that loses nothing."""
    if amount and amount % _THOUSAND == 0:
        return plain(amount / _THOUSAND) + "k"
    return plain(amount)


def written(amount: Decimal, currency: str) -> str:
    """Write the currency behind the amount; before it where it is a word of another meaning as well."""
    if vocabulary.kind_of(currency):
        return f"{currency} {short(amount)}"
    return f"{short(amount)} {currency}"


def per_period(period: Period, translate: Translate) -> str:
    """Give the words for what a sum is paid for."""
    return {
        Period.HOUR: translate("an hour"),
        Period.DAY: translate("a day"),
        Period.WEEK: translate("a week"),
        Period.MONTH: translate("a month"),
        Period.QUARTER: translate("a quarter"),
        Period.YEAR: translate("a year"),
        Period.ONCE: translate("once"),
    }[period]


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"not an amount: {text!r}") from error
