"""Stores where dialogs stand, moving each on by compare-and-set; knows no question."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.dialogs import Dialog, Seat, State
from alerts.subscribing import NewSubscription, Subscription, Update
from storage.clock import now_ms, to_ms
from storage.database import Database
from storage.dialect import insert
from storage.inbound import take_once
from storage.subscriptions import insert_subscription
from storage.tables import dialogs

# Whoever was called away finds the dialog the next morning, and not a week later.
EXPIRY = timedelta(days=1)


class Dialogs:
    """The `DialogStore` of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def dialog_of(self, seat: Seat) -> Dialog | None:
        """Give the dialog under way."""
        async with self._database.read() as connection:
            under_way = dialogs.c.expires_ms > await now_ms(connection)
            row = (await connection.execute(dialogs.select().where(*_at(seat), under_way))).one_or_none()
        return None if row is None else _dialog(row)

    async def begin_dialog(self, seat: Seat, state: State, update: Update | None) -> Dialog:
        """Begin a dialog; its revisions go on past those of every earlier one, whose buttons are still shown."""
        async with self._database.write() as connection:
            await take_once(connection, update)
            now = await now_ms(connection)
            await connection.execute(delete(dialogs).where(dialogs.c.expires_ms <= now))
            last = (await connection.execute(select(dialogs.c.rev).where(*_at(seat)))).scalar_one_or_none()
            begun = {**_columns(state, now), "rev": max(now, (last or 0) + 1)}
            adding = insert(connection, dialogs).values(**_key(seat), **begun)
            row = await connection.execute(
                adding.on_conflict_do_update(index_elements=dialogs.primary_key, set_=begun).returning(
                    *dialogs.c
                )
            )
            return _dialog(row.one())

    async def advance_dialog(
        self, seat: Seat, rev: int, state: State, update: Update | None
    ) -> Dialog | None:
        """Move a dialog on; only one of two answers to the same step does."""
        async with self._database.write() as connection:
            await take_once(connection, update)
            moved = _moved(seat, rev, {**_columns(state, await now_ms(connection)), "rev": rev + 1})
            row = (await connection.execute(moved.returning(*dialogs.c))).one_or_none()
        return None if row is None else _dialog(row)

    async def end_dialog(self, seat: Seat, rev: int | None, update: Update | None) -> bool:
        """End a dialog."""
        async with self._database.write() as connection:
            await take_once(connection, update)
            return await _ended(connection, seat, rev)

    async def subscribe_and_end(
        self, seat: Seat, rev: int, new: NewSubscription, update: Update | None
    ) -> Subscription | None:
        """Save a filter and end the dialog in one commit: a kill between the two would save it twice."""
        async with self._database.write() as connection:
            await take_once(connection, update)
            if not await _ended(connection, seat, rev):
                return None
            return await insert_subscription(connection, new)


async def _ended(connection: AsyncConnection, seat: Seat, rev: int | None) -> bool:
    at_rev = () if rev is None else (dialogs.c.rev == rev,)
    return (await connection.execute(delete(dialogs).where(*_at(seat), *at_rev))).rowcount == 1


def _moved(seat: Seat, rev: int, changes: dict[str, Any]) -> Any:
    return dialogs.update().where(*_at(seat), dialogs.c.rev == rev).values(changes)


def _key(seat: Seat) -> dict[str, str]:
    address = seat.address
    return {
        "platform": address.platform,
        "workspace": address.workspace,
        "external_id": address.external_id,
        "thread": address.thread,
        "person": seat.person,
    }


def _at(seat: Seat) -> tuple[Any, ...]:
    return tuple(dialogs.c[name] == value for name, value in _key(seat).items())


def _columns(state: State, now: int) -> dict[str, Any]:
    return {
        "kind": state.kind,
        "step": state.step,
        "draft": dict(state.draft),
        "expires_ms": now + to_ms(EXPIRY),
    }


def _dialog(row: Any) -> Dialog:
    return Dialog(state=State(kind=row.kind, step=row.step, draft=row.draft), rev=row.rev)
