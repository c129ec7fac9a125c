"""Arbeitnow's API: jobs in Germany and around, newest first, in pages; knows no other board."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from alerts.errors import EntryError, ParseError
from alerts.feeds.collecting import Doubts, collect
from alerts.feeds.contract import Format, Manners
from alerts.feeds.entry import Document, Entry, PageRequest, ParsedDocument
from alerts.feeds.sums import amount, employment_named
from alerts.feeds.values import (
    as_list,
    as_object,
    distinct,
    http_url,
    json_value,
    moment,
    native_key,
    query_of,
    said,
    with_query,
    words,
)
from alerts.feeds.wording import honest_tags, is_true
from alerts.posting import Fields, Workplace

_OWN_WORDS = frozenset(("slug", "company_name", "job_types"))

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Arbeitnow(Format):
    """The answers of ``www.arbeitnow.com/api/job-board-api?page=N``."""

    name: ClassVar[str] = "arbeitnow"
    manners: ClassVar[Manners] = Manners(
        source="Arbeitnow",
        hosts=("arbeitnow.com",),
        min_interval=timedelta(hours=1),
        attribution=True,
        note="Its API is public and changes hourly; it asks for a link back.",
    )
    home: ClassVar[str] = "https://www.arbeitnow.com/api/job-board-api"
    newest_first: ClassVar[bool] = True
    max_pages: ClassVar[int] = 5

    def recognises(self, document: Document) -> bool:
        """Look for jobs with Arbeitnow's own words."""
        if b'"job_types"' not in document.body:
            return False
        try:
            jobs = _answer(document)["data"]
        except ParseError:
            return False
        return as_object(next(iter(jobs), None)).keys() >= _OWN_WORDS

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:  # noqa: ARG002 - the contract
        """Read the jobs of a page, and where the next one is."""
        answer = _answer(document)
        return collect(answer["data"], _entry, next_page=_next(document.url, answer))


def _answer(document: Document) -> _Json:
    answer = as_object(json_value(document.body))
    if isinstance(answer.get("data"), list):
        return answer
    raise ParseError(said("Arbeitnow", answer.get("error"), answer.get("message")))


def _next(url: str, answer: _Json) -> PageRequest | None:
    """Count the pages ourselves: the link to the next one repeats whatever search somebody made."""
    has_more = as_object(answer.get("links")).get("next") and answer["data"]
    stated = as_object(answer.get("meta")).get("current_page")
    number = int(amount(stated) or amount(query_of(url).get("page")) or 1)
    return PageRequest(url=with_query(url, page=str(number + 1)), conditional=False) if has_more else None


def _entry(job: _Json, doubts: Doubts) -> Entry:
    key, title, url = native_key(job.get("slug")), words(job.get("title")), http_url(job.get("url"))
    if not (key and title and url):
        raise EntryError("a job without a slug, a title or a link")
    kinds = (kind for raw in as_list(job.get("job_types")) for kind in employment_named(raw))
    return Entry(
        native_key=key,
        url=url,
        title=title,
        company=words(job.get("company_name")),
        location=words(job.get("location")),
        description=words(job.get("description")),
        tags=honest_tags(map(words, as_list(job.get("tags"))), doubts),
        fields=Fields(
            workplace=Workplace.REMOTE if is_true(job.get("remote")) else None,
            employment=distinct(kinds),
        ),
        posted_at=moment(job.get("created_at")),
    )
