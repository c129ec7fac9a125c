"""What it costs to find the next chat among three hundred thousand idle ones, beside an EXISTS over all of them."""

import asyncio
import statistics
import time
from datetime import timedelta

from sqlalchemy import create_engine, insert

from bot.app import SENDERS
from storage.database import Database
from storage.deliveries import Deliveries
from storage.tables import chats, deliveries, installations

IDLE = 300_000
WAITING = 260
ALONE = 100
LIMITS = {"console": None}
EVERY = (
    "SELECT id FROM chats WHERE state = 'active' AND EXISTS (SELECT 1 FROM deliveries"
    " WHERE chat_id = chats.id AND status = 'pending') ORDER BY lease_until_ms, id LIMIT 1"
)


def fill(url):
    """Store the chats, the last of which are owed a message each."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(insert(installations), {"platform": "console", "workspace": ""})
        everybody = [{"installation_id": 1, "external_id": str(number)} for number in range(IDLE)]
        connection.execute(insert(chats), everybody)
        owed = [{"chat_id": IDLE - number, "key": f"k{number}"} for number in range(WAITING)]
        connection.execute(insert(deliveries), owed)
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


async def bench_claim(url):
    """Claim chats, with what they are owed, one after the other and then as many at once as a process has senders."""
    fill(url)
    database = Database(url)
    claimed, together, every = [], [], []
    store = Deliveries(database)

    async def claim():
        assert await store.claim_chat(LIMITS, "bench", timedelta(minutes=10)) is not None

    for _ in range(ALONE):
        begun = time.perf_counter()
        await claim()
        claimed.append((time.perf_counter() - begun) * 1000)
    for _ in range((WAITING - ALONE) // SENDERS):
        begun = time.perf_counter()
        await asyncio.gather(*(claim() for _ in range(SENDERS)))
        together.append((time.perf_counter() - begun) * 1000 / SENDERS)
    async with database.read() as connection:
        for _ in range(5):
            begun = time.perf_counter()
            (await connection.exec_driver_sql(EVERY)).all()
            every.append((time.perf_counter() - begun) * 1000)
    await database.dispose()
    print(
        f"\n{url.partition(':')[0]}: claim among {IDLE} idle chats: median {statistics.median(claimed):.2f} ms,"
        f" worst {max(claimed):.2f} ms; {SENDERS} at once: median {statistics.median(together):.2f} ms each;"
        f" EXISTS over all: median {statistics.median(every):.1f} ms"
    )
