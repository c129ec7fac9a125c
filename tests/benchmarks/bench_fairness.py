"""What a chat with a quarter of a million alerts costs others: how long its passes are, who waits, and the memory.

One sender serves both chats, so that whoever comes after the busy one's pass shows how long that takes.
"""

import statistics
import time
import tracemalloc
from datetime import timedelta

import pytest
from builders import spec
from sqlalchemy import create_engine, func, insert, literal, select, text
from world import MINUTE, World

from storage.database import Database
from storage.tables import alerts, matches, postings

WAITING = 250_000
PASSES = 10
PAGE = 50_000
# What is due, and what waits for a daily digest: both must not be walked through to find the next chat.
DUE = {"due": timedelta(0), "waiting for tomorrow": timedelta(days=1)}


def multiply(url, due):
    """Make what one posting brought to its chat so many times as much; all postings share one listing."""
    engine = create_engine(url)
    with engine.begin() as connection:
        first = connection.execute(select(postings)).one()
        match = connection.execute(select(matches)).one()
        alert = connection.execute(select(alerts)).one()
        later = alert.due_ms + due // timedelta(milliseconds=1)
        connection.execute(alerts.update().values(due_ms=later))
        for at in range(2, WAITING + 1, PAGE):
            numbers = range(at, min(at + PAGE, WAITING + 1))
            connection.execute(insert(postings), [first._asdict() | {"id": each} for each in numbers])
            connection.execute(insert(matches), [match._asdict() | {"posting_id": each} for each in numbers])
            rows = [alert._asdict() | {"id": each, "posting_id": each, "due_ms": later} for each in numbers]
            connection.execute(insert(alerts), rows)
        if engine.dialect.name == "postgresql":
            for table in ("postings", "alerts"):
                after = select(func.setval(func.pg_get_serial_sequence(literal(table), "id"), WAITING + 1))
                connection.execute(after)
        connection.execute(text("ANALYZE"))
    engine.dispose()


async def busy_world(url, due):
    """Give a world in which one chat is owed all that."""
    world = World(Database(url))
    await world.feeds.reconcile_feeds([spec("board")])
    world.messenger.pace = MINUTE  # as platforms have it, a turn is one message
    await world.subscribe(chat="busy")
    await world.publish("One")
    multiply(url, due)
    return world


async def seconds(work):
    begun = time.perf_counter()
    await work()
    return time.perf_counter() - begun


@pytest.mark.parametrize("when", DUE)
async def bench_fairness(url, when):
    """Let the busy chat and another take turns."""
    world = await busy_world(url, DUE[when])
    passes = []
    for _ in range(PASSES):
        passes.append(await seconds(world.deliverer.take_turn))
        world.later(2 * MINUTE)
    tracemalloc.start()
    await world.deliverer.take_turn()
    grown = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    world.later(2 * MINUTE)
    await world.subscribe(chat="other")
    await world.publish("Another")
    world.messenger.sent.clear()
    turns, begun = 0, time.perf_counter()
    while not world.titles("other"):
        assert await world.deliverer.take_turn()
        turns += 1
    waited = time.perf_counter() - begun
    print(
        f"\n{url.partition(':')[0]}: one chat with {WAITING} alerts {when}: a pass takes"
        f" {statistics.median(passes) * 1000:.0f} ms (worst {max(passes) * 1000:.0f}), {grown:.1f} MB at most;"
        f" another chat's alert came with turn {turns}, after {waited * 1000:.0f} ms"
    )
    assert turns <= 2, "another chat waited for more than one pass"
    await world.database.dispose()
