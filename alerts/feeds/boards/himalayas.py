"""Himalayas' API: over a hundred thousand remote jobs, newest first, in pages; knows no other board."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

from alerts.errors import EntryError, ParseError
from alerts.feeds.collecting import Doubts, collect
from alerts.feeds.contract import Format, Manners, Terms
from alerts.feeds.entry import Document, Entry, PageRequest, ParsedDocument
from alerts.feeds.sums import GivenPay, amount, employment_named, pay_of
from alerts.feeds.values import (
    as_list,
    as_object,
    distinct,
    http_url,
    json_value,
    moment,
    native_key,
    places,
    query_of,
    said,
    url_key,
    with_query,
    words,
)
from alerts.feeds.wording import honest_tags, levels_named, regions_named
from alerts.posting import Fields, Workplace

_OWN_WORDS = frozenset(("companySlug", "locationRestrictions"))
_CURSORS = ("nextCursor", "next_cursor", "cursor")

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Himalayas(Format):
    """The answers of ``himalayas.app/jobs/api?limit=20`` and of ``/jobs/api/search?q=…&sort=recent``."""

    name: ClassVar[str] = "himalayas"
    manners: ClassVar[Manners] = Manners(
        source="Himalayas",
        hosts=("himalayas.app",),
        min_interval=timedelta(hours=24),
        attribution=True,
        terms=Terms.UNCLEAR,
        note="Its API is documented, with the rule to name and link it, while the site's terms forbid scraping.",
    )
    home: ClassVar[str] = "https://himalayas.app/jobs/api?limit=20"
    newest_first: ClassVar[bool] = True
    max_pages: ClassVar[int] = 25

    def recognises(self, document: Document) -> bool:
        """Look for jobs with Himalayas' own words."""
        if b'"locationRestrictions"' not in document.body:
            return False
        try:
            jobs = as_list(_answer(document)["jobs"])
        except ParseError:
            return False
        return as_object(next(iter(jobs), None)).keys() >= _OWN_WORDS

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:  # noqa: ARG002 - the contract
        """Read the jobs of a page, and where the next one is."""
        answer = _answer(document)
        return collect(answer["jobs"], _entry, next_page=_next(document.url, answer))


def _answer(document: Document) -> _Json:
    answer = as_object(json_value(document.body))
    if isinstance(answer.get("jobs"), list):
        return answer
    raise ParseError(said("Himalayas", answer.get("error"), answer.get("message")))


def _next(url: str, answer: _Json) -> PageRequest | None:
    """Go on by the cursor where there is one, in a search by the page, else by the offset."""
    here = len(answer["jobs"])
    cursor = next(filter(None, (words(answer.get(name)) for name in _CURSORS)), "")
    if not here:
        return None
    if cursor:
        return _page(url, cursor=cursor)
    before = int(amount(answer.get("offset")) or 0)
    total = amount(answer.get("totalCount"))
    if total is None or before + here >= total:
        return None
    if urlsplit(url).path.rstrip("/").endswith("/search"):
        number = int(amount(query_of(url).get("page")) or 1)
        return _page(url, page=str(number + 1)) if number * here < total else None
    return _page(url, offset=str(before + here))


def _page(url: str, **query: str) -> PageRequest:
    return PageRequest(url=with_query(url, **query), conditional=False)


def _entry(job: _Json, doubts: Doubts) -> Entry:
    title = words(job.get("title"))
    url = http_url(job.get("applicationLink")) or http_url(job.get("guid"))
    key = native_key(job.get("guid")) or native_key(url_key(url))
    if not (key and title and url):
        raise EntryError("a job without a guid, a title or a link")
    named = [_country(one) for one in as_list(job.get("locationRestrictions"))]
    categories = (words(one).replace("-", " ") for one in as_list(job.get("categories")))
    return Entry(
        native_key=key,
        url=url,
        title=title,
        company=words(job.get("companyName")),
        location=places(named),
        description=words(job.get("description")) or words(job.get("excerpt")),
        tags=honest_tags(categories, doubts),
        fields=_fields(job, named, doubts),
        posted_at=moment(job.get("pubDate")),
    )


def _country(raw: Any) -> str:
    return words(raw.get("name")) if isinstance(raw, dict) else words(raw)


def _fields(job: _Json, named: list[str], doubts: Doubts) -> Fields:
    """Read the fields; no restriction of places at all is the whole world, but a list that is missing is nothing."""
    pay = pay_of(
        GivenPay(
            minimum=job.get("minSalary"),
            maximum=job.get("maxSalary"),
            currency=job.get("currency"),
            interval=job.get("salaryPeriod"),
        ),
        doubts,
    )
    everywhere = job.get("locationRestrictions") == []
    return Fields(
        pay=pay.bands,
        pay_text=pay.text,
        workplace=Workplace.REMOTE,
        regions=("WORLD",) if everywhere else regions_named(named),
        employment=employment_named(job.get("employmentType")),
        levels=distinct(level for raw in as_list(job.get("seniority")) for level in levels_named(raw)),
    )
