"""What polling asks of whoever fetches, and what comes back; knows no HTTP client."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from alerts.feeds.entry import BadEntry, Document


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """What to fetch. ``format`` is the configured name or ``auto``; validators go out byte for byte as they came.

    ``trusted`` says that the operator named the address: only then may it be one of the private hosts that the
    operator listed, or have a port of its own. ``page`` says that it is a page for people, for which robots.txt
    is asked.
    """

    url: str
    format: str
    options: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None
    trusted: bool = True
    page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The documents of one request, with what of them could not be had, and the validators to send next time.

    ``headers`` are the answer's, in lower case; ``moved_to`` is where it came from, if only permanent redirects led
    there.
    """

    documents: tuple[Document, ...]
    bad: tuple[BadEntry, ...] = ()
    etag: str | None = None
    last_modified: str | None = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """Nothing changed since the validators that were sent; a server may renew them."""

    etag: str | None = None
    last_modified: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    moved_to: str | None = None


class Fetcher(Protocol):
    """Brings documents. Raises `FetchError` when they do not come."""

    async def fetch(self, request: FetchRequest) -> Fetched | NotModified:
        """Fetch under the validators of the request."""
