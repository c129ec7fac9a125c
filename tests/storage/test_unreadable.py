"""What a chat is owed and cannot be read: it stops neither other chats nor the record of what was sent."""

import asyncio
from datetime import timedelta

import pytest
from builders import owe_one_by_one
from sqlalchemy import update

from storage.deliveries import steps
from storage.tables import chats, deliveries, subscriptions


async def spoil_filter(world):
    """Let the second chat's filter be one of another version."""
    spoilt = update(subscriptions).where(subscriptions.c.id == 2)
    async with world.database.write() as connection:
        await connection.execute(spoilt.values(spec={"odd": 1}))


async def spoil_notice(world):
    """Owe the second chat a notice that says nothing, and nothing else."""
    odd = {"chat_id": 2, "kind": "notice", "key": "odd", "notice": {"told": "recovery", "thread": ""}}
    async with world.database.write() as connection:
        alerts_of_it = (deliveries.c.chat_id == 2) & (deliveries.c.kind == "alert")
        await connection.execute(update(deliveries).where(alerts_of_it).values(status="expired"))
        await connection.execute(deliveries.insert().values(odd))


async def look_up_nothing(*_args):
    raise RuntimeError("nobody thought of it")


@pytest.mark.parametrize("spoil", [spoil_filter, spoil_notice])
async def test_one_chat_stops_no_other(world, spoil):
    """The others get theirs at once, and senders meet the bad one once."""
    for number in range(5):
        await world.subscribe(chat=f"c{number}")
    await world.publish("Job")
    await owe_one_by_one(world.database)
    await spoil(world)
    for _ in range(3):
        await asyncio.gather(*(world.deliverer.take_turn() for _ in range(16)), return_exceptions=True)
    assert sorted(chat for chat, _ in world.messenger.sent) == ["c0", "c2", "c3", "c4"]
    assert [row.lease_token for row in await world.rows(chats)] == [1, 1, 1, 1, 1]


async def test_what_was_sent_is_recorded_whatever_comes_next(world, monkeypatch):
    """A look at the next message that fails takes no accepted message with it."""
    await world.subscribe()
    await world.publish("One", "Two")
    await owe_one_by_one(world.database)

    async def spoil_the_next_look():
        world.messenger.before = None
        monkeypatch.setattr(steps, "heads", look_up_nothing)

    world.messenger.before = spoil_the_next_look
    for _ in range(3):
        await world.deliver()
        world.later(timedelta(minutes=1))
    assert world.titles() == ["One", "Two"]
    assert {(row.status, row.attempts) for row in await world.rows(deliveries)} == {("sent", 1)}
