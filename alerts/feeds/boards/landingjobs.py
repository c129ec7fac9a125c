"""Landing.jobs' API: tech jobs in Europe, in pages; its jobs name no company but in their links; no other board."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from alerts.errors import EntryError, ParseError
from alerts.feeds.ats.board import place_of
from alerts.feeds.collecting import Doubts, collect
from alerts.feeds.contract import Format, Manners, Terms
from alerts.feeds.entry import Document, Entry, PageRequest, ParsedDocument
from alerts.feeds.sums import GivenPay, amount, employment_named, pay_of
from alerts.feeds.values import (
    as_list,
    as_object,
    http_url,
    json_value,
    moment,
    native_key,
    places,
    query_of,
    said,
    with_query,
    words,
)
from alerts.feeds.wording import honest_tags, is_true, regions_named
from alerts.posting import Fields, Workplace

_COMPANY = re.compile(r"/at/([^/?]{1,100})/")
_OWN_WORDS = frozenset(("gross_salary_low", "role_description"))
_TEXTS = ("role_description", "main_requirements", "nice_to_have", "perks")
_PAGE = 50

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LandingJobs(Format):
    """The answers of ``landing.jobs/api/v1/jobs?limit=50&offset=N``."""

    name: ClassVar[str] = "landingjobs"
    manners: ClassVar[Manners] = Manners(
        source="Landing.jobs",
        hosts=("landing.jobs",),
        min_interval=timedelta(hours=1),
        attribution=True,
        terms=Terms.UNCLEAR,
        note="Its API answers without saying who may read it.",
    )
    home: ClassVar[str] = f"https://landing.jobs/api/v1/jobs?limit={_PAGE}"
    newest_first: ClassVar[bool] = True
    max_pages: ClassVar[int] = 10

    def recognises(self, document: Document) -> bool:
        """Look for jobs with the board's own words."""
        if b'"gross_salary_low"' not in document.body:
            return False
        try:
            first = as_object(next(iter(_jobs(document)), None))
        except ParseError:
            return False
        return first.keys() >= _OWN_WORDS

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:  # noqa: ARG002 - the contract
        """Read the jobs of a page, and where the next one is."""
        jobs = _jobs(document)
        offset = int(amount(query_of(document.url).get("offset")) or 0) + len(jobs)
        following = PageRequest(url=with_query(document.url, offset=str(offset)), conditional=False)
        return collect(jobs, _entry, next_page=following if len(jobs) >= _PAGE else None)


def _jobs(document: Document) -> list[Any]:
    answer = json_value(document.body)
    if isinstance(answer, list):
        return answer
    raise ParseError(said("Landing.jobs", as_object(answer).get("error"), as_object(answer).get("message")))


def _entry(job: _Json, doubts: Doubts) -> Entry:
    key, title, url = native_key(job.get("id")), words(job.get("title")), http_url(job.get("url"))
    if not (key and title and url):
        raise EntryError("a job without an id, a title or a link")
    company = _COMPANY.search(url)
    sites = [as_object(one) for one in as_list(job.get("locations"))]
    pay = pay_of(
        GivenPay(
            minimum=job.get("gross_salary_low"),
            maximum=job.get("gross_salary_high"),
            currency=job.get("currency_code"),
            interval="year",
        ),
        doubts,
    )
    return Entry(
        native_key=key,
        url=url,
        title=title,
        company=words(job.get("company_name")) or (company.group(1).replace("-", " ") if company else ""),
        location=places(place_of(site.get("city"), site.get("country_code")) for site in sites),
        description="\n".join(words(job.get(name)) for name in _TEXTS),
        tags=honest_tags(map(words, as_list(job.get("tags"))), doubts),
        fields=Fields(
            pay=pay.bands,
            workplace=Workplace.REMOTE if is_true(job.get("remote")) else None,
            regions=regions_named(site.get("country_code") for site in sites),
            employment=employment_named(job.get("type")),
        ),
        posted_at=moment(job.get("published_at")),
    )
