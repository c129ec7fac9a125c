"""What is forgotten of old postings, and what goes with them."""

from datetime import timedelta

from builders import poll
from sqlalchemy import insert

from storage.pruning import KEYS_KEPT, Pruning
from storage.tables import alerts, deliveries, feedback, postings


async def prune(world, *still_listed):
    """Let a year pass, and the feed list nothing but these."""
    world.later(KEYS_KEPT + timedelta(days=1))
    await poll(world.feeds, *still_listed)
    while await Pruning(world.database).prune():
        pass


async def test_a_message_goes_with_its_last_posting_and_stands_in_no_ones_way(world):
    """A message of which nothing is left is deleted, and the chat gets what comes next."""
    await world.subscribe()
    await world.publish("One")
    await world.deliver()
    await prune(world)
    assert (await world.rows(postings), await world.rows(deliveries)) == ([], [])
    world.later(timedelta(hours=1))
    await world.publish("Two")
    await world.deliver()
    assert world.titles() == ["One", "Two"]


async def test_a_saved_posting_stays_with_its_message(world):
    """What somebody saved, with note and stage, is not forgotten, however long ago it was listed."""
    chat_id = (await world.subscribe()).chat_id
    await world.publish("One", "Two")
    await world.deliver()
    (one,) = [row.id for row in await world.rows(postings) if row.title == "One"]
    async with world.database.write() as connection:
        await connection.execute(
            insert(feedback).values(chat_id=chat_id, posting_id=one, saved_ms=1, note="call")
        )
    await prune(world)
    assert [row.title for row in await world.rows(postings)] == ["One"]
    assert [row.note for row in await world.rows(feedback)] == ["call"]
    (message,) = await world.rows(deliveries)
    assert [row.delivery_id for row in await world.rows(alerts)] == [message.id]
