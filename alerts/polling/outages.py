"""When an outage of a feed is told, and when that it is over: each once; pure, knows no chat."""

from alerts.criteria.words import FromCriterion
from alerts.filters import Filter
from alerts.messages import Told
from alerts.polling.feed import Feed
from alerts.polling.rounds import Round

# One failed poll may be a hiccup; with the back-off these are some hours of an hourly feed.
ENOUGH = 3


def news_of(feed: Feed, done: Round) -> Told | None:
    """Say what is to be told after a round; an answer that is hardly the truth counts as a failure."""
    if done.disabled_reason is not None:
        return Told.GIVEN_UP
    if done.error or done.doubt:
        return Told.OUTAGE if not feed.told and feed.fail_count + 1 >= ENOUGH else None
    return Told.RECOVERY if feed.told else None


def names_feed(wanted: Filter, feed: str) -> bool:
    """Say whether a filter asks for postings of a feed by its name."""
    return any(one.names(feed) for one in wanted.criteria if isinstance(one, FromCriterion))
