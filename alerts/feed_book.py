"""The feeds that there are, how each is doing, and adding, approving and removing one; knows no SQL and no HTTP.

A chat may propose a feed. What it brings reaches only the chats that proposed it until the operator approves it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from alerts.errors import CommandError, ConfigError
from alerts.examining import Examination
from alerts.feeds import manners_of
from alerts.feeds.discovery import FoundFeed
from alerts.feeds.terms import check_accepted, check_allowed
from alerts.polling import FeedSpec, FirstPoll, Origin
from alerts.polling.feed import asked_host

# Feeds that wait for the operator: more than this from one chat is a mistake or an attack.
MOST_PROPOSED = 5
MOST_PROPOSED_BY_ALL = 200
MOST_NAME = 60
_USUAL_INTERVAL = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """A feed and how it is doing.

    ``added_by_chat`` proposed it first, ``proposed_by`` are all that did. ``a_day`` are its new postings a day over the
    last fortnight. ``last_good`` is when a poll last succeeded, ``trouble`` what is wrong now, ``off`` why it is not
    polled at all; ``moved_to`` is where its server moved it for good.
    """

    id: int
    name: str
    url: str
    format: str
    origin: Origin
    interval: timedelta
    approved: bool
    options: Mapping[str, Any] = field(default_factory=dict)
    added_by_chat: int | None = None
    proposed_by: frozenset[int] = frozenset()
    last_good: datetime | None = None
    a_day: float = 0.0
    trouble: str | None = None
    next_check: datetime
    quarantined: int = 0
    off: str | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeed:
    """A feed to add: by the operator on the command line, or proposed by a chat."""

    spec: FeedSpec
    origin: Origin
    chat_id: int | None = None


class FeedBook(Protocol):
    """What managing feeds needs of the database; each method is one transaction."""

    async def all_feeds(self) -> Sequence[FeedState]:
        """Give every feed that was not removed, by name."""

    async def add_feed(self, new: NewFeed) -> FeedState:
        """Store a feed, due at once. One that is there already is given as it is, polled again if it was off.

        A chat changes nothing of a feed that is everybody's; of one that waits for the operator it hears from now on.
        """

    async def approve_feed(self, feed_id: int) -> bool:
        """Let what a feed brings reach everybody; False where there is no such feed."""

    async def remove_feed(self, feed_id: int) -> bool:
        """Stop polling a feed that was not configured in the file; what it brought stays."""


class FeedScout(Protocol):
    """What finding a feed for a chat needs of the web."""

    async def feed_at(self, chat_id: int, url: str) -> tuple[FoundFeed, Examination]:
        """Find the feed behind an address and look at it.

        Raises `FeedError` where there is none, and `CommandError` where the chat asks for too many.
        """

    async def boards_of(self, chat_id: int, company: str) -> Sequence[tuple[FoundFeed, Examination]]:
        """Find the boards that a company may have, each with a look at it. Raises `CommandError` as above."""


def spec_of(url: str, format_name: str, *, name: str = "", accepted: bool = False) -> FeedSpec:
    """Make the feed of an address with its source's manners. Raises `TermsError` where its terms are in the way."""
    check_allowed(url)
    manners = manners_of(format_name, url)
    check_accepted(manners, accepted=accepted)
    host = asked_host(format_name, url, {})
    return FeedSpec(
        name=" ".join((name or manners.source or host).split())[:MOST_NAME],
        format=format_name,
        url=url,
        host=host,
        interval=max(_USUAL_INTERVAL, manners.min_interval),
        first_poll=FirstPoll.BASELINE,
        min_gap=manners.host_gap,
    )


async def propose(book: FeedBook, spec: FeedSpec, chat_id: int) -> FeedState:
    """Add a feed for one chat. Raises `CommandError` where too many wait for the operator."""
    known = await book.all_feeds()
    waiting = [one for one in known if not one.approved and not one.off and one.url != spec.url]
    mine = sum(one.added_by_chat == chat_id for one in waiting)
    if mine >= MOST_PROPOSED:
        raise CommandError(
            "{count} feeds of this chat wait for the operator's word. More have to wait.", count=mine
        )
    if len(waiting) >= MOST_PROPOSED_BY_ALL:
        raise CommandError("Too many feeds wait for the operator's word. Please try again later.")
    return await book.add_feed(NewFeed(spec=spec, origin=Origin.CHAT, chat_id=chat_id))


def named(feeds: Sequence[FeedState], which: str) -> FeedState:
    """Find a feed by its number or URL, or else by its name. Raises `ConfigError` naming what there is.

    A chat may give a feed any name, so a number is first of all a number, and a name that several have means none.
    """
    exact = [one for one in feeds if which in (str(one.id), one.url)]
    found = exact or [one for one in feeds if one.name.casefold() == which.casefold()]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{one.id} ({one.name}, {one.url})" for one in found or feeds) or "none yet"
    said = f"Several feeds are called {which!r}" if found else f"There is no feed {which!r}"
    raise ConfigError(f"{said}. There is: {known}")


def visible(feeds: Sequence[FeedState], chat_id: int) -> list[FeedState]:
    """Give the feeds that a chat gets postings from: all approved ones and those that it proposed itself."""
    return [one for one in feeds if one.approved or chat_id in one.proposed_by]
