"""Many patterns of prose, of which a text is only asked those that it has the words for; knows no fact.

A word of a text tells at once which patterns it may be a part of. So what a text costs does not grow with the
patterns of a lexicon, but with those that it may hold.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from alerts.reading.literals import Words, commonness, needed_words, plain
from alerts.reading.sentences import Sentence
from alerts.tokens import Tokens

# No word that a pattern needs stands beyond these characters of a longer one.
_LONGEST_WORD = 64
_MOST_WORDS_KEPT = 1 << 14
_INITIALS = 2
# More sets of words than this say little more.
_MOST_SETS = 2


class Patterns:
    """The patterns of a lexicon, by number. Each is read without regard to case, and compiled when first tried."""

    def __init__(self, macros: Mapping[str, str]) -> None:
        """Begin without any. ``{name}`` in a pattern stands for a macro, which may hold those before it."""
        self._macros = tuple(macros.items())[::-1]
        self._sources: list[str] = []
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._by_initials: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        self._also_needed: list[tuple[Words, ...]] = []
        self._wordless: frozenset[int] = frozenset()
        self._kept = lru_cache(_MOST_WORDS_KEPT)(self._told_by)

    def __len__(self) -> int:
        return len(self._sources)

    def choice(self, sources: Iterable[str]) -> "Choice":
        """Add alternatives, of which the first in a text counts."""
        return Choice(self, tuple(map(self._add, sources)))

    def always(self, source: str) -> re.Pattern[str]:
        """Give a pattern of its own, for texts of which the possible ones are not known."""
        return re.compile(self._spelt_out(source), re.IGNORECASE)

    def compiled(self, number: int) -> re.Pattern[str]:
        """Give a pattern."""
        if number not in self._compiled:
            self._compiled[number] = re.compile(self._sources[number], re.IGNORECASE)
        return self._compiled[number]

    def told(self, words: Iterable[str]) -> AbstractSet[int]:
        """Give the patterns that the words of a text tell of."""
        return frozenset[int]().union(*map(self._told_by_word, words))

    def told_in_each(
        self, sentences: Sequence[Sentence], tokens: Tokens
    ) -> Iterator[tuple[Sentence, AbstractSet[int]]]:
        """Give a text's sentences with the patterns that the words of each tell of."""
        starts = [sentence.start for sentence in sentences]
        told: defaultdict[int, frozenset[int]] = defaultdict(frozenset)
        for word, places in tokens.places.items():
            if numbers := self._told_by_word(word):
                for place in places:
                    first = bisect_right(starts, tokens.starts[place]) - 1
                    for at in range(max(first, 0), bisect_left(starts, tokens.ends[place])):
                        told[at] |= numbers
        return ((sentence, told.get(at, frozenset())) for at, sentence in enumerate(sentences))

    def possible(self, text: str, told: AbstractSet[int]) -> AbstractSet[int]:
        """Give the patterns that a text may hold, of those that its words tell of and those without a word."""
        spaced = plain(f" {text} ")
        # Many patterns of a lexicon need the same words, a macro's.
        standing: dict[Words, bool] = {}
        found = set(self._wordless)
        for number in told:
            for words in self._also_needed[number]:
                if words not in standing:
                    standing[words] = any(map(spaced.__contains__, words))
                if not standing[words]:
                    break
            else:
                found.add(number)
        return found

    def _spelt_out(self, source: str) -> str:
        for name, macro in self._macros:
            source = source.replace(f"{{{name}}}", macro)
        return source

    def _add(self, source: str) -> int:
        source = self._spelt_out(source)
        number = len(self._sources)
        self._sources.append(source)
        needed = needed_words(source)
        rarest = min(map(_signs, needed), key=commonness, default=frozenset[str]())
        if min(map(len, rarest), default=0) < _INITIALS:
            self._wordless |= {number}
        else:
            for word in rarest:
                self._by_initials[word[:_INITIALS]].append((word, number))
        # Those that tell of the pattern stand there already.
        self._also_needed.append(tuple(words for words in needed if words != rarest)[:_MOST_SETS])
        return number

    def _told_by_word(self, word: str) -> frozenset[int]:
        return self._kept(word[:_LONGEST_WORD])

    def _told_by(self, word: str) -> frozenset[int]:
        """Give the patterns that may hold a word."""
        spaced = f" {word} "
        return frozenset(
            number
            for at in range(len(spaced))
            for needed, number in self._by_initials.get(spaced[at : at + _INITIALS], ())
            if spaced.startswith(needed, at)
        )


def _signs(words: Words) -> Words:
    """Give a single word of each spelling, to tell of it."""
    return frozenset(map(_rarest, words))


def _rarest(words: str) -> str:
    """Give the rarest of several words, with the spaces beside it."""
    pieces = words.split(" ")
    last = len(pieces) - 1
    spaced = (" " * (at > 0) + piece + " " * (at < last) for at, piece in enumerate(pieces) if piece)
    return min(spaced, key=lambda word: commonness({word}))


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives of which the first in a text counts, as if they were one pattern."""

    patterns: Patterns
    numbers: tuple[int, ...]

    def search(self, text: str, possible: AbstractSet[int], start: int = 0) -> re.Match[str] | None:
        """Give the first match from ``start`` on, given the patterns that are possible."""
        if possible.isdisjoint(self.numbers):
            return None
        tried = (self.patterns.compiled(number) for number in self.numbers if number in possible)
        found = filter(None, (pattern.search(text, start) for pattern in tried))
        return min(found, default=None, key=re.Match.start)

    def finditer(self, text: str, possible: AbstractSet[int]) -> Iterator[re.Match[str]]:
        """Give the matches, none overlapping another."""
        found = self.search(text, possible)
        while found:
            yield found
            found = self.search(text, possible, found.end())

    def blanked(self, text: str, possible: AbstractSet[int]) -> str:
        """Give the text with spaces in place of all matches."""
        for found in self.finditer(text, possible):
            text = text[: found.start()] + " " * (found.end() - found.start()) + text[found.end() :]
        return text
