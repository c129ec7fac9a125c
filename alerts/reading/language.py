"""Tells the language that a posting is written in by its script or its small words; knows no other fact."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from functools import cache

from alerts.posting import Evidence, Part, Stated
from alerts.reading.lexicon import load
from alerts.reading.source import Source
from alerts.text import field_line
from alerts.tokens import Tokens

# A text is in a language when enough of its words are that language's, and clearly fewer another's.
_MAX_TOKENS = 3_000
_LEAST_WORDS = 4
_LEAST_ALONE = 3
_LEAST_SHARE = 0.08
_LEAST_LEAD = 2

# The first script that holds enough of the letters decides: kana stands in Japanese only, while Chinese and
# Japanese share their other characters. Persian and Urdu add letters to the Arabic script and are not told.
_SCRIPTS = (
    ("ja", "[\u3040-\u30ff]", "[\u3040-\u30ff\u4e00-\u9fff]"),
    ("ko", "[\uac00-\ud7a3]", "[\uac00-\ud7a3]"),
    ("zh", "[\u4e00-\u9fff]", "[\u4e00-\u9fff]"),
    ("he", "[\u05d0-\u05ea]", "[\u05d0-\u05ea]"),
    ("ar", "[\u0621-\u064a]", "[\u0621-\u064a]"),
)
_OF_ANY_SCRIPT = re.compile("[\u05d0-\u05ea\u0621-\u064a\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_NOT_ARABIC = re.compile("[\u067e\u0686\u0698\u06a9\u06af\u06cc\u06d2]")
_MAX_CHARS = 20_000
_LEAST_CHARS = 6
_LEAST_SCRIPT_SHARE = 0.3

_QUOTE = 80


def read_language(source: Source) -> Stated[str] | None:
    """Give the feed's own statement, else the body's language, else the title's; None where none is sure."""
    return _of_field(source) or _of_text(source, Part.BODY) or _of_text(source, Part.TITLE)


def _of_field(source: Source) -> Stated[str] | None:
    place = field_line(source.text.fields, "language")
    if not source.fields.language or place is None:
        return None
    return Stated(source.fields.language.lower(), (source.evidence(Part.FIELDS, *place),))


def _of_text(source: Source, part: Part) -> Stated[str] | None:
    return _by_script(source, part) or _by_words(source, part)


def _by_script(source: Source, part: Part) -> Stated[str] | None:
    sample = source.text.part(part)[:_MAX_CHARS]
    if not _OF_ANY_SCRIPT.search(sample):
        return None
    letters = sum(map(str.isalpha, sample))
    for language, own, all_used in _SCRIPTS:
        used = len(re.findall(all_used, sample))
        if len(re.findall(own, sample)) >= _LEAST_CHARS and used >= letters * _LEAST_SCRIPT_SHARE:
            unsure = language == "ar" and _NOT_ARABIC.search(sample)
            return None if unsure else Stated(language, (_script_quote(source, part, own),))
    return None


def _script_quote(source: Source, part: Part, script: str) -> Evidence:
    run = re.search(rf"{script}[^\n]{{0,{_QUOTE - 1}}}", source.text.part(part))
    assert run
    return source.evidence(part, *run.span())


def _by_words(source: Source, part: Part) -> Stated[str] | None:
    tokens = source.tokens[part]
    ranks = Counter({language: _count(tokens, words) for language, words in _words().items()})
    (language, hits), (_, rival_hits) = ranks.most_common(2)
    spelt = sum(len(places) for key, places in tokens.places.items() if key.isalpha())
    least = _LEAST_WORDS if rival_hits else _LEAST_ALONE
    enough = max(least, min(spelt, _MAX_TOKENS) * _LEAST_SHARE)
    if hits < enough or hits - rival_hits < _LEAST_LEAD:
        return None
    return Stated(language, (_words_quote(source, part, _words()[language]),))


def _words_quote(source: Source, part: Part, words: frozenset[str]) -> Evidence:
    """Quote the first three of the words that stand close together on a line, else the first."""
    tokens = source.tokens[part]
    found = _places(tokens, words)
    for first, last in zip(found, found[2:], strict=False):
        start, end = tokens.starts[first], tokens.ends[last]
        if end - start <= _QUOTE and "\n" not in tokens.text[start:end]:
            return source.evidence(part, start, end)
    return source.evidence(part, tokens.starts[found[0]], tokens.ends[found[0]])


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """Give each language's small words."""
    return {row.slug: frozenset(row.phrases("words")) for row in load("languages").rows}


def _count(tokens: Tokens, words: frozenset[str]) -> int:
    """Count the words among the first tokens."""
    found = (tokens.places[word] for word in tokens.places.keys() & words)
    return sum(bisect_left(places, _MAX_TOKENS) for places in found)


def _places(tokens: Tokens, words: frozenset[str]) -> list[int]:
    return [at for at in tokens.places_of(words) if at < _MAX_TOKENS]
