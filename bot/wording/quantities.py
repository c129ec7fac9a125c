"""Numbers, money, periods and ages as a person reads them; knows no sentence they stand in."""

from datetime import datetime
from decimal import Decimal

from babel.numbers import format_decimal

from alerts.posting import Band, PayBasis, Period

_PER = {
    Period.HOUR: "an hour",
    Period.DAY: "a day",
    Period.WEEK: "a week",
    Period.MONTH: "a month",
    Period.QUARTER: "a quarter",
    Period.YEAR: "a year",
    Period.ONCE: "once",
}


def number(amount: Decimal) -> str:
    """Group the digits: 155,000."""
    return format_decimal(amount, locale="en")


def band(pay: Band) -> str:
    """Show a pay band: 'USD 155,000 - 190,000 a year (New York)'."""
    words = [pay.currency or "currency not stated:", _span(pay), _PER[pay.period]]
    if pay.basis is PayBasis.OTE:
        words.append("on target")
    if pay.where and pay.where != PayBasis.OTE:
        words.append(f"({pay.where})")
    return " ".join(words)


def age(then: datetime, now: datetime) -> str:
    """Show how long ago something was, in its largest unit: '2 h ago'."""
    seconds = max(0, int((now - then).total_seconds()))
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit} ago"
    return "just now"


def _span(pay: Band) -> str:
    if pay.minimum is None and pay.maximum is not None:
        return f"up to {number(pay.maximum)}"
    if pay.maximum is None and pay.minimum is not None:
        return f"from {number(pay.minimum)}"
    if pay.minimum is None or pay.maximum is None or pay.minimum == pay.maximum:
        return number(pay.minimum or Decimal(0))
    return f"{number(pay.minimum)} - {number(pay.maximum)}"
