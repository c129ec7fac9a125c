"""Reads the most remote arrangement that a posting offers; knows no region and no pattern."""

from collections.abc import Iterator
from dataclasses import dataclass

from alerts.posting import Evidence, Part, Stated, Workplace
from alerts.reading.places import places_in
from alerts.reading.sections import SectionKind, kind_at, sections_of
from alerts.reading.sentences import Sentence, flat, sentences_of
from alerts.reading.source import Source
from alerts.reading.workplace_cues import (
    Cue,
    Force,
    Says,
    find_cues,
    find_labels,
    without_filler,
)
from alerts.text import field_line

_WORKPLACES = {
    Says.REMOTE: Workplace.REMOTE,
    Says.HYBRID: Workplace.HYBRID,
    Says.ONSITE: Workplace.ONSITE,
    Says.NOT_REMOTE: Workplace.ONSITE,
}
_MOST_REMOTE_FIRST = (Says.REMOTE, Says.HYBRID, Says.ONSITE, Says.NOT_REMOTE)
_SAID_ALONE = frozenset({Says.REMOTE, Says.HYBRID})
_OFFICE = frozenset({Says.ONSITE, Says.NOT_REMOTE})
_LONGEST_LINE = 80
_MOST_EVIDENCE = 3
_NO_DUTY = frozenset({SectionKind.NICE})


@dataclass(frozen=True, slots=True)
class _Sign:
    """Something that speaks for one arrangement, with the words that prove it."""

    says: Says
    force: Force
    evidence: Evidence


def read_workplace(source: Source) -> Stated[Workplace] | None:
    """Give the most remote arrangement that the posting offers, None where it states nothing."""
    signs = [*_from_body(source), *_from_field(source), *_from_title(source), *_from_head(source)]
    if any(sign.says is Says.NOT_REMOTE and sign.force is Force.STATED for sign in signs):
        signs = [sign for sign in signs if sign.says is not Says.REMOTE]
    signs = _without_part(signs)
    if not signs:
        return None
    strongest = max(sign.force for sign in signs)
    best = min(
        (sign for sign in signs if sign.force is strongest),
        key=lambda sign: _MOST_REMOTE_FIRST.index(sign.says),
    )
    same = [sign.evidence for sign in signs if sign.says is best.says and sign.force is best.force]
    return Stated(_WORKPLACES[best.says], tuple(dict.fromkeys(same))[:_MOST_EVIDENCE])


def _without_part(signs: list[_Sign]) -> list[_Sign]:
    """Leave out what a hybrid arrangement explains: "you work on site with customers" undoes no such field."""
    if all(sign.force is not Force.FIELD or sign.says is not Says.HYBRID for sign in signs):
        return signs
    return [sign for sign in signs if sign.says not in _OFFICE]


def _from_body(source: Source) -> Iterator[_Sign]:
    cut = sections_of(source, Part.BODY)
    for sentence in sentences_of(source, Part.BODY):
        cues = find_cues(sentence)
        if sentence.first and not cues:
            yield from _from_line(source, sentence)
        for cue in cues:
            if cue.says is Says.REMOTE or kind_at(cut, sentence.start) not in _NO_DUTY:
                yield _sign(source, cue)


def _sign(source: Source, cue: Cue) -> _Sign:
    return _Sign(cue.says, cue.force, source.evidence(Part.BODY, cue.start, cue.end))


def _from_line(source: Source, line: Sentence) -> Iterator[_Sign]:
    """Read a line that consists of a place and 'Remote' alone."""
    if len(line.text) > _LONGEST_LINE:
        return
    for says, first, last in find_labels("head", line.text, line.words):
        if says in _SAID_ALONE and _nothing_else(line.text):
            place = source.evidence(Part.BODY, line.start + first, line.start + last)
            yield _Sign(says, Force.STATED, place)
            return


def _nothing_else(line: str) -> bool:
    rest = line
    for place in places_in(line, loose=True):
        rest = rest[: place.start] + " " * (place.end - place.start) + rest[place.end :]
    return not without_filler(rest)


def _from_field(source: Source) -> Iterator[_Sign]:
    stated = source.fields.workplace
    place = field_line(source.text.fields, "workplace")
    if stated is not None and place is not None:
        yield _Sign(Says(stated.value), Force.FIELD, source.evidence(Part.FIELDS, *place))


def _from_title(source: Source) -> Iterator[_Sign]:
    title, tokens = flat(source.text.title), source.tokens[Part.TITLE]
    for says, start, end in find_labels("title", title, tokens.keys):
        yield _Sign(says, Force.FIELD, source.evidence(Part.TITLE, start, end))


def _from_head(source: Source) -> Iterator[_Sign]:
    """Read the location, and each tag that says nothing else: 'distributed systems' is no workplace."""
    yield from _from_words(source, Part.LOCATION, source.text.location)
    start = 0
    for tag in source.text.tags.splitlines(keepends=True):
        signs = tuple(_from_words(source, Part.TAGS, tag, start))
        if signs and _nothing_else(flat(tag)):
            yield from signs
        start += len(tag)


def _from_words(source: Source, part: Part, text: str, start: int = 0) -> Iterator[_Sign]:
    for says, first, last in find_labels("head", flat(text), source.tokens[part].places):
        yield _Sign(says, Force.HEAD, source.evidence(part, start + first, start + last))
        if says is Says.NOT_REMOTE:
            return
