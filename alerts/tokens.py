"""Cuts text into tokens that keep their place in it; knows no meaning of any word.

The same tokeniser serves postings, lexicons and filters, so that a phrase means the same in all three. Only a
token's ``key`` is folded; places always refer to the text as it stands, because folding shifts offsets.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

# A run of letters and digits, or one symbol. '+', '#' and '.' are tokens of their own, which lets "c++",
# "c#", ".net" and "node.js" be phrases like any other.
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
# Between two words these only join them: "work-from-home" and "work from home" are one phrase.
_JOINERS = frozenset("-‐‑‒–/'’")  # noqa: RUF100


class Token(NamedTuple):
    """``text[start:end]`` folded to ``key``; ``glued`` says that no space stands before it.

    A tuple, because texts are cut into thousands of them and a frozen dataclass takes three times as long to make.
    """

    key: str
    start: int
    end: int
    glued: bool


def tokenise(text: str) -> tuple[Token, ...]:
    """Cut ``text`` into tokens, in order."""
    tokens = []
    last = -1
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        tokens.append(Token(found[0].casefold(), start, end, start == last))
        last = end
    return tuple(tokens)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A phrase of an index found in tokens[first:last]; ``start`` and ``end`` are its place in the text."""

    value: T
    first: int
    last: int
    start: int
    end: int


class PhraseIndex(Generic[T]):
    """Phrases looked up in one pass over the tokens; its cost does not grow with the number of phrases."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        """Index (phrase, value) pairs; of two equal phrases the later wins."""
        self._values: dict[tuple[str, ...], tuple[T, tuple[int, ...]]] = {}
        self._longest: dict[str, int] = {}
        for phrase, value in phrases:
            keys, bonds = _folded(phrase)
            self._values[keys] = value, bonds
            self._longest[keys[0]] = max(self._longest.get(keys[0], 0), len(keys))

    def find(self, tokens: Sequence[Token]) -> Iterator[Found[T]]:
        """Give the longest phrase at each place, left to right, none overlapping another.

        ``tokens`` must have gone through `significant`.
        """
        keys = tuple(token[0] for token in tokens)
        longest = self._longest
        end = 0
        # Most words begin no phrase, so they are passed over before anything else is done.
        for at in [at for at, key in enumerate(keys) if key in longest]:
            if at >= end and (found := self._longest_at(tokens, keys, at)) is not None:
                yield found
                end = found.last

    def _longest_at(self, tokens: Sequence[Token], keys: tuple[str, ...], at: int) -> Found[T] | None:
        for size in range(min(self._longest[keys[at]], len(keys) - at), 0, -1):
            entry = self._values.get(keys[at : at + size])
            if entry is not None and _stands(tokens[at : at + size], entry[1]):
                return Found(entry[0], at, at + size, tokens[at].start, tokens[at + size - 1].end)
        return None


def plain_words(phrase: str) -> tuple[str, ...] | None:
    """Fold a phrase of nothing but words and spaces, which most are, without cutting it into tokens."""
    words = phrase.casefold().split()
    return tuple(words) if all(word.isalnum() for word in words) else None


def _folded(phrase: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    plain = plain_words(phrase)
    if plain is not None:
        return plain, ()
    tokens = significant(tokenise(phrase))
    return tuple(token.key for token in tokens), _bonds(tokens)


def significant(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Leave out the joiners that stand between two words; all places stay as they are."""
    last = len(tokens) - 1
    return tuple(
        token
        for at, token in enumerate(tokens)
        if not (token[0] in _JOINERS and 0 < at < last and token.glued and tokens[at + 1].glued)
    )


def _stands(window: Sequence[Token], bonds: Iterable[int]) -> bool:
    """Say whether each symbol is glued to what stands before it, "C #1" is not C#, and each bond holds."""
    glued = all(token.glued or token.key.isalnum() for token in window[1:])
    return glued and all(_touch(window, bond) for bond in bonds)


def _bonds(phrase: Sequence[Token]) -> tuple[int, ...]:
    """Give the words that touch the symbol before them; a text's must touch it too: ". Net" is not .NET."""
    return tuple(at for at in range(1, len(phrase)) if phrase[at].key.isalnum() and _touch(phrase, at))


def _touch(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at - 1].end == tokens[at].start
