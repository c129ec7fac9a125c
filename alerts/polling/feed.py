"""A feed, as it is configured and as it is stored, and the right to poll it; knows no HTTP or SQL."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from alerts.feeds import plan
from alerts.polling.pacing import NO_HINTS, Hints

# A permanent redirect is believed, and the new address asked first, once it was given in so many polls in a row.
PROVEN = 3


class FirstPoll(StrEnum):
    """What becomes of the postings that a new feed already lists."""

    BASELINE = "baseline"
    DELIVER = "deliver"


class Origin(StrEnum):
    """Who added a feed. What a chat may add reaches no private network, whoever approves it."""

    CONFIG = "config"
    CLI = "cli"
    CHAT = "chat"


def host_key(url: str) -> str:
    """Give the unit of politeness of a web address: its host, with a port of its own."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def asked_host(format_name: str, url: str, options: Mapping[str, Any]) -> str:
    """Give the unit of politeness of a feed: many links to companies' boards are asked for at one host."""
    return host_key(plan(format_name, url, options).url)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSpec:
    """A feed as it is configured. ``host`` is its unit of politeness, ``min_gap`` the least time between fetches."""

    name: str
    format: str
    url: str
    host: str
    interval: timedelta
    options: Mapping[str, Any] = field(default_factory=dict)
    first_poll: FirstPoll = FirstPoll.BASELINE
    min_gap: timedelta = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as it is stored.

    ``round`` counts the polls whose content was read; ``fail_count`` the failed ones since the last that was not;
    ``unchanged`` those in a row that brought the same bytes. ``moved_to`` is where permanent redirects lead, given
    ``moved_times`` in a row. ``usual_entries`` is how many the last round brought that is not in doubt.
    What a feed brings that is not ``approved`` reaches only the chat that added it. ``told`` says that its outage was
    told and its recovery is still to be.
    """

    id: int
    name: str
    format: str
    url: str
    interval: timedelta
    options: Mapping[str, Any]
    first_poll: FirstPoll
    round: int
    origin: Origin = Origin.CONFIG
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    parser_version: int | None = None
    fail_count: int = 0
    failing_since: datetime | None = None
    unchanged: int = 0
    usual_entries: int = 0
    hints: Hints = NO_HINTS
    moved_to: str | None = None
    moved_times: int = 0
    approved: bool = True
    told: bool = False

    @property
    def trusted(self) -> bool:
        """Say whether the operator named the address."""
        return self.origin is not Origin.CHAT

    @property
    def address(self) -> str:
        """Give the URL to ask: the feed's own, or the one where it proved to have moved for good."""
        return self.moved_to if self.moved_to and self.moved_times >= PROVEN else self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLease:
    """The right to poll one feed until the host's lease ends; ``token`` fences everybody else.

    ``gap`` is the least time between two requests to the host, ``at`` when the lease was taken, on the one clock.
    """

    feed: Feed
    host: str
    token: int
    at: datetime
    gap: timedelta = timedelta(0)
