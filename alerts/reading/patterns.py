"""Many patterns of prose, of which a text is only asked those that it has the words for; knows no fact.

A word of a text tells at once which needs of patterns it meets, and what is said in several ways is as many
patterns. So what a text costs does not grow with the patterns of a lexicon, but with those that it may hold.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from operator import attrgetter, or_

from alerts.reading.literals import Words, alternatives, commonness, needed_words, plain

# No word that a pattern needs stands beyond these characters of a longer one.
_LONGEST_WORD = 64
_MOST_WORDS_KEPT = 1 << 14
_INITIALS = 2
# More words of what is said in several are not looked for one by one.
_MOST_SIGNS = 2


@dataclass(frozen=True, eq=False)
class Pattern:
    """One way of saying something, read without regard to case.

    ``order`` is its place in its lexicon. ``needs`` are sets of words of which a text must hold one each, where
    single words do not prove that it does.
    """

    source: str
    order: int
    needs: tuple[Words, ...]

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """Compile it when it is first tried: of many languages most postings need one."""
        return re.compile(self.source, re.IGNORECASE)


Possible = AbstractSet[Pattern]


class Patterns:
    """The patterns of a lexicon."""

    def __init__(self, macros: Mapping[str, str]) -> None:
        """Begin without any. ``{name}`` in a pattern stands for a macro, which may hold those before it."""
        self._macros = tuple(macros.items())[::-1]
        self._patterns: list[Pattern] = []
        self._needs = _Needs()
        # The patterns by their rarest need, which is looked at first, each with its other needs.
        self._by_need: defaultdict[int, list[tuple[int, Pattern]]] = defaultdict(list)
        self._needless: frozenset[Pattern] = frozenset()

    def __iter__(self) -> Iterator[Pattern]:
        return iter(self._patterns)

    def choice(self, *sources: str) -> "Choice":
        """Add alternatives, of which the first in a text counts."""
        spelt_out = map(self._spelt_out, sources)
        return Choice(frozenset(self._add(each) for source in spelt_out for each in alternatives(source)))

    def always(self, source: str) -> re.Pattern[str]:
        """Give a pattern of its own, for texts of which the possible ones are not known."""
        return re.compile(self._spelt_out(source), re.IGNORECASE)

    def possible(self, text: str, words: Iterable[str]) -> Possible:
        """Give the patterns that a text may hold, of which ``words`` are the words or more."""
        told = self._told_by(words)
        if not any(pattern.needs for pattern in told):
            return told
        stands = _Standing(_spaced(text)).__getitem__
        return {pattern for pattern in told if all(map(stands, pattern.needs))}

    def _told_by(self, words: Iterable[str]) -> Possible:
        """Give the patterns whose needs words meet, each word by itself."""
        if self._needs.idle.issuperset(words):
            return self._needless
        met = reduce(or_, map(self._needs.__getitem__, words), 0)
        rarest = met & self._needs.telling
        told = set(self._needless)
        while rarest:
            need = rarest & -rarest
            rarest ^= need
            for others, pattern in self._by_need[need]:
                if others & met == others:
                    told.add(pattern)
        return told

    def _spelt_out(self, source: str) -> str:
        for name, macro in self._macros:
            source = source.replace(f"{{{name}}}", macro)
        return source

    def _add(self, source: str) -> Pattern:
        needed = needed_words(source)
        signs = {each for words in needed for each in _signs(words)}
        usable = sorted((each for each in signs if min(map(len, each)) >= _INITIALS), key=commonness)
        pattern = Pattern(
            source, len(self._patterns), tuple(words for words in needed if words not in usable)
        )
        self._patterns.append(pattern)
        if usable:
            rarest, *others = map(self._needs.bit, usable)
            self._by_need[rarest].append((reduce(or_, others, 0), pattern))
            self._needs.telling |= rarest
        else:
            self._needless |= {pattern}
        return pattern


@lru_cache(8)
def _spaced(text: str) -> str:
    """Write a text plainly, as several lexicons are asked for the same sentence."""
    return plain(f" {text} ")


class _Standing(dict[Words, bool]):
    """Whether a text holds one of some words: many patterns of a lexicon need the same, a macro's."""

    def __init__(self, spaced: str) -> None:
        super().__init__()
        self._spaced = spaced

    def __missing__(self, words: Words) -> bool:
        self[words] = any(map(self._spaced.__contains__, words))
        return self[words]


class _Needs(dict[str, int]):
    """The needs that each word of a text meets, as bits; those of common words are kept.

    ``idle`` are words that meet none of the ``telling`` needs, which is true of most.
    """

    def __init__(self) -> None:
        super().__init__()
        self.telling = 0
        self.idle: set[str] = set()
        self._bits: dict[Words, int] = {}
        self._by_initials: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)

    def bit(self, signs: Words) -> int:
        """Give the bit of a need, which a word meets that holds one of the signs."""
        if signs not in self._bits:
            self._bits[signs] = 1 << len(self._bits)
            self._forget()
            for sign in signs:
                self._by_initials[sign[:_INITIALS]].append((sign, self._bits[signs]))
        return self._bits[signs]

    def __missing__(self, word: str) -> int:
        if len(word) > _LONGEST_WORD:
            return self[word[:_LONGEST_WORD]]
        if len(self) >= _MOST_WORDS_KEPT:
            self._forget()
        met = self[word] = self._met_by(f" {word} ")
        if not met & self.telling:
            self.idle.add(word)
        return met

    def _forget(self) -> None:
        self.clear()
        self.idle.clear()

    def _met_by(self, spaced: str) -> int:
        met = 0
        for at in range(len(spaced)):
            for sign, bit in self._by_initials.get(spaced[at : at + _INITIALS], ()):
                if spaced.startswith(sign, at):
                    met |= bit
        return met


def _signs(words: Words) -> Iterator[Words]:
    """Give single words to tell of some: the rarest of each spelling, and the next one of each."""
    for place in range(_MOST_SIGNS):
        yield frozenset(single[min(place, len(single) - 1)] for single in map(_rarest_first, words))


def _rarest_first(words: str) -> list[str]:
    """Give the single words of several, with the spaces beside each."""
    pieces = words.split(" ")
    last = len(pieces) - 1
    spaced = {" " * (at > 0) + piece + " " * (at < last) for at, piece in enumerate(pieces) if piece}
    return sorted(spaced, key=lambda word: (commonness({word}), word))


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives of which the first in a text counts, as if they were one pattern."""

    patterns: frozenset[Pattern]

    def search(self, text: str, possible: Possible, start: int = 0) -> re.Match[str] | None:
        """Give the first match from ``start`` on, given the patterns that are possible."""
        if self.patterns.isdisjoint(possible):
            return None
        first = None
        for pattern in sorted(self.patterns & possible, key=attrgetter("order")):
            found = pattern.compiled.search(text, start)
            if found and (first is None or found.start() < first.start()):
                first = found
        return first

    def finditer(self, text: str, possible: Possible) -> Iterator[re.Match[str]]:
        """Give the matches, none overlapping another."""
        found = self.search(text, possible)
        while found:
            yield found
            found = self.search(text, possible, found.end())

    def blanked(self, text: str, possible: Possible) -> str:
        """Give the text with spaces in place of all matches."""
        for found in self.finditer(text, possible):
            text = text[: found.start()] + " " * (found.end() - found.start()) + text[found.end() :]
        return text
