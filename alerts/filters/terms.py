"""Reads one term of a filter line: a key with its value, a sum, an age, or bare words; knows no signs."""

from contextlib import suppress
from difflib import get_close_matches

from alerts.criteria import vocabulary
from alerts.criteria.kinds import KINDS
from alerts.criteria.words import phrase
from alerts.errors import FilterError
from alerts.filters.cursor import Cursor
from alerts.filters.filter import EXAMPLE
from alerts.filters.lexing import Kind, shown
from alerts.filters.sizes import AT_LEAST, BELOW, PAY_NAMES, take_age, take_bare_pay, take_pay, with_amount
from alerts.filters.term import Term
from alerts.filters.values import more_of, take_value

_KEYS = {
    **{kind: kind for kind in KINDS},
    **dict.fromkeys(("in", "where", "location", "country"), "region"),
    **dict.fromkeys(("lang", "languages"), "language"),
    **dict.fromkeys(("seniority", "levels"), "level"),
    **dict.fromkeys(("tech", "technology", "skill", "skills"), "stack"),
    **dict.fromkeys(("benefits", "perk", "perks"), "benefit"),
    **dict.fromkeys(("roles", "field"), "role"),
    **dict.fromkeys(("type", "contract"), "employment"),
    **dict.fromkeys(("feed", "source"), "from"),
    **dict.fromkeys(("keyword", "words"), "text"),
    **dict.fromkeys(PAY_NAMES, "pay"),
}
_SHORT_PLACES = frozenset({"us", "uk", "eu"})
_TWO_LETTERS = 2


def take_term(cursor: Cursor, currency: str) -> Term:
    """Read the term that stands here. Raises `FilterError` naming the word that makes none."""
    here = cursor.peek()
    if here.kind is Kind.WORD and cursor.peek(1).kind is Kind.COLON:
        return _keyed(cursor, currency)
    if here.kind is Kind.WORD and cursor.peek(1).kind is Kind.OPERATOR and here.key in _KEYS:
        return _compared(cursor, currency)
    if here.kind in (Kind.WORD, Kind.QUOTED):
        return _bare(cursor, currency)
    if here.text in AT_LEAST:
        return take_pay(cursor, currency)
    raise _misplaced(cursor)


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
        message = f"I know no such key; there are {keys}."
        raise cursor.stumble(message, nearest=nearest, example='title:"platform engineer"')
    return kind


def _compared(cursor: Cursor, currency: str) -> Term:
    """Read 'pay>=150k', 'age<7d', 'benefit>=…': a name, an operator or ':', a value."""
    kind = _kind_named(cursor)
    if kind == "pay":
        return take_pay(cursor, currency)
    if kind == "age":
        return take_age(cursor)
    cursor.take()
    raise cursor.stumble(f"only pay, age and benefits have a size; {kind} goes with ':'.", example=EXAMPLE)


def _bare(cursor: Cursor, currency: str) -> Term:
    """Read what has no key: the longest name known, a sum, or a place."""
    for size, words in _longest_first(cursor):
        found = vocabulary.kind_of(words)
        if found is not None:
            cursor.at += size
            kind, slug = found
            return Term(kind=kind, words=(slug,))
    term = take_bare_pay(cursor, currency) or _place(cursor)
    if term is None:
        raise _unknown(cursor)
    return term


def _longest_first(cursor: Cursor) -> list[tuple[int, str]]:
    if cursor.is_at(Kind.QUOTED):
        return [(1, cursor.peek().text)]
    words = cursor.words(vocabulary.LONGEST_NAME)
    return [(size, " ".join(words[:size])) for size in range(len(words), 0, -1)]


def take_rest(term: Term, cursor: Cursor, currency: str) -> Term:
    """Read what may follow a term's words: what a benefit is worth, 'only' behind a place."""
    if term.kind == "region":
        cursor.skip("only")
    if term.kind == "benefit":
        return with_amount(term, cursor, currency)
    if cursor.is_at(Kind.OPERATOR) and cursor.peek().glued:
        raise cursor.stumble("only pay, age and benefits have a size.", example=EXAMPLE)
    return term


def _place(cursor: Cursor) -> Term | None:
    """Read 'in the US', 'US only' and a bare 'Germany'."""
    start = cursor.at
    if cursor.skip("in"):
        return Term(kind="region", words=take_value("region", cursor))
    words = more_of("region", cursor)
    if words is not None and (cursor.skip("only") or not _is_doubtful(cursor.peek(-1).text)):
        return Term(kind="region", words=words)
    cursor.at = start
    return None


def _is_doubtful(word: str) -> bool:
    """Tell whether a word is more likely no place: in lower case, codes of countries are English words."""
    return len(word) <= _TWO_LETTERS and not word.isupper() and word.casefold() not in _SHORT_PLACES


def _unknown(cursor: Cursor) -> FilterError:
    word = shown(cursor.peek().text)
    place = vocabulary.look_up("region", word)
    nearest = (f"in:{place}",) if place else vocabulary.nearest(word)
    message = "I do not know it."
    with suppress(ValueError):
        if word == cursor.peek().text:
            message += f' To look for the word itself write title:"{phrase(word)}" or text:"{phrase(word)}".'
    return cursor.stumble(message, nearest=nearest)
