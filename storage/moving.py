"""Moves a chat to the id that its platform gave it anew, merging it with one that has it; knows no platform."""

from typing import Any

from sqlalchemy import ColumnElement, Row, Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.clock import now_ms
from storage.dissolving import dissolve
from storage.due import retime, stored_settings
from storage.revisions import next_rev
from storage.tables import alerts, chats, deliveries, feedback, feeds, proposals, subscriptions


async def move_chat(connection: AsyncConnection, chat_id: int, external_id: str) -> None:
    """Give a chat its new id. Where a chat has that id already, it takes over what this one has, nothing twice."""
    chat = (await connection.execute(chats.select().where(chats.c.id == chat_id).with_for_update())).one()
    known = chats.select().where(
        chats.c.installation_id == chat.installation_id, chats.c.external_id == external_id
    )
    target = (await connection.execute(known.with_for_update())).one_or_none()
    if target is None:
        await connection.execute(update(chats).where(chats.c.id == chat_id).values(external_id=external_id))
    elif target.id != chat_id:
        await _merge(connection, chat_id, target.id)
        await _take_over_settings(connection, chat, target)


async def _merge(connection: AsyncConnection, old: int, new: int) -> None:
    for chat_id in (old, new):
        await dissolve(connection, chat_id)
    await _expire_what_both_have(connection, old, new)
    await _drop_what_was_sent(connection, old, new)
    moved = update(subscriptions).where(subscriptions.c.chat_id == old)
    await connection.execute(moved.values(chat_id=new, rev=await next_rev(connection)))
    await _move_proposals(connection, old, new)
    for table in (alerts, feedback):
        wanted = table.c.chat_id == old, ~_has(table, new)
        await connection.execute(update(table).where(*wanted).values(chat_id=new))
    pending = deliveries.c.chat_id == old, deliveries.c.status == "pending"
    await connection.execute(update(deliveries).where(*pending).values(chat_id=new))
    gone = {"state": "gone", "gone_ms": await now_ms(connection), "lease_owner": None}
    await connection.execute(update(chats).where(chats.c.id == old).values(gone))


async def _take_over_settings(connection: AsyncConnection, old: Row[Any], new: Row[Any]) -> None:
    """What the new chat did not decide itself is as the old one decided."""
    settings = {**(old.settings or {}), **(new.settings or {})}
    await connection.execute(update(chats).where(chats.c.id == new.id).values(settings=settings or None))
    await retime(connection, new.id, stored_settings(settings))


async def _move_proposals(connection: AsyncConnection, old: int, new: int) -> None:
    await connection.execute(update(feeds).where(feeds.c.added_by_chat == old).values(added_by_chat=new))
    other = proposals.alias()
    known = select(other.c.feed_id).where(other.c.chat_id == new)
    await connection.execute(
        delete(proposals).where(proposals.c.chat_id == old, proposals.c.feed_id.in_(known))
    )
    await connection.execute(update(proposals).where(proposals.c.chat_id == old).values(chat_id=new))


async def _expire_what_both_have(connection: AsyncConnection, old: int, new: int) -> None:
    """Of a posting that both are owed one message is enough."""
    twice = select(alerts.c.delivery_id).where(
        alerts.c.chat_id == old, alerts.c.delivery_id.is_not(None), _has(alerts, new)
    )
    doubled = deliveries.c.id.in_(twice), deliveries.c.status == "pending", deliveries.c.kind == "alert"
    await connection.execute(update(deliveries).where(*doubled).values(status="expired"))


async def _drop_what_was_sent(connection: AsyncConnection, old: int, new: int) -> None:
    """What the old chat was sent already is not sent to the new one again."""
    sent = (
        select(alerts.c.posting_id)
        .join(deliveries, deliveries.c.id == alerts.c.delivery_id)
        .where(alerts.c.chat_id == old, deliveries.c.status == "sent")
    )
    unsent = select(deliveries.c.id).where(deliveries.c.chat_id == new, deliveries.c.status == "pending")
    again = (
        alerts.c.chat_id == new,
        alerts.c.posting_id.in_(sent),
        alerts.c.delivery_id.is_(None) | alerts.c.delivery_id.in_(unsent),
    )
    told = select(alerts.c.delivery_id).where(*again, alerts.c.delivery_id.is_not(None))
    expired = deliveries.c.id.in_(told), deliveries.c.kind == "alert"
    await connection.execute(update(deliveries).where(*expired).values(status="expired"))
    await connection.execute(delete(alerts).where(*again))


def _has(table: Table, chat_id: int) -> ColumnElement[bool]:
    """Say whether another row of the table has the same posting for a chat."""
    other: Any = table.alias()
    return (
        select(other.c.posting_id)
        .where(other.c.chat_id == chat_id, other.c.posting_id == table.c.posting_id)
        .exists()
    )
