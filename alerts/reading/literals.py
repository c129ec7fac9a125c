r"""Derives from a pattern the words that no match can do without; matches nothing itself.

So a pattern is only tried where its words stand, and its author need not list them. Words are written as `plain`
writes a text: ``\bon-?site`` needs " on site" or " onsite", with a space where no letter can stand.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import product
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

# One of these stands in the plain text of every match.
Words = frozenset[str]

# A class of characters is one piece, and so is an escaped one.
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[(|)]", re.DOTALL)
_DEEPER = {"(": 1, ")": -1}
_SIGNS = re.compile(r"[\W_]+")
_MOST_SIGNS = 1 << 10
# More ways of writing than this are not told apart.
_MOST_SPELLINGS = 32
# About as many letters are as likely as the next one.
_LETTERS = 8.0
# What most postings hold.
_COMMON = (
    " the in our you are work will your this have from all company their time based one full at to and of we on be "
    "is as or for with who that it can not job role team position working by an us up "
    "vous un une en au sur dans et ou du le la de à les des pour avec "
    "der die das und in mit für von zu wir ein eine im den dich sie ist auf "
    "el los las y que con por para o os um uma em no na do da w z na i do się en van het een je "
)
_NOTHING = frozenset({""})
_EDGE = frozenset({" "})
_EDGES = frozenset({op.AT_BEGINNING, op.AT_BEGINNING_STRING, op.AT_BOUNDARY, op.AT_END, op.AT_END_STRING})
_WIDTHLESS = frozenset({op.AT, op.ASSERT, op.ASSERT_NOT})
_REPEATS = frozenset({op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT})

_Item = tuple[Any, Any]


def plain(text: str) -> str:
    """Write a text folded, with one space for all that stands between two words."""
    return _SIGNS.sub(" ", text.casefold())


def needed_words(pattern: str) -> tuple[Words, ...]:
    """Give sets of words, the rarest first: the plain text of each match holds one of every set."""
    return tuple(sorted(_needed(parser.parse(pattern, re.IGNORECASE)), key=commonness))


def alternatives(pattern: str) -> Iterator[str]:
    """Give the patterns that a pattern offers a choice of, outside of all brackets: each needs other words."""
    start = depth = 0
    for piece in _PIECE.finditer(pattern):
        depth += _DEEPER.get(piece.group(), 0)
        if piece.group() == "|" and not depth:
            yield pattern[start : piece.start()]
            start = piece.end()
    yield pattern[start:]


def commonness(words: AbstractSet[str]) -> float:
    """Guess how much of all text holds one of the words: short ones, and parts of common ones, stand everywhere."""
    return sum(1.0 if word in _COMMON else _LETTERS ** -len(word) for word in words)


def _needed(sequence: Iterable[_Item]) -> list[Words]:
    """Join what stands side by side to longer words, as long as there are few ways of writing them."""
    found: list[Words] = []
    spellings = _NOTHING
    for item in sequence:
        spelt = _spellings(item)
        if joined := spelt and _joined(spellings, spelt):
            spellings = joined
        else:
            found += _words(spellings) + ([] if spelt else _needed_by(item))
            spellings = spelt or _NOTHING
    return found + _words(spellings)


def _words(spellings: frozenset[str]) -> list[Words]:
    """Leave out a spelling that holds another; one without a word is anywhere, and makes all of them useless."""
    if any(not spelling.strip() for spelling in spellings):
        return []
    shortest_first = sorted(spellings, key=len)
    kept: list[str] = []
    for spelling in shortest_first:
        if not any(other in spelling for other in kept):
            kept.append(spelling)
    return [frozenset(kept)]


def _joined(spellings: frozenset[str], spelt: frozenset[str]) -> frozenset[str] | None:
    """Give all ways of writing one thing behind another, None where they are many."""
    if len(spellings) * len(spelt) > _MOST_SPELLINGS:
        return None
    # Both are plain, so that only two spaces can meet.
    return frozenset("".join(pair).replace("  ", " ") for pair in product(spellings, spelt))


def _spellings(item: _Item) -> frozenset[str] | None:
    """Give all that an item can match, None where that is much or unknown."""
    kind, argument = item
    if kind in _WIDTHLESS:
        return _EDGE if kind is op.AT and argument in _EDGES else _NOTHING
    members = [item] if kind is op.LITERAL else argument if kind is op.IN else ()
    if codes := _codes(members):
        return frozenset(map(_plain_sign, codes))
    if kind in _REPEATS and argument[:2] == (0, 1):
        return _either([_NOTHING, _sequence_spellings(argument[2])])
    if kind is op.BRANCH:
        return _either([_sequence_spellings(branch) for branch in argument[1]])
    return _sequence_spellings(argument[-1]) if kind is op.SUBPATTERN else None


@lru_cache(_MOST_SIGNS)
def _plain_sign(code: int) -> str:
    return plain(chr(code))


def _codes(members: Sequence[_Item]) -> list[int]:
    """Give the characters of a class, none where they are many or unknown."""
    if not all(kind in (op.LITERAL, op.RANGE) for kind, _ in members):
        return []
    bounds = [(code, code) if kind is op.LITERAL else code for kind, code in members]
    few = sum(last - first for first, last in bounds) < _MOST_SPELLINGS
    return [code for first, last in bounds for code in range(first, last + 1)] if few else []


def _sequence_spellings(sequence: Iterable[_Item]) -> frozenset[str] | None:
    spellings: frozenset[str] | None = _NOTHING
    for item in sequence:
        spelt = _spellings(item)
        spellings = spelt and spellings and _joined(spellings, spelt)
    return spellings


def _either(choices: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    known = [spellings for spellings in choices if spellings]
    union = frozenset[str]().union(*known)
    return union if len(known) == len(choices) and len(union) <= _MOST_SPELLINGS else None


def _needed_by(item: _Item) -> list[Words]:
    """Give what an item of many spellings needs all the same."""
    kind, argument = item
    if kind is op.SUBPATTERN or (kind in _REPEATS and argument[0] > 0):
        return _needed(argument[-1])
    if kind is op.BRANCH:
        best = [min(_needed(branch), key=commonness, default=_EDGE) for branch in argument[1]]
        return _words(frozenset[str]().union(*best))
    return []
