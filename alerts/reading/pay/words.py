"""The words around sums: which say that a sum is pay, and which that it is not; knows no sum."""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from typing import Generic, TypeVar

from alerts.posting import Part, Period
from alerts.reading.pay.currencies import money
from alerts.reading.source import Source
from alerts.tokens import Found, PhraseIndex

V = TypeVar("V")

# A sentence ends at a stop before a capital, at a line's end, at a bullet.
_SENTENCE = re.compile(r"[.!?;](?=[ \u00a0]+[\"“(]?[A-ZÀ-Ý])|[\n•|]")
_LINE = re.compile(r"\n")
# Two letters may be a pronoun ("us"); a country is written in capitals.
_PRONOUN = 2
_PERIODS = (Period.HOUR, Period.DAY, Period.WEEK, Period.MONTH, Period.YEAR)


class Meaning(StrEnum):
    """What a word near a sum says about it; the names of the lists in ``words.toml``."""

    BASE = "base"
    CONTRACT = "contract"
    TOTAL = "total"
    OTHER = "other"
    WITHOUT = "without"
    JOB = "job"


@dataclass(frozen=True, slots=True)
class Cue(Generic[V]):
    """A telling word's place and what it tells."""

    start: int
    end: int
    value: V


class Cues(Generic[V]):
    """Telling words of one kind in their order, found by place."""

    def __init__(self, found: Iterable[Found[V]]) -> None:
        self._cues = tuple(Cue(one.start, one.end, one.value) for one in found)
        self._starts = [cue.start for cue in self._cues]

    def within(self, start: int, end: int) -> tuple[Cue[V], ...]:
        """Give the cues that stand wholly in ``[start, end)``."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return tuple(cue for cue in self._cues[first:last] if cue.end <= end)


class Surroundings:
    """A part's text with the telling words in it."""

    def __init__(self, source: Source, part: Part) -> None:
        self.part = part
        self.text = source.text.part(part)
        self._tokens = source.tokens[part]

    @cached_property
    def meanings(self) -> Cues[Meaning]:
        """Give the words that say what a sum is."""
        return Cues(_meanings().find(self._tokens))

    @cached_property
    def periods(self) -> Cues[Period]:
        """Give the words that say what a sum is paid for."""
        return Cues(_periods().find(self._tokens))

    @cached_property
    def places(self) -> Cues[str]:
        """Give the places that tell a currency."""
        return Cues(found for found in _places().find(self._tokens) if self._is_name(found))

    def sentence(self, at: int) -> tuple[int, int]:
        """Give the bounds of the sentence around a place."""
        return self._bounds(self._sentence_starts, at)

    def line(self, at: int) -> tuple[int, int]:
        """Give the bounds of the line around a place, without its line break."""
        start, end = self._bounds(self._line_starts, at)
        return start, end - 1 if end > start and self.text[end - 1] == "\n" else end

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return self._starts_after(_SENTENCE)

    @cached_property
    def _line_starts(self) -> list[int]:
        return self._starts_after(_LINE)

    def _starts_after(self, ends: re.Pattern[str]) -> list[int]:
        return [0, *(found.end() for found in ends.finditer(self.text)), len(self.text) + 1]

    def _bounds(self, starts: list[int], at: int) -> tuple[int, int]:
        after = bisect_left(starts, at + 1)
        return starts[after - 1], min(starts[after], len(self.text))

    def _is_name(self, found: Found[str]) -> bool:
        return found.end - found.start > _PRONOUN or self.text[found.start : found.end].isupper()


def units() -> dict[str, Period]:
    """Give what may follow "/" or "per", with its period."""
    return {unit: period for period in _PERIODS for unit in _rows()[period]["units"]}


def adverbs() -> dict[str, Period]:
    """Give what tells a period by itself right behind a sum."""
    short = {word: period for period in _PERIODS for word in _rows()[period].get("short", ())}
    return _period_words() | short


def lists(name: str) -> dict[str, list[str]]:
    """Give the named lists of a table of ``words.toml``."""
    return _rows()[name]


def any_of(words: Iterable[str]) -> str:
    """Give the pattern for any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _rows() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("alerts").joinpath("reading", "pay", "words.toml").read_text(encoding="utf-8"))


def _period_words() -> dict[str, Period]:
    return {word: period for period in _PERIODS for word in _rows()[period]["words"]}


@cache
def _meanings() -> PhraseIndex[Meaning]:
    return PhraseIndex((word, meaning) for meaning in Meaning for word in _rows()[meaning]["words"])


@cache
def _periods() -> PhraseIndex[Period]:
    return PhraseIndex(_period_words().items())


@cache
def _places() -> PhraseIndex[str]:
    rows = money().currencies.items()
    return PhraseIndex((place, code) for code, row in rows for place in row.places)
