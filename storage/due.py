"""When what a chat is owed is due and until when it is held back, by its settings and its filters' schedules.

A change of either recomputes only what is not due yet: what is due already stays so.
"""

from functools import lru_cache
from typing import Any

from sqlalchemy import Row, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.chat_settings import ChatSettings
from alerts.delivering import SEND_TIMEOUT
from alerts.errors import StoredValueError, TimingError
from alerts.subscribing import SubscriptionState
from alerts.timing import INSTANT, Schedule, held_until, next_due, parse_schedule, pause_of, zone_of
from storage.clock import moment_at, moment_ms, now_ms
from storage.tables import alerts, chats, matches, subscriptions
from storage.values import Codec

SETTINGS: Codec[ChatSettings] = Codec(ChatSettings)


def stored_settings(stored: Any) -> ChatSettings:
    """Read the column ``chats.settings``; a chat that decided nothing has NULL there.

    A decision that cannot be read counts as none: what one chat has stored must not stop what is done for all.
    """
    try:
        return SETTINGS.load(stored or {})
    except StoredValueError:
        return SETTINGS.load({name: value for name, value in stored.items() if _is_readable(name, value)})


def _is_readable(name: str, value: Any) -> bool:
    try:
        SETTINGS.load({name: value})
    except StoredValueError:
        return False
    return True


@lru_cache(maxsize=1000)
def stored_schedule(text: str) -> Schedule:
    """Read the column ``subscriptions.schedule``; one that a newer program wrote holds nothing back."""
    try:
        return parse_schedule(text)
    except TimingError:
        return INSTANT


def due_ms(subscription: Row[Any], settings: ChatSettings, now: int) -> int:
    """Give when what a subscription finds now is due."""
    after = max(now, subscription.snoozed_until_ms or 0)
    schedule = stored_schedule(subscription.schedule)
    return moment_ms(next_due(schedule, moment_at(after), zone_of(settings.zone)))


def held_ms(settings: ChatSettings, now: int) -> int:
    """Give the first moment, not before now, at which a message may go."""
    if settings.quiet is None and settings.snoozed_until is None:
        return now
    return moment_ms(held_until(pause_of(settings), moment_at(now), SEND_TIMEOUT))


async def retime(connection: AsyncConnection, chat_id: int, settings: ChatSettings) -> None:
    """Recompute both for a chat that is locked."""
    now = await now_ms(connection)
    held = held_ms(settings, now)
    chat = update(chats).where(chats.c.id == chat_id)
    await connection.execute(chat.values(held_until_ms=held if held > now else 0))
    mine = subscriptions.c.chat_id == chat_id, subscriptions.c.state == SubscriptionState.ACTIVE
    rows = (await connection.execute(subscriptions.select().where(*mine))).all()
    if rows:
        await _reschedule(connection, chat_id, {row.id: due_ms(row, settings, now) for row in rows}, now)


async def _reschedule(connection: AsyncConnection, chat_id: int, due: dict[int, int], now: int) -> None:
    """Let each alert be due with the first of its subscriptions."""
    first = (
        select(func.min(case(due, value=matches.c.subscription_id)))
        .where(matches.c.posting_id == alerts.c.posting_id, matches.c.subscription_id.in_(due))
        .scalar_subquery()
    )
    later = alerts.c.chat_id == chat_id, alerts.c.delivery_id.is_(None), alerts.c.due_ms > now
    await connection.execute(
        update(alerts).where(*later).values(due_ms=func.coalesce(first, alerts.c.due_ms))
    )
