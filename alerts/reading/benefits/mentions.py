"""Finds the words of ``benefits.toml`` in a part of a posting; knows what they may mean, not whether they do.

A phrase has a sense for each benefit that it speaks of: "HSA with employer contribution" is an HSA, and is no
match to a retirement plan. So a long phrase takes over the senses of the shorter ones in it, save for
benefits that it has a word of its own about; but "paid leave" is not money for anything else.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from itertools import islice, takewhile

from alerts.posting import Part
from alerts.reading.clauses import BREAK, after, before, clause_tokens, folded
from alerts.reading.lexicon import Lexicon, load
from alerts.reading.source import Source
from alerts.tokens import PhraseIndex, Tokens

# Far more than any posting has; what comes after is a flood.
_MOST_FOUND = 5_000


class Kind(StrEnum):
    """How far a phrase says a benefit; the kinds of phrases in ``benefits.toml``, and words for money."""

    REFUSE = "refuse"
    SURE = "sure"
    WEAK = "weak"
    TOPIC = "topic"
    BESIDE = "beside"
    AIMED = "aimed"
    NEAR = "near"
    MONEY = "money"


_OFFERING = frozenset({Kind.SURE, Kind.WEAK, Kind.TOPIC, Kind.BESIDE, Kind.AIMED})


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase may say. ``slug`` is empty for a word for money, which is near every benefit."""

    slug: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase with its senses: ``text[start:end]`` and ``tokens[first:last]``, in a clause of the part."""

    senses: tuple[Sense, ...]
    first: int
    last: int
    start: int
    end: int
    clause: int

    @property
    def offers(self) -> bool:
        """Say whether one of the senses may be an offer."""
        return any(sense.kind in _OFFERING for sense in self.senses)


@dataclass(frozen=True)
class Mentions:
    """A part's tokens, cut into clauses by BREAK tokens, and the phrases found in them, left to right."""

    part: Part
    tokens: Tokens
    found: tuple[Mention, ...]

    def before(self, mention: Mention, most: int) -> tuple[str, ...]:
        """Give the words right before a mention in its clause, the nearest first."""
        return before(self.tokens, mention.first, most)

    def after(self, mention: Mention, most: int) -> tuple[str, ...]:
        """Give the words right after a mention in its clause."""
        return after(self.tokens, mention.last, most)

    def says_no(self, first: int, last: int) -> bool:
        """Say whether one of the words that negate stands among tokens[first:last]: few texts hold any."""
        return bisect_left(self._noes, first) < bisect_left(self._noes, last)

    @cached_property
    def _noes(self) -> list[int]:
        return self.tokens.places_of(words_of("no"))

    def near(self, at: int, most: int) -> Iterator[Mention]:
        """Give the mentions of the clause that stand within ``most`` words of the one at ``at``."""
        home = self.found[at]
        for others in (reversed(self.found[max(at - most, 0) : at]), self.found[at + 1 : at + 1 + most]):
            yield from takewhile(lambda other: _are_close(home, other, most), others)


def _are_close(one: Mention, other: Mention, most: int) -> bool:
    gap = max(one.first, other.first) - min(one.last, other.last)
    return gap <= most and one.clause == other.clause


@cache
def lexicon() -> Lexicon:
    """Give the lexicon of benefits, read once."""
    return load("benefits")


@cache
def words_of(name: str) -> frozenset[str]:
    """Give the words of a named set of the lexicon."""
    return frozenset(lexicon().sets[name])


def find_mentions(source: Source, part: Part) -> Mentions:
    """Find every phrase of the lexicon in a part."""
    text = source.text.part(part)
    tokens = clause_tokens(source, part)
    breaks = tokens.places.get(BREAK, ())
    found = (
        Mention(
            _senses(hit.value),
            hit.first,
            hit.last,
            hit.start,
            _closed(text, hit.start, hit.end),
            bisect_left(breaks, hit.first),
        )
        for hit in islice(_index().find(tokens), _MOST_FOUND)
    )
    return Mentions(part, tokens, tuple(found))


def _closed(text: str, start: int, end: int) -> int:
    """Give the end of a phrase with the bracket that closes it: "401(k)" ends behind its k in tokens."""
    opened = text.count("(", start, end) > text.count(")", start, end)
    return end + (opened and text.startswith(")", end))


@cache
def _index() -> PhraseIndex[tuple[str, ...]]:
    """Index the phrases by their own keys: few are ever found, and what else these say is looked up then."""
    return PhraseIndex((keys, keys) for keys in _own_senses())


@cache
def _senses(keys: tuple[str, ...]) -> tuple[Sense, ...]:
    """Give what a phrase of the lexicon may say."""
    return (*_own_senses()[keys], *_inherited(keys))


@cache
def _own_senses() -> Mapping[tuple[str, ...], tuple[Sense, ...]]:
    own: dict[tuple[str, ...], tuple[Sense, ...]] = defaultdict(tuple)
    for word in lexicon().sets["money"]:
        own[folded(word)] += (Sense("", Kind.MONEY),)
    for row in lexicon().rows:
        refused = Sense(row.slug, Kind.REFUSE)
        for kind in Kind:
            sense = Sense(row.slug, kind)
            for keys in map(folded, row.phrases(kind)):
                if refused not in own[keys]:
                    own[keys] += (sense,)
    return dict(own)


def _inherited(keys: tuple[str, ...]) -> Iterator[Sense]:
    """Give the senses of the phrases within a phrase, the longest first, one phrase a benefit."""
    own = _own_senses()
    known = {sense.slug for sense in own[keys]}
    for size in range(len(keys) - 1, 0, -1):
        for at in range(len(keys) - size + 1):
            ends = at + size == len(keys)
            within = own.get(keys[at : at + size], ())
            kept = (sense for sense in within if ends or sense.kind is not Kind.NEAR)
            new = [sense for sense in kept if sense.slug not in known]
            known |= {sense.slug for sense in new}
            yield from new
