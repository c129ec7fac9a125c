"""What is said of words that make no criterion: what is near them, and the pieces that may stand in their place."""

from contextlib import suppress
from difflib import get_close_matches

from alerts.criteria import vocabulary
from alerts.criteria.words import MOST_WORDS, phrase
from alerts.errors import FilterError
from alerts.filters import lexicon
from alerts.filters.amounts import is_figure
from alerts.filters.cursor import Cursor
from alerts.filters.lexing import Kind, shown
from alerts.filters.naming import kind_named, named

_STOPS = ("and", "or", "not", "not_any_of", "outside", "floor", "place", "soft", "ceiling")
# A word as near as this to a known one is a slip of the finger, not a word of its own.
_SLIP = 0.82
# What a name is behind these: 'jobs at acme', 'only from remoteok'.
_PLACED = {"at": "company", "bei": "company", "chez": "company", "from": "from"}
# Buttons below a refusal: what is nearest, and the word itself looked for.
_OFFERED = 2


def unknown(cursor: Cursor) -> FilterError:
    """Make the error about a word that is not known: it may be a slip, or a word to look for."""
    word = shown(cursor.peek().text)
    place = vocabulary.look_up("region", word)
    hint = lexicon.hints().at(cursor.words(lexicon.hints().longest))
    nearest = (f"in:{place}",) if place else (hint[1],) if hint else vocabulary.nearest(word)
    searched = _searched(cursor)
    if not searched:
        return cursor.stumble("I do not know it.", nearest=nearest, instead=nearest[:1])
    key = _PLACED.get(cursor.peek(-1).key) if cursor.at else None
    if key:
        nearest = (searched[0].replace("title", key, 1), *nearest)
    return cursor.stumble(
        "I do not know it. To look for the word itself write {title} or {text}.",
        nearest=nearest,
        instead=(*nearest[:1], *searched)[:_OFFERED],
        title=searched[0],
        text=searched[1],
    )


def _searched(cursor: Cursor) -> tuple[str, ...]:
    with suppress(ValueError):
        if shown(cursor.peek().text) == cursor.peek().text:
            words = phrase(cursor.peek().text)
            return f'title:"{words}"', f'text:"{words}"'
    return ()


def soft(cursor: Cursor) -> FilterError:
    """Make the error about a hedge."""
    return cursor.stumble(
        "a filter has conditions, no wishes: leave out what need not be.", example="python, go|rust"
    )


def take_left_out(cursor: Cursor) -> str | None:
    """Read the words of 'no night shifts', which are in no lexicon; None for a slip of one that is."""
    if cursor.is_at(Kind.QUOTED):
        with suppress(ValueError):
            return phrase(cursor.take().text)
        cursor.at -= 1
        return None
    words = cursor.words(MOST_WORDS)
    if not words or _is_slip(words[0]) or is_figure(words[0]):
        return None
    size = 1
    while size < len(words) and not _ends_phrase(words[size:]):
        size += 1
    kept = size
    while kept > 1 and lexicon.phrases("trailing").at([words[kept - 1]]):
        kept -= 1
    with suppress(ValueError):
        found = phrase(" ".join(words[:kept]).replace("-", " "))
        cursor.at += size
        return found
    return None


def _is_slip(word: str) -> bool:
    near = vocabulary.nearest(word)
    return bool(get_close_matches(word.casefold(), near, n=1, cutoff=_SLIP))


def _ends_phrase(words: list[str]) -> bool:
    if any(lexicon.phrases(name).at(words) for name in _STOPS) or is_figure(words[0]):
        return True
    found = named(words[0])
    if found is not None and found[0] == "role":
        return found[1] == words[0].casefold()  # other words for roles are everyday words: 'test', 'support'
    return kind_named(words[0]) is not None or kind_named(" ".join(words[:2])) is not None
