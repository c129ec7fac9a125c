"""Polling feeds, from the claim of a due one to the record of its round; knows no HTTP or SQL."""

from alerts.polling.engine import Tempo, poll_next
from alerts.polling.feed import Feed, FeedLease, FeedSpec, FirstPoll, Origin
from alerts.polling.fetching import Fetched, Fetcher, FetchRequest, NotModified
from alerts.polling.rounds import Known, Move, Page, PageResult, PollReport, Round
from alerts.polling.store import PollStore

__all__ = [
    "Feed",
    "FeedLease",
    "FeedSpec",
    "FetchRequest",
    "Fetched",
    "Fetcher",
    "FirstPoll",
    "Known",
    "Move",
    "NotModified",
    "Origin",
    "Page",
    "PageResult",
    "PollReport",
    "PollStore",
    "Round",
    "Tempo",
    "poll_next",
]
