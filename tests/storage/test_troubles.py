"""What befalls a database while messages go out: nothing is lost, and it recovers by itself."""

import asyncio
from datetime import timedelta

import pytest
from builders import owe_one_by_one, spec, until_somebody_waits
from cluster import killable
from sqlalchemy import text, update
from world import World

from alerts.delivering import LEASE
from alerts.delivering.engine import TROUBLED
from alerts.errors import StorageError
from storage.database import Database
from storage.health import Health
from storage.migrating import upgrade
from storage.tables import alerts, chats, deliveries


async def test_cut_connections_lose_nothing(world, second, monkeypatch):
    """PostgreSQL's connections are killed between the accept and the settling: it is settled all the same, once."""
    if world.database._turn is not None:
        pytest.skip("SQLite has no connections that somebody else could cut")
    monkeypatch.setattr("alerts.delivering.engine.SETTLE_WAITS", (0,))
    await world.subscribe()
    await world.publish("One")

    async def cut():
        async with second.write() as connection:
            others = "pid <> pg_backend_pid() AND datname = current_database()"
            await connection.execute(
                text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
            )

    world.messenger.before = cut
    await world.deliver()
    assert world.titles() == ["One"]
    assert [row.status for row in await world.rows(deliveries)] == ["sent"]


cluster = pytest.fixture(killable)


async def test_a_killed_cluster_loses_nothing(cluster, monkeypatch):
    """The whole PostgreSQL is killed between the accept and the settling: it says so, and goes on by itself."""
    monkeypatch.setattr("alerts.delivering.engine.SETTLE_WAITS", (0.05,))
    await asyncio.to_thread(upgrade, cluster.url)
    world = World(Database(cluster.url))
    await world.feeds.reconcile_feeds([spec("board")])
    await world.subscribe()
    await world.publish("One")
    starting = []

    async def kill():
        world.messenger.before = None
        await asyncio.to_thread(cluster.kill)
        with pytest.raises(StorageError, match=r"does not answer|failed"):
            await Health(world.database).vitals()
        starting.append(asyncio.create_task(asyncio.to_thread(cluster.start)))

    world.messenger.before = kill
    await world.deliver()
    await starting[0]
    await world.publish("Two")
    await world.deliver()
    assert world.titles() == ["One", "Two"]
    assert [row.status for row in await world.rows(deliveries)] == ["sent", "sent"]
    await world.database.dispose()


@pytest.mark.parametrize("step", [timedelta(hours=1), -timedelta(hours=1)])
async def test_a_clock_that_was_stepped_loses_nothing(world, step):
    """The database's clock jumps by an hour while a message is under way; once that hour is over the rest is sent."""
    await world.subscribe()
    await world.publish("One")

    async def jump():
        world.later(step)

    world.messenger.before = jump
    await world.deliver()
    world.messenger.before = None
    world.later(max(-step, timedelta(0)) + LEASE)
    await world.publish("Two")
    await world.deliver()
    assert world.titles() == ["One", "Two"]


async def test_a_chat_whose_turn_fails_is_left_alone_for_a_while(world):
    """What nobody thought of befalls one sender, once: the chat is not the next one's too, and gets its message."""
    await world.subscribe(chat="odd")
    await world.subscribe(chat="here")
    await world.publish("One")
    world.messenger.errors = [RuntimeError("a defect")]
    with pytest.raises(RuntimeError):
        await world.deliverer.take_turn()
    world.messenger.errors = [None, RuntimeError("the same again")]
    await world.deliver()
    assert (world.titles("odd"), world.titles("here")) == ([], ["One"])
    world.messenger.errors = []
    world.later(TROUBLED)
    await world.deliver()
    assert world.titles("odd") == ["One"]


async def test_a_full_disk_loses_nothing(world):
    """A disk that is full stops the sending with a plain word; once there is room all goes out."""
    if world.database._turn is None:
        pytest.skip("PostgreSQL's disk is the server's")
    await world.subscribe()
    await world.publish("One")
    async with world.database.read() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
    await limit_pages(world.database, pages)
    with pytest.raises(StorageError, match="disk is full"):
        await fill_up(world)
    assert not await sent_all(world)
    await limit_pages(world.database, 1 << 30)
    world.later(LEASE)
    await world.deliver()
    assert "One" in world.titles()


async def fill_up(world):
    for number in range(10_000):
        await world.subscribe(chat=f"filler {number}")


async def sent_all(world):
    """Send what there is, publishing more in between, until the disk stops it."""
    try:
        while await world.deliverer.take_turn():
            await world.publish("More")
    except StorageError:
        return False
    return True


async def limit_pages(database, most):
    """Let the file grow no further than to so many pages; the limit is each connection's own."""
    async with database._writing.connect() as connection:
        await connection.exec_driver_sql(f"PRAGMA max_page_count={most}")


async def test_a_quiet_chats_turn_and_a_change_wait_in_no_circle(world, second):
    """What is let go in quiet hours is locked in the order in which changed postings lock it: nobody fails."""
    if world.database._turn is not None:
        pytest.skip("SQLite has one writer at a time")
    await world.subscribe()
    await world.publish("One")
    await owe_one_by_one(world.database)
    async with world.database.write() as connection:
        await connection.execute(update(chats).values(settings={"quiet": "00:00-23:59"}))
    async with second.write() as connection:
        await connection.execute(update(deliveries).values(wanted_rev=1))
        turn = asyncio.create_task(world.deliverer.take_turn())
        await until_somebody_waits(second)
        await connection.execute(update(alerts).values(changed=True))
    await turn
    assert world.titles() == []
