"""Sums, periods and currencies: how one sum is compared with another; knows no posting and no filter."""

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from pathlib import Path
from typing import Any

from alerts.errors import ConfigError
from alerts.posting import Band, Period

# Hours and days of a full-time year, as salary surveys count them.
PER_YEAR: dict[Period, int] = {
    Period.HOUR: 2080,
    Period.DAY: 260,
    Period.WEEK: 52,
    Period.MONTH: 12,
    Period.QUARTER: 4,
    Period.YEAR: 1,
    Period.ONCE: 1,
}

_EURO = "EUR"
_CODE = re.compile(r"[A-Z]{3}")


def yearly(amount: Decimal, period: Period) -> Decimal:
    """Give what ``amount`` per ``period`` comes to in a full-time year (hours x 2080, days x 260)."""
    return amount * PER_YEAR[period]


@dataclass(frozen=True)
class Rates:
    """Exchange rates of one day: units of each currency for one euro, as the European Central Bank does."""

    on: date
    source: str
    per_euro: dict[str, Decimal]

    def convert(self, amount: Decimal, currency: str, into: str) -> Decimal | None:
        """Convert, or give None where one of the currencies has no rate."""
        if currency == into:
            return amount
        if currency not in self.per_euro or into not in self.per_euro:
            return None
        return amount / self.per_euro[currency] * self.per_euro[into]


def comparable(
    amount: Decimal,
    period: Period,
    currency: str | None,
    into_currency: str,
    into_period: Period,
    rates: Rates,
) -> Decimal | None:
    """Give what ``amount`` comes to in another currency and for another period, or None where none can tell.

    A sum paid once is not a sum paid regularly: the two cannot be compared.
    """
    if currency is None or (period is Period.ONCE) != (into_period is Period.ONCE):
        return None
    return rates.convert(yearly(amount, period) / PER_YEAR[into_period], currency, into_currency)


def top(band: Band, currency: str, rates: Rates) -> Decimal | None:
    """Give the most that a band pays in a year, in ``currency``: its only sum where the other end is open."""
    return _yearly_end(band.maximum, band.minimum, band, currency, rates)


def bottom(band: Band, currency: str, rates: Rates) -> Decimal | None:
    """Give the least that a band pays in a year, in ``currency``; None for 'up to', which names no least."""
    return _yearly_end(band.minimum, None, band, currency, rates)


def about(band: Band, currency: str, rates: Rates) -> Band | None:
    """Give what a band comes to in a currency, to three digits, for whoever thinks in it; None where no rate tells."""
    if band.currency is None:
        return None
    ends = (band.minimum, band.maximum)
    converted = [end and rates.convert(end, band.currency, currency) for end in ends]
    if converted == [None, None]:
        return None
    minimum, maximum = (end and _to_three_digits(end) for end in converted)
    return replace(band, minimum=minimum, maximum=maximum, currency=currency)


def _to_three_digits(amount: Decimal) -> Decimal:
    step = Decimal(1).scaleb(max(amount.adjusted() - 2, 0))
    return (amount / step).quantize(Decimal(1)) * step


def _yearly_end(
    end: Decimal | None, instead: Decimal | None, band: Band, currency: str, rates: Rates
) -> Decimal | None:
    amount = end if end is not None else instead
    if amount is None:
        return None
    return comparable(amount, band.period, band.currency, currency, Period.YEAR, rates)


def load_rates(path: Path | None = None) -> Rates:
    """Read the packaged rate table, or an operator's newer file of the same form. Raises `ConfigError`."""
    name = str(path) if path else "rates.toml"
    try:
        text = path.read_text("utf-8") if path else files("alerts").joinpath("rates.toml").read_text("utf-8")
        return _rates(tomllib.loads(text))
    except (OSError, ValueError, InvalidOperation) as error:
        raise ConfigError(f"The rate table {name} cannot be used: {error}") from error


def _rates(table: dict[str, Any]) -> Rates:
    on, source, rows = table.get("on"), table.get("source"), table.get("per_euro")
    if (
        isinstance(on, date)
        and not isinstance(on, datetime)
        and isinstance(source, str)
        and isinstance(rows, dict)
    ):
        return Rates(
            on, source, {_EURO: Decimal(1)} | {_code(code): _rate(code, rows[code]) for code in rows}
        )
    raise ValueError("it needs 'on', a day such as 2026-10-30, 'source', a text, and the rates in [per_euro]")


def _code(code: str) -> str:
    if not _CODE.fullmatch(code):
        raise ValueError(f"{code!r} is no ISO 4217 code such as USD")
    return code


def _rate(code: str, rate: object) -> Decimal:
    """Read a rate; a quoted one keeps its digits, so quoting is the form of the packaged table."""
    value = Decimal(str(rate))
    if not value.is_finite() or value <= 0:
        raise ValueError(f"the rate of {code} must be above zero, not {rate!r}")
    return value
