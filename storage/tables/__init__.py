"""What the database holds, as SQLAlchemy Core tables in groups; knows no statement."""

from storage.tables.chatted import (
    alerts,
    chats,
    deliveries,
    feedback,
    installations,
    matches,
    subscriptions,
)
from storage.tables.columns import metadata
from storage.tables.operating import rate_budgets, workers
from storage.tables.polled import (
    companies,
    feed_rounds,
    feeds,
    hosts,
    listings,
    postings,
    quarantine,
)

__all__ = [
    "alerts",
    "chats",
    "companies",
    "deliveries",
    "feed_rounds",
    "feedback",
    "feeds",
    "hosts",
    "installations",
    "listings",
    "matches",
    "metadata",
    "postings",
    "quarantine",
    "rate_budgets",
    "subscriptions",
    "workers",
]
