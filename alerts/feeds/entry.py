"""What goes into a format and comes out: documents, entries, the next request; knows no syntax."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from alerts.posting import Fields, Markup

_NO_FIELDS = Fields()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The bytes that one fetch brought, and the ``url`` they came from; header names are lower case."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """One document to ask for.

    ``conditional`` says that validators of an earlier round may be sent: where the answer 'not modified' would hide
    what changed on later pages, they must not. ``page`` says that it is a page for people, which robots.txt may keep
    programs from, and no feed that was made for them.
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    conditional: bool = True
    page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One raw item. Its strings are as the feed has them; `alerts.text` makes them canonical.

    The whole entry is kept with the listing as JSON values. ``posted_at`` is aware UTC or None.
    ``detail_url`` is where the rest of it is to be had, '' where it is whole. ``listed_hash`` is the content hash
    of what the list showed, on an entry completed from its detail: the next round sees the list again, not the detail.
    ``valid_until`` is when it is over by its own word, aware UTC.
    """

    native_key: str
    url: str
    title: str
    company: str = ""
    location: str = ""
    description: str = ""
    markup: Markup = Markup.HTML
    tags: tuple[str, ...] = ()
    fields: Fields = _NO_FIELDS
    posted_at: datetime | None = None
    detail_url: str = ""
    listed_hash: str = ""
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class BadEntry:
    """An entry that could not be used: why, and its raw form for the quarantine."""

    error: str
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocument:
    """What a format makes of a document.

    ``next`` is the request that the round goes on with, None on its last page. ``complete`` says that the document,
    with the pages before it, lists all that is open now: only then may an absence mean 'closed'.
    """

    entries: tuple[Entry, ...]
    bad: tuple[BadEntry, ...] = ()
    complete: bool = False
    warnings: tuple[str, ...] = ()
    next: PageRequest | None = None
