"""Cuts a posting's body at its headings and says what each stretch is about; reads no fact out of any.

Canonical text has no bold and no tag, so a heading is known by its look (a short line, or the words before a
colon) and its words, which stand in ``sections.toml``. A short line of other words leaves the section as it
is: "Backend:" under "Requirements:" still lists requirements.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from alerts.posting import Part
from alerts.reading.lexicon import load
from alerts.reading.source import Source, once
from alerts.tokens import PhraseIndex, Tokens


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


@once
def sections_of(source: Source, part: Part) -> tuple[Section, ...]:
    """Cut a part into sections that cover it without gap."""
    return sections(source.tokens[part])


def sections(tokens: Tokens) -> tuple[Section, ...]:
    """Cut a text into sections that cover it without gap."""
    starts = [(0, SectionKind.OTHER), *_headings(tokens)]
    ends = [start for start, _ in starts[1:]] + [len(tokens.text)]
    return tuple(
        Section(kind, start, end) for (start, kind), end in zip(starts, ends, strict=True) if start < end
    )


def kind_at(cut: Sequence[Section], offset: int) -> SectionKind:
    """Give the kind of the section in which ``offset`` stands; outside of all it is OTHER."""
    at = bisect_right(cut, offset, key=lambda section: section.start) - 1
    return cut[at].kind if at >= 0 and offset < cut[at].end else SectionKind.OTHER


def _headings(tokens: Tokens) -> Iterator[tuple[int, SectionKind]]:
    at = 0
    for line in tokens.text.splitlines(keepends=True):
        kind = _kind(tokens, at, line)
        if kind is not None:
            yield at, kind
        at += len(line)


def _kind(tokens: Tokens, start: int, line: str) -> SectionKind | None:
    """Give what the line at ``start`` of the tokens' text announces."""
    heading = _heading_words(line)
    if not heading:
        return None
    first = bisect_left(tokens.starts, start)
    stop = bisect_left(tokens.starts, start + line.find(heading) + len(heading), first)
    words = [at for at in range(first, stop) if tokens.keys[at].isalnum()]
    marked = heading.endswith((":", "?"))
    return min(_readings(tokens, words, marked=marked), default=(0, None), key=lambda reading: reading[0])[1]


def _heading_words(line: str) -> str:
    """Give what may be a heading of a line: all of it or the words before a colon, nothing of prose."""
    line = line.strip()
    head, colon, rest = line[:_LONGEST_HEADING].partition(":")
    if colon and not (rest.strip() and _BULLET.match(line)):
        return head + colon
    return "" if len(line) > _LONGEST_HEADING or line[-1:] in ".,;" or _BULLET.match(line) else line


def _readings(tokens: Tokens, words: Sequence[int], *, marked: bool) -> Iterator[tuple[int, SectionKind]]:
    """Give each kind that the words announce with its rank, the lowest of which holds."""
    if not 0 < len(words) <= _MOST_WORDS:
        return
    first, stop = words[0], words[-1] + 1
    whole, start, within = _indexes()
    if (found := whole.longest_at(tokens, first, stop)) and found.last == stop:
        yield found.value
    if (marked or len(words) <= _SOME_WORDS) and (found := start.longest_at(tokens, first, stop)):
        yield found.value
    if marked or (len(words) <= _FEW_WORDS and _is_titled(tokens, words)):
        yield from (found.value for found in within.find_within(tokens, first, stop))


def _is_titled(tokens: Tokens, words: Iterable[int]) -> bool:
    """Tell whether all but small words begin with a capital: "UK Benefits", not "Commuter benefits"."""
    text, starts = tokens.text, tokens.starts
    return not any(len(tokens.keys[at]) > _SMALL_WORD and text[starts[at]].islower() for at in words)


@cache
def _indexes() -> tuple[PhraseIndex[tuple[int, SectionKind]], ...]:
    """Index the phrases that are a whole heading, that begin one, and that stand within one."""
    rows = load("sections").rows
    return tuple(
        PhraseIndex(
            (phrase, (rank, SectionKind(row.slug)))
            for rank, row in reversed(list(enumerate(rows)))
            for phrase in row.phrases(mode)
        )
        for mode in ("whole", "start", "within")
    )
