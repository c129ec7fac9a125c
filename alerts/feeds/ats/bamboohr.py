"""A company's openings at BambooHR, whose list lacks the texts; knows no other recruiting system."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar

from alerts.errors import EntryError, ParseError
from alerts.feeds.ats.board import Board, place_of
from alerts.feeds.collecting import Doubts, collect
from alerts.feeds.contract import Manners, Terms
from alerts.feeds.entry import Document, Entry, ParsedDocument
from alerts.feeds.sums import employment_named
from alerts.feeds.values import as_object, distinct, http_url, json_value, moment, native_key, said, words
from alerts.feeds.wording import is_true
from alerts.posting import Fields, Workplace

# What BambooHR numbers a workplace.
_WORKPLACES = {"0": None, "1": Workplace.REMOTE, "2": Workplace.HYBRID}

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BambooHr(Board):
    """The answer of ``/careers/list`` on the company's site, and of ``/careers/<id>/detail`` for each opening."""

    name: ClassVar[str] = "bamboohr"
    manners: ClassVar[Manners] = Manners(
        source="BambooHR",
        hosts=("bamboohr.com",),
        min_interval=timedelta(hours=1),
        host_gap=timedelta(seconds=2),
        terms=Terms.UNCLEAR,
        note="Its careers sites load the list without saying who may read it.",
    )
    endpoint: ClassVar[str] = "https://{board}.bamboohr.com/careers/list"
    addresses: ClassVar[tuple[re.Pattern[str], ...]] = (re.compile(r"(?P<board>[^./]+)\.bamboohr\.com/"),)

    def recognises(self, document: Document) -> bool:
        """Look for openings with BambooHR's own words."""
        if b'"jobOpeningName"' not in document.body:
            return False
        try:
            first = as_object(next(iter(_openings(document)), None))
        except ParseError:
            return False
        return "jobOpeningName" in first

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:
        """Read all openings of the list."""
        company, base = self.company_of(options, document.url), document.url
        return collect(
            _openings(document), lambda item, doubts: _entry(item, company, base, doubts), complete=True
        )

    def parse_detail(self, entry: Entry, document: Document) -> Entry:
        """Add the text, the pay in prose and what else only the opening's own document has."""
        result = as_object(as_object(json_value(document.body)).get("result"))
        opening = as_object(result.get("jobOpening"))
        if not words(opening.get("description")):
            raise EntryError("an opening whose detail has no text")
        site = as_object(opening.get("location"))
        return replace(
            entry,
            description=words(opening.get("description")),
            location=entry.location
            or place_of(site.get("city"), site.get("state"), site.get("addressCountry")),
            fields=replace(entry.fields, pay_text=words(opening.get("compensation"))),
            posted_at=entry.posted_at or moment(opening.get("datePosted")),
        )


def _openings(document: Document) -> list[Any]:
    answer = as_object(json_value(document.body))
    if isinstance(answer.get("result"), list):
        openings: list[Any] = answer["result"]
        return openings
    raise ParseError(said("BambooHR", answer.get("error"), answer.get("message")))


def _entry(opening: _Json, company: str, base: str, _doubts: Doubts) -> Entry:
    key, title = native_key(opening.get("id")), words(opening.get("jobOpeningName"))
    if not (key and title):
        raise EntryError("an opening without an id or a name")
    site, own = as_object(opening.get("atsLocation")), as_object(opening.get("location"))
    country = site.get("country") or opening.get("locationCountry")
    url = http_url(f"/careers/{key}", base) if key.isalnum() else ""
    remote = is_true(opening.get("isRemote")) or is_true(site.get("isRemote"))
    numbered = _WORKPLACES.get(words(opening.get("locationType")))
    return Entry(
        native_key=key,
        url=url,
        title=title,
        company=company,
        location=place_of(
            site.get("city") or own.get("city") or opening.get("locationCity"),
            site.get("state") or own.get("state") or opening.get("locationState"),
            country,
        ),
        tags=distinct((words(opening.get("departmentLabel")),)),
        fields=Fields(
            workplace=Workplace.REMOTE if remote else numbered,
            employment=employment_named(opening.get("employmentStatusLabel")),
        ),
        posted_at=moment(opening.get("datePosted")) or moment(opening.get("postingDate")),
        detail_url=f"{url}/detail" if url else "",
    )
