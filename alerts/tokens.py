"""Cuts text into tokens that keep their place in it; knows no meaning of any word.

The same tokeniser serves postings, lexicons and filters, so that a phrase means the same in all three. Only a
token's key is folded; places always refer to the text as it stands, because folding shifts offsets.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, pairwise
from typing import Generic, NamedTuple, TypeVar, overload

T = TypeVar("T")

# Between two words these only join them: "work-from-home" and "work from home" are one phrase.
_JOINERS = "‐‑‒–/'’-"
# A run of letters and digits, or one symbol. '+', '#' and '.' are tokens of their own, which lets "c++",
# "c#", ".net" and "node.js" be phrases like any other. A joiner is a token only where it joins nothing.
_TOKEN = re.compile(rf"([^\W_]+|[^\w\s{_JOINERS}]|_|[{_JOINERS}](?:(?<!\S.)|(?!\S)))", re.DOTALL)
_LINE_BREAK = re.compile("\n")
# Stands for what follows the last token.
_END = ""


class Token(NamedTuple):
    """``text[start:end]`` folded to ``key``; ``glued`` says that no space stands before it."""

    key: str
    start: int
    end: int
    glued: bool


@dataclass(frozen=True, eq=False)
class Tokens(Sequence[Token]):
    """The tokens of a text, in columns: most are looked up by their key, and asked for nothing else."""

    text: str
    keys: tuple[str, ...]
    starts: Sequence[int]
    ends: Sequence[int]

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """Give the places among the tokens where each key stands, in order."""
        places: dict[str, list[int]] = {}
        for at, key in enumerate(self.keys):
            if key in places:
                places[key].append(at)
            else:
                places[key] = [at]
        return places

    def places_of(self, keys: AbstractSet[str]) -> list[int]:
        """Give the places where any of some keys stands, in order; the cost does not grow with their number."""
        return sorted(chain.from_iterable(map(self.places.__getitem__, self.places.keys() & keys)))

    @cached_property
    def line_firsts(self) -> Sequence[int]:
        """Give the places of the tokens that come first behind a line break, in order."""
        breaks = (bisect_left(self.starts, found.start()) for found in _LINE_BREAK.finditer(self.text))
        return [at for at in dict.fromkeys(breaks) if at < len(self.keys)]

    def only(self, places: Iterable[int]) -> "Tokens":
        """Give the tokens at some places."""
        kept = tuple(places)
        columns = ([column[at] for at in kept] for column in (self.starts, self.ends))
        return Tokens(self.text, tuple(self.keys[at] for at in kept), *columns)

    def without(self, key: str) -> "Tokens":
        """Give all tokens but those of a key; what stands between two of them is copied as a whole."""
        bounds = (-1, *self.places.get(key, ()), len(self.keys))
        if len(bounds) == len("<>"):
            return self
        kept = [slice(one + 1, other) for one, other in pairwise(bounds)]
        starts, ends = (
            list(chain.from_iterable(column[piece] for piece in kept)) for column in (self.starts, self.ends)
        )
        return Tokens(self.text, tuple(chain.from_iterable(map(self.keys.__getitem__, kept))), starts, ends)

    def glued(self, at: int) -> bool:
        """Say whether no space stands before a token."""
        start = self.starts[at]
        return start > 0 and not self.text[start - 1].isspace()

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Token]: ...
    def __getitem__(self, at: int | slice) -> Token | Sequence[Token]:
        """Give a token or several."""
        if isinstance(at, slice):
            return tuple(map(self._token, range(len(self.keys))[at]))
        return self._token(range(len(self.keys))[at])

    def _token(self, at: int) -> Token:
        return Token(self.keys[at], self.starts[at], self.ends[at], self.glued(at))


def tokenise(text: str) -> Tokens:
    """Cut ``text`` into tokens, in order, without the joiners that stand between two words."""
    # Gaps and tokens in turn, handled as columns: a loop over them takes five times as long.
    pieces = _TOKEN.split(text)
    bounds = tuple(accumulate(map(len, pieces)))
    return Tokens(text, tuple(map(str.casefold, pieces[1::2])), bounds[:-1:2], bounds[1::2])


class Found(NamedTuple, Generic[T]):
    """A phrase of an index found in tokens[first:last]; ``start`` and ``end`` are its place in the text."""

    value: T
    first: int
    last: int
    start: int
    end: int


class _Entry(NamedTuple, Generic[T]):
    """A phrase's value, its symbols, which are glued to what stands before them, and the words that touch one."""

    value: T
    symbols: tuple[int, ...]
    bonds: tuple[int, ...]


class PhraseIndex(Generic[T]):
    """Phrases looked up in one pass over the tokens; its cost does not grow with the number of phrases."""

    def __init__(self, phrases: Iterable[tuple[str | tuple[str, ...], T]]) -> None:
        """Index (phrase, value) pairs, a phrase as it is written or folded; of two equal ones the later wins."""
        self._entries: dict[tuple[str, ...], _Entry[T]] = {}
        # How long the longest phrase is that begins with two words, by these; one word may be followed by the end.
        self._longest: dict[str, dict[str, int]] = {}
        for phrase, value in phrases:
            keys, symbols, bonds = _folded(phrase) if isinstance(phrase, str) else _of_keys(phrase)
            self._entries[keys] = _Entry(value, symbols, bonds)
            followers = self._longest.setdefault(keys[0], {})
            second = keys[1] if len(keys) > 1 else _END
            followers[second] = max(followers.get(second, 0), len(keys))

    def find(self, tokens: Tokens, may_begin: Callable[[int], bool] | None = None) -> Iterator[Found[T]]:
        """Give the longest phrase at each place, left to right, none overlapping another.

        ``may_begin`` says of a token's place whether a phrase may begin there.
        """
        # Most words begin no phrase, or are followed by none of its: they are passed over before all else.
        keys, longest = (*tokens.keys, _END), self._longest
        likely = [
            at
            for at in tokens.places_of(longest.keys())
            if keys[at + 1] in (followers := longest[keys[at]]) or _END in followers
        ]
        return self._found(tokens, filter(may_begin, likely) if may_begin else likely, len(tokens))

    def find_within(self, tokens: Tokens, first: int, stop: int) -> Iterator[Found[T]]:
        """Do as `find` does within tokens[first:stop]; for tokens that nothing else is looked up in."""
        longest, pairs = self._longest, enumerate(pairwise((*tokens.keys[first:stop], _END)), first)
        likely = (
            at
            for at, (key, behind) in pairs
            if key in longest and (behind in longest[key] or _END in longest[key])
        )
        return self._found(tokens, likely, stop)

    def longest_at(self, tokens: Tokens, at: int, stop: int) -> Found[T] | None:
        """Give the longest phrase that begins at a place and does not go beyond ``stop``."""
        keys = tokens.keys
        followers = self._longest.get(keys[at])
        if followers is None:
            return None
        size = followers.get(keys[at + 1], 1) if at + 1 < stop else 1
        for last in range(min(at + size, stop), at, -1):
            entry = self._entries.get(keys[at:last])
            if entry is not None and _stands(tokens, at, entry):
                return Found(entry.value, at, last, tokens.starts[at], tokens.ends[last - 1])
        return None

    def _found(self, tokens: Tokens, places: Iterable[int], stop: int) -> Iterator[Found[T]]:
        end = 0
        for at in places:
            if at >= end and (found := self.longest_at(tokens, at, stop)) is not None:
                yield found
                end = found.last


def plain_words(phrase: str) -> tuple[str, ...] | None:
    """Fold a phrase of nothing but words and spaces, which most are, without cutting it into tokens."""
    words = phrase.casefold().split()
    return tuple(words) if all(map(str.isalnum, words)) else None


def _folded(phrase: str) -> tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]]:
    """Fold a phrase, and give the places of its symbols and of the words that touch the symbol before them."""
    plain = plain_words(phrase)
    if plain is not None:
        return plain, (), ()
    tokens = tokenise(phrase)
    later = range(1, len(tokens))
    symbols = tuple(at for at in later if not tokens.keys[at].isalnum())
    bonds = tuple(at for at in later if tokens.keys[at].isalnum() and _touches(tokens, at))
    return tokens.keys, symbols, bonds


def _of_keys(keys: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]]:
    """Take a folded phrase, of which only the keys are known: no word need touch the symbol before it."""
    plain = all(map(str.isalnum, keys))
    return keys, () if plain else tuple(at for at in range(1, len(keys)) if not keys[at].isalnum()), ()


def _stands(tokens: Tokens, first: int, entry: _Entry[T]) -> bool:
    """Say whether each symbol is glued to what stands before it, "C #1" is not C#, and each bond holds.

    A bond is a word that touches the symbol before it: ". Net" is not .NET.
    """
    if not (entry.symbols or entry.bonds):
        return True
    return all(tokens.glued(first + symbol) for symbol in entry.symbols) and all(
        _touches(tokens, first + bond) for bond in entry.bonds
    )


def _touches(tokens: Tokens, at: int) -> bool:
    return tokens.ends[at - 1] == tokens.starts[at]
