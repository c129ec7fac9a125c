"""Reads the technologies that a posting names and how strongly it asks for each; knows none by name."""

from collections.abc import Iterator

from alerts.posting import Evidence, Part, Strength, Technology
from alerts.reading.source import Source
from alerts.reading.stack.proof import find_mentions
from alerts.reading.stack.strength import Body

__all__ = ["read_stack"]

_STRENGTHS = tuple(Strength)
_MOST_EVIDENCE = 3
# A board's labels are its own guess at the posting, so they say no more than a passing word.
_STRENGTH_OF = {Part.TITLE: Strength.TITLE, Part.TAGS: Strength.MENTIONED}


def read_stack(source: Source) -> tuple[Technology, ...]:
    """Read every technology once, in the order of the text, the strongest mention first in its evidence."""
    found: dict[str, list[tuple[Strength, Evidence]]] = {}
    for slug, strength, evidence in _all_mentions(source):
        found.setdefault(slug, []).append((strength, evidence))
    return tuple(_technology(slug, places) for slug, places in found.items())


def _technology(slug: str, places: list[tuple[Strength, Evidence]]) -> Technology:
    ranked = sorted(places, key=lambda place: _STRENGTHS.index(place[0]))
    return Technology(slug, ranked[0][0], tuple(evidence for _, evidence in ranked[:_MOST_EVIDENCE]))


def _all_mentions(source: Source) -> Iterator[tuple[str, Strength, Evidence]]:
    employer = frozenset(source.tokens[Part.COMPANY].keys)
    body = Body(source)
    for part in (Part.TITLE, Part.BODY, Part.TAGS):
        text, tokens = source.text.part(part), source.tokens[part]
        for mention in find_mentions(text, tokens, employer=employer, labels=part is Part.TAGS):
            strength = body.strength_of(mention) if part is Part.BODY else _STRENGTH_OF[part]
            yield mention.slug, strength, source.evidence(part, mention.start, mention.end)
