"""Working Nomads' list of jobs, which have no ids of their own; knows no other board."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from alerts.errors import EntryError, ParseError
from alerts.feeds.collecting import Doubts, collect
from alerts.feeds.contract import Format, Manners, Terms
from alerts.feeds.entry import Document, Entry, ParsedDocument
from alerts.feeds.values import (
    as_object,
    http_url,
    json_value,
    moment,
    native_key,
    said,
    url_key,
    word_list,
    words,
)
from alerts.feeds.wording import honest_tags
from alerts.posting import Fields, Workplace

_NUMBER = re.compile(r"/job/go/(\d+)")
_OWN_WORDS = frozenset(("category_name", "pub_date", "company_name"))

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WorkingNomads(Format):
    """The answer of ``www.workingnomads.com/api/exposed_jobs/``."""

    name: ClassVar[str] = "workingnomads"
    manners: ClassVar[Manners] = Manners(
        source="Working Nomads",
        hosts=("workingnomads.com", "workingnomads.co"),
        min_interval=timedelta(hours=1),
        attribution=True,
        terms=Terms.UNCLEAR,
        note="It exposes the list without saying who may read it.",
    )
    home: ClassVar[str] = "https://www.workingnomads.com/api/exposed_jobs/"

    def recognises(self, document: Document) -> bool:
        """Look for jobs with the board's own words."""
        if b'"category_name"' not in document.body:
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
    answer = json_value(document.body)
    if isinstance(answer, list):
        return answer
    raise ParseError(said("Working Nomads", as_object(answer).get("detail")))


def _entry(job: _Json, doubts: Doubts) -> Entry:
    title, url = words(job.get("title")), http_url(job.get("url"))
    if not (title and url):
        raise EntryError("a job without a title or a link")
    number = _NUMBER.search(url)
    return Entry(
        native_key=number.group(1) if number else native_key(url_key(url)),
        url=url,
        title=title,
        company=words(job.get("company_name")),
        location=words(job.get("location")),
        description=words(job.get("description")),
        tags=honest_tags((words(job.get("category_name")), *word_list(job.get("tags"))), doubts),
        fields=Fields(workplace=Workplace.REMOTE),
        posted_at=moment(job.get("pub_date")),
    )
