"""Reads the words of one kind in a filter line; knows no keys, signs or sums."""

from alerts.criteria import vocabulary
from alerts.criteria.kinds import KINDS
from alerts.criteria.words import MOST_WORDS, Words, phrase
from alerts.filters.cursor import Cursor
from alerts.filters.lexing import Kind, shown


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
        raise cursor.stumble(f"I know no such {kind}.", nearest=nearest, example=example)
    return words


def more_of(kind: str, cursor: Cursor) -> tuple[str, ...] | None:
    """Read the longest name of the kind that stands here, or a phrase; None where there is none."""
    if issubclass(KINDS[kind], Words):
        here = cursor.peek().kind
        return (_take_phrase(kind, cursor),) if here in (Kind.WORD, Kind.QUOTED) else None
    if not vocabulary.is_looked_up(kind):
        return None
    if cursor.is_at(Kind.QUOTED):
        slug = vocabulary.look_up(kind, cursor.peek().text)
        cursor.at += slug is not None
        return None if slug is None else (slug,)
    if kind == "region":
        cursor.skip("the")
    return _longest(kind, cursor)


def _longest(kind: str, cursor: Cursor) -> tuple[str, ...] | None:
    words = cursor.words(vocabulary.LONGEST_NAME)
    for size in range(len(words), 0, -1):
        slug = vocabulary.look_up(kind, " ".join(words[:size]))
        if slug is not None:
            cursor.at += size
            return (slug,)
    return None


def _take_phrase(kind: str, cursor: Cursor) -> str:
    if not (cursor.is_at(Kind.WORD) or cursor.is_at(Kind.QUOTED)):
        raise cursor.stumble(f"what words is {kind}: to look for?", example=f'{kind}:"platform engineer"')
    try:
        words = phrase(cursor.peek().text)
    except ValueError as error:
        example = f'{kind}:"{shown(" ".join(cursor.peek().text.split()[:2])) or "platform engineer"}"'
        raise cursor.stumble(f"a phrase has 1 to {MOST_WORDS} words.", example=example) from error
    cursor.take()
    return words
