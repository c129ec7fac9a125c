"""Holds the leases of chats: says whose they are and changes only what is ours; knows nothing of what is owed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, Text, Update, cast, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.delivering import Turn
from storage.clock import NOW, clock_values
from storage.dialect import among
from storage.dissolving import dissolve
from storage.due import held_ms, stored_settings
from storage.tables import chats, installations

# What tells turns apart: the chat's id and the lease's token. Two of one chat meet where the first lost its lease.
Hold = tuple[int, int]
Held = dict[Hold, Row[*tuple[Any, ...]]]

_OURS = (
    among(chats.c.id, "chat_ids"),  # by the index; the pair is only looked at
    among(cast(chats.c.id, Text) + ":" + cast(chats.c.lease_token, Text), "holds"),
    chats.c.lease_owner.is_not(None),
)
# What is told of a chat that is held.
COLUMNS = (
    NOW.label("now"),
    chats.c.id,
    chats.c.external_id,
    chats.c.settings,
    chats.c.lease_until_ms,
    chats.c.lease_token,
    select(installations.c.sent_ms)
    .where(installations.c.id == chats.c.installation_id)
    .scalar_subquery()
    .label("sent_ms"),
)
LOCKED = select(*COLUMNS).where(*_OURS).order_by(chats.c.id).with_for_update(key_share=True)


def changed(values: dict[str, Any]) -> Update:
    """Make a statement for `held_by` that changes chats."""
    return update(chats).where(*_OURS).values(values).returning(*COLUMNS)


async def held_by(
    connection: AsyncConnection, turns: Sequence[Turn], how: Select[Any] | Update = LOCKED, **given: Any
) -> Held:
    """Lock or change the chats whose leases are still ours, and give their rows, each with the moment ``now``."""
    wanted = {
        "chat_ids": [turn.chat_id for turn in turns],
        "holds": [f"{turn.chat_id}:{turn.token}" for turn in turns],
        **given,
        **clock_values(connection),
    }
    return by_hold((await connection.execute(how, wanted)).all())


def by_hold(rows: Sequence[Row[Any]]) -> Held:
    """Arrange rows of ``COLUMNS`` by what tells their turns apart."""
    return {(row.id, row.lease_token): row for row in rows}


def hold_of(turn: Turn) -> Hold:
    """Give what tells a turn apart."""
    return turn.chat_id, turn.token


def mine(turn: Turn) -> tuple[Any, ...]:
    """Give the condition under which the chat's own columns may be changed: its lease is still ours."""
    return chats.c.id == turn.chat_id, chats.c.lease_token == turn.token, chats.c.lease_owner.is_not(None)


def given_back(now: Any) -> dict[str, Any]:
    """Give what a chat without a lease has; the time of its last turn orders the chats."""
    return {"lease_owner": None, "lease_until_ms": now}


async def is_held_back(connection: AsyncConnection, chat: Row[Any]) -> bool:
    """Say whether a locked chat is to be left alone by now, and write until when.

    What was gathered for it is let go: when it may be written to again, all goes into one message.
    """
    until = held_ms(stored_settings(chat.settings), chat.now)
    if until <= chat.now:
        return False
    await connection.execute(update(chats).where(chats.c.id == chat.id).values(held_until_ms=until))
    await dissolve(connection, chat.id)
    return True
