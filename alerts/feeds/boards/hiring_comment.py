"""Reads a comment of a 'Who is hiring?' thread into the roles that it offers; knows no document around it.

By custom its first line is 'Company | Role | Place | REMOTE | pay', in any order behind the company, and a comment
that offers several roles names them there or lists them below.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from alerts.feeds.sums import employment_named
from alerts.feeds.values import distinct
from alerts.reading.places import places_in

_MAX_COMMENT = 50_000
_MAX_HEAD = 600
_MAX_COMPANY = 80
_MAX_ROLE = 90
_MAX_ROLE_WORDS = 10
_MOST_ROLES = 12
_MOST_LINES = 80
_LEAST_SEGMENTS = 3

_PARAGRAPH = re.compile(r"</?p(?: [^<>]*)?>|\n|<br ?/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_PIPES = re.compile(r"\s*[|│¦]\s*")
_DASHES = re.compile(r"\s+(?:[-–—•·]|//)\s+|\s*[•·]\s*")
_URL = re.compile(r"\(?\b(?:https?://|www\.)[^\s()|]+\)?")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_BULLET = re.compile(r"^(?:[-*•·→>–—]+|\d{1,2}[.)])\s*")

# A person who does the job, and what else tells that a few words name one.
_PERSON = re.compile(
    r"\b(?:engineers?|developers?|devs?|devops|sres?|swes?|sdes?|designers?|scientists?|architects?|managers?|analysts?"
    r"|researchers?|programmers?|administrators?|specialists?|consultants?|advocates?|recruiters?|writers?|editors?"
    r"|technicians?|executives?|directors?|interns?|founders?|cofounders?|testers?|coordinators?|associates?"
    r"|representatives?|strategists?|marketers?|traders?|quants?|leads?|heads? of [a-z]+|vps?|ctos?|ceos?|coos?"
    r"|pms?|mathematicians?|physicists?|hackers?|ingénieure?s?|entwickler)\b",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"\b(?:full[- ]?stack|front[- ]?end|back[- ]?end|engineering|machine learning|data science|product management"
    r"|design|qa|security|infrastructure|platform|mobile|ios|android|sales|marketing|internships?)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:multiple|several|various|many|all|different|numerous|open|some|\d{1,2})\b.{0,30}"
    r"\b(?:roles?|positions?|openings?|engineers?|developers?|jobs?|opportunities|hires?)\b"
    r"|\A(?:engineering |tech |technical |remote )?(?:roles?|positions?|openings?)\Z",
    re.IGNORECASE,
)
_WORKPLACE = re.compile(
    r"\b(?:remote|on-?site|hybrid|in[- ]office|in[- ]person|wfh|time ?zones?|utc|gmt|anywhere)\b",
    re.IGNORECASE,
)
_PAY = re.compile(r"[$€£¥₹]\s?\d|\d\s?k\b|\b(?:USD|EUR|GBP|CHF|CAD|AUD|salary|equity)\b", re.IGNORECASE)
# Somebody in the wrong thread.
_SEEKING = re.compile(r"^\W*(?:seeking|looking for) (?:work|a job|freelance)", re.IGNORECASE)
_LABEL = re.compile(r"^(?:position|role|title|location|remote|salary|pay|type)s?\s?:\s*", re.IGNORECASE)
_HIRING = re.compile(
    r"^(?P<company>\S.{0,60}?)\s+(?:is|are|we're|we are)\s+(?:now\s+)?(?:hiring|looking)\b", re.IGNORECASE
)
_JOINT = re.compile(r"\s*(?:,|;|/|&|\+|\band\b|\bor\b)\s*")
_END_OF_NAME = re.compile(r"\s*(?:[:|(\[–—]|\s-\s|https?://|\.\s|\.$|,|\s@\s|\bat\b)")
_SENTENCE = re.compile(
    r"\b(?:we|we're|our|you|you'll|your|i|is|are|will|join|hiring|looking|seeking|as an?|apply|email|who|with|reach"
    r"|send|contact|building|build|about|stack|the)\b",
    re.IGNORECASE,
)


@dataclass(slots=True, kw_only=True)
class Offer:
    """What a comment offers: its roles, none where it names none; ``title`` then stands for all."""

    company: str = ""
    roles: tuple[str, ...] = ()
    title: str = ""
    places: list[str] = field(default_factory=list)
    pay: list[str] = field(default_factory=list)
    employment: list[str] = field(default_factory=list)


def read_comment(markup: str) -> Offer | None:
    """Read a comment; None where it offers nothing, as a question among the postings does."""
    lines = list(_lines(markup[:_MAX_COMMENT]))
    if not lines or _SEEKING.match(lines[0]):
        return None
    head = lines[0][:_MAX_HEAD]
    segments = _segments(head)
    said = _HIRING.match(head)
    if len(segments) < _LEAST_SEGMENTS and not said and not (len(segments) > 1 and _PERSON.search(head)):
        return None
    offer = Offer(company=_company(said["company"] if said else segments[0]))
    named, several = _sort(segments[1:], offer)
    listed = tuple(_listed(lines[1:_MOST_LINES])) if several or not named else ()
    offer.roles = distinct((*named, *listed))[:_MOST_ROLES]
    offer.title = _fallback(segments, offer)
    return offer


def _lines(markup: str) -> Iterator[str]:
    for paragraph in _PARAGRAPH.split(markup):
        line = " ".join(unescape(_TAG.sub("", paragraph)).split())
        if line:
            yield line


def _segments(head: str) -> list[str]:
    """Cut the first line at its pipes, or where it has none at its dashes."""
    parts = _PIPES.split(head)
    parts = parts if len(parts) > 1 else _DASHES.split(head)
    return [part.strip(" ,;") for part in parts if part.strip(" ,;")]


def _company(segment: str) -> str:
    """Give the name without the link, the batch or the description that may stand behind it."""
    name = _BRACKETS.sub(" ", _URL.sub("", segment)).strip(" ,;:-–—")
    return name[:_MAX_COMPANY] or segment[:_MAX_COMPANY]


def _sort(segments: list[str], offer: Offer) -> tuple[list[str], bool]:
    """Put the segments where they belong; give the roles, and whether there are others than those named."""
    persons: list[str] = []
    fields: list[str] = []
    several = False
    for segment in segments:
        plain = _LABEL.sub("", _URL.sub("", segment).strip(" ,;"))
        if not plain:
            continue
        if _SEVERAL.search(plain):
            several = True
            persons.extend(_named_behind(plain))
        elif _PERSON.search(plain):
            persons.extend(_split(plain))
        elif _PAY.search(plain):
            offer.pay.append(plain)
        elif _WORKPLACE.search(plain) or _is_place(plain):
            offer.places.append(plain)
        elif _FIELD.search(plain):
            fields.append(plain)
        else:
            offer.employment.extend(employment_named(plain))
    return [role[:_MAX_ROLE] for role in persons or fields], several


def _named_behind(segment: str) -> list[str]:
    """Give what '3 roles: Engineer, Designer' names, if every piece is a role."""
    pieces = [piece.strip() for piece in _JOINT.split(segment.partition(":")[2]) if piece.strip()]
    return pieces if all(map(_PERSON.search, pieces)) else []


def _is_place(text: str) -> bool:
    return any(True for _ in places_in(text, loose=True))


def _split(segment: str) -> list[str]:
    """Cut 'Frontend Engineer, Data Scientist' in two, but not 'Frontend/Backend Engineer'."""
    pieces = [piece.strip() for piece in _JOINT.split(_BRACKETS.sub(" ", segment).strip())]
    return pieces if len(pieces) > 1 and all(map(_PERSON.search, pieces)) else [segment]


def _listed(lines: list[str]) -> Iterator[str]:
    """Give the roles that lines of the text begin with."""
    for line in lines:
        item = _BULLET.sub("", line)
        end = _END_OF_NAME.search(item)
        name = item[: end.start()].strip() if end else item
        fit = 0 < len(name) <= _MAX_ROLE and len(name.split()) <= _MAX_ROLE_WORDS
        if fit and not name[0].islower() and _PERSON.search(name) and not _SENTENCE.search(name):
            yield name


def _fallback(segments: list[str], offer: Offer) -> str:
    """Make a title for a comment that names no role: what is left of its first line, or all of it."""
    known = {*offer.places, *offer.pay}
    rest = (_URL.sub("", part).strip() for part in segments[1:] if part not in known)
    told = [part for part in rest if part and not employment_named(part)]
    return (told[0] if told else " | ".join(segments))[:_MAX_ROLE]
