"""One raw item of a feed before it is read, and the contract that every format keeps; knows no syntax."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from alerts.posting import Fields, Markup

_NO_FIELDS = Fields()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The bytes that one fetch brought, and the ``url`` they came from; header names are lower case."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One raw item. Its strings are as the feed has them; `alerts.text` makes them canonical.

    ``raw`` is kept with the listing as JSON values. ``posted_at`` is aware UTC or None.
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


@dataclass(frozen=True, slots=True)
class BadEntry:
    """An entry that could not be used: why, and its raw form for the quarantine."""

    error: str
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocument:
    """What a format makes of a document.

    ``complete`` says that the document lists all that is open now: only then may an absence mean 'closed'.
    """

    entries: tuple[Entry, ...]
    bad: tuple[BadEntry, ...] = ()
    complete: bool = False
    warnings: tuple[str, ...] = ()


class Format(Protocol):
    """A feed format. ``parse`` is pure: bytes in, entries out, no I/O."""

    @property
    def name(self) -> str:
        """The word that names the format in the configuration."""

    @property
    def version(self) -> int:
        """Raised when ``parse`` gives other entries for the same bytes: its feeds are then read anew once."""

    @property
    def option_names(self) -> frozenset[str]:
        """The keys of a [[feeds]] table that this format alone understands, such as ``path``."""

    def recognises(self, document: Document) -> bool:
        """Say whether the document looks like this format; for ``type = "auto"``."""

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:
        """Make entries of a document. Raises `alerts.errors.ParseError` when it is not of this format."""
