"""RSS 0.9x to 2.0, RDF and Atom; the only module that knows feedparser."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import feedparser

from alerts.errors import EntryError, ParseError
from alerts.feeds.collecting import collect
from alerts.feeds.contract import Format
from alerts.feeds.entry import Document, Entry, ParsedDocument
from alerts.feeds.sniffing import Kind, kind_of
from alerts.feeds.sums import employment_named
from alerts.feeds.values import (
    as_list,
    distinct,
    host_of,
    http_url,
    is_below,
    moment,
    native_key,
    places,
    url_key,
    word_list,
    words,
)
from alerts.feeds.xml_limits import check_affordable
from alerts.posting import Fields, Markup

# As feedparser names the elements of other namespaces: job:salary is job_salary.
_PREFIXES = ("job_", "job_listing_", "")
_PLACES = ("location", "region", "state", "country")

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rss(Format):
    """RSS, RDF and Atom, told apart by feedparser.

    ``dialects`` are boards that write it in a way of their own; one of them takes each item whose link is on its host.
    """

    name: ClassVar[str] = "rss"
    dialects: tuple["Rss", ...] = ()

    def recognises(self, document: Document) -> bool:
        """Look for a feed's root element; a board's own format also for the board's host."""
        if kind_of(document.body) is not Kind.FEED:
            return False
        return not self.manners.hosts or is_below(host_of(document.url), self.manners.hosts)

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:  # noqa: ARG002 - the contract
        """Read all items; what is not well-formed is mended if there is anything to read."""
        parsed = _parsed(document)
        found = collect(parsed.entries, lambda raw, _: self._told(dict(raw), document.url))
        broken = (f"not well-formed: {parsed.bozo_exception}",) if parsed.bozo else ()
        return replace(found, warnings=(*broken, *found.warnings))

    def _told(self, raw: Raw, base: str) -> Entry | Iterable[Entry] | None:
        entry = _entry(raw, base)
        dialect = next((one for one in self.dialects if one.speaks(raw, entry.url or base)), self)
        return dialect.told(entry, raw)

    def speaks(self, raw: Raw, url: str) -> bool:  # noqa: ARG002 - others look at the item
        """Say whether an item is one of the board's."""
        return is_below(host_of(url), self.manners.hosts)

    def told(self, entry: Entry, raw: Raw) -> Entry | Iterable[Entry] | None:  # noqa: ARG002 - others look at the item
        """Make of a plain entry what the board means by it."""
        return entry


@dataclass(frozen=True, slots=True)
class Atom(Rss):
    """The same under the name that a person may look for."""

    name: ClassVar[str] = "atom"


def _parsed(document: Document) -> Any:
    kind = kind_of(document.body)
    if kind in (Kind.EMPTY, Kind.PAGE, Kind.JSON):
        raise ParseError(f"{kind} came instead of a feed")
    check_affordable(document.body)
    parsed = _feedparser(document)
    if not parsed.get("version"):
        raise ParseError(f"{Kind.OTHER if kind is Kind.FEED else kind} came instead of a feed")
    # A feed that names its encoding wrongly reads well all the same, and may be empty.
    tolerable = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
    if parsed.bozo and not parsed.entries and not isinstance(parsed.bozo_exception, tolerable):
        raise ParseError(f"the feed is broken: {parsed.bozo_exception}")
    return parsed


def _feedparser(document: Document) -> Any:
    headers = {"content-type": document.headers.get("content-type", "application/xml")}
    try:
        # Bytes only: given a text, feedparser would fetch it, or open the file of that name. Its sanitiser is
        # for pages; the text of a posting is made of the markup elsewhere.
        return feedparser.parse(
            io.BytesIO(document.body),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    # Hostile documents raise anything in there (https://github.com/kurtmckee/feedparser/issues/599).
    except Exception as error:
        raise ParseError(f"the feed cannot be parsed: {type(error).__name__}: {error}") from error


def _entry(raw: Raw, base: str) -> Entry:
    url = _link(raw, base)
    key = native_key(raw.get("id")) or native_key(url_key(url))
    title = words(raw.get("title"))
    if not title or not key:
        raise EntryError("an entry without a title" if key else "an entry without an id and a link")
    description, markup = _description(raw)
    return Entry(
        native_key=key,
        url=url,
        title=title,
        company=_company(raw),
        location=places(_own(raw, name) for name in (*_PLACES, "tt_name")),
        description=description,
        markup=markup,
        tags=_tags(raw),
        fields=_fields(raw),
        posted_at=moment(raw.get("published")) or moment(raw.get("created")) or moment(raw.get("updated")),
    )


def _link(raw: Raw, base: str) -> str:
    links = (link.get("href") for link in _parts(raw, "links") if link.get("rel", "alternate") == "alternate")
    candidates = (http_url(link, base) for link in (raw.get("link"), *links))
    # An id may be any text; it is a link only if it says so itself.
    return next(filter(None, candidates), "") or http_url(raw.get("id"))


def _parts(raw: Raw, key: str) -> list[Raw]:
    """Give what feedparser made of known elements; a feed's own element of that name is a mere text."""
    return [part for part in as_list(raw.get(key)) if isinstance(part, dict)]


def _own(raw: Raw, *names: str) -> str:
    """Give the first of a board's own elements that holds something."""
    keys = (prefix + name for name in names for prefix in _PREFIXES)
    return next(filter(None, (words(raw.get(key)) for key in keys)), "")


def _fields(raw: Raw) -> Fields:
    return Fields(
        pay_text=_own(raw, "salary", "salary_range"),
        employment=employment_named(_own(raw, "job_type", "employmenttype", "type")),
    )


def _company(raw: Raw) -> str:
    """Give the company; a mere author is one only where a board's own elements show that this is a job."""
    named = _own(raw, "company", "company_name", "companyname")
    is_job = any(key.startswith(_PREFIXES[:-1]) for key in raw)
    return named or (words(raw.get("author")) if is_job else "")


def _tags(raw: Raw) -> tuple[str, ...]:
    categories = (words(tag.get("label") or tag.get("term")) for tag in _parts(raw, "tags"))
    lists = (words for name in ("skills", "job_tags") for words in word_list(raw.get(name)))
    return distinct((*categories, *lists))


def _description(raw: Raw) -> tuple[str, Markup]:
    """Give the longest of content and summary: which of them is the whole differs from feed to feed."""
    bodies = (*_parts(raw, "content"), *_parts(raw, "summary_detail"))
    longest = max(bodies, key=lambda body: len(words(body.get("value"))), default={})
    plain = longest.get("type") == "text/plain"
    return words(longest.get("value")), Markup.PLAIN if plain else Markup.HTML
