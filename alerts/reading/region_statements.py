"""Finds the statements of a sentence about where one may work from; knows no part but prose."""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from alerts.reading.patterns import Choice, Patterns
from alerts.reading.place_names import Kind
from alerts.reading.places import PlaceAt
from alerts.reading.sentences import Sentence

_PLACE, _PEOPLE = "§", "¤"
# A colon and the space behind it.
_LONGEST_COLON = 2
_ABOUT_WORK = re.compile(
    r"^anywhere|location|\b(?:work|remote|based|located|candidate|applica|hiring|we hire|we recruit|role|position|job"
    r"|join (?:us|our|from)|open\b|reside)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """The words [start:end] of the whole text say that one may work from ``codes``."""

    codes: tuple[str, ...]
    weak: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Row:
    weak: bool
    code: str | None
    choice: Choice


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The lexicon; the ``placeless`` patterns need no place."""

    patterns: Patterns
    placeless: Patterns
    rows: tuple[_Row, ...]
    excluded: re.Pattern[str]
    others: re.Pattern[str]
    followed: re.Pattern[str]
    limited: re.Pattern[str]
    announces: re.Pattern[str]
    filler: re.Pattern[str]


def with_places(
    sentences: Iterable[Sentence], named: Sequence[PlaceAt]
) -> Iterator[tuple[Sentence, list[PlaceAt]]]:
    """Give each sentence with the places that stand whole in it, of those named in the text, in order."""
    starts = [place.start for place in named]
    for sentence in sentences:
        end = sentence.start + len(sentence.text)
        inside = named[bisect_left(starts, sentence.start) : bisect_left(starts, end)]
        yield sentence, [place for place in inside if place.end <= end]


def find_statements(sentence: Sentence, places: Sequence[PlaceAt]) -> list[Statement]:
    """Give the statements of a sentence that names places; all have their place in the whole text."""
    lexicon = _lexicon()
    possible = lexicon.placeless.possible(sentence.text, sentence.words)
    if places:
        possible |= lexicon.patterns.possible(sentence.text, sentence.words)
    if not possible or _PLACE in sentence.text or _PEOPLE in sentence.text:
        return []
    named = [_moved(place, -sentence.start) for place in places]
    masked = _masked(sentence.text, named)
    found = [
        statement
        for row in lexicon.rows
        for match in row.choice.finditer(masked, possible)
        if (statement := _statement(row, match, named, sentence.start)) is not None
    ]
    return [] if found and lexicon.limited.search(masked) else found


def announces_places(sentence: Sentence) -> bool:
    """Tell whether the sentence says that the lines after it list the places."""
    return ":" in sentence.text[-_LONGEST_COLON:] and _lexicon().announces.search(sentence.text) is not None


def without_filler(text: str) -> str:
    """Leave out the words that may stand beside a place and say nothing else."""
    return _lexicon().filler.sub("", text)


def load_region_patterns() -> Iterator[Patterns]:
    """Give the patterns of the lexicon."""
    lexicon = _lexicon()
    yield from (lexicon.patterns, lexicon.placeless)


def load_region_rows() -> list[dict[str, Any]]:
    """Give the rows as they stand in the lexicon, with their examples."""
    rows: list[dict[str, Any]] = _raw()["row"]
    return rows


def _statement(row: _Row, found: re.Match[str], places: list[PlaceAt], offset: int) -> Statement | None:
    named = [place for place in places if found.start() <= place.start and place.end <= found.end()]
    codes = tuple(dict.fromkeys(code for place in named for code in place.codes))
    first = named[0].start if named else found.end()
    stated = codes or (row.code and (row.code,))
    if not stated or not _is_about_the_job(found.string, found, first) or _is_a_phrase(codes, found):
        return None
    return Statement(stated, row.weak, offset + found.start(), offset + found.end())


def _is_about_the_job(masked: str, found: re.Match[str], first: int) -> bool:
    lexicon = _lexicon()
    return not (
        lexicon.excluded.search(masked, 0, first)
        or lexicon.others.search(masked, max(0, found.start() - 40), first)
        or lexicon.followed.match(masked, found.end())
    )


def _is_a_phrase(codes: tuple[str, ...], found: re.Match[str]) -> bool:
    """Tell whether 'the world' is a figure of speech: no word beside it is about work."""
    return "WORLD" in codes and not _ABOUT_WORK.search(found.group())


def _moved(place: PlaceAt, by: int) -> PlaceAt:
    return replace(place, start=place.start + by, end=place.end + by)


def _masked(text: str, places: list[PlaceAt]) -> str:
    """Write every place as marks, letter for letter, so that one pattern fits all places."""
    pieces = []
    at = 0
    for place in places:
        mark = _PEOPLE if place.kind is Kind.PEOPLE else _PLACE
        pieces += [text[at : place.start], mark * (place.end - place.start)]
        at = place.end
    return "".join([*pieces, text[at:]])


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(files("alerts.reading").joinpath("regions.toml").read_text(encoding="utf-8"))


@cache
def _lexicon() -> _Lexicon:
    raw = _raw()
    patterns, placeless = (Patterns(raw["macros"]) for _ in range(2))
    rows = tuple(
        _Row(
            row["force"] == "weak",
            row.get("code"),
            (placeless if "code" in row else patterns).choice(*row["patterns"]),
        )
        for row in raw["row"]
    )
    return _Lexicon(
        patterns=patterns,
        placeless=placeless,
        rows=rows,
        excluded=patterns.always(raw["excluded"]),
        others=patterns.always(raw["others"]),
        followed=patterns.always(raw["followed"]),
        limited=patterns.always(raw["limited"]),
        announces=patterns.always(raw["announces"]),
        filler=patterns.always(raw["filler"]),
    )
