"""Reads what a filter line asks for by size: pay and age."""

import re
from dataclasses import replace

from alerts.criteria.pay import LEAST_YEARLY
from alerts.criteria.sums import Sum, plain
from alerts.errors import FilterError
from alerts.filters import lexicon
from alerts.filters.amounts import begins_sum, is_figure, is_money, is_range, take_sum
from alerts.filters.cursor import Cursor
from alerts.filters.lexing import Kind
from alerts.filters.term import Term
from alerts.posting import Period

AT_LEAST = frozenset({">=", "=>", ">", "≥", "=", "=="})
BELOW = frozenset({"<", "<=", "=<", "≤"})
_AGE = re.compile(r"(\d{1,5})([^\W\d_]*)")


def take_pay(cursor: Cursor, currency: str) -> Term:
    """Read pay: a name or none, 'at least' in signs or words or not at all, a sum."""
    start = cursor.at
    bottom = cursor.peek().key.endswith(".from")
    if cursor.peek(1).kind is Kind.COLON:
        cursor.at += 2
    period = _take_name(cursor)
    if cursor.is_at(Kind.COLON) or cursor.peek().text in AT_LEAST:
        cursor.take()
    _refuse_ceiling(cursor)
    skip_floor(cursor)
    _refuse_days(cursor)
    least = take_sum(cursor, currency)
    if least.period is None:
        if period is None and 0 < least.amount < LEAST_YEARLY:
            raise _unclear_period(cursor, start, least)
        least = replace(least, period=period or Period.YEAR)
    return Term(kind="pay", least=least, bottom=bottom)


def _take_name(cursor: Cursor) -> Period | None:
    """Move past pay's name and what pads it; give the period that the name tells."""
    start = cursor.at
    cursor.skip_any("floor")
    found = lexicon.pay_periods().at(cursor.words(lexicon.pay_periods().longest))
    if found:
        cursor.at += found[0]
    elif not (cursor.skip_any("pay") or cursor.skip_any("loose_pay")):
        cursor.at = start
        return None
    while not begins_sum(cursor) and not cursor.is_at_any("floor"):
        if not (cursor.skip_any("of") or cursor.skip_any_key("of")):
            break
    return found[1] if found else None


def _refuse_ceiling(cursor: Cursor) -> None:
    if cursor.peek().text in BELOW or cursor.is_at_any("ceiling") or cursor.is_at_any("between"):
        raise cursor.stumble(
            "pay is asked for from below; to leave out what pays more, put a '-' before it.",
            example="-pay>=300k USD",
        )


def _unclear_period(cursor: Cursor, start: int, least: Sum) -> FilterError:
    amount = plain(least.amount)
    instead = (
        f"pay>={amount}k {least.currency}",
        f"pay>={amount} {least.currency}/hour",
        f"pay>={amount} {least.currency}/day",
    )
    return cursor.stumble_over(
        "{amount} {currency} an hour, a day, a month? Or {amount}k a year?",
        start,
        example=instead[1],
        instead=instead,
        amount=amount,
        currency=least.currency,
    )


def skip_floor(cursor: Cursor) -> bool:
    skipped = cursor.skip_any("floor")
    while skipped and not begins_sum(cursor) and (cursor.skip_any("of") or cursor.skip_any("floor")):
        pass
    return skipped


def take_age(cursor: Cursor) -> Term:
    """Read 'age<7d'."""
    cursor.take()
    if cursor.peek().text not in BELOW | {":", "="}:
        raise cursor.stumble("an age has an upper limit.", example="age<7d")
    cursor.take()
    term = _take_age_limit(cursor)
    if term is None:
        raise cursor.stumble("an age is a number of hours, days or weeks.", example="age<7d")
    cursor.skip_any("old")
    return term


def take_bare_age(cursor: Cursor) -> Term | None:
    """Read 'last 7 days', 'max 3 days old', '< 3 days'; a number of days alone is no age."""
    start = cursor.at
    led = cursor.skip_any("fresh")
    limited = cursor.skip_any("ceiling") or cursor.peek().text in BELOW
    cursor.at += cursor.peek().text in BELOW
    term = _take_age_limit(cursor)
    aged = term is not None and cursor.skip_any("old")
    below = cursor.peek(start - cursor.at).text in BELOW
    if term is not None and (led or aged or (limited and below)):
        return term
    cursor.at = start
    return None


def _take_age_limit(cursor: Cursor) -> Term | None:
    if cursor.is_at_any("one") and (one := lexicon.age_hours().at([cursor.peek(1).key])):
        cursor.at += 2
        return Term(kind="age", hours=one[1])
    found = _AGE.fullmatch(cursor.peek().key)
    unit = (found[2] or cursor.peek(1).key) if found else ""
    hours = lexicon.age_hours().at([unit])
    if found is None or hours is None:
        return None
    cursor.at += 1 if found[2] else 2
    return Term(kind="age", hours=int(found[1]) * hours[1])


def take_named_pay(cursor: Cursor, currency: str) -> Term | None:
    """Read a name of pay with its sum; 'TJM' alone, say, is a word of another meaning as well."""
    start = cursor.at
    _take_name(cursor)
    named = cursor.at > start
    cursor.at += cursor.peek().text in AT_LEAST or cursor.is_at(Kind.COLON)
    skip_floor(cursor)
    named = named and begins_sum(cursor)
    cursor.at = start
    return take_pay(cursor, currency) if named else None


def take_bare_pay(cursor: Cursor, currency: str) -> Term | None:
    """Read a sum without a name; a mere number is none."""
    if not cursor.is_at(Kind.WORD):
        return None
    _refuse_years(cursor)
    if _is_named(cursor) or _is_sum(cursor, currency):
        return take_pay(cursor, currency)
    if is_figure(cursor.peek().text):
        raise cursor.stumble(
            "a number of what? Pay is written with its currency.", example=f"pay>=150k {currency}"
        )
    return None


def _is_named(cursor: Cursor) -> bool:
    """Tell whether pay's name or a floor stands here; of words of other meanings, only with a sum behind."""
    if cursor.is_at_any("pay"):
        return True
    start = cursor.at
    _take_name(cursor)
    named = cursor.at > start
    floor = cursor.peek().text in AT_LEAST or cursor.is_at(Kind.COLON)
    cursor.at += floor
    floor = skip_floor(cursor) or floor
    is_sum = begins_sum(cursor)
    cursor.at = start
    return (named or floor) and is_sum


def refuse_limits(cursor: Cursor) -> None:
    """Refuse 'up to 150k' and 'between 1 and 2', naming the word that sets a limit from above."""
    for name in ("ceiling", "between"):
        size = cursor.is_at_any(name)
        if size and is_figure(cursor.peek(size).text):
            raise cursor.stumble("pay has a floor only, age a limit: pay>=120k, age<7d.", example="pay>=120k")


def _refuse_days(cursor: Cursor) -> None:
    """Refuse 'at least 30 days off': only money has a size."""
    unit = cursor.peek(1).key
    if is_figure(cursor.peek().text) and unit.endswith("s") and lexicon.age_hours().at([unit]):
        raise cursor.stumble("a number of what? Only pay, age and benefits in money have a size.")


def _refuse_years(cursor: Cursor) -> None:
    """Refuse '5+ years': how long somebody has worked is read from no posting."""
    if is_figure(cursor.peek().text) and lexicon.phrases("years").at([cursor.peek(1).text]):
        raise cursor.stumble(
            "years of experience are not read; levels are: junior, mid, senior, staff.",
            example="senior, python",
        )


def _is_sum(cursor: Cursor, currency: str) -> bool:
    """Tell whether a sum stands here that words around the figure show to be one."""
    start, word = cursor.at, cursor.peek().text
    if not is_figure(word) and not is_figure(cursor.peek(1).text):
        return False
    try:
        take_sum(cursor, currency)
    except FilterError:
        return is_range(word) or is_money(word)
    else:
        return is_money(word) or cursor.at - start > 1
    finally:
        cursor.at = start
