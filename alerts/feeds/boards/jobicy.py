"""Jobicy's API: the newest hundred, most of them with pay; knows no other board."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from alerts.errors import EntryError, ParseError
from alerts.feeds.collecting import Doubts, collect
from alerts.feeds.contract import Format, Manners
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
    words,
)
from alerts.feeds.wording import levels_named, regions_named
from alerts.posting import Fields, Workplace

_OWN_WORDS = frozenset(("jobTitle", "jobGeo"))

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Jobicy(Format):
    """The answer of ``jobicy.com/api/v2/remote-jobs?count=100``, perhaps for a place, an industry or a tag."""

    name: ClassVar[str] = "jobicy"
    manners: ClassVar[Manners] = Manners(
        source="Jobicy",
        hosts=("jobicy.com",),
        min_interval=timedelta(hours=1),
        attribution=True,
        note="Its API may be asked once an hour; name Jobicy and link its own page of the job.",
    )
    home: ClassVar[str] = "https://jobicy.com/api/v2/remote-jobs?count=100"

    def recognises(self, document: Document) -> bool:
        """Look for jobs with Jobicy's own words."""
        if b'"jobGeo"' not in document.body:
            return False
        try:
            jobs = _jobs(document)
        except ParseError:
            return False
        return as_object(next(iter(jobs), None)).keys() >= _OWN_WORDS

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:  # noqa: ARG002 - the contract
        """Read all jobs."""
        return collect(_jobs(document), _entry)


def _jobs(document: Document) -> list[Any]:
    answer = as_object(json_value(document.body))
    if isinstance(answer.get("jobs"), list):
        jobs: list[Any] = answer["jobs"]
        return jobs
    raise ParseError(said("Jobicy", answer.get("error"), answer.get("message")))


def _entry(job: _Json, doubts: Doubts) -> Entry:
    key, title, url = native_key(job.get("id")), words(job.get("jobTitle")), http_url(job.get("url"))
    if not (key and title and url):
        raise EntryError("a job without an id, a title or a link")
    named = words(job.get("jobGeo")).split(",")
    return Entry(
        native_key=key,
        url=url,
        title=title,
        company=words(job.get("companyName")),
        location=places(named),
        description=words(job.get("jobDescription")) or words(job.get("jobExcerpt")),
        tags=distinct(map(words, as_list(job.get("jobIndustry")))),
        fields=_fields(job, named, doubts),
        posted_at=moment(job.get("pubDate")),
    )


def _fields(job: _Json, named: list[str], doubts: Doubts) -> Fields:
    """Read the fields; until 2025 the sums were named after the year they were for."""
    pay = pay_of(
        GivenPay(
            minimum=job.get("salaryMin", job.get("annualSalaryMin")),
            maximum=job.get("salaryMax", job.get("annualSalaryMax")),
            currency=job.get("salaryCurrency"),
            interval=job.get("salaryPeriod") or ("year" if "annualSalaryMin" in job else ""),
        ),
        doubts,
    )
    return Fields(
        pay=pay.bands,
        pay_text=pay.text,
        workplace=Workplace.REMOTE,
        regions=regions_named(named),
        employment=distinct(kind for raw in as_list(job.get("jobType")) for kind in employment_named(raw)),
        levels=levels_named(job.get("jobLevel")),
    )
