"""A company's positions in Personio's XML feed; knows no other recruiting system."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from typing import Any, ClassVar

from lxml import etree  # type: ignore[import-untyped]

from alerts.errors import EntryError, ParseError
from alerts.feeds.ats.board import Board
from alerts.feeds.collecting import Doubts, collect
from alerts.feeds.contract import Manners
from alerts.feeds.entry import Document, Entry, ParsedDocument
from alerts.feeds.sniffing import kind_of
from alerts.feeds.sums import employment_named
from alerts.feeds.values import distinct, http_url, moment, native_key, places, words
from alerts.feeds.wording import levels_named
from alerts.feeds.xml_limits import check_affordable
from alerts.posting import Fields

_ROOT = b"<workzag-jobs"
_GLANCE = 4_096
# What describes a position beside its text; 'permanent' is said of part-time positions too.
_TAGS = ("department", "recruitingCategory", "occupationCategory")
_PERMANENT = "permanent"

_Position = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Personio(Board):
    """The document at ``/xml`` of a company's careers site, which lists all positions at once."""

    name: ClassVar[str] = "personio"
    manners: ClassVar[Manners] = Manners(
        source="Personio",
        hosts=("jobs.personio.de", "jobs.personio.com"),
        min_interval=timedelta(hours=1),
        host_gap=timedelta(seconds=3),
        note="The XML feed is documented and made for other sites; faster requests are answered with 429.",
    )
    endpoint: ClassVar[str] = "https://{board}.jobs.personio.{at}/xml"
    addresses: ClassVar[tuple[re.Pattern[str], ...]] = (
        re.compile(r"(?P<board>[^./]+)\.jobs\.personio\.(?P<at>de|com)/"),
    )
    everywhere: ClassVar[tuple[str, ...]] = ("de", "com")

    def recognises(self, document: Document) -> bool:
        """Look for the root element."""
        return _ROOT in document.body[:_GLANCE]

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:
        """Read all positions; a broken document is read as far as it can be, and is not the whole list."""
        if not self.recognises(document):
            raise ParseError(f"{kind_of(document.body)} came instead of a Personio feed")
        root, whole = _tree(document.body)
        company = self.company_of(options, document.url)
        items = (_values(position) for position in root.iterfind("position"))
        return collect(
            items, lambda item, doubts: _entry(item, company, document.url, doubts), complete=whole
        )


def _tree(body: bytes) -> tuple[Any, bool]:
    check_affordable(body)
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.LxmlError, ValueError) as error:
        raise ParseError(f"the feed is broken: {error}") from error
    if root is None:
        raise ParseError("the feed is broken")
    return root, not parser.error_log


def _values(position: Any) -> dict[str, Any]:
    """Give an element's children by name: words, and lists where a name holds more elements."""
    found: dict[str, Any] = {child.tag: words(child.text) for child in position if isinstance(child.tag, str)}
    offices = position.iterfind("additionalOffices/office")
    found["additionalOffices"] = [words(office.text) for office in offices]
    described = position.iterfind("jobDescriptions/jobDescription")
    found["jobDescriptions"] = [
        (words(one.findtext("name")), words(one.findtext("value"))) for one in described
    ]
    return found


def _entry(position: _Position, company: str, url: str, _doubts: Doubts) -> Entry:
    key, title = native_key(position.get("id")), words(position.get("name"))
    if not (key and title):
        raise EntryError("a position without an id or a name")
    kind = words(position.get("employmentType"))
    schedule = employment_named(words(position.get("schedule")).replace("full-or-", "full-time or "))
    return Entry(
        native_key=key,
        # The feed does not hold the link, which is on its own host.
        url=http_url(f"/job/{key}", url),
        title=title,
        company=words(position.get("subcompany")) or company,
        location=places((words(position.get("office")), *position["additionalOffices"])),
        description="\n".join(_description(position)),
        tags=distinct(words(position.get(name)) for name in _TAGS),
        fields=Fields(
            employment=distinct((*schedule, *(employment_named(kind) if kind != _PERMANENT else ()))),
            levels=levels_named(position.get("seniority")),
        ),
        posted_at=moment(position.get("createdAt")),
    )


def _description(position: _Position) -> Iterator[str]:
    for heading, text in position["jobDescriptions"]:
        yield f"<h3>{escape(heading)}</h3>\n{text}" if heading else text
