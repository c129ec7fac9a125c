"""Cuts a text into the sentences and lines that patterns are matched in, each with its place; knows no fact."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from alerts.posting import Part
from alerts.reading.source import Source, once
from alerts.tokens import Tokens

# One character for one, so that places stay as they are. Most texts hold few of them, and a search for each is
# faster than a table for all characters.
_PLAIN = {"’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "‐": "-", "\u00a0": " ", "\u202f": " "}
# A full stop after a single letter belongs to an abbreviation: "U.S. residents".
# Each way to end begins with a sign of its own, so that a search stops nowhere else; and few signs are looked at
# behind it, so that a row of nothing but stops is read in one step.
_STOP = r"(?<!\b\w.)[.!?]{0,9}\s+"
_MARK = r"(?<=\s.)(?=\s)"
_END = re.compile(rf"\.{_STOP}|!{_STOP}|\?{_STOP}|\n+|•{_MARK}|▪{_MARK}")
_BULLET = re.compile(r"\s*[*•·▪●-]\s+")
_MARKS = frozenset("•▪")
# What is longer is cut again, so that a page without a full stop costs no more than any other.
_LONGEST = 600
# No posting is longer; the rest of one that is, is not read.
_MOST = 100_000


class Sentence(NamedTuple):
    """A sentence or line; ``text`` has plain quotes and dashes, and stands at ``start`` of the whole.

    ``words`` are the keys of its tokens. ``first`` says that it begins its line, ``bullet`` that the line is a
    list item.
    """

    text: str
    start: int
    words: tuple[str, ...]
    first: bool
    bullet: bool


def flat(text: str) -> str:
    """Write typographic quotes, dashes and spaces plainly, letter for letter."""
    if not text.isascii():
        for sign, plain in _PLAIN.items():
            text = text.replace(sign, plain)
    return text


def sentences(tokens: Tokens) -> Iterator[Sentence]:
    """Cut a text into sentences, in order."""
    plain = flat(tokens.text[:_MOST])
    start = last = 0
    first = True
    bullet = False
    for end, after, ends_line in _cuts(plain):
        if first:
            mark = _BULLET.match(plain, start, end)
            bullet = mark is not None
            start = mark.end() if mark else start
        for at in range(start, end, _LONGEST):
            stop = min(at + _LONGEST, end)
            # A long word may stand in two pieces.
            here = bisect_right(tokens.ends, at, last and last - 1)
            last = bisect_left(tokens.starts, stop, here)
            yield Sentence(plain[at:stop], at, tokens.keys[here:last], first and at == start, bullet)
        start, first = after, ends_line


@once
def sentences_of(source: Source, part: Part) -> tuple[Sentence, ...]:
    """Cut a part into sentences."""
    return tuple(sentences(source.tokens[part]))


def _cuts(plain: str) -> Iterator[tuple[int, int, bool]]:
    """Give each sentence's end, the next one's start, and whether a line ends between them."""
    after = 0
    for found in _END.finditer(plain):
        start, end = found.span()
        ending = found.group()
        if ending in _MARKS:
            # The spaces beside a mark go with it, unless the one before has already ended a sentence.
            if start > after:
                after = end + 1
                yield end, after, True
        elif end > after:
            yield max(start, after) + len(ending.rstrip()), end, "\n" in ending
            after = end
    yield len(plain), len(plain), True
