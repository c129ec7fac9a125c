"""The contract that every format keeps, and the manners that its source asks for; knows no syntax and no network."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, ClassVar
from urllib.parse import urlsplit

from alerts.errors import EntryError
from alerts.feeds.entry import Document, Entry, PageRequest, ParsedDocument
from alerts.feeds.values import host_of, is_below


class Reach(StrEnum):
    """How much of what is open a source lists."""

    WHOLE = "all that is open"
    WINDOW = "the newest"


class Terms(StrEnum):
    """What a source says about programs that poll it; one that forbids them has no format at all."""

    OPEN = "published to be polled"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """What a source asks of whoever polls it.

    ``source`` is its name, '' where a format is everybody's. ``hosts`` are its domains, each with all below it.
    A feed may be polled once in ``min_interval`` (0 where the source asks for nothing), and any two requests to one
    host are ``host_gap`` apart.
    ``attribution`` says that alerts must name the source and link to the listing's own page on it.
    ``note`` is a sentence for the operator on what its terms say.
    """

    source: str = ""
    hosts: tuple[str, ...] = ()
    min_interval: timedelta = timedelta(0)
    host_gap: timedelta = timedelta(seconds=1)
    attribution: bool = False
    terms: Terms = Terms.OPEN
    note: str = ""


class Format(ABC):
    """A feed format. ``plan`` and ``parse`` are pure: words and bytes in, requests and entries out, no I/O.

    ``name`` is the word that names it in the configuration. ``version`` is raised when ``parse`` gives other entries
    for the same bytes: its feeds are then read anew once. ``option_names`` are the keys of a [[feeds]] table that
    this format alone understands. ``newest_first`` allows paging to stop at a page with a listing that was known
    before the last completed round; ``max_pages`` ends it in any case, and the round is not whole then. ``home`` is the
    address of the source's own feed, '' where it has none or many.
    """

    name: ClassVar[str]
    version: ClassVar[int] = 1
    option_names: ClassVar[frozenset[str]] = frozenset()
    manners: ClassVar[Manners] = Manners()
    reach: ClassVar[Reach] = Reach.WINDOW
    newest_first: ClassVar[bool] = False
    max_pages: ClassVar[int] = 1
    home: ClassVar[str] = ""

    def address_for(self, url: str) -> str:
        """Give the feed that an address of the source leads to: itself if it is one, else ``home``; '' elsewhere."""
        if not self.home or not is_below(host_of(url), self.manners.hosts):
            return ""
        return url if urlsplit(url).path.startswith(urlsplit(self.home).path) else self.home

    @abstractmethod
    def recognises(self, document: Document) -> bool:
        """Say whether the document looks like this format; for ``type = "auto"``."""

    def plan(self, url: str, options: Mapping[str, Any]) -> PageRequest:  # noqa: ARG002 - the contract
        """Give the first request of a round; the others come from what `parse` gives as ``next``."""
        return PageRequest(url=url)

    @abstractmethod
    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:
        """Make entries of a document. Raises `alerts.errors.ParseError` when it is not of this format."""

    def parse_detail(self, entry: Entry, document: Document) -> Entry:  # noqa: ARG002 - the contract
        """Complete an entry that has a ``detail_url`` with what came from there.

        Raises `EntryError` or `ParseError` where it cannot be.
        """
        raise EntryError(f"{self.name} lists all there is of an entry")
