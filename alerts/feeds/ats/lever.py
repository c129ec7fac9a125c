"""A company's postings in Lever's postings API; knows no other recruiting system."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from typing import Any, ClassVar

from alerts.errors import EntryError, ParseError
from alerts.feeds.ats.board import Board
from alerts.feeds.collecting import Doubts, collect
from alerts.feeds.contract import Manners
from alerts.feeds.entry import Document, Entry, ParsedDocument
from alerts.feeds.sums import GivenPay, employment_named, pay_of
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
    word_list,
    words,
)
from alerts.feeds.wording import regions_named, workplace_named
from alerts.posting import Fields

_MAX_LISTS = 50

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lever(Board):
    """The answer of ``/v0/postings/<site>?mode=json``, which lists all postings at once."""

    name: ClassVar[str] = "lever"
    manners: ClassVar[Manners] = Manners(
        source="Lever",
        hosts=("lever.co",),
        min_interval=timedelta(minutes=30),
        note="Its documentation says that postings may be read by third parties.",
    )
    endpoint: ClassVar[str] = "https://api.{at}lever.co/v0/postings/{board}?mode=json"
    addresses: ClassVar[tuple[re.Pattern[str], ...]] = (
        re.compile(r"(?:jobs|hire)\.(?P<at>eu\.)?lever\.co/(?P<board>[^/?]+)"),
        re.compile(r"api\.(?P<at>eu\.)?lever\.co/v0/postings/(?P<board>[^/?]+)"),
    )

    everywhere: ClassVar[tuple[str, ...]] = ("", "eu.")

    def recognises(self, document: Document) -> bool:
        """Look for a list of postings with Lever's own words."""
        if b'"hostedUrl"' not in document.body:
            return False
        try:
            first = as_object(next(iter(_postings(document)), None))
        except ParseError:
            return False
        return {"text", "hostedUrl"} <= first.keys()

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:
        """Read all postings of the site."""
        postings = _postings(document)
        links = (as_object(posting).get("hostedUrl") for posting in postings[:1])
        company = self.company_of(options, document.url, *links)
        return collect(postings, lambda item, doubts: _entry(item, company, doubts), complete=True)


def _postings(document: Document) -> list[Any]:
    answer = json_value(document.body)
    if isinstance(answer, list):
        return answer
    raise ParseError(said("Lever", as_object(answer).get("error")))


def _entry(posting: _Json, company: str, doubts: Doubts) -> Entry:
    key, title = native_key(posting.get("id")), words(posting.get("text"))
    url = http_url(posting.get("hostedUrl")) or http_url(posting.get("applyUrl"))
    if not (key and title and url):
        raise EntryError("a posting without an id, a title or a link")
    categories = as_object(posting.get("categories"))
    return Entry(
        native_key=key,
        url=url,
        title=title,
        company=company,
        location=places(
            (words(categories.get("location")), *word_list(as_list(categories.get("allLocations"))))
        ),
        description="\n".join(_description(posting)),
        tags=distinct(words(categories.get(name)) for name in ("department", "team", "level")),
        fields=_fields(posting, categories, doubts),
        posted_at=moment(posting.get("createdAt")),
    )


def _description(posting: _Json) -> Iterator[str]:
    """Give the text and the lists, headings and all, that Lever keeps apart from it."""
    yield words(posting.get("description")) or _paragraphs(posting.get("descriptionPlain"))
    for one in map(as_object, as_list(posting.get("lists"))[:_MAX_LISTS]):
        yield f"<h3>{escape(words(one.get('text')))}</h3>\n<ul>{words(one.get('content'))}</ul>"
    yield words(posting.get("additional")) or _paragraphs(posting.get("additionalPlain"))
    yield words(posting.get("salaryDescription")) or _paragraphs(posting.get("salaryDescriptionPlain"))


def _paragraphs(plain: object) -> str:
    return escape(words(plain)).replace("\n", "<br>")


def _fields(posting: _Json, categories: _Json, doubts: Doubts) -> Fields:
    salary = as_object(posting.get("salaryRange"))
    pay = pay_of(
        GivenPay(
            minimum=salary.get("min"),
            maximum=salary.get("max"),
            currency=salary.get("currency"),
            interval=salary.get("interval"),
        ),
        doubts,
    )
    return Fields(
        pay=pay.bands,
        pay_text=pay.text,
        workplace=workplace_named(posting.get("workplaceType")),
        regions=regions_named((posting.get("country"),)),
        employment=employment_named(categories.get("commitment")),
    )
