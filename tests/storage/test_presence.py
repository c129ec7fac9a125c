"""Where the bot may write, as platforms tell of it: at once no more, and on a return one message of all that waited."""

import pytest
from builders import owe_one_by_one
from sqlalchemy import select
from world import LIMITS

from alerts.delivering import LEASE
from alerts.digest import Digest
from alerts.presence import Presence
from alerts.subscribing import Address
from storage.deliveries import Deliveries
from storage.presence import Presences
from storage.tables import chats, subscriptions

HERE = Address(platform="console", external_id="here")
EVERYWHERE = Address(platform="console", external_id="")


async def tell(world, address=HERE, **what):
    await Presences(world.database).note_presence(Presence(address=address, **what))


@pytest.mark.parametrize("where", [HERE, EVERYWHERE])
async def test_what_waits_comes_back_as_one_message(world, where):
    """A chat, or a workspace, that shut us out gets nothing, and on its return one digest; its filter is kept."""
    await world.subscribe()
    await world.publish("One", "Two")
    await owe_one_by_one(world.database)
    await tell(world, where, present=False)
    await tell(world, where, present=False)
    await world.deliver()
    assert world.messenger.messages == []
    await tell(world, where, present=True)
    await world.publish("Three")
    await world.deliver()
    (message,) = world.messenger.messages
    assert isinstance(message, Digest)
    assert sorted(world.titles()) == ["One", "Three", "Two"]
    assert [row.state for row in await world.rows(subscriptions)] == ["active"]


async def test_a_command_is_a_return(world):
    """A person of a chat that was gone, or of a workspace, who speaks to us gets what waited as one digest."""
    for where in (HERE, EVERYWHERE):
        await world.subscribe()
        await world.publish(f"One {where.external_id}", f"Two {where.external_id}")
        await owe_one_by_one(world.database)
        await tell(world, where, present=False)
        world.messenger.messages.clear()
        await world.subscriptions.open_chat(HERE)
        await world.deliver()
        assert [type(message) for message in world.messenger.messages] == [Digest]


async def test_a_turn_ends_with_the_chat(world):
    """Who is just about to send to a chat that shuts us out does not."""
    await world.subscribe()
    await world.publish("One")
    store = Deliveries(world.database)
    turn = await store.claim_chat(LIMITS, "me", LEASE)
    owed = await store.next_owed(turn)
    await tell(world, present=False)
    assert not await store.begin_attempt(turn, owed.delivery_id, [], LEASE)


async def test_a_moved_chat_keeps_what_it_has(world):
    """A chat with a new id goes on under it."""
    await world.subscribe()
    await world.publish("One")
    await tell(world, moved_to="there")
    await world.deliver()
    assert world.titles("there") == ["One"]


async def test_a_chat_that_nobody_knows_is_not_noted(world):
    """A platform tells of chats in which nobody ever spoke to us; nothing is kept of them."""
    for what in ({"present": False}, {"present": True}, {"moved_to": "-5"}):
        await tell(world, Address(platform="console", external_id="never seen"), **what)
    async with world.database.read() as connection:
        assert (await connection.execute(select(chats))).all() == []
