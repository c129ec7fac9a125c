"""A company's positions at Breezy HR; knows no other recruiting system."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from alerts.errors import EntryError, ParseError
from alerts.feeds.ats.board import Board, place_of
from alerts.feeds.collecting import Doubts, collect
from alerts.feeds.contract import Manners, Terms
from alerts.feeds.entry import Document, Entry, ParsedDocument
from alerts.feeds.sums import employment_named
from alerts.feeds.values import (
    as_list,
    as_object,
    distinct,
    http_url,
    json_value,
    moment,
    native_key,
    places,
    said,
    words,
)
from alerts.feeds.wording import is_true, regions_named
from alerts.posting import Fields, Workplace

_OWN_WORDS = frozenset(("friendly_id", "published_date"))

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Breezy(Board):
    """The answer of ``/json`` on the company's careers site: all positions, most of them without a text."""

    name: ClassVar[str] = "breezy"
    manners: ClassVar[Manners] = Manners(
        source="Breezy HR",
        hosts=("breezy.hr",),
        min_interval=timedelta(hours=1),
        terms=Terms.UNCLEAR,
        note="Its careers sites serve the list without saying who may read it.",
    )
    endpoint: ClassVar[str] = "https://{board}.breezy.hr/json"
    addresses: ClassVar[tuple[re.Pattern[str], ...]] = (re.compile(r"(?P<board>[^./]+)\.breezy\.hr/"),)

    def recognises(self, document: Document) -> bool:
        """Look for positions with Breezy's own words."""
        if b'"friendly_id"' not in document.body:
            return False
        try:
            first = as_object(next(iter(_positions(document)), None))
        except ParseError:
            return False
        return first.keys() >= _OWN_WORDS

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:
        """Read all positions of the company."""
        company = words(options.get("company"))
        board = self.company_of({}, document.url)
        return collect(
            _positions(document), lambda item, doubts: _entry(item, company, board, doubts), complete=True
        )


def _positions(document: Document) -> list[Any]:
    answer = json_value(document.body)
    if isinstance(answer, list):
        return answer
    raise ParseError(said("Breezy HR", as_object(answer).get("error"), as_object(answer).get("message")))


def _entry(position: _Json, company: str, board: str, _doubts: Doubts) -> Entry:
    key, title = native_key(position.get("id")), words(position.get("name"))
    url = http_url(position.get("url"))
    if not (key and title and url):
        raise EntryError("a position without an id, a name or a link")
    sites = [as_object(one) for one in (position.get("location"), *as_list(position.get("locations")))]
    countries = [as_object(site.get("country")) for site in sites]
    remote = any(is_true(site.get("is_remote")) for site in sites)
    kind = position.get("type")
    return Entry(
        native_key=key,
        url=url,
        title=title,
        company=company or words(as_object(position.get("company")).get("name")) or board,
        location=places(
            words(site.get("name")) or place_of(site.get("city"), country.get("name"))
            for site, country in zip(sites, countries, strict=True)
        ),
        description=words(position.get("description")),
        tags=distinct((words(position.get("department")),)),
        fields=Fields(
            pay_text=words(position.get("salary")),
            workplace=Workplace.REMOTE if remote else None,
            regions=regions_named(country.get("id") or country.get("name") for country in countries),
            employment=employment_named(as_object(kind).get("name") or kind),
        ),
        posted_at=moment(position.get("published_date")),
    )
