"""Reads the words of one kind in a filter line; knows no keys, signs or sums."""

from alerts.criteria import vocabulary
from alerts.criteria.kinds import KINDS
from alerts.criteria.words import MOST_WORDS, Words, phrase
from alerts.filters import lexicon
from alerts.filters.cursor import Cursor
from alerts.filters.lexing import Kind, shown
from alerts.filters.naming import named


def take_value(kind: str, cursor: Cursor) -> tuple[str, ...]:
    """Read one value of a kind. Raises `FilterError` naming the word that is none."""
    if issubclass(KINDS[kind], Words):
        return (_take_phrase(kind, cursor),)
    words = more_of(kind, cursor)
    if words is None:
        word = cursor.peek().text
        example = {"region": "in:US", "language": "language:de", "benefit": "benefit:equity"}.get(
            kind, "python"
        )
        nearest = vocabulary.nearest(word, (kind,)) if word else ()
        raise cursor.stumble(
            "I know no such {kind}.", nearest=nearest, example=example, instead=nearest, kind=kind
        )
    return words


def more_of(kind: str, cursor: Cursor) -> tuple[str, ...] | None:
    """Read the longest name of the kind that stands here, or a phrase; None where there is none."""
    if issubclass(KINDS[kind], Words):
        here = cursor.peek().kind
        return (_take_phrase(kind, cursor),) if here in (Kind.WORD, Kind.QUOTED) else None
    if not vocabulary.is_looked_up(kind):
        return None
    if cursor.is_at(Kind.QUOTED):
        slug = _slug(kind, cursor.peek().text)
        cursor.at += slug is not None
        return None if slug is None else (slug,)
    if kind == "region":
        cursor.skip("the")
    return _longest(kind, cursor)


def _longest(kind: str, cursor: Cursor) -> tuple[str, ...] | None:
    for size, words in longest_first(cursor):
        slug = _slug(kind, words)
        if slug is not None:
            cursor.at += size
            return (slug,)
    return None


def longest_first(cursor: Cursor) -> list[tuple[int, str]]:
    """Give what may be a name where the cursor stands, with its number of words; none reaches past an 'or'."""
    if cursor.is_at(Kind.QUOTED):
        return [(1, cursor.peek().text)]
    words = cursor.words(vocabulary.LONGEST_NAME)
    most = next((at for at, word in enumerate(words) if at and lexicon.phrases("or").at([word])), len(words))
    return [(size, " ".join(words[:size])) for size in range(most, 0, -1)]


def _slug(kind: str, words: str) -> str | None:
    """Give the slug of words as they are, or in the plural, or with a noun behind them."""
    found = named(words)
    if found is not None and found[0] == kind:
        return found[1]
    return vocabulary.look_up(kind, words)


def _take_phrase(kind: str, cursor: Cursor) -> str:
    if not (cursor.is_at(Kind.WORD) or cursor.is_at(Kind.QUOTED)):
        raise cursor.stumble(
            "what words is {key}: to look for?", example=f'{kind}:"platform engineer"', key=kind
        )
    quoted = cursor.is_at(Kind.QUOTED)
    text = cursor.peek().text
    try:
        words = phrase(text)
    except ValueError as error:
        example = f'{kind}:"{shown(" ".join(text.split()[:2])) or "platform engineer"}"'
        raise cursor.stumble("a phrase has 1 to {most} words.", example=example, most=MOST_WORDS) from error
    cursor.take()
    if not quoted and kind in ("title", "text") and cursor.is_at_any("noun"):
        return phrase(f"{words} {cursor.take().text}")
    return words
