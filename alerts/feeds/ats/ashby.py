"""A company's board in Ashby's job posting API; knows no other recruiting system."""

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
from alerts.feeds.sums import GivenPay, Pay, employment_named, pay_of
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
from alerts.feeds.wording import is_true, regions_named, workplace_named
from alerts.posting import Fields, Markup, Workplace

_MAX_TIERS = 20
_MAX_PLACES = 50

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ashby(Board):
    """The answer of ``/posting-api/job-board/<board>?includeCompensation=true``, which has no pages."""

    name: ClassVar[str] = "ashby"
    manners: ClassVar[Manners] = Manners(
        source="Ashby",
        hosts=("ashbyhq.com",),
        min_interval=timedelta(minutes=30),
        note="The API is documented, public, and made to show a company's jobs elsewhere.",
    )
    endpoint: ClassVar[str] = "https://api.ashbyhq.com/posting-api/job-board/{board}?includeCompensation=true"
    addresses: ClassVar[tuple[re.Pattern[str], ...]] = (
        re.compile(r"jobs\.ashbyhq\.com/(?P<board>[^/?]+)"),
        re.compile(r"api\.ashbyhq\.com/posting-api/job-board/(?P<board>[^/?]+)"),
    )

    def recognises(self, document: Document) -> bool:
        """Look for the version that every answer names, beside a list of jobs."""
        if b'"apiVersion"' not in document.body:
            return False
        try:
            _jobs(document)
        except ParseError:
            return False
        return True

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:
        """Read all jobs that the board lists."""
        jobs = _jobs(document)
        links = (as_object(job).get("jobUrl") for job in jobs[:1])
        company = self.company_of(options, document.url, *links)
        return collect(jobs, lambda item, doubts: _entry(item, company, doubts), complete=True)


def _jobs(document: Document) -> list[Any]:
    answer = as_object(json_value(document.body))
    if isinstance(answer.get("jobs"), list):
        jobs: list[Any] = answer["jobs"]
        return jobs
    raise ParseError(said("Ashby", answer.get("message"), answer.get("error"), answer.get("errors")))


def _entry(job: _Json, company: str, doubts: Doubts) -> Entry | None:
    if job.get("isListed") is False:
        return None
    key, title = native_key(job.get("id")), words(job.get("title"))
    url = http_url(job.get("jobUrl")) or http_url(job.get("applyUrl"))
    if not (key and title and url):
        raise EntryError("a job without an id, a title or a link")
    html = words(job.get("descriptionHtml"))
    return Entry(
        native_key=key,
        url=url,
        title=title,
        company=company,
        location=places(_places(job)),
        description=html or words(job.get("descriptionPlain")),
        markup=Markup.HTML if html else Markup.PLAIN,
        tags=distinct(words(job.get(name)) for name in ("department", "team")),
        fields=_fields(job, doubts),
        posted_at=moment(job.get("publishedAt")),
    )


def _sites(job: _Json) -> Iterator[_Json]:
    """Give the job's own place and the others where it may be done."""
    yield job
    yield from map(as_object, as_list(job.get("secondaryLocations"))[:_MAX_PLACES])


def _places(job: _Json) -> Iterator[str]:
    for site in _sites(job):
        named, address = words(site.get("location")), _address(site)
        parts = ("addressLocality", "addressRegion", "addressCountry")
        yield named or place_of(*(address.get(part) for part in parts))


def _address(site: _Json) -> _Json:
    return as_object(as_object(site.get("address")).get("postalAddress"))


def _fields(job: _Json, doubts: Doubts) -> Fields:
    pay = [] if job.get("shouldDisplayCompensationOnJobPostings") is False else [*_pay(job, doubts)]
    # 'isRemote' stands beside a workplace 'Hybrid' on real boards: the more exact word counts.
    remote = Workplace.REMOTE if is_true(job.get("isRemote")) else None
    return Fields(
        pay=tuple(dict.fromkeys(band for one in pay for band in one.bands)),
        pay_text="; ".join(distinct(one.text for one in pay)),
        workplace=workplace_named(job.get("workplaceType")) or remote,
        regions=regions_named(_address(site).get("addressCountry") for site in _sites(job)),
        employment=employment_named(job.get("employmentType")),
    )


def _pay(job: _Json, doubts: Doubts) -> Iterator[Pay]:
    """Give the salary of each tier, or the summary where there are none; equity and bonus are no salary."""
    compensation = as_object(job.get("compensation"))
    tiers = [as_object(tier) for tier in as_list(compensation.get("compensationTiers"))[:_MAX_TIERS]]
    summary = {"components": compensation.get("summaryComponents")}
    for tier in tiers or [summary]:
        for part in map(as_object, as_list(tier.get("components"))[:_MAX_TIERS]):
            if words(part.get("compensationType")).lower() == "salary":
                yield pay_of(
                    GivenPay(
                        minimum=part.get("minValue"),
                        maximum=part.get("maxValue"),
                        currency=part.get("currencyCode"),
                        interval=part.get("interval"),
                        where=words(tier.get("title")),
                    ),
                    doubts,
                )
