"""A company's offers in Recruitee's careers API; knows no other recruiting system."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from alerts.errors import EntryError, ParseError
from alerts.feeds.ats.board import Board, place_of
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
from alerts.feeds.wording import levels_named, most_remote, regions_named
from alerts.posting import Fields, Workplace

_MAX_PLACES = 50

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Recruitee(Board):
    """The answer of ``/api/offers/`` on the company's careers site, which lists all offers at once."""

    name: ClassVar[str] = "recruitee"
    manners: ClassVar[Manners] = Manners(
        source="Recruitee",
        hosts=("recruitee.com",),
        min_interval=timedelta(minutes=30),
        note="The careers API is documented and public.",
    )
    endpoint: ClassVar[str] = "https://{board}.recruitee.com/api/offers/"
    addresses: ClassVar[tuple[re.Pattern[str], ...]] = (re.compile(r"(?P<board>[^./]+)\.recruitee\.com/"),)

    def recognises(self, document: Document) -> bool:
        """Look for a list of offers with Recruitee's own words, or an empty one."""
        if b'"offers"' not in document.body:
            return False
        try:
            offers = _offers(document)
        except ParseError:
            return False
        return not offers or {"careers_url", "title"} <= as_object(offers[0]).keys()

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:
        """Read all offers of the company."""
        company = self.company_of(options, document.url)
        return collect(_offers(document), lambda item, doubts: _entry(item, company, doubts), complete=True)


def _offers(document: Document) -> list[Any]:
    answer = as_object(json_value(document.body))
    if isinstance(answer.get("offers"), list):
        offers: list[Any] = answer["offers"]
        return offers
    raise ParseError(said("Recruitee", answer.get("error"), answer.get("message")))


def _entry(offer: _Json, company: str, doubts: Doubts) -> Entry | None:
    if words(offer.get("status")) not in ("", "published"):
        return None
    key, title = native_key(offer.get("id")), words(offer.get("title"))
    url = http_url(offer.get("careers_url")) or http_url(offer.get("careers_apply_url"))
    if not (key and title and url):
        raise EntryError("an offer without an id, a title or a link")
    return Entry(
        native_key=key,
        url=url,
        title=title,
        company=words(offer.get("company_name")) or company,
        location=places(_places(offer)) or words(offer.get("location")),
        description="\n".join(words(offer.get(name)) for name in ("description", "requirements")),
        tags=distinct((words(offer.get("department")), *word_list(as_list(offer.get("tags"))))),
        fields=_fields(offer, doubts),
        posted_at=moment(offer.get("published_at")) or moment(offer.get("created_at")),
    )


def _sites(offer: _Json) -> list[_Json]:
    return [as_object(site) for site in as_list(offer.get("locations"))[:_MAX_PLACES]]


def _places(offer: _Json) -> Iterator[str]:
    """Give the places; the offer's own text for them is often a mere 'Remote job'."""
    for site in (*_sites(offer), offer):
        yield place_of(site.get("city"), site.get("state") or site.get("state_name"), site.get("country"))


def _fields(offer: _Json, doubts: Doubts) -> Fields:
    salary = as_object(offer.get("salary"))
    pay = pay_of(
        GivenPay(
            minimum=salary.get("min"),
            maximum=salary.get("max"),
            currency=salary.get("currency"),
            interval=salary.get("period"),
        ),
        doubts,
    )
    return Fields(
        pay=pay.bands,
        pay_text=pay.text,
        workplace=most_remote(
            (
                (offer.get("remote"), Workplace.REMOTE),
                (offer.get("hybrid"), Workplace.HYBRID),
                (offer.get("on_site"), Workplace.ONSITE),
            )
        ),
        regions=regions_named(
            site.get("country_code") or site.get("country") for site in (*_sites(offer), offer)
        ),
        employment=employment_named(offer.get("employment_type_code")),
        levels=levels_named(offer.get("experience_code")),
    )
