"""Reads where one may work from: countries and groups of countries; knows no pattern of prose."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from alerts.posting import Evidence, Part, Stated
from alerts.reading.place_names import Kind
from alerts.reading.places import PlaceAt, find_places, place_codes, places_in
from alerts.reading.region_statements import announces_places, find_statements, with_places, without_filler
from alerts.reading.sentences import Sentence, flat, sentences_of
from alerts.reading.source import Source
from alerts.text import field_line

_ANYWHERE = re.compile(r"\banywhere\b|\bany location\b|\bany country\b", re.IGNORECASE)
# A title's pieces, each of which is a place or is not.
_TITLE_PIECE = re.compile(r"[^()\[\]{},;|/–—:@+&]+?(?=\s-\s|[()\[\]{},;|/–—:@+&]|$)|\s-\s")
_WHOLE_WORLD = re.compile(r"\bworld|\bglob|\bcountr", re.IGNORECASE)
_WORLD = "WORLD"
# Modules of SAP that look like countries.
_SKILLS = re.compile(r"\b(?:FI ?/ ?CO|CO ?/ ?FI|MM ?/ ?SD|SD ?/ ?MM)\b")
_LISTED_LINES = 40
_MOST_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class _Sign:
    """A code and the words that say so."""

    code: str
    evidence: Evidence


def read_regions(source: Source) -> tuple[Stated[str], ...]:
    """Give where one may work from, empty where the posting does not say: not saying is not 'anywhere'."""
    body = list(_from_body(source))
    named = [*_from_title(source), *_from_field(source)]
    signs = [*_from_location(source), *named, *_from_tags(source)]
    signs += [sign for sign, weak in body if not weak]
    if any(sign.code != _WORLD for sign in named):
        signs = [sign for sign in signs if not _is_anywhere(sign)]
    return _stated(signs or [*(sign for sign, _ in body), *_from_words_of_title(source)])


def _is_anywhere(sign: _Sign) -> bool:
    """Say whether a sign is a board's "anywhere" or a company's "wherever", which a country of the role's limits."""
    vague = sign.evidence.part is not Part.BODY or not _WHOLE_WORLD.search(sign.evidence.quote)
    return sign.code == _WORLD and vague


def _stated(signs: list[_Sign]) -> tuple[Stated[str], ...]:
    found: dict[str, dict[Evidence, None]] = {}
    for sign in signs:
        found.setdefault(sign.code, {})[sign.evidence] = None
    return tuple(Stated(code, tuple(evidence)[:_MOST_EVIDENCE]) for code, evidence in found.items())


def _signs(source: Source, part: Part, place: PlaceAt, offset: int = 0) -> Iterator[_Sign]:
    for code in place.codes:
        yield _Sign(code, source.evidence(part, offset + place.start, offset + place.end))


def _from_location(source: Source) -> Iterator[_Sign]:
    text = source.text.location
    places = find_places(text, source.tokens[Part.LOCATION], loose=True)
    for place in places:
        yield from _signs(source, Part.LOCATION, place)
    anywhere = _ANYWHERE.search(text)
    if anywhere and not places:
        yield _Sign(_WORLD, source.evidence(Part.LOCATION, anywhere.start(), anywhere.end()))


def _from_title(source: Source) -> Iterator[_Sign]:
    title = flat(source.text.title)
    places = [place for place in _places_of_title(source, title, loose=True) if not place.shy]
    for piece in _TITLE_PIECE.finditer(title):
        inside = [place for place in places if piece.start() <= place.start and place.end <= piece.end()]
        inside = [place for place in inside if place.kind is not Kind.PEOPLE]
        if inside and not _rest(title[piece.start() : piece.end()], inside, piece.start()):
            for place in inside:
                yield from _signs(source, Part.TITLE, place)


def _places_of_title(source: Source, title: str, *, loose: bool) -> Iterator[PlaceAt]:
    skills = [found.span() for found in _SKILLS.finditer(title)]
    for place in find_places(title, source.tokens[Part.TITLE], loose=loose):
        if not any(start <= place.start < end for start, end in skills):
            yield place


def _from_words_of_title(source: Source) -> Iterator[_Sign]:
    """Take any place of the title: 'Support Engineer Tel Aviv' may also mean the customers' place, so it is weak."""
    for place in _places_of_title(source, source.text.title, loose=False):
        if place.kind is not Kind.PEOPLE:
            yield from _signs(source, Part.TITLE, place)


def _from_tags(source: Source) -> Iterator[_Sign]:
    """Take a tag that is a place and nothing else."""
    start = 0
    for line in source.text.tags.splitlines(keepends=True):
        places = [place for place in places_in(line) if not place.shy]
        if places and not _rest(line, places):
            for place in places:
                yield from _signs(source, Part.TAGS, place, start)
        start += len(line)


def _rest(text: str, places: list[PlaceAt], offset: int = 0) -> str:
    """Give what a piece says beside places and words of workplace."""
    for place in places:
        start, end = place.start - offset, place.end - offset
        text = text[:start] + " " * (end - start) + text[end:]
    return without_filler(text)


def _from_field(source: Source) -> Iterator[_Sign]:
    line = field_line(source.text.fields, "regions")
    if line is None:
        return
    for found in re.finditer(r"[A-Z]+", source.text.fields[line[0] : line[1]]):
        if found.group() in source.fields.regions and found.group() in place_codes():
            yield _Sign(
                found.group(), source.evidence(Part.FIELDS, line[0] + found.start(), line[0] + found.end())
            )


def _from_body(source: Source) -> Iterator[tuple[_Sign, bool]]:
    """Give signs of the body, each with whether it is weak."""
    listed = 0
    places = find_places(source.text.body, source.tokens[Part.BODY])
    for sentence, inside in with_places(sentences_of(source, Part.BODY), places):
        found = find_statements(sentence, inside)
        for statement in found:
            for code in statement.codes:
                evidence = source.evidence(Part.BODY, statement.start, statement.end)
                yield _Sign(code, evidence), statement.weak
        if listed and sentence.bullet and not found:
            yield from ((sign, False) for sign in _from_list_item(source, sentence))
        listed = (
            _LISTED_LINES if announces_places(sentence) else (listed - 1 if sentence.bullet and listed else 0)
        )


def _from_list_item(source: Source, sentence: Sentence) -> Iterator[_Sign]:
    places = list(places_in(sentence.text, loose=True))
    if places and not _rest(sentence.text, places).strip(",;()/&"):
        for place in places:
            yield from _signs(source, Part.BODY, place, sentence.start)
