"""Stores what chats are told of feeds, each thing once; knows no platform and no words."""

import asyncio
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.errors import StoredValueError
from alerts.messages import Notice, Told
from alerts.polling import Feed
from alerts.polling.outages import names_feed
from alerts.subscribing import SubscriptionState
from storage.clock import now_ms
from storage.database import Database
from storage.dialect import chunks, insert
from storage.subscriptions import subscription_of
from storage.tables import chats, deliveries, feeds, installations, proposals, subscriptions
from storage.values import one_of

# What is told of a server's own words.
_MOST_REASON = 300


async def tell(database: Database, feed: Feed, told: Told, reason: str, admins: Sequence[str]) -> None:
    """Owe a notice to each chat that has to do with a feed: who added it, filters that name it, the operator's own.

    Done twice it tells once: a notice's key names the outage.
    """
    async with database.read() as connection:
        threads = await _concerned(connection, feed, admins)
    async with database.write() as connection:
        now = await now_ms(connection)
        outage = f"{feed.round}:{feed.failing_since.timestamp() if feed.failing_since else 0:.0f}"
        contents = {"told": told.value, "feed": feed.name, "reason": reason[:_MOST_REASON]}
        rows = [
            {
                "chat_id": chat_id,
                "kind": "notice",
                "key": f"notice:{chat_id}:{feed.id}:{told.value}:{outage}",
                "notice": {**contents, "thread": thread},
            }
            for chat_id, thread in sorted(threads.items())
        ]
        for some in chunks(rows):
            await connection.execute(insert(connection, deliveries).on_conflict_do_nothing(), list(some))
        marked = update(feeds).where(feeds.c.id == feed.id)
        await connection.execute(marked.values(told_ms=None if told is Told.RECOVERY else now))


def notice_of(stored: Any) -> tuple[Notice, str]:
    """Read a notice and the thread that it goes to. Raises `StoredValueError` on what another version wrote."""
    told = one_of(Told, stored.get("told", ""))
    try:
        return Notice(told=told, feed=stored["feed"], reason=stored["reason"]), stored["thread"]
    except KeyError as error:
        raise StoredValueError(f"a notice has no {error}") from error


async def _concerned(connection: AsyncConnection, feed: Feed, admins: Sequence[str]) -> dict[int, str]:
    """Give the chats to tell, each with the thread in which its filter lives.

    A feed that waits for the operator is the business of those alone who proposed it, whoever names one like it.
    """
    threads = dict.fromkeys(await _operators(connection, admins), "")
    proposed_by = select(proposals.c.chat_id).where(proposals.c.feed_id == feed.id)
    threads |= dict.fromkeys((await connection.execute(proposed_by)).scalars(), "")
    active = subscriptions.c.state == SubscriptionState.ACTIVE
    mine = active if feed.approved else active & subscriptions.c.chat_id.in_(proposed_by)
    rows = (await connection.execute(subscriptions.select().where(mine))).all()
    threads |= await asyncio.to_thread(_naming, rows, feed.name)
    reached = select(chats.c.id).where(chats.c.state == "active")
    found: dict[int, str] = {}
    for some in chunks(sorted(threads)):
        live = (await connection.execute(reached.where(chats.c.id.in_(some)))).scalars()
        found |= {chat_id: threads[chat_id] for chat_id in live}
    return found


async def _operators(connection: AsyncConnection, admins: Sequence[str]) -> Sequence[int]:
    """Give the private chats of the listed admins, where a platform calls such a chat by its person's number."""
    found: list[int] = []
    for platform, _, person in (admin.partition(":") for admin in admins):
        mine = (
            select(chats.c.id)
            .join(installations, installations.c.id == chats.c.installation_id)
            .where(installations.c.platform == platform, chats.c.external_id == person)
        )
        found += (await connection.execute(mine)).scalars()
    return found


def _naming(rows: Sequence[Any], feed: str) -> dict[int, str]:
    """Give the chats, with their threads, of subscriptions whose filters name the feed."""
    found = {}
    for row in rows:
        try:
            subscription = subscription_of(row)
        except StoredValueError:
            continue  # of another version, whose workers tell it
        if names_feed(subscription.filter, feed):
            found[row.chat_id] = row.thread
    return found
