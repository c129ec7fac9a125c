"""Reads pay, periods and kinds of employment from structured fields; knows no prose and no feed's layout."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from babel import Locale

from alerts.feeds.collecting import Doubts
from alerts.feeds.values import distinct, storable, words
from alerts.posting import Band, PayBasis, Period
from alerts.reading.pay.currencies import money

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
    "full-time": "fulltime vollzeit",
    "part-time": "parttime teilzeit",
    "contract": "contract contractor contracts freelance freelancer selfemployed",
    "temporary": "temporary temp fixedterm seasonal",
    "internship": "intern internship interns trainee workingstudent werkstudent praktikum",
}
_EMPLOYMENT_OF = {name: kind for kind, names in _EMPLOYMENT.items() for name in names.split()}
# Words that mean it only alone: 'full' may be 'full stack', and 'permanent' is said of part-time jobs as well.
_ALONE = {"full": "full-time", "part": "part-time"}
_LASTING = frozenset(("permanent", "regular", "employee"))
_LETTERS = re.compile(r"[^a-z]+")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")

# How often a sum named in front of a period is paid in it: '2 WEEK', 'semi-month'. 'Bi-month' may be either.
_TIMES = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2})?)"
    r"|\b(?:(?P<semi>semi)|(?P<two>bi(?=[ -]?week))|(?P<unclear>bi)|(?P<once>one[ -]?time))"
)
_MAX_SAID = 60


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
    place = storable(where) if where else None
    return _band(amount(minimum), amount(maximum), currency_code(currency), period, place)


def _band(
    low: Decimal | None, high: Decimal | None, currency: str | None, period: Period, where: str | None
) -> Band | None:
    if low is None and high is None:
        return None
    if low is not None and high is not None and not low <= high <= low * _WIDEST:
        return None
    return Band(minimum=low, maximum=high, currency=currency, period=period, where=where)


def currency_code(raw: object) -> str | None:
    """Give an ISO 4217 code, or None for signs and everything else."""
    code = words(raw).upper()
    return code if code in Locale("en").currencies else None


def period_named(raw: object) -> Period | None:
    """Read a period as feeds write it: YEAR, per-year-salary, annual."""
    names = _LETTERS.split(words(raw)[:40].lower())
    return next((_PERIOD_OF[name] for name in names if name in _PERIOD_OF), None)


def employment_named(raw: object) -> tuple[str, ...]:
    """Read kinds of employment as feeds write them: FULL_TIME, Full-time, fulltime_fixed_term, FullTime."""
    text = _CAPITAL.sub(" ", words(raw)[:_MAX_SAID]).lower()
    parts = [part for part in _LETTERS.split(text) if part]
    pairs = [a + b for a, b in pairwise(parts)]
    named = {_EMPLOYMENT_OF.get(name) for name in (*pairs, *parts)}
    kinds = tuple(kind for kind in _EMPLOYMENT if kind in named)
    if kinds or not parts:
        return kinds
    alone = _ALONE.get(parts[0]) if len(parts) == 1 else None
    return (alone,) if alone else (("full-time",) if not _LASTING.isdisjoint(parts) else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """What a feed's structured pay comes to: bands, or words to be read like any other where the period is unknown."""

    bands: tuple[Band, ...] = ()
    text: str = ""


NO_PAY = Pay()


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPay:
    """Pay as a feed states it, whatever the types; ``where`` is the place or level that it is for."""

    minimum: object = None
    maximum: object = None
    currency: object = None
    interval: object = None
    where: str = ""
    basis: PayBasis = PayBasis.BASE

    def __str__(self) -> str:
        sums = " - ".join(distinct((words(self.minimum), words(self.maximum))))
        return " ".join(filter(None, (words(self.currency), sums, words(self.interval))))


def pay_of(given: GivenPay, doubts: Doubts) -> Pay:
    """Make pay of what a feed states; what cannot be true is left out and told to ``doubts``."""
    low, high = amount(given.minimum), amount(given.maximum)
    if low is None and high is None:
        return NO_PAY
    currency = currency_code(given.currency)
    period, times = _interval(given.interval)
    if not times:
        doubts.add("state a pay for a period that may be two things", str(given))
        return NO_PAY
    if period is None:
        sums = distinct(f"{one:f}" for one in (low, high) if one is not None)
        return Pay(text=f"{currency or ''} {' - '.join(sums)}".strip())
    low, high = (one and one * times for one in (low, high))
    found = _band(low, high, currency, period, storable(given.where)[:_MAX_SAID] or None)
    if found is None or not money()[currency].believable(high or low or Decimal(0), period):
        doubts.add("state a pay that cannot be true", str(given))
        return NO_PAY
    return Pay(bands=(replace(found, basis=given.basis),))


def _interval(raw: object) -> tuple[Period | None, Decimal]:
    """Read a period and how many such sums are paid in it: two a month where pay comes 'semi-month'.

    None at all are paid in what is no period ('one-time') or may be two ('bi-month').
    """
    text = words(raw)[:_MAX_SAID].lower()
    period, times = period_named(text), _TIMES.search(text)
    if times is None or (period is None and not times["once"]):
        return period, Decimal(1)
    if times["number"]:
        periods = Decimal(times["number"])
        return period, 1 / periods if periods else Decimal(0)
    return period, Decimal(2) if times["semi"] else Decimal("0.5") if times["two"] else Decimal(0)
