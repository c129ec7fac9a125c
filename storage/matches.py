"""Stores which subscriptions a posting fits and the alerts that follow; knows no criterion."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import structlog
from sqlalchemy import Row, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.alerting import Changes, Matched
from alerts.chat_settings import ChatSettings
from alerts.errors import StoredValueError
from alerts.posting import Posting
from storage.audience import audience
from storage.clock import now_ms
from storage.database import Database
from storage.dialect import MOST_VALUES, chunks, insert
from storage.due import due_ms, stored_settings
from storage.postings import load_postings
from storage.revisions import newest_rev
from storage.subscriptions import subscription_of
from storage.tables import (
    alerts,
    chats,
    forgotten,
    installations,
    listings,
    matches,
    postings,
    subscriptions,
)
from storage.values import verdicts_to_json

log = structlog.get_logger()

# Rows of one commit: a transaction with more would hold up everybody else.
_ROWS = 1_000


class Matches:
    """The `MatchStore` of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._unreadable: set[int] = set()

    async def unmatched(self, limit: int) -> Sequence[Posting]:
        """Give postings that are not matched yet, in the order in which they were stored."""
        waiting = select(postings.c.id).where(
            postings.c.matched_ms.is_(None), postings.c.id.not_in(self._unreadable)
        )
        async with self._database.read() as connection:
            ids = list((await connection.execute(waiting.order_by(postings.c.id).limit(limit))).scalars())
            found = [await self._readable(connection, posting_id) for posting_id in ids]
        return [posting for posting in found if posting is not None]

    async def _readable(self, connection: AsyncConnection, posting_id: int) -> Posting | None:
        """Look a posting up; one that this version cannot read is left for one that can, and stops no other."""
        try:
            return (await load_postings(connection, [posting_id]))[posting_id]
        except StoredValueError:
            log.exception("a stored posting cannot be read and is passed over", posting=posting_id)
            self._unreadable.add(posting_id)
            return None

    async def subscriptions_since(self, rev: int) -> Changes:
        """Give what became of subscriptions at or after ``rev``.

        The horizon is looked up first: what is committed between it and the other looks comes once more.
        """
        wanted = subscriptions.select().where(subscriptions.c.rev >= rev).order_by(subscriptions.c.rev)
        gone = select(forgotten.c.subscription_id).where(forgotten.c.rev >= rev)
        async with self._database.read() as connection:
            horizon = await newest_rev(connection)
            changed = [subscription_of(row) for row in await connection.execute(wanted)]
            return Changes(
                changed=changed,
                forgotten=(await connection.execute(gone)).scalars().all(),
                horizon=horizon,
            )

    async def record_matches(self, posting: Posting, matched: Sequence[Matched]) -> int:
        """Store matches and alerts by ascending chat, a thousand a commit, then mark the posting matched.

        One whose lead listing changed since it was looked up is left to be matched again, and so is one that met a
        subscription which moved to another chat.
        """
        new, moved = 0, False
        for some in _by_chat(matched):
            async with self._database.write() as connection:
                recorded = await _record(connection, posting.id, some)
            new, moved = new + recorded.alerts, moved or recorded.moved
        if moved:
            return new
        async with self._database.write() as connection:
            unchanged = exists().where(
                listings.c.id == postings.c.lead_listing_id, listings.c.content_hash == posting.content_hash
            )
            done = update(postings).where(postings.c.id == posting.id, unchanged)
            await connection.execute(done.values(matched_ms=await now_ms(connection)))
        return new


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recorded:
    """How many alerts were new, and whether a subscription lives in another chat than the one it was matched for."""

    alerts: int
    moved: bool


async def _record(connection: AsyncConnection, posting_id: int, some: Sequence[Matched]) -> _Recorded:
    """Store what is matched for chats that are locked; what was deleted with its chat meanwhile is nobody's."""
    settings = await _reached(connection, {one.subscription.chat_id for one in some})
    may_hear = await audience(connection, posting_id)
    if may_hear is not None:
        settings = {chat_id: own for chat_id, own in settings.items() if chat_id in may_hear}
    stored = await _stored(connection, [one.subscription.id for one in some])
    live = [one for one in some if one.subscription.chat_id in settings and _is_at_home(one, stored)]
    await _insert_matches(connection, posting_id, live)
    due = await _due(connection, [stored[one.subscription.id] for one in live], settings)
    return _Recorded(
        alerts=await _insert_alerts(connection, posting_id, due),
        moved=any(one.subscription.id in stored and not _is_at_home(one, stored) for one in some),
    )


async def _stored(connection: AsyncConnection, subscription_ids: Sequence[int]) -> dict[int, Row[Any]]:
    """Look the subscriptions up as they are now."""
    found: dict[int, Row[Any]] = {}
    for some in chunks(subscription_ids):
        rows = await connection.execute(subscriptions.select().where(subscriptions.c.id.in_(some)))
        found |= {row.id: row for row in rows}
    return found


def _is_at_home(one: Matched, stored: Mapping[int, Row[Any]]) -> bool:
    """Say whether a subscription is in the chat for which it was matched."""
    row = stored.get(one.subscription.id)
    return row is not None and row.chat_id == one.subscription.chat_id


def _by_chat(matched: Sequence[Matched]) -> Iterator[Sequence[Matched]]:
    """Give them by ascending chat, about as many at a time as one commit takes, and never part of a chat's."""
    some: list[Matched] = []
    ordered = sorted(matched, key=lambda one: (one.subscription.chat_id, one.subscription.id))
    for _, mine in groupby(ordered, key=lambda one: one.subscription.chat_id):
        some.extend(mine)
        if len(some) >= _ROWS:
            yield some
            some = []
    if some:
        yield some


async def _due(
    connection: AsyncConnection, live: Sequence[Row[Any]], settings: dict[int, ChatSettings]
) -> dict[int, int]:
    """Say for each chat when its alert is due, by the schedules as they are now: the first one counts."""
    now = await now_ms(connection)
    due: dict[int, int] = {}
    for row in live:
        at = due_ms(row, settings[row.chat_id], now)
        due[row.chat_id] = min(at, due.get(row.chat_id, at))
    return dict(sorted(due.items()))


async def _insert_matches(connection: AsyncConnection, posting_id: int, live: Sequence[Matched]) -> None:
    """Insert; a posting that changed and is matched again gets its new verdicts."""
    rows = [
        {
            "subscription_id": one.subscription.id,
            "posting_id": posting_id,
            "verdicts": verdicts_to_json(one.verdicts),
        }
        for one in sorted(live, key=lambda one: one.subscription.id)
    ]
    if rows:
        adding = insert(connection, matches)
        again = {"verdicts": adding.excluded.verdicts}
        await connection.execute(
            adding.on_conflict_do_update(index_elements=matches.primary_key, set_=again), rows
        )


async def _insert_alerts(connection: AsyncConnection, posting_id: int, due: dict[int, int]) -> int:
    """Insert one alert a chat and posting, and give how many were new."""
    chat_ids = list(due)
    new = 0
    for some in (chat_ids[at : at + MOST_VALUES // 3] for at in range(0, len(chat_ids), MOST_VALUES // 3)):
        rows = [{"chat_id": chat_id, "posting_id": posting_id, "due_ms": due[chat_id]} for chat_id in some]
        adding = insert(connection, alerts).values(rows).on_conflict_do_nothing()
        new += len((await connection.execute(adding.returning(alerts.c.id))).all())
    return new


async def _reached(connection: AsyncConnection, chat_ids: set[int]) -> dict[int, ChatSettings]:
    """Give the settings of the chats that can be reached: a gone one or a revoked installation gets no new alerts.

    The chats are locked, so that who changes a schedule meanwhile waits for the alerts, or these for the change.
    """
    reached: dict[int, ChatSettings] = {}
    ordered = sorted(chat_ids)
    for some in (ordered[at : at + MOST_VALUES] for at in range(0, len(ordered), MOST_VALUES)):
        wanted: Any = (
            select(chats.c.id, chats.c.settings)
            .join(installations, installations.c.id == chats.c.installation_id)
            .where(chats.c.id.in_(some), chats.c.state == "active", installations.c.revoked_ms.is_(None))
        )
        locked = wanted.order_by(chats.c.id).with_for_update(of=chats, read=True, key_share=True)
        for chat_id, settings in await connection.execute(locked):
            reached[chat_id] = stored_settings(settings)
    return reached
