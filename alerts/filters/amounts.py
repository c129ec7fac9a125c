"""Reads a sum of money in a filter line, as people write it; knows no criterion."""

import re
from decimal import Decimal, InvalidOperation

from alerts.criteria import vocabulary
from alerts.criteria.sums import LARGEST, Sum
from alerts.filters import lexicon
from alerts.filters.currencies import currency_named
from alerts.filters.cursor import Cursor
from alerts.filters.lexing import Kind
from alerts.posting import Period

_THOUSANDS = ("k", "tys", "tsd", "mil", "thousand", "grand")
_LAKHS = ("lakh", "lakhs", "lac", "lpa")
_SCALES = {
    "": 1,
    **dict.fromkeys(_THOUSANDS, 1000),
    **dict.fromkeys(_LAKHS, 100_000),
    **dict.fromkeys(("m", "mio", "million", "millions"), 1000_000),
}
# Indian sums: 30 lakh a year.
_LAKHS_OF = "INR"
_CURRENCY = r"(?:[a-z]{0,2}[$€£¥₹₽]|zł|kr|[a-z]{3})"
_FIGURE = re.compile(
    rf"(?P<before>{_CURRENCY})?(?P<amount>\d[\d.,'’\s]*)(?P<scale>lpa|[km])?\+?(?P<after>{_CURRENCY})?\+?"
    r"(?P<per>p/?[adhmw])?",
    re.IGNORECASE,
)
_ENDS = ("before", "after")
_RANGE = re.compile(rf"{_CURRENCY}?\d[\d.,]*[km]?{_CURRENCY}?[-–—]{_CURRENCY}?\d.*")
_GROUPED = re.compile(r"\d{1,3}(?:([.,'’\s])\d{3})(?:\1\d{3})*")
# Behind grouped thousands cents stand behind the other separator; a pay has none that matter.
_CENTS = re.compile(r"^(\d{1,3}(?:\.\d{3})+),\d\d$|^(\d{1,3}(?:,\d{3})+)\.\d\d$")
_LONGEST_FIGURE = 24
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


def is_open(word: str) -> bool:
    """Tell whether a figure says 'or more': 1000+."""
    return "+" in word and _figure(word) is not None


def begins_sum(cursor: Cursor) -> bool:
    """Tell whether a figure stands here, or a currency and a figure."""
    here, following = cursor.peek(), cursor.peek(1)
    if here.kind is not Kind.WORD:
        return False
    return is_figure(here.text) or (
        currency_named(here.text, "USD") is not None and is_figure(following.text)
    )


def take_sum(cursor: Cursor, currency: str) -> Sum:
    """Read the sum that stands here. ``currency`` is the one that is meant when none is written.

    Raises `FilterError` where there is no sum. A period that is not written is None.
    """
    start = cursor.at
    before = currency_named(cursor.peek().text, currency) if is_figure(cursor.peek(1).text) else None
    cursor.at += before is not None
    figure = _take_figure(cursor)
    amount, scale = _amount(cursor, figure)
    glued = currency_named(figure["before"] or figure["after"] or "", currency)
    tail = cursor.take().text.partition("/")[2].rstrip("+") or figure["per"] or ""
    scale = scale or _take_scale(cursor)
    amount = _checked(cursor, amount * _SCALES[scale])
    behind, tail = (None, tail) if tail else _take_currency(cursor, currency)
    _ = cursor.skip_any("gross") or cursor.skip_any("net")
    period = _named_period(cursor, tail) if tail else take_period(cursor)
    if behind is None and glued is None and before is None:
        behind, _ = _take_currency(cursor, currency)
    _ = cursor.skip_any("gross") or cursor.skip_any("net")
    cursor.skip_any("more")
    _refuse_range(cursor, start)
    meant = behind or glued or before or (_LAKHS_OF if scale in _LAKHS else currency)
    return Sum(amount, meant, Period.YEAR if scale == "lpa" else period)


def _figure(word: str) -> re.Match[str] | None:
    head = word if "p/" in word.casefold() else word.partition("/")[0]
    figure = _FIGURE.fullmatch(head) if len(head) <= _LONGEST_FIGURE else None
    if figure is None or any(figure[name] and not currency_named(figure[name], "USD") for name in _ENDS):
        return None
    return figure


def _take_figure(cursor: Cursor) -> re.Match[str]:
    """Give the figure that stands here, without moving."""
    word = cursor.peek().text
    figure = _figure(word)
    if is_range(word):
        low = re.split("[-–—]", word)[0]
        raise cursor.stumble("a sum is a floor, not a range.", example=_EXAMPLE, instead=(f"pay>={low}",))
    if figure is None or not cursor.is_at(Kind.WORD):
        raise cursor.stumble("a sum is expected here.", example=_EXAMPLE)
    return figure


def _amount(cursor: Cursor, figure: re.Match[str]) -> tuple[Decimal, str]:
    text = _CENTS.sub(r"\1\2", figure["amount"].strip())
    text = re.sub(r"[.,'’\s]", "", text) if _GROUPED.fullmatch(text) else text.replace(",", "")
    try:
        return Decimal(text), (figure["scale"] or "").casefold()
    except InvalidOperation as error:
        raise cursor.stumble("I cannot read this figure.", example=_EXAMPLE) from error


def _take_scale(cursor: Cursor) -> str:
    """Read '30 lpa', '20 tys.', '2 million'; single letters stand right behind the figure only."""
    scale = cursor.peek().key.rstrip(".")
    if not cursor.is_at(Kind.WORD) or len(scale) == 1 or scale not in _SCALES:
        return ""
    cursor.at += 1
    return scale


def _checked(cursor: Cursor, amount: Decimal) -> Decimal:
    cursor.at -= 1
    if amount > LARGEST:
        raise cursor.stumble("nobody is paid that much.", example=_EXAMPLE)
    if amount != round(amount, 2):
        raise cursor.stumble("two decimals are enough.", example=_EXAMPLE)
    cursor.at += 1
    return amount


def _refuse_range(cursor: Cursor, start: int) -> None:
    """Refuse '100k - 150k' and '100k to 150k'."""
    here = cursor.peek()
    if not is_figure(cursor.peek(1).text):
        return
    if (here.kind is Kind.NOT and not cursor.peek(1).glued) or (
        here.kind is Kind.WORD and lexicon.phrases("to").at([here.text])
    ):
        low = cursor.since(start)
        cursor.at += 2
        raise cursor.stumble_over(
            "a sum is a floor, not a range.", start, example=_EXAMPLE, instead=(f"pay>={low}",)
        )


def _take_currency(cursor: Cursor, default: str) -> tuple[str | None, str]:
    """Read a currency behind a figure, with what follows its '/'."""
    word, _, tail = cursor.peek().text.partition("/")
    code = currency_named(word, default) if cursor.is_at(Kind.WORD) else None
    if code is None or not vocabulary.kind_of(word):
        cursor.at += code is not None
        return code, tail if code else ""
    if word.isupper():
        raise cursor.stumble(
            "the currency or the technology? Write {pay}, or a comma before it.",
            example=f"pay>={word} 150k",
            pay=f"pay>={word} 150k",
        )
    return None, ""


def take_period(cursor: Cursor) -> Period | None:
    """Read '/year', 'per hour', 'a month', 'im Jahr' or 'yearly'."""
    word = cursor.peek().key
    if word.startswith("/") and len(word) > 1:
        cursor.at += 1
        return _named_period(cursor, word[1:])
    start = cursor.at
    slash = cursor.is_at(Kind.PIPE) and word == "/"
    cursor.at += slash
    if (slash or cursor.skip_any("per")) and (found := lexicon.periods().at(cursor.words(2))):
        cursor.at += found[0]
        return found[1]
    cursor.at = start
    if lexicon.phrases("adverb").at([word]) and (named := lexicon.periods().at([word])):
        cursor.at += 1
        return named[1]
    return None


def _named_period(cursor: Cursor, word: str) -> Period:
    found = lexicon.periods().at([word.rstrip(".")]) or lexicon.periods().at([word])
    if found is None:
        cursor.at -= 1
        raise cursor.stumble(
            "a sum is per hour, day, week, month, quarter or year.", example="pay>=60 USD/hour"
        )
    return found[1]
