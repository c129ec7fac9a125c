"""Makes stated facts of what a reader found, and of a feed's structured fields; knows no fact's words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from alerts.posting import Evidence, Part, Stated
from alerts.reading.source import Source
from alerts.text.fieldlines import field_line

_MOST_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class Saying:
    """A slug and the place in a part that says it."""

    slug: str
    part: Part
    start: int
    end: int


def stated(source: Source, sayings: Iterable[Saying], order: Sequence[str]) -> tuple[Stated[str], ...]:
    """Make each slug said one fact, with the first places that say it, in the given order."""
    proofs: dict[str, list[Evidence]] = {}
    for saying in sayings:
        proof = proofs.setdefault(saying.slug, [])
        if len(proof) < _MOST_EVIDENCE:
            proof.append(source.evidence(saying.part, saying.start, saying.end))
    return tuple(Stated(slug, tuple(proofs[slug])) for slug in order if slug in proofs)


def said_in_fields(
    source: Source, key: str, values: Iterable[str], slug_of: Callable[[str], str | None]
) -> tuple[Saying, ...]:
    """Find a field's values in its line of the canonical text; what is no known word says nothing."""
    place = field_line(source.text.fields, key)
    if place is None:
        return ()
    line = source.text.fields[slice(*place)]
    found = ((slug_of(value), line.find(value), value) for value in values)
    return tuple(
        Saying(slug, Part.FIELDS, place[0] + at, place[0] + at + len(value))
        for slug, at, value in found
        if slug is not None and at >= 0
    )
