"""Reads what a filter line asks for by size: pay, age and what a benefit is worth."""

import re
from dataclasses import replace

from alerts.criteria.pay import LEAST_YEARLY
from alerts.criteria.sums import Sum, plain
from alerts.errors import FilterError
from alerts.filters.amounts import is_figure, is_money, is_range, take_sum
from alerts.filters.cursor import Cursor
from alerts.filters.lexing import Kind
from alerts.filters.term import Term
from alerts.posting import Period

PAY_NAMES = frozenset({"pay", "pay.from", "salary", "salary.from", "compensation"})
_FLOORS = (
    ("at", "least"),
    ("more", "than"),
    ("starting", "at"),
    ("from",),
    ("over",),
    ("above",),
    ("min",),
    ("minimum",),
)
AT_LEAST = frozenset({">=", "=>", ">", "≥", "=", "=="})
BELOW = frozenset({"<", "<=", "=<", "≤"})
_HOURS = {
    **dict.fromkeys(("h", "hr", "hour", "hours"), 1),
    **dict.fromkeys(("d", "day", "days"), 24),
    **dict.fromkeys(("w", "wk", "week", "weeks"), 24 * 7),
}
_AGE = re.compile(r"(\d{1,5})([a-z]*)")


def take_pay(cursor: Cursor, currency: str) -> Term:
    """Read pay: a name or none, 'at least' in signs or words or not at all, a sum."""
    start = cursor.at
    bottom = cursor.peek().key.endswith(".from")
    cursor.at += cursor.peek().key in PAY_NAMES
    if cursor.is_at(Kind.COLON) or cursor.peek().text in AT_LEAST:
        cursor.take()
    if cursor.peek().text in BELOW:
        message = "pay is asked for from below; to leave out what pays more, put a '-' before it."
        raise cursor.stumble(message, example="-pay>=300k USD")
    _skip_floor(cursor)
    least = take_sum(cursor, currency)
    if least.period is None:
        if 0 < least.amount < LEAST_YEARLY:
            raise _unclear_period(cursor, start, least)
        least = replace(least, period=Period.YEAR)
    return Term(kind="pay", least=least, bottom=bottom)


def _unclear_period(cursor: Cursor, start: int, least: Sum) -> FilterError:
    amount, words = plain(least.amount), cursor.since(start)
    message = f"'{words}': {amount} {least.currency} an hour, a day, a month? Or {amount}k a year?"
    return FilterError(message, words, example=f"pay>={amount} {least.currency}/hour")


def _skip_floor(cursor: Cursor) -> bool:
    return any(cursor.skip(*words) for words in _FLOORS)


def take_age(cursor: Cursor) -> Term:
    """Read 'age<7d'."""
    cursor.take()
    if cursor.peek().text not in BELOW | {":", "="}:
        raise cursor.stumble("an age has an upper limit.", example="age<7d")
    cursor.take()
    found = _AGE.fullmatch(cursor.peek().key)
    unit = (found[2] or cursor.peek(1).key) if found else ""
    if found is None or unit not in _HOURS:
        raise cursor.stumble("an age is a number of hours, days or weeks.", example="age<7d")
    cursor.at += 1 if found[2] else 2
    return Term(kind="age", hours=int(found[1]) * _HOURS[unit])


def with_amount(term: Term, cursor: Cursor, currency: str) -> Term:
    """Read what a benefit is to be worth, if that is asked."""
    if cursor.peek().text in AT_LEAST:
        cursor.take()
        _skip_floor(cursor)
    elif not _skip_floor(cursor):
        if is_money(cursor.peek().text):
            message = f"is it the pay, or what {term.words[0]} is worth? Write '>=' or a comma before it."
            raise cursor.stumble(message, example=f"benefit:{term.words[0]}>=50/month")
        return term
    return replace(term, least=take_sum(cursor, currency))


def take_bare_pay(cursor: Cursor, currency: str) -> Term | None:
    """Read a sum without a name; a mere number is none."""
    start = cursor.at
    named = cursor.peek().key in PAY_NAMES or _skip_floor(cursor)
    cursor.at = start
    if named or (cursor.is_at(Kind.WORD) and _is_sum(cursor, currency)):
        return take_pay(cursor, currency)
    if cursor.is_at(Kind.WORD) and is_figure(cursor.peek().text):
        raise cursor.stumble(
            "a number of what? Pay is written with its currency.", example=f"pay>=150k {currency}"
        )
    return None


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
