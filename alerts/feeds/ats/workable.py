"""A company's jobs in Workable's widget API; knows no other recruiting system."""

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
from alerts.feeds.sums import employment_named
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
from alerts.feeds.wording import is_true, levels_named, regions_named, workplace_named
from alerts.posting import Fields, Workplace

_MAX_PLACES = 50
_OWN_WORDS = frozenset(("shortcode", "telecommuting"))

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Workable(Board):
    """The answer of ``/api/v1/widget/accounts/<account>?details=true``; it repeats a job for each of its countries."""

    name: ClassVar[str] = "workable"
    manners: ClassVar[Manners] = Manners(
        source="Workable",
        hosts=("workable.com",),
        min_interval=timedelta(hours=1),
        host_gap=timedelta(seconds=3),
        note="The widget's API is public; it soon answers 429 to whoever asks fast.",
    )
    endpoint: ClassVar[str] = "https://apply.workable.com/api/v1/widget/accounts/{board}?details=true"
    addresses: ClassVar[tuple[re.Pattern[str], ...]] = (
        re.compile(r"apply\.workable\.com/api/v\d/(?:widget/)?accounts/(?P<board>[^/?]+)"),
        re.compile(r"apply\.workable\.com/(?P<board>[^/?]+)"),
        re.compile(r"(?P<board>[^./]+)\.workable\.com/"),
    )

    def recognises(self, document: Document) -> bool:
        """Look for jobs with Workable's own words; an empty account has only a name and a list."""
        if b'"jobs"' not in document.body:
            return False
        try:
            account, jobs = _account(document)
        except ParseError:
            return False
        first = as_object(next(iter(jobs), None))
        return first.keys() >= _OWN_WORDS if jobs else account.keys() >= {"name", "description"}

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:
        """Read all jobs of the account."""
        account, jobs = _account(document)
        company = words(options.get("company")) or words(account.get("name"))
        company = company or self.company_of(options, document.url)
        return collect(jobs, lambda item, doubts: _entry(item, company, doubts), complete=True)


def _account(document: Document) -> tuple[_Json, list[Any]]:
    account = as_object(json_value(document.body))
    if isinstance(account.get("jobs"), list):
        return account, account["jobs"]
    raise ParseError(said("Workable", account.get("error"), account.get("message")))


def _entry(job: _Json, company: str, _doubts: Doubts) -> Entry:
    key, title = native_key(job.get("shortcode")), words(job.get("title"))
    links = (http_url(job.get(name)) for name in ("url", "shortlink", "application_url"))
    url = next(filter(None, links), "")
    if not (key and title and url):
        raise EntryError("a job without a shortcode, a title or a link")
    return Entry(
        native_key=key,
        url=url,
        title=title,
        company=company,
        location=places(_places(job)),
        description="\n".join(words(job.get(name)) for name in ("description", "requirements", "benefits")),
        tags=distinct(words(job.get(name)) for name in ("department", "function")),
        fields=_fields(job),
        posted_at=moment(job.get("published_on")) or moment(job.get("created_at")),
    )


def _sites(job: _Json) -> list[_Json]:
    sites = (as_object(site) for site in as_list(job.get("locations"))[:_MAX_PLACES])
    return [site for site in sites if site and not is_true(site.get("hidden"))]


def _places(job: _Json) -> Iterator[str]:
    for site in _sites(job):
        yield place_of(site.get("city"), site.get("region"), site.get("country"))
    yield place_of(job.get("city"), job.get("state"), job.get("country"))


def _fields(job: _Json) -> Fields:
    countries = [site.get("countryCode") or site.get("country") for site in _sites(job)]
    remote = Workplace.REMOTE if is_true(job.get("telecommuting")) else None
    return Fields(
        workplace=workplace_named(job.get("workplace_type") or job.get("workplace")) or remote,
        regions=regions_named((*countries, job.get("country"))),
        employment=employment_named(job.get("employment_type")),
        levels=levels_named(job.get("experience")),
    )
