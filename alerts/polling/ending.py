"""Says how a round ended and when the next one begins; pure but for the monotonic clock."""

import time
from dataclasses import replace
from datetime import datetime, timedelta

from alerts.errors import FeedError, FetchError
from alerts.feeds import manners_of
from alerts.polling.feed import PROVEN, FeedLease
from alerts.polling.fetching import Fetched, NotModified
from alerts.polling.pacing import Pace, freshness, wait_after, wait_after_failure
from alerts.polling.paging import Walk
from alerts.polling.rounds import Move, Round

# A feed that fails for so long is given up, told once more and left to the operator.
GIVEN_UP = timedelta(days=30)
# Where at least so many entries are usual, none at all is hardly the truth; after so long it is believed.
MANY = 10
BELIEVED = timedelta(days=7)
# What a host is left alone that says 'too often' and not for how long.
_BREATH = timedelta(minutes=5)
_NOT_MODIFIED = 304
_TOO_OFTEN = 429
_CLIENT_ERRORS = range(400, 500)


class Ending:
    """Says how a round ended and when the next one begins."""

    def __init__(self, lease: FeedLease, started: float, chance: float) -> None:
        self._feed = lease.feed
        self._at = lease.at
        self._started = started
        self._chance = chance

    def after(self, walk: Walk) -> Round:
        """Make the record of a round that came to its end."""
        if walk.unchanged is not None:
            return self._not_modified(walk.unchanged)
        first = walk.first
        if first is None:
            raise FeedError("nothing came")
        return self._same(walk, first) if walk.same_body else self._read(walk, first)

    def after_failure(self, error: FeedError) -> Round:
        """Make the record of a round that failed; what permanent redirects were believed of is then forgotten."""
        feed = self._feed
        fetch = error if isinstance(error, FetchError) else FetchError("")
        retry_after = timedelta(seconds=fetch.retry_after or 0)
        moved = feed.address != feed.url and fetch.status in _CLIENT_ERRORS and fetch.status != _TOO_OFTEN
        return Round(
            took=self._took(),
            next_check=wait_after_failure(self._pace(), retry_after, self._chance),
            host_wait=max(retry_after, _BREATH) if fetch.status == _TOO_OFTEN else retry_after,
            status=fetch.status,
            error=error.user_message,
            disabled_reason=None if moved else self._given_up(error, permanent=fetch.permanent),
            move=Move() if moved else None,
        )

    def _given_up(self, error: FeedError, *, permanent: bool) -> str | None:
        since = self._feed.failing_since
        if permanent:
            return error.user_message
        if since is not None and self._now() - since >= GIVEN_UP:
            return f"it has failed for {GIVEN_UP.days} days: {error.user_message}"
        return None

    def _not_modified(self, answer: NotModified) -> Round:
        feed = self._feed
        return Round(
            took=self._took(),
            next_check=self._wait(self._pace(), answer),
            status=_NOT_MODIFIED,
            etag=answer.etag or feed.etag,
            last_modified=answer.last_modified or feed.last_modified,
            body_hash=feed.body_hash,
            parser_version=feed.parser_version,
            read=False,
            hints=feed.hints,
            move=self._move(answer),
        )

    def _same(self, walk: Walk, first: Fetched) -> Round:
        """Spare a feed whose server has no validators: the same bytes are read no more, and asked for less often."""
        feed = self._feed
        unchanged = feed.unchanged + 1 if first.etag is None and first.last_modified is None else 0
        return Round(
            took=self._took(),
            next_check=self._wait(replace(self._pace(), unchanged=unchanged), first),
            status=first.status,
            etag=first.etag,
            last_modified=first.last_modified,
            body_hash=walk.body_hash,
            parser_version=feed.parser_version,
            read=False,
            unchanged=unchanged,
            hints=feed.hints,
            move=self._move(first),
        )

    def _read(self, walk: Walk, first: Fetched) -> Round:
        feed, doubt = self._feed, self._doubt(walk)
        pace = replace(self._pace(), first=feed.round == 0, hints=walk.hints)
        keep = walk.conditional and not walk.cut and doubt is None
        return Round(
            took=self._took(),
            next_check=self._wait(pace, first),
            entries=walk.entries,
            new=walk.result.new,
            changed=walk.result.changed,
            quarantined=walk.quarantined,
            pages=walk.pages,
            status=first.status,
            etag=first.etag if keep else None,
            last_modified=first.last_modified if keep else None,
            body_hash=walk.body_hash if keep else None,
            parser_version=walk.version,
            read=not walk.cut,
            complete=walk.whole and not walk.cut,
            unusable=tuple(walk.unusable),
            hints=walk.hints,
            move=self._move(first),
            doubt=doubt,
        )

    def _doubt(self, walk: Walk) -> str | None:
        """Say why what came is hardly the truth: an outage may well answer 200.

        Of a feed of which nothing is stored yet it is never believed: what it lists would be news when it can be read.
        """
        feed, since = self._feed, self._feed.failing_since
        if walk.entries or (feed.round and since is not None and self._now() - since >= BELIEVED):
            return None
        if walk.quarantined:
            return f"none of its {walk.quarantined} entries can be used"
        return (
            f"it lists nothing, where {feed.usual_entries} are usual" if feed.usual_entries >= MANY else None
        )

    def _move(self, answer: Fetched | NotModified) -> Move:
        """Count how often in a row permanent redirects led to one place; a place that proved itself is asked itself."""
        feed = self._feed
        if feed.address != feed.url and answer.moved_to is None:
            return Move(to=feed.moved_to, times=feed.moved_times)
        if answer.moved_to is None:
            return Move()
        again = answer.moved_to == feed.moved_to
        return Move(to=answer.moved_to, times=min(feed.moved_times + 1, PROVEN) if again else 1)

    def _pace(self) -> Pace:
        feed = self._feed
        return Pace(
            interval=feed.interval,
            floor=manners_of(feed.format, feed.url).min_interval,
            failures=feed.fail_count,
            hints=feed.hints,
        )

    def _wait(self, pace: Pace, answer: Fetched | NotModified) -> timedelta:
        now = self._now()
        return wait_after(pace, freshness(answer.headers, now), now, self._chance)

    def _now(self) -> datetime:
        return self._at + self._took()

    def _took(self) -> timedelta:
        return timedelta(seconds=time.monotonic() - self._started)
