"""Reads one term of a filter line: a key with its value, a sum, an age, or bare words; knows no signs."""

from collections.abc import Callable
from difflib import get_close_matches

from alerts.criteria import vocabulary
from alerts.criteria.kinds import KINDS
from alerts.errors import FilterError
from alerts.filters.bare import take_company, take_language, take_located, take_name, take_place
from alerts.filters.cursor import Cursor
from alerts.filters.filter import EXAMPLE
from alerts.filters.lexing import Kind
from alerts.filters.sizes import (
    AT_LEAST,
    BELOW,
    refuse_limits,
    take_age,
    take_bare_age,
    take_bare_pay,
    take_named_pay,
    take_pay,
)
from alerts.filters.term import Term
from alerts.filters.unknown import soft, unknown
from alerts.filters.values import take_value
from alerts.filters.worth import take_worth, with_amount

_KEYS = {
    **{kind: kind for kind in KINDS},
    **dict.fromkeys(("in", "where", "location", "country", "region", "place", "based"), "region"),
    **dict.fromkeys(("lang", "languages"), "language"),
    **dict.fromkeys(("seniority", "levels"), "level"),
    **dict.fromkeys(("tech", "technology", "skill", "skills"), "stack"),
    **dict.fromkeys(("benefits", "perk", "perks"), "benefit"),
    **dict.fromkeys(("roles", "field"), "role"),
    **dict.fromkeys(("type", "contract"), "employment"),
    **dict.fromkeys(("feed", "source"), "from"),
    **dict.fromkeys(("employer",), "company"),
    **dict.fromkeys(("keyword", "words", "keywords"), "text"),
    **dict.fromkeys(("pay", "pay.from", "salary", "salary.from", "compensation"), "pay"),
}


def take_term(cursor: Cursor, currency: str) -> Term | None:
    """Read the term that stands here, None where only padding does.

    Raises `FilterError` naming the word that makes no term.
    """
    while True:
        here = cursor.peek()
        if here.kind is Kind.WORD and cursor.peek(1).kind is Kind.COLON:
            if kind_of_key(here.key) is None and cursor.skip_any_key("filler", "noun", "loose_pay"):
                continue
            if kind_of_key(here.key) == "region" and _is_workplace(cursor.peek(2).text):
                cursor.at += 2  # 'Location: remote US'
                continue
            return _keyed(cursor, currency)
        if here.kind is Kind.WORD and cursor.peek(1).kind is Kind.OPERATOR and here.key in _KEYS:
            return _compared(cursor, currency)
        if here.kind is Kind.QUOTED or here.kind is Kind.WORD:
            term = _bare(cursor, currency)
            if term is not None or not _pads(cursor):
                return term
            continue
        if here.text in BELOW and (age := take_bare_age(cursor)):
            return age
        if here.text in AT_LEAST:
            return take_pay(cursor, currency)
        raise _misplaced(cursor)


def _is_workplace(word: str) -> bool:
    return vocabulary.workplace_slug(word) is not None


def kind_of_key(word: str) -> str | None:
    """Give the kind that a word before ':' names."""
    return _KEYS.get(word)


def take_rest(term: Term, cursor: Cursor, currency: str) -> Term:
    """Read what may follow a term's words: what a benefit is worth, 'only' behind a place."""
    if term.kind == "benefit":
        return with_amount(term, cursor, currency)
    if cursor.is_at(Kind.OPERATOR) and cursor.peek().glued:
        raise cursor.stumble("only pay, age and benefits have a size.", example=EXAMPLE)
    return term


def _misplaced(cursor: Cursor) -> FilterError:
    text = cursor.peek().text
    if text in BELOW:
        return cursor.stumble("pay has a floor only, age a limit: pay>=120k, age<7d.")
    if text == "|":
        return cursor.stumble("it joins two words, one on each side.", example="go|rust")
    return cursor.stumble("it has to stand right behind a word.")


def _keyed(cursor: Cursor, currency: str) -> Term:
    kind = _kind_named(cursor)
    if kind in ("pay", "age"):
        return _compared(cursor, currency)
    cursor.at += 2
    return Term(kind=kind, words=take_value(kind, cursor))


def _kind_named(cursor: Cursor) -> str:
    kind = _KEYS.get(cursor.peek().key)
    if kind is None:
        keys = ", ".join(
            f"{key}:" for key in ("in", "title", "text", "company", "benefit", "language", "from")
        )
        nearest = tuple(f"{key}:" for key in get_close_matches(cursor.peek().key, _KEYS, n=2))
        instead = tuple(key.rstrip(":") for key in nearest)
        raise cursor.stumble(
            "I know no such key; there are {keys}.",
            nearest=nearest,
            example='title:"platform engineer"',
            instead=instead,
            keys=keys,
        )
    return kind


def _compared(cursor: Cursor, currency: str) -> Term:
    """Read 'pay>=150k', 'age<7d', 'benefit>=…': a name, an operator or ':', a value."""
    kind = _kind_named(cursor)
    if kind == "pay":
        return take_pay(cursor, currency)
    if kind == "age":
        return take_age(cursor)
    if cursor.peek(1).text in ("=", "=="):
        cursor.at += 2
        return Term(kind=kind, words=take_value(kind, cursor))
    cursor.take()
    raise cursor.stumble("only pay, age and benefits have a size; {key} goes with ':'.", key=kind)


def _bare(cursor: Cursor, currency: str) -> Term | None:
    """Read what has no key, by the first reader that knows it."""
    readers: tuple[Callable[[Cursor], Term | None], ...] = (
        lambda here: take_worth(here, currency),
        lambda here: take_named_pay(here, currency),
        take_located,
        take_name,
        take_bare_age,
        lambda here: take_bare_pay(here, currency),
        take_language,
        take_place,
        take_company,
    )
    return next((term for reader in readers if (term := reader(cursor)) is not None), None)


def _pads(cursor: Cursor) -> bool:
    """Move past words that only pad the line; tell whether a term may follow them.

    Raises `FilterError` where a word is none of them.
    """
    refuse_limits(cursor)
    if cursor.is_at_any("soft"):
        raise soft(cursor)
    if not (cursor.skip_any("filler") or cursor.skip_any("noun") or cursor.skip_any("loose_pay")):
        raise unknown(cursor)
    while cursor.is_at(Kind.SIGN) and cursor.peek().glued:
        cursor.take()  # 'Hi!'
    ends = cursor.is_at(Kind.COMMA) or cursor.is_at(Kind.NOT) or cursor.is_at(Kind.SIGN)
    return not ends and not any(cursor.is_at_any(name) for name in ("and", "not", "not_any_of", "outside"))
