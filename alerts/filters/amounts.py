"""Reads a sum of money in a filter line, as people write it; knows no criterion."""

import re
from decimal import Decimal, InvalidOperation

from babel.numbers import list_currencies

from alerts.criteria import vocabulary
from alerts.criteria.sums import LARGEST, Sum
from alerts.filters.cursor import Cursor
from alerts.filters.lexing import Kind
from alerts.posting import Period

_CODES = frozenset(list_currencies())
_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS"})
_CROWNS = frozenset({"SEK", "NOK", "DKK", "ISK"})
_SIGNS = {
    "us$": "USD",
    **dict.fromkeys(("c$", "ca$"), "CAD"),
    **dict.fromkeys(("a$", "au$"), "AUD"),
    **dict.fromkeys(("€", "euro", "euros"), "EUR"),
    **dict.fromkeys(("£", "pounds"), "GBP"),
    "nz$": "NZD",
    "s$": "SGD",
    "hk$": "HKD",
    "mx$": "MXN",
    "r$": "BRL",
    "¥": "JPY",
    "₹": "INR",
    "₽": "RUB",
    "zł": "PLN",
    "dollars": "$",
}
_PERIODS = {
    **dict.fromkeys(("h", "hr", "hour", "hourly"), Period.HOUR),
    **dict.fromkeys(("d", "day", "daily"), Period.DAY),
    **dict.fromkeys(("w", "wk", "week", "weekly"), Period.WEEK),
    **dict.fromkeys(("m", "mo", "month", "monthly"), Period.MONTH),
    **dict.fromkeys(("q", "quarter", "quarterly"), Period.QUARTER),
    **dict.fromkeys(("y", "yr", "year", "yearly", "annum", "annually", "p.a."), Period.YEAR),
    "once": Period.ONCE,
}
_SCALES = {"": 1, "k": 1000, "m": 1000_000}
_CURRENCY = r"(?:[a-z]{0,2}[$€£¥₹₽]|zł|kr|[a-z]{3})"
_FIGURE = re.compile(
    rf"(?P<before>{_CURRENCY})?(?P<amount>\d[\d.,\s]*)(?P<scale>[km])?\+?(?P<after>{_CURRENCY})?\+?",
    re.IGNORECASE,
)
_ENDS = ("before", "after")
_RANGE = re.compile(rf"{_CURRENCY}?\d[\d.,]*[km]?[-–—]{_CURRENCY}?\d.*")
_GROUPED = re.compile(r"\d{1,3}(?:([.,\s])\d{3})(?:\1\d{3})*")
_LONGEST_FIGURE = 24
# What needs no 'per' or '/' before it.
_ADVERBS = frozenset(
    {"hourly", "daily", "weekly", "monthly", "quarterly", "yearly", "annually", "p.a.", "once"}
)
# Codes read in lower case too; of the others some are English words.
_COMMON = frozenset(
    """USD EUR GBP CHF JPY CAD AUD NZD SEK NOK DKK PLN CZK HUF RON BGN ISK ILS INR IDR MYR PHP SGD THB KRW CNY
    HKD MXN BRL ZAR RUB UAH AED SAR ARS CLP COP NGN KES EGP PKR VND TWD LKR""".split()  # noqa: SIM905 - reads well
)
_EXAMPLE = "pay>=150k USD"


def is_figure(word: str) -> bool:
    """Tell whether a word is a figure or a range of them, be it a sum or a number without meaning."""
    return _figure(word) is not None or is_range(word)


def is_range(word: str) -> bool:
    """Tell whether a word is a range, as in '100-150k'."""
    return bool(_RANGE.fullmatch(word.casefold()[:_LONGEST_FIGURE]))


def is_money(word: str) -> bool:
    """Tell whether a word can only be a sum: the figure has a currency, a scale, a period or '+'."""
    figure = _figure(word)
    return figure is not None and ("/" in word or figure["amount"] != figure.group())


def take_sum(cursor: Cursor, currency: str) -> Sum:
    """Read the sum that stands here. ``currency`` is the one that is meant when none is written.

    Raises `FilterError` where there is no sum. A period that is not written is None.
    """
    before = _currency(cursor.peek().text, currency) if is_figure(cursor.peek(1).text) else None
    cursor.at += before is not None
    figure = _take_figure(cursor)
    amount = _amount(cursor, figure)
    glued = _currency(figure["before"] or figure["after"] or "", currency)
    tail = cursor.take().text.partition("/")[2]
    behind, tail = (None, tail) if tail else _take_currency(cursor, currency)
    period = _named_period(cursor, tail) if tail else _take_period(cursor)
    for words in (("or", "more"), ("and", "up"), ("or", "above"), ("minimum",)):
        cursor.skip(*words)
    return Sum(amount, behind or glued or before or currency, period)


def _figure(word: str) -> re.Match[str] | None:
    head = word.partition("/")[0]
    figure = _FIGURE.fullmatch(head) if len(head) <= _LONGEST_FIGURE else None
    if figure is None or any(figure[name] and not _currency(figure[name], "USD") for name in _ENDS):
        return None
    return figure


def _take_figure(cursor: Cursor) -> re.Match[str]:
    """Give the figure that stands here, without moving."""
    word = cursor.peek().text
    figure = _figure(word)
    if is_range(word):
        raise cursor.stumble("a sum is a floor, not a range.", example=_EXAMPLE)
    if figure is None or not cursor.is_at(Kind.WORD):
        raise cursor.stumble("a sum is expected here.", example=_EXAMPLE)
    return figure


def _amount(cursor: Cursor, figure: re.Match[str]) -> Decimal:
    text = figure["amount"].strip()
    text = re.sub(r"[.,\s]", "", text) if _GROUPED.fullmatch(text) else text.replace(",", "")
    try:
        amount = Decimal(text) * _SCALES[(figure["scale"] or "").casefold()]
    except InvalidOperation as error:
        raise cursor.stumble("I cannot read this figure.", example=_EXAMPLE) from error
    if amount > LARGEST:
        raise cursor.stumble("nobody is paid that much.", example=_EXAMPLE)
    if amount != round(amount, 2):
        raise cursor.stumble("two decimals are enough.", example=_EXAMPLE)
    return amount


def _currency(word: str, default: str) -> str | None:
    """Give the currency that a word or sign names. A bare '$' is the default's dollar, 'kr' its crown."""
    sign = _SIGNS.get(word.casefold(), word)
    if sign == "$":
        return default if default in _DOLLARS else "USD"
    if sign.casefold() == "kr":
        return default if default in _CROWNS else "SEK"
    code = sign.upper()
    return code if code in _CODES and (sign.isupper() or code in _COMMON) else None


def _take_currency(cursor: Cursor, default: str) -> tuple[str | None, str]:
    """Read a currency behind a figure, with what follows its '/'."""
    word, _, tail = cursor.peek().text.partition("/")
    code = _currency(word, default) if cursor.is_at(Kind.WORD) else None
    if code is None or not vocabulary.kind_of(word):
        cursor.at += code is not None
        return code, tail if code else ""
    if word.isupper():
        message = f"the currency or the technology? Write pay>={word} 150k, or a comma before it."
        raise cursor.stumble(message, example=f"pay>={word} 150k")
    return None, ""


def _take_period(cursor: Cursor) -> Period | None:
    """Read '/year', 'per hour', 'a month' or 'yearly'."""
    word = cursor.peek().key
    if word.startswith("/") and len(word) > 1:
        cursor.at += 1
        return _named_period(cursor, word[1:])
    if word in ("/", "per", "a", "an") and cursor.peek(1).key in _PERIODS:
        cursor.at += 2
        return _PERIODS[cursor.peek(-1).key]
    if word in _ADVERBS:
        cursor.at += 1
        return _PERIODS[word]
    return None


def _named_period(cursor: Cursor, word: str) -> Period:
    period = _PERIODS.get(word.casefold())
    if period is None:
        cursor.at -= 1
        raise cursor.stumble(
            "a sum is per hour, day, week, month, quarter or year.", example="pay>=60 USD/hour"
        )
    return period
