"""The words around what a filter asks for: what joins, negates, measures and pads it; knows no criterion."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Generic, TypeVar

from alerts.posting import Period

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases of one to some words, each with its value, looked up where a sequence of words begins."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._values = {tuple(phrase.casefold().split()): value for phrase, value in phrases}
        self._longest = max(map(len, self._values), default=0)

    def at(self, words: Sequence[str]) -> tuple[int, T] | None:
        """Give size and value of the longest phrase that the words begin with."""
        folded = tuple(word.casefold() for word in words[: self._longest])
        for size in range(len(folded), 0, -1):
            if folded[:size] in self._values:
                return size, self._values[folded[:size]]
        return None

    def __iter__(self) -> Iterator[str]:
        return (" ".join(words) for words in self._values)

    @property
    def longest(self) -> int:
        """Give how many words the longest phrase has."""
        return self._longest


def phrases(name: str) -> Phrases[str]:
    """Give one of the lexicon's sets."""
    return _sets()[name]


@cache
def shorthands() -> Phrases[str]:
    """Give the phrases that are another way to write a piece of a filter, with that piece."""
    return _reversed("shorthands")


@cache
def topics() -> Phrases[str]:
    """Give what 'no crypto' leaves out, by the topic's names."""
    return _reversed("topics")


@cache
def hints() -> Phrases[str]:
    """Give what may be meant by words that stand for nothing."""
    return _reversed("hints")


@cache
def periods() -> Phrases[Period]:
    """Give what a sum is paid for, by its names."""
    return _by_name("periods", {period.value: period for period in Period})


@cache
def pay_periods() -> Phrases[Period]:
    """Give the names of pay that say what it is paid for: 'day rate'."""
    return _by_name("pay_periods", {period.value: period for period in Period})


@cache
def age_hours() -> Phrases[int]:
    """Give the hours of the units of an age, by their names; a month has thirty days."""
    return _by_name("ages", {"hour": 1, "day": 24, "week": 24 * 7, "month": 24 * 30})


def _by_name(table: str, values: Mapping[str, T]) -> Phrases[T]:
    rows = _document()[table].items()
    return Phrases((phrase, values[name]) for name, names in rows for phrase in _split(names))


def _reversed(table: str) -> Phrases[str]:
    rows = _document()[table].items()
    return Phrases((phrase, meaning) for meaning, names in rows for phrase in _split(names))


@cache
def _sets() -> Mapping[str, Phrases[str]]:
    sets = _document()["sets"].items()
    return {name: Phrases((phrase, phrase) for phrase in _split(names)) for name, names in sets}


def _split(names: str) -> list[str]:
    return [name for name in (" ".join(name.split()) for name in names.split("|")) if name]


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(files("alerts.filters").joinpath("lexicon.toml").read_text(encoding="utf-8"))
