"""The currencies that pay is stated in: how they are written, what pay comes to in them; knows no text."""

import math
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from babel.numbers import get_territory_currencies

from alerts.money import yearly
from alerts.posting import Period

# Bounds of a believable year's pay: a part-time hand at the bottom, a chief at the top.
_BELOW_FROM = 5
_ABOVE_USUAL = 12
# So many times as much in one currency as in another: a peso is no dollar, but an Australian dollar nearly is.
_FAR = 4
# Bare sums are guessed to be for one of these; a week is too rare to be meant without saying so.
_GUESSED = (Period.MONTH, Period.DAY, Period.HOUR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """What pay in a currency looks like: see the head of ``currencies.toml``."""

    code: str | None
    usual: int
    begins: int
    places: tuple[str, ...] = ()

    def believable(self, amount: Decimal, period: Period) -> bool:
        """Say whether somebody may be paid this much."""
        year = yearly(amount, period)
        return Decimal(self.begins) / _BELOW_FROM <= year <= self.usual * _ABOVE_USUAL

    def likely_period(self, amount: Decimal) -> Period:
        """Guess what an amount is for from its size alone."""
        if amount >= self.begins:
            return Period.YEAR
        return min(_GUESSED, key=lambda period: self.strangeness(amount, period))

    def strangeness(self, amount: Decimal, period: Period) -> float:
        """Say how many times more or less than usual a pay would be, as a logarithm."""
        return abs(math.log(float(yearly(amount, period)) / self.usual))

    def is_far_from(self, other: "Currency") -> bool:
        """Say whether pay comes to quite other figures in another currency, so that a sum tells which is meant."""
        return max(self.usual, other.usual) > min(self.usual, other.usual) * _FAR


# For a sum whose currency the posting does not tell: the middle of the currencies worth about a dollar.
UNTOLD = Currency(code=None, usual=100_000, begins=15_000)


@dataclass(frozen=True, slots=True)
class Money:
    """All currencies and the marks they are written with; a shared mark has its usual meaning first."""

    currencies: dict[str, Currency]
    own: dict[str, str]
    shared: dict[str, tuple[str, ...]]
    defaults: frozenset[str]

    def __getitem__(self, code: str | None) -> Currency:
        return self.currencies.get(code or "", UNTOLD)

    def means(self, marks: tuple[str, ...]) -> tuple[str, ...]:
        """Give the currencies that marks can mean together: one where a mark is a currency's own."""
        for mark in marks:
            if mark in self.own:
                return (self.own[mark],)
        return next((self.shared[mark] for mark in marks), ())

    def choose(self, codes: tuple[str, ...], country: str | None) -> str | None:
        """Choose what a shared mark means in a country; elsewhere what it mostly means, if there is such."""
        local = tuple(code for code in codes if code in currencies_of(country))
        return (local or tuple(code for code in codes if code in self.defaults) or (None,))[0]


@cache
def currencies_of(country: str | None) -> tuple[str, ...]:
    """Give the currencies of a country by its ISO code."""
    return tuple(get_territory_currencies(country)) if country else ()


@cache
def money() -> Money:
    """Give the table of ``alerts/reading/currencies.toml``, read once."""
    text = files("alerts").joinpath("reading", "currencies.toml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)["currency"]
    shared: dict[str, tuple[str, ...]] = {}
    for row in rows:
        for mark in row.get("shared", ()):
            shared[mark] = (*shared.get(mark, ()), row["code"])
    return Money(
        currencies={row["code"]: _currency(row) for row in rows},
        own={mark: row["code"] for row in rows for mark in row["marks"]},
        shared=shared,
        defaults=frozenset(row["code"] for row in rows if row.get("default")),
    )


def _currency(row: dict[str, Any]) -> Currency:
    return Currency(
        code=row["code"], usual=row["usual"], begins=row["from"], places=tuple(row.get("places", ()))
    )
