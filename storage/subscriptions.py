"""Stores chats and their subscriptions; knows no command and no filter's syntax."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.chat_settings import ChatSettings
from alerts.errors import FilterError, StoredValueError
from alerts.filters import VERSION, Filter, from_json, to_json
from alerts.subscribing import Address, NewSubscription, Subscription, SubscriptionState, Update
from alerts.timing import Schedule, describe_schedule
from storage.clock import moment_at, moment_ms, now_ms
from storage.database import Database
from storage.dialect import insert
from storage.due import retime, stored_schedule, stored_settings
from storage.inbound import take_once
from storage.presence import welcome, welcome_all
from storage.revisions import next_rev
from storage.tables import chats, installations, subscriptions
from storage.values import one_of


class Subscriptions:
    """The `SubscriptionStore` of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open_chat(self, address: Address) -> int:
        """Give the chat's id, adding or reviving it; a chat that is well known costs one look."""
        async with self._database.read() as connection:
            known = (await connection.execute(_chat_at(address))).one_or_none()
        if known is not None and known.state == "active" and known.revoked_ms is None:
            return int(known.id)
        async with self._database.write() as connection:
            return await _opened(connection, address)

    async def add_subscription(self, new: NewSubscription, update: Update | None = None) -> Subscription:
        """Store a subscription in state active, once for each update."""
        async with self._database.write() as connection:
            await take_once(connection, update)
            return await insert_subscription(connection, new)

    async def subscriptions_of(self, chat_id: int) -> Sequence[Subscription]:
        """Give the chat's subscriptions that are not deleted, oldest first."""
        wanted = (
            subscriptions.select()
            .where(subscriptions.c.chat_id == chat_id, subscriptions.c.state != SubscriptionState.DELETED)
            .order_by(subscriptions.c.id)
        )
        async with self._database.read() as connection:
            return [subscription_of(row) for row in await connection.execute(wanted)]

    async def change_subscription(
        self,
        chat_id: int,
        subscription_id: int,
        *,
        state: SubscriptionState | None = None,
        changed_filter: Filter | None = None,
        name: str | None = None,
        update: Update | None = None,
    ) -> Subscription | None:
        """Change what is given; None where the chat has no such subscription, or deleted it."""
        changes: dict[str, Any] = {"state": state, "name": name}
        if changed_filter is not None:
            changes |= {"spec": to_json(changed_filter), "spec_version": VERSION}
        async with self._database.write() as connection:
            await take_once(connection, update)
            if (
                state is SubscriptionState.ACTIVE
            ):  # what it did not find while it was paused is no silence of its
                changes["snoozed_until_ms"] = _not_before(await now_ms(connection))
            return await _changed(connection, chat_id, subscription_id, changes)

    async def time_subscription(
        self,
        chat_id: int,
        subscription_id: int,
        *,
        schedule: Schedule | None = None,
        snoozed_until: datetime | None = None,
    ) -> Subscription | None:
        """Change what is given, and when what waits is due; None where the chat has no such subscription."""
        changes = {
            "schedule": describe_schedule(schedule) if schedule else None,
            "snoozed_until_ms": moment_ms(snoozed_until) if snoozed_until else None,
        }
        async with self._database.write() as connection:
            settings = await lock_chat(connection, chat_id)
            changed = await _changed(connection, chat_id, subscription_id, changes)
            await retime(connection, chat_id, settings)
            return changed


async def _changed(
    connection: AsyncConnection, chat_id: int, subscription_id: int, changes: dict[str, Any]
) -> Subscription | None:
    changed = (
        subscriptions.update()
        .where(
            subscriptions.c.id == subscription_id,
            subscriptions.c.chat_id == chat_id,
            subscriptions.c.state != SubscriptionState.DELETED,
        )
        .values(rev=await next_rev(connection), **_given(changes))
        .returning(*subscriptions.c)
    )
    row = (await connection.execute(changed)).one_or_none()
    return subscription_of(row) if row is not None else None


async def lock_chat(connection: AsyncConnection, chat_id: int) -> ChatSettings:
    """Lock a chat, so that nothing is matched for it by what is just changed; give its settings.

    It comes before a revision is counted, wherever both are needed: the other order could deadlock.
    """
    chat = select(chats.c.settings).where(chats.c.id == chat_id).with_for_update()
    return stored_settings((await connection.execute(chat)).scalar_one_or_none())


async def insert_subscription(connection: AsyncConnection, new: NewSubscription) -> Subscription:
    """Store a subscription in state active."""
    await lock_chat(connection, new.chat_id)
    added = subscriptions.insert().values(
        chat_id=new.chat_id,
        thread=new.thread,
        owner=new.owner,
        name=new.name,
        schedule=describe_schedule(new.schedule),
        spec=to_json(new.filter),
        spec_version=VERSION,
        rev=await next_rev(connection),
        created_ms=await now_ms(connection),
    )
    row = await connection.execute(added.returning(*subscriptions.c))
    return subscription_of(row.one())


def subscription_of(row: Any) -> Subscription:
    """Make a subscription of its row. Raises `StoredValueError` where a newer program wrote it."""
    try:
        wanted = from_json(row.spec)
    except FilterError as error:
        raise StoredValueError(f"filter {row.id} was saved by another version of Rolecall") from error
    return Subscription(
        id=row.id,
        chat_id=row.chat_id,
        name=row.name,
        filter=wanted,
        state=one_of(SubscriptionState, row.state),
        owner=row.owner,
        rev=row.rev,
        created_at=moment_at(row.created_ms),
        thread=row.thread,
        schedule=stored_schedule(row.schedule),
        snoozed_until=None if row.snoozed_until_ms is None else moment_at(row.snoozed_until_ms),
    )


def _chat_at(address: Address) -> Select[Any]:
    return (
        select(chats.c.id, chats.c.state, installations.c.revoked_ms)
        .join(installations, installations.c.id == chats.c.installation_id)
        .where(
            installations.c.platform == address.platform,
            installations.c.workspace == address.workspace,
            chats.c.external_id == address.external_id,
        )
    )


async def _opened(connection: AsyncConnection, address: Address) -> int:
    workspace = {"platform": address.platform, "workspace": address.workspace}
    await connection.execute(insert(connection, installations).values(workspace).on_conflict_do_nothing())
    installation = select(installations.c.id).filter_by(**workspace).scalar_subquery()
    new = {"installation_id": installation, "external_id": address.external_id}
    await connection.execute(insert(connection, chats).values(new).on_conflict_do_nothing())
    chat = (await connection.execute(_chat_at(address))).one()
    await welcome(connection, chat.id)
    await welcome_all(connection, address)
    return int(chat.id)


def _not_before(moment: int) -> ColumnElement[int]:
    snoozed = subscriptions.c.snoozed_until_ms
    return case((snoozed > moment, snoozed), else_=moment)


def _given(changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if value is not None}
