"""schema.org's JobPosting, wherever it stands, as an entry; knows no document around it."""

import re
from collections import deque
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from html import escape
from typing import Any

from alerts.errors import EntryError
from alerts.feeds.collecting import Doubts
from alerts.feeds.entry import Entry
from alerts.feeds.sums import GivenPay, Pay, amount, employment_named, pay_of
from alerts.feeds.values import (
    as_list,
    as_object,
    country_code,
    distinct,
    http_url,
    moment,
    places,
    word_list,
    words,
)
from alerts.posting import Fields, Markup, Workplace

_MAX_NODES = 10_000
_DAY = re.compile(r"\d{4}-?\d\d-?\d\d(?:T00:00(?::00(?:\.0+)?)?Z?)?", re.ASCII)
# Twelve hours west of Greenwich a day ends when half of the next one is over here.
_LAST_END_OF_DAY = timedelta(hours=36)
_HOLDERS = ("@graph", "mainEntity", "itemListElement", "item")

# Parts of the text that boards cut out of the description, with the heading that says what they are.
_SECTIONS = {
    "responsibilities": "Responsibilities",
    "qualifications": "Qualifications",
    "experienceRequirements": "Experience",
    "educationRequirements": "Education",
    "skills": "Skills",
    "jobBenefits": "Benefits",
    "incentiveCompensation": "Incentives",
    "workHours": "Working hours",
}

_Json = Mapping[str, Any]


def find_jobposting(value: Any) -> dict[str, Any] | None:
    """Find the first JobPosting in JSON-LD: by itself, in a list or in a graph."""
    return next(jobpostings_in(value), None)


def jobpostings_in(value: Any) -> Iterator[dict[str, Any]]:
    """Find all JobPostings in JSON-LD, but for what lies in another one."""
    waiting = deque([value])
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.popleft()
        if isinstance(node, list):
            waiting.extend(node[:_MAX_NODES])
        elif isinstance(node, dict):
            if _is_jobposting(node):
                yield node
            else:
                waiting.extend(node[holder] for holder in _HOLDERS if holder in node)


def _is_jobposting(node: _Json) -> bool:
    return any(words(name).rpartition("/")[2] == "JobPosting" for name in as_list(node.get("@type")))


def entry_from_jobposting(
    posting: _Json, *, native_key: str, url: str = "", doubts: Doubts | None = None
) -> Entry:
    """Make an entry of a JobPosting; ``url`` stands in where it names none."""
    title = _name(posting.get("title")) or _name(posting.get("name"))
    if not title:
        raise EntryError("a JobPosting without a title")
    return Entry(
        native_key=native_key,
        url=http_url(_name(posting.get("url"))) or url,
        title=title,
        company=_name(posting.get("hiringOrganization")),
        location=places((*_locations(posting), *_eligible(posting))),
        description=_description(posting),
        markup=Markup.HTML,
        tags=word_list(posting["skills"]) if isinstance(posting.get("skills"), list) else (),
        fields=_fields(posting, doubts or Doubts()),
        posted_at=moment(_name(posting.get("datePosted"))),
        valid_until=_valid_until(posting),
    )


def _valid_until(posting: _Json) -> datetime | None:
    """Give when a posting is over; a day ends where it ends last, and one that is over when it begins says nothing."""
    stated, posted = _name(posting.get("validThrough")), moment(_name(posting.get("datePosted")))
    until = moment(stated)
    if until is None or (posted is not None and until <= posted):
        return None
    return until + _LAST_END_OF_DAY if _DAY.fullmatch(stated) else until


def _name(raw: Any) -> str:
    """Give the name of a thing that may be named directly; some pages repeat either in a list."""
    things = (one.get("name") if isinstance(one, dict) else one for one in as_list(raw))
    return next(filter(None, (words(name) for thing in things for name in as_list(thing))), "")


def _locations(posting: _Json) -> Iterator[str]:
    for place in as_list(posting.get("jobLocation")):
        address, name = _only(as_object(place).get("address")), _name(place)
        parts = as_object(address)
        # A list of places all with the head office's address is real; then only the names tell them apart.
        if "," in name or not address:
            yield name
        else:
            keys = ("addressLocality", "addressRegion", "addressCountry")
            yield ", ".join(distinct(_name(parts.get(key)) for key in keys)) or _name(address)


def _eligible(posting: _Json) -> tuple[str, ...]:
    return distinct(map(_name, as_list(posting.get("applicantLocationRequirements"))))


def _description(posting: _Json) -> str:
    body = words(_only(posting.get("description")))
    return body + "".join(
        f"\n<h3>{heading}</h3>\n{text}"
        for key, heading in _SECTIONS.items()
        if (text := _section(posting.get(key))) and text not in body
    )


def _section(raw: Any) -> str:
    if isinstance(raw, list):
        items = (f"<li>{escape(text)}</li>" for text in filter(None, map(_name, raw)))
        return "".join(items)
    return words(raw)


def _fields(posting: _Json, doubts: Doubts) -> Fields:
    kinds = (kind for raw in as_list(posting.get("employmentType")) for kind in employment_named(raw))
    codes = (country_code(name) or "" for name in _eligible(posting))
    salaries = [pay_of(_given(posting, salary), doubts) for salary in as_list(posting.get("baseSalary"))]
    bands = tuple(band for pay in salaries for band in pay.bands)
    return Fields(
        pay=bands,
        pay_text="" if bands else _pay_text(posting, salaries),
        workplace=Workplace.REMOTE if _is_remote(posting) else None,
        regions=distinct(codes),
        employment=distinct(kinds),
    )


def _is_remote(posting: _Json) -> bool:
    return any(words(kind).upper() == "TELECOMMUTE" for kind in as_list(posting.get("jobLocationType")))


def _pay_text(posting: _Json, salaries: list[Pay]) -> str:
    """Give pay as words where the structure lacks the period, or where there are only words."""
    prose = (
        words(raw) for raw in as_list(posting.get("baseSalary")) if isinstance(raw, str) and not amount(raw)
    )
    return next(filter(None, (*(pay.text for pay in salaries), *prose)), "")


def _given(posting: _Json, salary: Any) -> GivenPay:
    """Find the parts of a MonetaryAmount, or of a bare number."""
    outer = as_object(salary)
    value = _only(outer.get("value", salary))
    inner = as_object(value) or outer
    single = inner.get("value") if isinstance(value, dict) else value
    currency = outer.get("currency") or inner.get("currency") or posting.get("salaryCurrency")
    return GivenPay(
        minimum=_only(inner.get("minValue", single)),
        maximum=_only(inner.get("maxValue", single)),
        currency=_only(currency),
        interval=_only(inner.get("unitText") or outer.get("unitText")),
    )


def _only(raw: Any) -> Any:
    """Give the first of what microdata, and some pages, put into a list."""
    return next(iter(raw), None) if isinstance(raw, list) else raw
