"""Cuts a posting's body at its headings and says what each stretch is about; reads no fact out of any.

Canonical text has no bold and no tag, so a heading is known by its look (a short line, or the words before a
colon) and its words, which stand in ``sections.toml``. A short line of other words leaves the section as it
is: "Backend:" under "Requirements:" still lists requirements.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from alerts.posting import Part
from alerts.reading.lexicon import load
from alerts.reading.source import Source, once
from alerts.tokens import Found, PhraseIndex, Token, significant, tokenise


class SectionKind(StrEnum):
    """What a stretch of a posting is about."""

    REQUIREMENTS = "requirements"
    NICE = "nice"
    DUTIES = "duties"
    BENEFITS = "benefits"
    COMPANY = "company"
    LEGAL = "legal"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Section:
    """``text[start:end]``, its heading included."""

    kind: SectionKind
    start: int
    end: int


_LONGEST_HEADING = 90
_MOST_WORDS = 12
_SMALL_WORD = 3
# Without a colon or a question mark, a line is a heading only when it has little else than the table's words.
_FEW_WORDS = 5
_SOME_WORDS = 8
_BULLET = re.compile(r"\s*[*•·▪●○‣\-–—+]\s")
_WHOLE, _START, _WITHIN = "whole", "start", "within"
_MOST = {_WHOLE: _MOST_WORDS, _START: _SOME_WORDS, _WITHIN: _FEW_WORDS}


def sections(text: str) -> tuple[Section, ...]:
    """Cut ``text`` into sections that cover it without gap."""
    starts = [(0, SectionKind.OTHER), *_headings(text)]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return tuple(
        Section(kind, start, end) for (start, kind), end in zip(starts, ends, strict=True) if start < end
    )


@once
def sections_of(source: Source, part: Part) -> tuple[Section, ...]:
    """Cut a part into sections."""
    return sections(source.text.part(part))


def kind_at(cut: Sequence[Section], offset: int) -> SectionKind:
    """Give the kind of the section in which ``offset`` stands; outside of all it is OTHER."""
    at = bisect_right(cut, offset, key=lambda section: section.start) - 1
    return cut[at].kind if at >= 0 and offset < cut[at].end else SectionKind.OTHER


def heading_kind(line: str) -> SectionKind | None:
    """Give what a line announces, None where it is no heading or one of unknown words."""
    heading = _heading_words(line)
    words = significant(tokenise(heading))
    while words and not words[0].key.isalnum():
        words = words[1:]
    return min(_readings(words, heading), default=(0, None), key=lambda reading: reading[0])[1]


def _headings(text: str) -> Iterator[tuple[int, SectionKind]]:
    at = 0
    for line in text.splitlines(keepends=True):
        kind = heading_kind(line)
        if kind is not None:
            yield at, kind
        at += len(line)


def _heading_words(line: str) -> str:
    """Give what may be a heading of a line: all of it or the words before a colon, nothing of prose."""
    line = line.strip()
    head, colon, rest = line[:_LONGEST_HEADING].partition(":")
    if colon and not (rest.strip() and _BULLET.match(line)):
        return head + colon
    return "" if len(line) > _LONGEST_HEADING or line[-1:] in ".,;" or _BULLET.match(line) else line


def _readings(words: Sequence[Token], heading: str) -> Iterator[tuple[int, SectionKind]]:
    """Give each kind that the words announce with its rank, the lowest of which holds."""
    letters = [at for at, word in enumerate(words, start=1) if word.key.isalnum()]
    end = letters[-1] if letters else 0
    marked = heading.endswith((":", "?"))
    for mode, index in _indexes().items():
        most = _MOST_WORDS if marked else _MOST[mode]
        if len(letters) <= most and (marked or mode != _WITHIN or _is_titled(words, heading)):
            yield from (found.value for found in index.find(words[:end]) if _fits(mode, found, end))


def _is_titled(words: Sequence[Token], heading: str) -> bool:
    """Tell whether all but small words begin with a capital: "UK Benefits", not "Commuter benefits"."""
    return not any(len(word.key) > _SMALL_WORD and heading[word.start].islower() for word in words)


def _fits(mode: str, found: Found[tuple[int, SectionKind]], end: int) -> bool:
    return mode == _WITHIN or (found.first == 0 and (mode == _START or found.last == end))


@cache
def _indexes() -> dict[str, PhraseIndex[tuple[int, SectionKind]]]:
    rows = load("sections").rows
    return {
        mode: PhraseIndex(
            (phrase, (rank, SectionKind(row.slug)))
            for rank, row in reversed(list(enumerate(rows)))
            for phrase in row.phrases(mode)
        )
        for mode in (_WHOLE, _START, _WITHIN)
    }
