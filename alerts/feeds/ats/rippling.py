"""A company's jobs at Rippling, whose list lacks the texts and repeats a job for each place; knows no other system."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar

from alerts.errors import EntryError, ParseError
from alerts.feeds.ats.board import Board
from alerts.feeds.collecting import Doubts, collect
from alerts.feeds.contract import Manners, Terms
from alerts.feeds.entry import Document, Entry, ParsedDocument
from alerts.feeds.sums import employment_named
from alerts.feeds.values import as_object, distinct, http_url, json_value, moment, native_key, said, words
from alerts.posting import Fields

_OWN_WORDS = frozenset(("name", "workLocation"))
_API = re.compile(r"https?://[^/]+/platform/api/ats/v1/board/[^/?]+/jobs")

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rippling(Board):
    """The answer of ``/platform/api/ats/v1/board/<board>/jobs``, and of ``…/jobs/<uuid>`` for each job."""

    name: ClassVar[str] = "rippling"
    manners: ClassVar[Manners] = Manners(
        source="Rippling",
        hosts=("rippling.com",),
        min_interval=timedelta(hours=1),
        host_gap=timedelta(seconds=2),
        terms=Terms.UNCLEAR,
        note="Its careers sites load the list without saying who may read it.",
    )
    endpoint: ClassVar[str] = "https://api.rippling.com/platform/api/ats/v1/board/{board}/jobs"
    addresses: ClassVar[tuple[re.Pattern[str], ...]] = (
        re.compile(r"ats\.rippling\.com/(?:[a-z]{2}-[A-Z]{2}/)?(?P<board>[^/?]+)"),
        re.compile(r"api\.rippling\.com/platform/api/ats/v1/board/(?P<board>[^/?]+)"),
    )

    def recognises(self, document: Document) -> bool:
        """Look for jobs with Rippling's own words."""
        if b'"workLocation"' not in document.body:
            return False
        try:
            first = as_object(next(iter(_jobs(document)), None))
        except ParseError:
            return False
        return first.keys() >= _OWN_WORDS

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:
        """Read all jobs of the list."""
        company, api = self.company_of(options, document.url), _API.match(document.url)
        base = api.group() if api else ""
        return collect(
            _jobs(document), lambda item, doubts: _entry(item, company, base, doubts), complete=True
        )

    def parse_detail(self, entry: Entry, document: Document) -> Entry:
        """Add the text, which comes in parts: the company's and the role's."""
        job = as_object(json_value(document.body))
        parts = job.get("description")
        text = "\n".join(map(words, parts.values())) if isinstance(parts, dict) else words(parts)
        if not text.strip():
            raise EntryError("a job whose detail has no text")
        kind = job.get("employmentType")
        return replace(
            entry,
            company=words(job.get("companyName")) or entry.company,
            description=text,
            fields=replace(entry.fields, employment=employment_named(as_object(kind).get("label") or kind)),
            posted_at=moment(job.get("createdOn")),
        )


def _jobs(document: Document) -> list[Any]:
    answer = json_value(document.body)
    if isinstance(answer, list):
        return answer
    raise ParseError(said("Rippling", as_object(answer).get("detail"), as_object(answer).get("message")))


def _entry(job: _Json, company: str, api: str, _doubts: Doubts) -> Entry:
    key, title = native_key(job.get("uuid") or job.get("id")), words(job.get("name"))
    url = http_url(job.get("url"))
    if not (key and title and url):
        raise EntryError("a job without an id, a name or a link")
    return Entry(
        native_key=key,
        url=url,
        title=title,
        company=company,
        location=words(as_object(job.get("workLocation")).get("label")),
        tags=distinct((words(as_object(job.get("department")).get("label")),)),
        fields=Fields(),
        detail_url=http_url(f"{api}/{key}") if api else "",
    )
