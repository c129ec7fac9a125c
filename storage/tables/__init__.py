"""What the database holds, as SQLAlchemy Core tables in groups; knows no statement."""

from storage.tables.chatted import (
    adjustments,
    alerts,
    chats,
    deliveries,
    feedback,
    forgotten,
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
    proposals,
    quarantine,
)
from storage.tables.talked import dialogs, inbound

__all__ = [
    "adjustments",
    "alerts",
    "chats",
    "companies",
    "deliveries",
    "dialogs",
    "feed_rounds",
    "feedback",
    "feeds",
    "forgotten",
    "hosts",
    "inbound",
    "installations",
    "listings",
    "matches",
    "metadata",
    "postings",
    "proposals",
    "quarantine",
    "rate_budgets",
    "subscriptions",
    "workers",
]
