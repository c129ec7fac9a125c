"""Numbers, money, periods and ages as a person reads them; knows no sentence they stand in."""

from datetime import datetime
from decimal import Decimal

from babel.numbers import format_decimal

from alerts.posting import Band, PayBasis, Period
from bot.wording.language import N_, spoken
from bot.wording.language import gettext as _

_PER = {
    Period.HOUR: N_("an hour"),
    Period.DAY: N_("a day"),
    Period.WEEK: N_("a week"),
    Period.MONTH: N_("a month"),
    Period.QUARTER: N_("a quarter"),
    Period.YEAR: N_("a year"),
    Period.ONCE: N_("once"),
}
_AGES = ((86400, N_("{count} d ago")), (3600, N_("{count} h ago")), (60, N_("{count} min ago")))


def number(amount: Decimal | float) -> str:
    """Group the digits as the language does: 155,000."""
    return format_decimal(amount, locale=spoken())


def per(period: Period) -> str:
    """Say what a sum is paid for: 'a year'."""
    return _(_PER[period])


def band(pay: Band) -> str:
    """Show a pay band: 'USD 155,000 - 190,000 a year (New York)'."""
    words = [amounts(pay), per(pay.period)]
    if pay.basis is PayBasis.OTE:
        words.append(_("on target"))
    if pay.where and pay.where != PayBasis.OTE:
        words.append(f"({pay.where})")
    return " ".join(words)


def amounts(pay: Band) -> str:
    """Show a band's sums: 'USD 155,000 - 190,000'."""
    currency = pay.currency or _("currency not stated:")
    return f"{currency} {_span(pay)}"


def age(then: datetime, now: datetime) -> str:
    """Show how long ago something was, in its largest unit: '2 h ago'."""
    seconds = max(0, int((now - then).total_seconds()))
    for size, words in _AGES:
        if seconds >= size:
            return _(words).format(count=seconds // size)
    return _("just now")


def _span(pay: Band) -> str:
    if pay.minimum is None and pay.maximum is not None:
        return _("up to {amount}").format(amount=number(pay.maximum))
    if pay.maximum is None and pay.minimum is not None:
        return _("from {amount}").format(amount=number(pay.minimum))
    if pay.minimum is None or pay.maximum is None or pay.minimum == pay.maximum:
        return number(pay.minimum or Decimal(0))
    return f"{number(pay.minimum)} - {number(pay.maximum)}"
