"""Finds the chats that are owed something; knows nothing else of them.

A flag on the chat would be quicker still and loses wake-ups on PostgreSQL, so it is derived, by skipping from chat to
chat through the index of what is pending: its cost grows with the chats that wait, not with all chats.
"""

from typing import Any

from sqlalchemy import CompoundSelect, FromClause, Table, exists, func, literal_column, or_, select
from sqlalchemy.sql.elements import ColumnElement

from storage.tables import alerts, chats, deliveries

# Milliseconds, or the parameter that they will be.
Now = int | ColumnElement[int]

_UNDELIVERED = alerts.c.delivery_id.is_(None)


def is_pending(owed: FromClause = deliveries) -> ColumnElement[bool]:
    """Say it of a row of deliveries, in the statement's own words: else a plan that is kept finds no partial index."""
    return owed.c.status == literal_column("'pending'")


def waiting_chats(now: Now) -> CompoundSelect[Any]:
    """Give the ids of chats with a pending delivery or an alert that is due."""
    pending = _skipping("pending_chats", deliveries, is_pending())
    undelivered = _skipping("undelivered_chats", alerts, _UNDELIVERED)
    due = select(undelivered.c.chat_id).where(_has_due(undelivered, now))
    return select(pending.c.chat_id).union_all(due)


def is_owed(now: Now) -> ColumnElement[bool]:
    """Say of one chat whether it has a pending delivery or an alert that is due."""
    return or_(exists().where(deliveries.c.chat_id == chats.c.id, is_pending()), has_due(now))


def has_due(now: Now) -> ColumnElement[bool]:
    """Say of one chat whether an alert of it is due that is in no delivery yet."""
    return exists().where(alerts.c.chat_id == chats.c.id, _UNDELIVERED, alerts.c.due_ms <= now)


def _has_due(undelivered: Any, now: Now) -> ColumnElement[bool]:
    """Say it of the chats that were found; what is due later is not walked through."""
    its_own = alerts.alias("its_own")
    wanted = its_own.c.chat_id == undelivered.c.chat_id, its_own.c.delivery_id.is_(None)
    return exists().where(*wanted, its_own.c.due_ms <= now).correlate(undelivered)


def _skipping(name: str, table: Table, wanted: ColumnElement[bool]) -> Any:
    """Take the least chat, then the least above it, and so on (https://wiki.postgresql.org/wiki/Loose_indexscan)."""
    first = select(func.min(table.c.chat_id).label("chat_id")).where(wanted)
    found = first.cte(name, recursive=True)
    following = select(func.min(table.c.chat_id)).where(wanted, table.c.chat_id > found.c.chat_id)
    steps = select(following.correlate(found).scalar_subquery()).where(found.c.chat_id.is_not(None))
    return found.union_all(steps)
