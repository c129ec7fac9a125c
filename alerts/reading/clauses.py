"""Cuts a part's tokens into clauses and looks around within one; knows no fact."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from alerts.posting import Part
from alerts.reading.source import Source, once
from alerts.tokens import Token, plain_words, significant, tokenise

# Stands between two clauses in a sequence of tokens; it is in no phrase.
BREAK = "\n"

# Between the words of a phrase these say nothing ("paid time off (PTO)"), and these are words.
_SILENT = frozenset("()[]'’\"“”„«»_`")
_SPOKEN = {"&": "and", "+": "plus"}
# What stands between the cells of a table: "Home office | $500" is what "Home office: $500" is.
_CELL = "|"
_STOPS = frozenset(".!?;•·*▪●")


@once
def clause_tokens(source: Source, part: Part) -> tuple[Token, ...]:
    """Give a part's tokens without those that say nothing, with a BREAK between clauses."""
    return tuple(_in_clauses(source.text.part(part), source.tokens[part]))


def title_tokens(source: Source) -> tuple[Token, ...]:
    """Give the title's words alone: its points and brackets end no clause."""
    return tuple(token for token in source.tokens[Part.TITLE] if token.key.isalnum())


def folded(phrase: str) -> tuple[str, ...]:
    """Fold a phrase as `clause_tokens` folds a text."""
    return plain_words(phrase) or tuple(token.key for token in _plain(significant(tokenise(phrase))))


def before(tokens: Sequence[Token], at: int, most: int) -> tuple[str, ...]:
    """Give the words right before ``tokens[at]`` in its clause, the nearest first."""
    window = tokens[max(at - most, 0) : at]
    return tuple(takewhile(BREAK.__ne__, (token.key for token in reversed(window))))


def after(tokens: Sequence[Token], at: int, most: int) -> tuple[str, ...]:
    """Give the words from ``tokens[at]`` on in its clause."""
    return tuple(takewhile(BREAK.__ne__, (token.key for token in tokens[at : at + most])))


def _plain(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.key == _CELL:
            yield Token(":", token.start, token.end, glued=False)
        elif token.key in _SPOKEN:
            yield Token(_SPOKEN[token.key], token.start, token.end, token.glued)
        elif token.key not in _SILENT:
            yield token


def _in_clauses(text: str, tokens: Sequence[Token]) -> Iterator[Token]:
    end = 0
    for at, token in enumerate(tokens):
        stops = token.key in _STOPS and not (at + 1 < len(tokens) and tokens[at + 1].glued)
        if stops or "\n" in text[end : token.start]:
            yield Token(BREAK, token.start, token.start, glued=False)
        if not stops:
            yield from _plain((token,))
        end = token.end
