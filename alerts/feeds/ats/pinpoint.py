"""A company's postings at Pinpoint; knows no other recruiting system."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from alerts.errors import EntryError, ParseError
from alerts.feeds.ats.board import Board, place_of
from alerts.feeds.collecting import Doubts, collect
from alerts.feeds.contract import Manners, Terms
from alerts.feeds.entry import Document, Entry, ParsedDocument
from alerts.feeds.sums import GivenPay, Pay, employment_named, pay_of
from alerts.feeds.values import as_object, distinct, http_url, json_value, native_key, said, words
from alerts.feeds.wording import workplace_named
from alerts.posting import Fields

_SECTIONS = (
    ("", "description"),
    ("key_responsibilities_header", "key_responsibilities"),
    ("skills_knowledge_expertise_header", "skills_knowledge_expertise"),
    ("benefits_header", "benefits"),
)

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pinpoint(Board):
    """The answer of ``/postings.json`` on the company's careers site, which lists all postings at once."""

    name: ClassVar[str] = "pinpoint"
    manners: ClassVar[Manners] = Manners(
        source="Pinpoint",
        hosts=("pinpointhq.com",),
        min_interval=timedelta(hours=1),
        terms=Terms.UNCLEAR,
        note="Its careers sites serve the list without saying who may read it.",
    )
    endpoint: ClassVar[str] = "https://{board}.pinpointhq.com/postings.json"
    addresses: ClassVar[tuple[re.Pattern[str], ...]] = (re.compile(r"(?P<board>[^./]+)\.pinpointhq\.com/"),)

    def recognises(self, document: Document) -> bool:
        """Look for postings with Pinpoint's own words."""
        if b'"workplace_type' not in document.body:
            return False
        try:
            first = as_object(next(iter(_postings(document)), None))
        except ParseError:
            return False
        return {"path", "title"} <= first.keys()

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:
        """Read all postings of the company."""
        company = self.company_of(options, document.url)
        return collect(
            _postings(document),
            lambda item, doubts: _entry(item, company or self.company_of({}, item.get("url")), doubts),
            complete=True,
        )


def _postings(document: Document) -> list[Any]:
    answer = as_object(json_value(document.body))
    if isinstance(answer.get("data"), list):
        postings: list[Any] = answer["data"]
        return postings
    raise ParseError(said("Pinpoint", answer.get("error"), answer.get("message")))


def _entry(posting: _Json, company: str, doubts: Doubts) -> Entry:
    key, title = native_key(posting.get("id")), words(posting.get("title"))
    url = http_url(posting.get("url"))
    if not (key and title and url):
        raise EntryError("a posting without an id, a title or a link")
    site, job = as_object(posting.get("location")), as_object(posting.get("job"))
    pay = _pay(posting, doubts)
    return Entry(
        native_key=key,
        url=url,
        title=title,
        company=company,
        location=place_of(site.get("city"), site.get("province"), site.get("name")),
        description="\n".join(_description(posting)),
        tags=distinct(words(as_object(job.get(name)).get("name")) for name in ("department", "division")),
        fields=Fields(
            pay=pay.bands,
            pay_text=pay.text,
            workplace=workplace_named(posting.get("workplace_type_text"))
            or workplace_named(posting.get("workplace_type")),
            employment=employment_named(posting.get("employment_type_text")),
        ),
    )


def _description(posting: _Json) -> Iterator[str]:
    for header, section in _SECTIONS:
        heading, text = words(posting.get(header)), words(posting.get(section))
        yield f"<h3>{heading}</h3>\n{text}" if heading and text else text


def _pay(posting: _Json, doubts: Doubts) -> Pay:
    """Read the pay, unless the company hides it."""
    if posting.get("compensation_visible") is False:
        return Pay()
    return pay_of(
        GivenPay(
            minimum=posting.get("compensation_minimum"),
            maximum=posting.get("compensation_maximum"),
            currency=posting.get("compensation_currency"),
            interval=posting.get("compensation_frequency"),
        ),
        doubts,
    )
