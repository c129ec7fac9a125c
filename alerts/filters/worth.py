"""Reads what a benefit is to be worth: 'learning budget >= 1000', or with the sum first, '$1000 learning budget'."""

from contextlib import suppress
from dataclasses import replace

from alerts.errors import FilterError
from alerts.filters.amounts import begins_sum, is_money, is_open, take_period, take_sum
from alerts.filters.bare import take_name
from alerts.filters.cursor import Cursor
from alerts.filters.lexing import Kind
from alerts.filters.sizes import AT_LEAST, skip_floor
from alerts.filters.term import Term
from alerts.filters.values import take_value

# Benefits that are money for something; of the others a sum before them is the pay.
_MONEY = frozenset(
    ("bonus", "childcare", "commuter", "coworking", "equipment", "learning-budget", "meals", "referral-bonus")
) | {"relocation", "wellness-stipend", "wfh-stipend"}
# A sum from here on that says not for what time is a year's pay, whatever benefit is named behind it.
_PAY = 20_000


def with_amount(term: Term, cursor: Cursor, currency: str) -> Term:
    """Read what a benefit is to be worth, if that is asked."""
    start = cursor.at
    if cursor.skip("of") and begins_sum(cursor):
        return replace(term, least=take_sum(cursor, currency))
    if cursor.peek().text in AT_LEAST:
        cursor.take()
        skip_floor(cursor)
    elif not (skip_floor(cursor) or is_open(cursor.peek().text)):
        if is_money(cursor.peek().text):
            raise cursor.stumble(
                "is it the pay, or what {benefit} is worth? Write '>=' or a comma before it.",
                example=f"benefit:{term.words[0]}>=50/month",
                benefit=term.words[0],
            )
        cursor.at = start
        return term
    return replace(term, least=take_sum(cursor, currency))


def take_worth(cursor: Cursor, currency: str) -> Term | None:
    """Read a sum right before a benefit that is money."""
    start = cursor.at
    skip_floor(cursor)
    if begins_sum(cursor):
        with suppress(FilterError):
            least = take_sum(cursor, currency)
            cursor.skip("for")
            term = _take_benefit(cursor)
            if term and _MONEY.issuperset(term.words) and (least.period or least.amount < _PAY):
                return replace(term, least=replace(least, period=least.period or take_period(cursor)))
    cursor.at = start
    return None


def _take_benefit(cursor: Cursor) -> Term | None:
    if cursor.peek().key == "benefit" and cursor.peek(1).kind is Kind.COLON:
        cursor.at += 2
        return Term(kind="benefit", words=take_value("benefit", cursor))
    term = take_name(cursor)
    return term if term and term.kind == "benefit" else None
