"""Gives everything of a chat, and brings it back; knows neither JSON nor a command."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.belongings import Belongings, Brought, OwnAlert, OwnFilter, OwnPosting
from alerts.errors import CommandError
from alerts.filters import VERSION, describe, from_json, parse_filter, to_json
from alerts.subscribing import MOST_NAME, MOST_SUBSCRIPTIONS, Address, SubscriptionState, Update
from alerts.timing import describe_schedule, parse_schedule
from storage.chat_settings import settings_to_json
from storage.clock import moment_at, moment_ms, now_ms
from storage.database import Database
from storage.dialect import chunks, insert
from storage.due import stored_settings
from storage.forgetting import forget_chat
from storage.inbound import take_once
from storage.revisions import next_rev
from storage.tables import alerts, chats, deliveries, feedback, listings, postings, subscriptions
from storage.values import capped

# Rows of one commit.
_ROWS = 100
_MOST_WORDS = 2_000


class BelongingsOfChats:
    """The `BelongingsStore` of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def belongings_of(self, chat_id: int) -> Belongings:
        """Give everything of a chat, as one moment has it."""
        async with self._database.read() as connection:
            settings = select(chats.c.settings).where(chats.c.id == chat_id)
            return Belongings(
                settings=stored_settings((await connection.execute(settings)).scalar_one_or_none()),
                filters=tuple([one async for one in _filters(connection, chat_id)]),
                postings=tuple([one async for one in _postings(connection, chat_id)]),
                alerts=tuple([one async for one in _alerts(connection, chat_id)]),
            )

    async def bring_back(self, chat_id: int, belongings: Belongings) -> Brought:
        """Add what is not there: what was sent comes first, so that no filter asks for it again."""
        rows = await asyncio.to_thread(_rows, chat_id, belongings)
        lost = 0
        for some in chunks(belongings.alerts, _ROWS):
            async with self._database.write() as connection:
                lost += await _bring_alerts(connection, chat_id, some)
        for own in chunks(belongings.postings, _ROWS):
            async with self._database.write() as connection:
                lost += await _bring_postings(connection, chat_id, own)
        async with self._database.write() as connection:
            await _bring_settings(connection, chat_id, belongings)
            new = await _bring_filters(connection, chat_id, rows)
        return Brought(filters=new, known_filters=len(rows) - new, lost_postings=lost)

    async def forget_chat(self, chat_id: int, address: Address, update: Update | None) -> None:
        """Delete every row that is about the chat."""
        async with self._database.write() as connection:
            await take_once(connection, update)
            await forget_chat(connection, chat_id, address)


async def _filters(connection: AsyncConnection, chat_id: int) -> Any:
    """Give the filters; that one was snoozed once is not told."""
    mine = subscriptions.c.chat_id == chat_id, subscriptions.c.state != SubscriptionState.DELETED
    now = await now_ms(connection)
    for row in await connection.execute(subscriptions.select().where(*mine).order_by(subscriptions.c.id)):
        yield OwnFilter(
            name=row.name,
            line=describe(from_json(row.spec)),
            state=row.state,
            owner=row.owner,
            created_at=moment_at(row.created_ms),
            schedule=row.schedule,
            thread=row.thread,
            snoozed_until=_moment(row.snoozed_until_ms) if (row.snoozed_until_ms or 0) > now else None,
        )


async def _postings(connection: AsyncConnection, chat_id: int) -> Any:
    said = (
        select(feedback, postings.c.title, listings.c.url)
        .join(postings, postings.c.id == feedback.c.posting_id)
        .join(listings, listings.c.id == postings.c.lead_listing_id)
        .where(feedback.c.chat_id == chat_id)
        .order_by(feedback.c.posting_id)
    )
    for row in await connection.execute(said):
        yield OwnPosting(
            url=row.url,
            title=row.title,
            saved_at=_moment(row.saved_ms),
            dismissed_at=_moment(row.dismissed_ms),
            note=row.note,
            stage=row.stage,
        )


async def _alerts(connection: AsyncConnection, chat_id: int) -> Any:
    sent = (
        select(postings.c.title, listings.c.url, deliveries.c.sent_ms)
        .select_from(alerts)
        .join(deliveries, deliveries.c.id == alerts.c.delivery_id)
        .join(postings, postings.c.id == alerts.c.posting_id)
        .join(listings, listings.c.id == postings.c.lead_listing_id)
        .where(alerts.c.chat_id == chat_id, deliveries.c.status == "sent")
        .order_by(deliveries.c.sent_ms, alerts.c.posting_id)
    )
    for row in await connection.execute(sent):
        yield OwnAlert(url=row.url, title=row.title, sent_at=moment_at(row.sent_ms or 0))


def _rows(chat_id: int, belongings: Belongings) -> list[dict[str, Any]]:
    """Make the columns of the filters. Raises `RolecallError` on a line, a state or a schedule that is none."""
    return [
        {
            "chat_id": chat_id,
            "thread": capped(one.thread, _MOST_WORDS),
            "owner": capped(one.owner, _MOST_WORDS),
            "name": capped(one.name[:MOST_NAME], _MOST_WORDS),
            "spec": to_json(parse_filter(one.line)),
            "spec_version": VERSION,
            "schedule": describe_schedule(parse_schedule(one.schedule)),
            "state": _state(one),
            "snoozed_until_ms": None if one.snoozed_until is None else moment_ms(one.snoozed_until),
            "created_ms": moment_ms(one.created_at),
        }
        for one in belongings.filters
    ]


def _state(one: OwnFilter) -> str:
    if one.state not in {SubscriptionState.ACTIVE, SubscriptionState.PAUSED}:
        raise CommandError("The filter '{name}' is neither active nor paused.", name=one.name)
    return one.state


async def _bring_filters(connection: AsyncConnection, chat_id: int, rows: Sequence[dict[str, Any]]) -> int:
    mine = select(subscriptions.c.name, subscriptions.c.spec).where(
        subscriptions.c.chat_id == chat_id, subscriptions.c.state != SubscriptionState.DELETED
    )
    there = [(row.name, from_json(row.spec)) for row in await connection.execute(mine)]
    new = [row for row in rows if (row["name"], from_json(row["spec"])) not in there]
    if len(there) + len(new) > MOST_SUBSCRIPTIONS:
        raise CommandError("A chat has at most {most} filters. /delete some first.", most=MOST_SUBSCRIPTIONS)
    now = await now_ms(connection)
    for row in new:
        # Until now it was not here, and not silent either.
        quiet_until = max(row["snoozed_until_ms"] or 0, now)
        made = {**row, "snoozed_until_ms": quiet_until, "rev": await next_rev(connection)}
        await connection.execute(subscriptions.insert().values(made))
    return len(new)


async def _bring_settings(connection: AsyncConnection, chat_id: int, belongings: Belongings) -> None:
    """Take over the settings that were chosen, and leave the others."""
    at = chats.c.id == chat_id
    stored = (await connection.execute(select(chats.c.settings).where(at).with_for_update())).scalar_one()
    chosen = settings_to_json(belongings.settings)
    given = {name: getattr(belongings.settings, name) for name in chosen}
    kept = settings_to_json(replace(stored_settings(stored), **given))
    await connection.execute(chats.update().where(at).values(settings=kept or None))


async def _bring_postings(connection: AsyncConnection, chat_id: int, some: Sequence[OwnPosting]) -> int:
    known = await _postings_at(connection, (one.url for one in some))
    rows = [
        {
            "chat_id": chat_id,
            "posting_id": known[one.url],
            "saved_ms": None if one.saved_at is None else moment_ms(one.saved_at),
            "dismissed_ms": None if one.dismissed_at is None else moment_ms(one.dismissed_at),
            "note": one.note and capped(one.note, _MOST_WORDS),
            "stage": one.stage and capped(one.stage, _MOST_WORDS),
        }
        for one in sorted(some, key=lambda one: known.get(one.url, 0))
        if one.url in known
    ]
    if rows:
        await connection.execute(insert(connection, feedback).on_conflict_do_nothing(), rows)
    return sum(one.url not in known for one in some)


async def _bring_alerts(connection: AsyncConnection, chat_id: int, some: Sequence[OwnAlert]) -> int:
    """Note what was sent, so that it is not sent again; there is no message of it to be edited."""
    known = await _postings_at(connection, (one.url for one in some))
    mine = alerts.c.chat_id == chat_id, alerts.c.posting_id.in_(known.values())
    there = set((await connection.execute(select(alerts.c.posting_id).where(*mine))).scalars())
    new = {known[one.url]: one.sent_at for one in some if one.url in known}
    for posting_id in sorted(new.keys() - there):
        sent = {"status": "sent", "sent_ms": moment_ms(new[posting_id])}
        adding = deliveries.insert().values(chat_id=chat_id, key=f"brought:{chat_id}:{posting_id}", **sent)
        delivery_id = (await connection.execute(adding.returning(deliveries.c.id))).scalar_one()
        alert = {"chat_id": chat_id, "posting_id": posting_id, "due_ms": sent["sent_ms"]}
        await connection.execute(alerts.insert().values(**alert, delivery_id=delivery_id))
    return sum(one.url not in known for one in some)


async def _postings_at(connection: AsyncConnection, urls: Iterable[str]) -> dict[str, int]:
    wanted = select(listings.c.url, listings.c.posting_id).where(listings.c.url.in_(set(urls)))
    return {row.url: row.posting_id for row in await connection.execute(wanted)}


def _moment(ms: int | None) -> datetime | None:
    return None if ms is None else moment_at(ms)
