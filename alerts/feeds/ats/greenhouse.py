"""A board of Greenhouse's Job Board API, with all that is open on it; knows no other recruiting system."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar

from babel.numbers import get_currency_precision

from alerts.errors import EntryError, ParseError
from alerts.feeds.ats.board import Board
from alerts.feeds.contract import Manners
from alerts.feeds.entry import BadEntry, Document, Entry, ParsedDocument
from alerts.feeds.sums import amount, band, currency_code, employment_named, period_named
from alerts.feeds.values import (
    as_list,
    as_object,
    bad_entry,
    distinct,
    http_url,
    json_value,
    moment,
    native_key,
    places,
    words,
)
from alerts.posting import Band, Fields, PayBasis, Period, Workplace

_MAX_SAID = 200
_MAX_RANGES = 50
_MAX_OFFICES = 50
_CENT_DIGITS = 2

# What a post of several places may say, and what those say that are in no group.
_NOWHERE = re.compile(r"(?:multiple|various|several)(?: (?:locations|places|cities|offices))?", re.IGNORECASE)
_UNSORTED = frozenset(("No Department", "No Office"))

# No abbreviations but hr: mo is Missouri as well.
_PERIOD_WORD = re.compile(
    r"\b(?:hour|hourly|hr|daily|day rate|weekly|month|monthly|year|yearly|annum|annual|annually)\b",
    re.IGNORECASE,
)
_HOURLY = re.compile(r"\b(?:hourly|(?:per|an) hour)\b|/ ?(?:hr|hour)\b", re.IGNORECASE)
_ON_TARGET = re.compile(r"\bOTE\b|\bon[- ]target\b", re.IGNORECASE)
_NAMES_NO_PLACE = re.compile(
    r"(?:(?:the|annual|annualized|hourly|monthly|base|ote|target|hiring|salary|pay|wage|compensation|range|rate)\W*)*",
    re.IGNORECASE,
)
# In most currencies: at most this is paid an hour, and at least that a year. Between them only words tell.
_HOUR_AT_MOST = 300
_YEAR_AT_LEAST = 10_000

_EMPLOYMENT_NAMES = frozenset(("employmenttype", "jobtype", "typeofemployment", "contracttype", "employment"))
_WORKPLACE_NAMES = frozenset(
    (
        "workplacetype",
        "workplace",
        "locationtype",
        "worklocationtype",
        "workmodel",
        "workarrangement",
        "remotestatus",
    )
)
_REMOTE_NAMES = frozenset(("remote", "isremote", "remotejob", "remoterole", "fullyremote"))
_WORKPLACES = {
    "remote": Workplace.REMOTE,
    "fullyremote": Workplace.REMOTE,
    "hybrid": Workplace.HYBRID,
    "onsite": Workplace.ONSITE,
    "inoffice": Workplace.ONSITE,
    "inperson": Workplace.ONSITE,
}
_NO_WORD = re.compile(r"[\W_]+")
_NO_LETTERS = re.compile(r"[^a-z]+")

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Greenhouse(Board):
    """The answer of ``/v1/boards/<token>/jobs?content=true&pay_transparency=true``, which has no pages."""

    name: ClassVar[str] = "greenhouse"
    manners: ClassVar[Manners] = Manners(
        source="Greenhouse",
        hosts=("greenhouse.io",),
        min_interval=timedelta(minutes=30),
        note="The Job Board API is documented, public, and made to show a company's jobs elsewhere.",
    )
    endpoint: ClassVar[str] = (
        "https://boards-api.greenhouse.io/v1/boards/{board}/jobs?content=true&pay_transparency=true"
    )
    # Boards in Europe have pages of their own and the same API.
    addresses: ClassVar[tuple[re.Pattern[str], ...]] = (
        re.compile(r"boards-api\.greenhouse\.io/v1/boards/(?P<board>[^/?]+)"),
        re.compile(r"(?:job-)?boards\.(?:eu\.)?greenhouse\.io/embed/[^?]*\?(?:.*&)?for=(?P<board>[^&]+)"),
        re.compile(r"(?:job-)?boards\.(?:eu\.)?greenhouse\.io/(?P<board>[^/?]+)"),
    )

    def recognises(self, document: Document) -> bool:
        """Look for a list of jobs with the system's own words, or an empty one with its count."""
        if b'"jobs"' not in document.body:
            return False
        try:
            board = _board(document)
        except ParseError:
            return False
        first = as_object(next(iter(board["jobs"]), None))
        counted = "total" in as_object(board.get("meta"))
        return {"absolute_url", "internal_job_id"} <= first.keys() if board["jobs"] else counted

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:
        """Read all jobs of the board; where it lists fewer than it counts, an absence says nothing."""
        board = _board(document)
        company = self.company_of(options, document.url)
        entries: list[Entry] = []
        bad: list[BadEntry] = []
        for job in board["jobs"]:
            try:
                if not _is_talent_pool(job):
                    entries.append(_entry(as_object(job), company))
            except EntryError as error:
                bad.append(bad_entry(error, job))
        total = amount(as_object(board.get("meta")).get("total"))
        whole = total is None or total <= len(board["jobs"])
        return ParsedDocument(
            entries=tuple(entries), bad=tuple(bad), complete=whole, warnings=tuple(_warnings(board, whole))
        )


def _board(document: Document) -> dict[str, Any]:
    board = as_object(json_value(document.body))
    if isinstance(board.get("jobs"), list):
        return board
    said = distinct((words(board.get("status")), words(board.get("error"))))
    if said:
        raise ParseError(f"Greenhouse answers {' '.join(said)[:_MAX_SAID]!r} instead of a board")
    raise ParseError("JSON that is no Greenhouse board came")


def _warnings(board: _Json, whole: bool) -> Iterator[str]:
    jobs = [as_object(job) for job in board["jobs"]]
    if not whole:
        raw = words(as_object(board.get("meta")).get("total"))
        yield f"the board counts {raw} jobs and lists {len(jobs)}"
    if jobs and not any("content" in job for job in jobs):
        yield "the jobs have no text: add content=true&pay_transparency=true to the feed's address"


def _is_talent_pool(job: Any) -> bool:
    """Tell a prospect post, which collects people and offers no job; it is healthy, so it is no bad entry."""
    return "internal_job_id" in as_object(job) and job["internal_job_id"] is None


def _entry(job: _Json, company: str) -> Entry:
    key, title = native_key(job.get("id")), words(job.get("title"))
    url = http_url(job.get("absolute_url"))
    if not (key and title and url):
        missing = "an id" if not key else "a title" if not title else "a link"
        raise EntryError(f"a job without {missing}")
    return Entry(
        native_key=key,
        url=url,
        title=title,
        company=words(job.get("company_name")) or company,
        location=_location(job),
        description=words(job.get("content")),
        tags=distinct((*_departments(job), *_addresses(job))),
        fields=_fields(job),
        posted_at=moment(job.get("first_published")),
    )


def _departments(job: _Json) -> tuple[str, ...]:
    names = (words(as_object(one).get("name")) for one in as_list(job.get("departments")))
    return tuple(name for name in distinct(names) if name not in _UNSORTED)


def _location(job: _Json) -> str:
    """Give the post's own place, or where it names none all offices of its job."""
    stated = _place(job)
    return places(address or name for name, address in _offices(job)) or stated if _vague(stated) else stated


def _place(job: _Json) -> str:
    return words(as_object(job.get("location")).get("name"))


def _vague(place: str) -> bool:
    return not place or _NOWHERE.fullmatch(place) is not None


def _addresses(job: _Json) -> Iterator[str]:
    """Give the addresses, which tell the country, of those offices that the place names.

    All posts of a job share its offices, so the others may be other posts' places.
    """
    place = _bare(_place(job))
    yield from (address for name, address in _offices(job) if address and _bare(name) in place)


def _offices(job: _Json) -> Iterator[tuple[str, str]]:
    """Give the offices' names and addresses."""
    for office in map(as_object, as_list(job.get("offices"))[:_MAX_OFFICES]):
        name = words(office.get("name"))
        if name and name not in _UNSORTED:
            yield name, words(office.get("location"))


def _bare(text: str) -> str:
    """Give the words with a space at each side of each, so that UK is not found in Milwaukee."""
    return f" {_NO_WORD.sub(' ', text[:_MAX_SAID].casefold()).strip()} "


def _fields(job: _Json) -> Fields:
    ranges = [as_object(one) for one in as_list(job.get("pay_input_ranges"))[:_MAX_RANGES]]
    read = [_pay(one) for one in ranges]
    stated = dict(_stated(job))
    values = (value for name in _EMPLOYMENT_NAMES & stated.keys() for value in stated[name])
    kinds = (kind for value in values for kind in employment_named(value))
    return Fields(
        pay=tuple(pay for pay in read if isinstance(pay, Band)),
        pay_text="; ".join(distinct(pay for pay in read if isinstance(pay, str))),
        workplace=_workplace(stated),
        employment=tuple(sorted(distinct(kinds))),
    )


def _pay(given: _Json) -> Band | str | None:
    """Give a range as a band, or as words to be read like any other where its period is anybody's guess."""
    currency = currency_code(given.get("currency_type"))
    low, high = (_main_unit(given.get(key), currency) for key in ("min_cents", "max_cents"))
    title, top = words(given.get("title"))[:_MAX_SAID], amount(high) or amount(low)
    if top is None:
        return None
    period = _period(title, words(given.get("blurb")), top)
    if period is None:
        return f"{currency or ''} {' - '.join(distinct((low, high)))}".strip()
    where = None if _NAMES_NO_PLACE.fullmatch(title) else title
    found = band(low, high, currency, period, where)
    return replace(found, basis=PayBasis.OTE) if found and _ON_TARGET.search(title) else found


def _main_unit(raw: object, currency: str | None) -> str:
    """Give cents in the main unit, and yen, which have no cents, as they are."""
    digits = get_currency_precision(currency) if currency else _CENT_DIGITS
    cents = amount(raw)
    return "" if cents is None else f"{cents.scaleb(-digits).normalize():f}"


def _period(title: str, blurb: str, top: Decimal) -> Period | None:
    """Give what a sum is paid for: what the title says, an hour if words or size say so, else a year."""
    word = _PERIOD_WORD.search(title)
    said = period_named(word.group()) if word else None
    # 'For a 40-hour week' is no hourly pay.
    if said and not (said is Period.HOUR and top >= _YEAR_AT_LEAST):
        return said
    if top >= _YEAR_AT_LEAST:
        return Period.YEAR
    return Period.HOUR if top <= _HOUR_AT_MOST or _HOURLY.search(blurb) else None


def _stated(job: _Json) -> Iterator[tuple[str, list[Any]]]:
    """Give the custom fields that a company shows, each with its values."""
    for one in map(as_object, as_list(job.get("metadata"))):
        yield _letters(one.get("name")), as_list(one.get("value"))


def _letters(raw: object) -> str:
    return _NO_LETTERS.sub("", words(raw)[:_MAX_SAID].lower())


def _workplace(stated: Mapping[str, list[Any]]) -> Workplace | None:
    """Give the most remote arrangement that a field about it names, in nothing but its name."""
    if any(_is_yes(value) for name in _REMOTE_NAMES & stated.keys() for value in stated[name]):
        return Workplace.REMOTE
    named = {
        _WORKPLACES.get(_letters(value))
        for name in _WORKPLACE_NAMES & stated.keys()
        for value in stated[name]
    }
    return next((workplace for workplace in Workplace if workplace in named), None)


def _is_yes(value: object) -> bool:
    return value is True or _letters(value) == "yes"
