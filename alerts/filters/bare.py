"""Reads names that stand in a filter line without a key: of any lexicon, of places and languages; knows no sums."""

from contextlib import suppress

from alerts.criteria import vocabulary
from alerts.criteria.words import phrase
from alerts.filters import lexicon
from alerts.filters.cursor import Cursor
from alerts.filters.lexing import Kind
from alerts.filters.naming import named, place_named
from alerts.filters.term import Term
from alerts.filters.values import longest_first, more_of

# Shorter names of languages are codes, and words of other meanings.
_SHORTEST_LANGUAGE = 4
# Codes of countries that are small words of some language too, or none that anybody would know.
_LOWER_CODES = frozenset(
    (
        "at",
        "au",
        "be",
        "br",
        "ca",
        "ch",
        "de",
        "dk",
        "es",
        "fi",
        "fr",
        "ie",
        "mx",
        "nl",
        "nz",
        "pl",
        "pt",
        "se",
    )
)


def take_name(cursor: Cursor) -> Term | None:
    """Read the longest name of a workplace, level, role, employment, technology or benefit."""
    for size, words in longest_first(cursor):
        found = named(words)
        if found is not None:
            cursor.at += size
            return Term(kind=found[0], words=(found[1],))
    return None


def take_located(cursor: Cursor) -> Term | None:
    """Read 'in the US', 'based in Spain'."""
    start = cursor.at
    words = more_of("region", cursor) if cursor.skip_any("place") else None
    if words is None:
        cursor.at = start
        return None
    return _with_only(cursor, words)


def take_place(cursor: Cursor) -> Term | None:
    """Read 'US only' and a bare 'Germany'."""
    words = _bare_place(cursor)
    return _with_only(cursor, words) if words else None


def _with_only(cursor: Cursor, words: tuple[str, ...]) -> Term:
    while not _is_name_ahead(cursor) and cursor.skip_any("only"):
        pass
    return Term(kind="region", words=words)


def _bare_place(cursor: Cursor) -> tuple[str, ...] | None:
    for size, words in longest_first(cursor):
        place = place_named(words)
        if place is None and lexicon.phrases("only").at([cursor.peek(size).text]):
            place = vocabulary.look_up("region", words)
        if place is None and words.casefold().endswith("-based"):
            place = vocabulary.look_up("region", words[: -len("-based")])
        if place is None and size == 1 and words in _LOWER_CODES and _ends_workplace(cursor):
            place = vocabulary.look_up("region", words)
        if place is not None:
            cursor.at += size
            return (place,)
    return None


def _ends_workplace(cursor: Cursor) -> bool:
    """Tell whether the word here stands between a workplace and the end or a comma: 'remote de'."""
    before = named(cursor.peek(-1).text) if cursor.at else None
    return before is not None and before[0] == "workplace" and cursor.peek(1).kind is Kind.COMMA


def _is_name_ahead(cursor: Cursor) -> bool:
    """Tell whether a word that may belong to a place is a criterion: in 'US remote' it is."""
    return named(cursor.peek().text) is not None


def take_language(cursor: Cursor) -> Term | None:
    """Read 'English', 'in English', 'german speaking': the language that postings are written in."""
    start = cursor.at
    cursor.skip_any("place")
    word = cursor.peek().text.removesuffix("-speaking").removesuffix("sprachig")
    code = vocabulary.language_code(word) if len(word) >= _SHORTEST_LANGUAGE else None
    if code is None or not cursor.is_at(Kind.WORD):
        cursor.at = start
        return None
    cursor.at += 1
    while cursor.skip_any("speaking"):
        pass
    return Term(kind="language", words=(code,))


def take_company(cursor: Cursor) -> Term | None:
    """Read 'at Stripe': a capitalised word behind 'at' is a company, and so is a technology, 'at shopify'."""
    start = cursor.at
    if cursor.skip_any("at") and cursor.is_at(Kind.WORD) and _may_be_company(cursor.peek().text):
        with suppress(ValueError):
            return Term(kind="company", words=(phrase(cursor.take().text),))
    cursor.at = start
    return None


def _may_be_company(word: str) -> bool:
    found = named(word)
    return word[:1].isupper() or (found is not None and found[0] == "stack")
