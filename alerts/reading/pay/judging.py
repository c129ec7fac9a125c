"""Makes bands of the figures that are pay: settles currency, period and place; knows no order of sources."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from alerts.posting import Band, Part, PayBasis, Period
from alerts.reading.pay.context import REACH, Context
from alerts.reading.pay.currencies import Currency, currencies_of, money
from alerts.reading.pay.places import place_of
from alerts.reading.pay.ranges import Figure
from alerts.reading.pay.ruling import Rules, Ruling

# "... across Canada", "... (Canada)", "... for our team in Canada": the place right behind is the figure's.
_FOR_PLACE = re.compile(
    r"[\s(,/-]{0,3}(?:(?:[\w-]+\s){0,4}(?:in|for|across|within|throughout)\s(?:[\w-]+\s){0,4})?\Z"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A figure with what became of it; ``band`` is there when it is pay."""

    part: Part
    figure: Figure
    band: Band | None

    @property
    def sums(self) -> tuple[Decimal | None, Decimal | None]:
        """What the figure names, whatever it is."""
        return self.figure.low, self.figure.high


def judge(context: Context, country: str | None) -> Iterator[Judged]:
    """Give every figure of a part, in order, with its band if it is pay."""
    rules = Rules(context)
    for figure in context.figures:
        currency = _currency(context, figure, country)
        ruling = rules.rule(figure, currency)
        band = None if ruling is Ruling.OTHER else _band(context, figure, currency, ruling)
        rules.remember(figure, pay=band is not None)
        yield Judged(context.part, figure, band)


def _band(context: Context, figure: Figure, currency: Currency, ruling: Ruling) -> Band | None:
    period = _period(context, figure, currency)
    if period is None:
        return None
    return Band(
        minimum=figure.low,
        maximum=figure.high,
        currency=currency.code,
        period=period,
        where=place_of(context, figure),
        basis=PayBasis.OTE if ruling is Ruling.TOTAL else PayBasis.BASE,
    )


def _period(context: Context, figure: Figure, currency: Currency) -> Period | None:
    """Take the sums' own period, else the first said nearby that their size allows, else the likely one."""
    if not figure.top:
        return None
    said = (
        (figure.period,)
        if figure.period
        else (*context.periods_said(figure), currency.likely_period(figure.top))
    )
    return next((period for period in said if currency.believable(figure.top, period)), None)


def _currency(context: Context, figure: Figure, country: str | None) -> Currency:
    table = money()
    if len(figure.means) == 1:
        return table[figure.means[0]]
    if figure.means:
        told = _place_currency(context, figure)
        return table[told] if told else _of_country(context, figure, country)
    own = currencies_of(country)
    return table[own[0] if len(own) == 1 else None]


def _of_country(context: Context, figure: Figure, country: str | None) -> Currency:
    """Take a shared mark for the country's own money, or for the usual one where the sum is likelier in that."""
    table = money()
    own, usual = (table[table.choose(figure.means, place)] for place in (country, None))
    if not (figure.top and own.is_far_from(usual)):
        return own
    said = figure.period or next(context.periods_said(figure), Period.YEAR)
    return min(
        (own, usual),
        key=lambda currency: currency.strangeness(figure.top, said),
    )


def _place_currency(context: Context, figure: Figure) -> str | None:
    """Give the currency of the place that a figure is for: right behind it, before it, or further on."""
    following = context.following(figure)
    end = min(context.sentence(figure.end)[1], following, figure.end + REACH)
    after = [cue for cue in context.places.within(figure.end, end) if cue.value in figure.means]
    if after and _FOR_PLACE.match(context.text, figure.end, after[0].start):
        return after[0].value
    before = context.places.within(context.since(figure), figure.start)
    above = context.places.within(*context.heading(figure))
    told = [cue.value for cue in (*above, *before) if cue.value in figure.means]
    if told:
        return told[-1]
    return after[0].value if after and end < following else None
