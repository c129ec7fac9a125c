"""Remotive's API: its whole public list, with pay in prose; knows no other board."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from alerts.errors import EntryError, ParseError
from alerts.feeds.collecting import Doubts, collect
from alerts.feeds.contract import Format, Manners, Reach
from alerts.feeds.entry import Document, Entry, ParsedDocument
from alerts.feeds.sums import amount, employment_named
from alerts.feeds.values import as_list, as_object, http_url, json_value, moment, native_key, said, words
from alerts.feeds.wording import honest_tags
from alerts.posting import Fields, Workplace

_OWN_WORDS = frozenset(("publication_date", "candidate_required_location"))
_NOTICE = b'"0-legal-notice"'

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Remotive(Format):
    """The answer of ``remotive.com/api/remote-jobs``, with or without a category or a search."""

    name: ClassVar[str] = "remotive"
    manners: ClassVar[Manners] = Manners(
        source="Remotive",
        hosts=("remotive.com", "remotive.io"),
        min_interval=timedelta(hours=6),
        host_gap=timedelta(seconds=30),
        attribution=True,
        note="Its API may be asked at most four times a day; name and link Remotive, and pass jobs on to no board.",
    )
    home: ClassVar[str] = "https://remotive.com/api/remote-jobs"
    reach: ClassVar[Reach] = Reach.WHOLE

    def recognises(self, document: Document) -> bool:
        """Look for the legal notice, or for jobs with Remotive's own words."""
        if b'"jobs"' not in document.body:
            return False
        try:
            jobs = _jobs(document)
        except ParseError:
            return False
        return _NOTICE in document.body or (bool(jobs) and as_object(jobs[0]).keys() >= _OWN_WORDS)

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:  # noqa: ARG002 - the contract
        """Read all jobs; the list is whole unless it was cut or counts more than it holds."""
        jobs = _jobs(document)
        counted = amount(as_object(json_value(document.body)).get("job-count"))
        whole = not _is_cut(document.url) and (counted is None or counted <= len(jobs))
        return collect(jobs, _entry, complete=whole)


def _is_cut(url: str) -> bool:
    try:
        return "limit" in parse_qs(urlsplit(url).query)
    except ValueError:
        return False


def _jobs(document: Document) -> list[Any]:
    answer = as_object(json_value(document.body))
    if isinstance(answer.get("jobs"), list):
        jobs: list[Any] = answer["jobs"]
        return jobs
    raise ParseError(said("Remotive", answer.get("error"), answer.get("message")))


def _entry(job: _Json, doubts: Doubts) -> Entry:
    key, title, url = native_key(job.get("id")), words(job.get("title")), http_url(job.get("url"))
    if not (key and title and url):
        raise EntryError("a job without an id, a title or a link")
    return Entry(
        native_key=key,
        url=url,
        title=title,
        company=words(job.get("company_name")),
        location=words(job.get("candidate_required_location")),
        description=words(job.get("description")),
        tags=honest_tags((words(job.get("category")), *map(words, as_list(job.get("tags")))), doubts),
        fields=Fields(
            pay_text=words(job.get("salary")),
            workplace=Workplace.REMOTE,
            employment=employment_named(job.get("job_type")),
        ),
        posted_at=moment(job.get("publication_date")),
    )
