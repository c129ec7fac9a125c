"""A web page that states its postings in schema.org's words, as JSON-LD or microdata; knows no particular site."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from alerts.errors import ParseError
from alerts.feeds.collecting import Doubts, collect
from alerts.feeds.contract import Format, Manners
from alerts.feeds.entry import Document, Entry, PageRequest, ParsedDocument
from alerts.feeds.html_page import json_ld_of, page_text
from alerts.feeds.microdata import microdata_of
from alerts.feeds.schema_org import entry_from_jobposting, jobpostings_in
from alerts.feeds.sniffing import Kind, kind_of
from alerts.feeds.values import as_list, as_object, http_url, native_key, url_key, words

_MARK = b"JobPosting"

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JobPage(Format):
    """One page with one posting or many; what robots.txt forbids is not asked for."""

    name: ClassVar[str] = "jobpage"
    version: ClassVar[int] = 2
    option_names: ClassVar[frozenset[str]] = frozenset(("company",))
    manners: ClassVar[Manners] = Manners(min_interval=timedelta(hours=1))

    def recognises(self, document: Document) -> bool:
        """Look for a JobPosting in a page."""
        if _MARK not in document.body or kind_of(document.body) is not Kind.PAGE:
            return False
        return next(_postings(page_text(document)), None) is not None

    def plan(self, url: str, options: Mapping[str, Any]) -> PageRequest:  # noqa: ARG002 - the contract
        """Ask for the page, as a page."""
        return PageRequest(url=url, page=True)

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:
        """Read all postings that the page states."""
        postings = list(_postings(page_text(document)))
        if not postings:
            raise ParseError(f"{kind_of(document.body)} without a schema.org JobPosting came")
        company = words(options.get("company"))
        return collect(postings, lambda item, doubts: _entry(item, document.url, company, doubts))


def _postings(page: str) -> Iterator[dict[str, Any]]:
    """Give the postings of all JSON-LD blocks, or where there are none those of the microdata."""
    found = False
    for block in json_ld_of(page):
        for posting in jobpostings_in(block):
            found = True
            yield posting
    if not found:
        yield from jobpostings_in(microdata_of(page))


def _entry(posting: _Json, page_url: str, company: str, doubts: Doubts) -> Entry:
    url = http_url(_first(posting.get("url")), page_url) or http_url(page_url)
    title = words(_first(posting.get("title")))
    key = _identifier(posting) or url_key(url)
    named = {"hiringOrganization": company} if company else {}
    return entry_from_jobposting(
        {**posting, **named, "url": url}, native_key=native_key(key or title), doubts=doubts
    )


def _identifier(posting: _Json) -> str:
    """Give the posting's own number, which may be a property with a name and a value."""
    for one in as_list(posting.get("identifier")):
        stated = words(one) or words(_first(as_object(one).get("value")))
        if stated:
            return stated
    return ""


def _first(raw: Any) -> Any:
    return next(iter(as_list(raw)), None)
