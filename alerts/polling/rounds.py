"""What a poll stores page by page, and how it ended; knows no fetching and no SQL."""

from dataclasses import dataclass
from datetime import timedelta

from alerts.feeds.entry import BadEntry
from alerts.polling.feed import Feed
from alerts.polling.pacing import NO_HINTS, Hints
from alerts.posting import ReadListing


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one commit stores: new and changed listings, keys seen unchanged, and entries for the quarantine.

    ``over`` are keys of listings that are over by their own word. ``whole`` says that the feed lists all that is open,
    and so can tell when a listing is closed.
    """

    listings: tuple[ReadListing, ...] = ()
    unchanged: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    bad: tuple[BadEntry, ...] = ()
    baseline: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    """What a page changed: listings new to the feed and listings with new content."""

    new: int = 0
    changed: int = 0

    def __add__(self, other: "PageResult") -> "PageResult":
        return PageResult(new=self.new + other.new, changed=self.changed + other.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A listing that is stored: its content hash, and the round of its feed that first had it."""

    content_hash: str
    first_round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Where permanent redirects led, and in how many polls in a row; nowhere by default."""

    to: str | None = None
    times: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One poll, as it is recorded; ``next_check`` is counted from now.

    ``error`` says why it failed; ``doubt`` why what it brought is hardly the truth, although it completed.
    ``read`` says that the content was read to its end, ``complete`` that it is all that is open, so that what is
    not in it counts as missed, but for listings whose key stands in ``unusable``, the texts of its bad entries.
    Neither counts where there is a doubt.
    ``parser_version`` is the version of the format that read the documents, None where nothing was read;
    ``host_wait`` what the server asked all requests to wait; ``move`` None leaves what is known.
    """

    took: timedelta
    next_check: timedelta
    entries: int = 0
    new: int = 0
    changed: int = 0
    quarantined: int = 0
    pages: int = 0
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    parser_version: int | None = None
    read: bool = True
    complete: bool = False
    unusable: tuple[str, ...] = ()
    unchanged: int = 0
    hints: Hints = NO_HINTS
    move: Move | None = None
    error: str | None = None
    doubt: str | None = None
    disabled_reason: str | None = None
    host_wait: timedelta = timedelta(0)

    @property
    def believed(self) -> bool:
        """Say whether what it brought is taken for the truth."""
        return self.error is None and self.doubt is None


@dataclass(frozen=True, slots=True)
class PollReport:
    """A feed and how its poll ended; for logs and the command line."""

    feed: Feed
    round: Round
