"""Reads pay, periods and kinds of employment from structured fields; knows no prose and no feed's layout."""

import re
from decimal import Decimal

from babel import Locale

from alerts.feeds.values import storable, words
from alerts.posting import Band, Period

_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,6})?|\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,6})?")
_HIGHEST = Decimal(10) ** 11
# A wider band is a form's default or two unlike things, no offer.
_WIDEST = 10

_PERIODS = {
    Period.HOUR: "hour hourly hr h",
    Period.DAY: "day daily",
    Period.WEEK: "week weekly wk",
    Period.MONTH: "month monthly mo",
    Period.QUARTER: "quarter quarterly",
    Period.YEAR: "year yearly yr annual annually annum",
}
_PERIOD_OF = {name: period for period, names in _PERIODS.items() for name in names.split()}

_EMPLOYMENT = {
    "full-time": "fulltime full permanent regular",
    "part-time": "parttime part",
    "contract": "contract contractor freelance freelancer",
    "temporary": "temporary temp fixedterm seasonal",
    "internship": "intern internship",
}
_EMPLOYMENT_OF = {name: kind for kind, names in _EMPLOYMENT.items() for name in names.split()}
_LETTERS = re.compile(r"[^a-z]+")


def amount(raw: object) -> Decimal | None:
    """Give a stated sum; 0 and everything that is no plain number is unknown."""
    text = words(raw)
    if not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text.replace(",", ""))
    return number if 0 < number <= _HIGHEST else None


def band(
    minimum: object, maximum: object, currency: object, period: Period, where: str | None = None
) -> Band | None:
    """Make a pay band of what a feed states; None where it states nothing that can be true."""
    low, high = amount(minimum), amount(maximum)
    if low is None and high is None:
        return None
    if low is not None and high is not None and not low <= high <= low * _WIDEST:
        return None
    place = storable(where) if where else None
    return Band(minimum=low, maximum=high, currency=currency_code(currency), period=period, where=place)


def currency_code(raw: object) -> str | None:
    """Give an ISO 4217 code, or None for signs and everything else."""
    code = words(raw).upper()
    return code if code in Locale("en").currencies else None


def period_named(raw: object) -> Period | None:
    """Read a period as feeds write it: YEAR, per-year-salary, 1 HOUR, annual."""
    names = _LETTERS.split(words(raw)[:40].lower())
    return next((_PERIOD_OF[name] for name in names if name in _PERIOD_OF), None)


def employment_named(raw: object) -> str | None:
    """Read a kind of employment as feeds write it: FULL_TIME, Full-time, fulltime."""
    return _EMPLOYMENT_OF.get(_LETTERS.sub("", words(raw)[:40].lower()))
