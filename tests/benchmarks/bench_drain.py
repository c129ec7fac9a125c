"""How long one worker takes to drain ten thousand trivial messages on PostgreSQL, beside a worker of Procrastinate's.

Theirs runs on asyncio's event loop, as its own command has it, and then on the one that ours runs on. Both keep the
order of each chat's messages (a lock is what Procrastinate has for it), have as many under way, run as
one process and use the same server; what is sent goes nowhere. Procrastinate is in the dependency group ``bench``.
"""

import asyncio
import importlib.util
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, func, insert, select

from alerts.delivering import Deliverer
from alerts.delivering.engine import IN_FLIGHT
from alerts.money import load_rates
from bot.app import SENDERS
from bot.event_loop import run
from bot.scheduling import Loop
from bot.supervising import supervise
from storage.database import Database
from storage.deliveries import Deliveries
from storage.migrating import upgrade
from storage.tables import chats, deliveries, installations

MESSAGES = 10_000
# How many messages each chat is owed: chats with a burst, and chats with one each.
SHAPES = (20, 1)
PATIENCE = 900


class Nowhere:
    """A messenger that sends nothing."""

    async def send(self, address, message):
        return "1"

    def gap(self, address):
        return timedelta(0)


def owe(url, each):
    """Store notices, which are the simplest messages."""
    upgrade(url)
    engine = create_engine(url)
    notice = {"told": "recovery", "feed": "board", "reason": "", "thread": ""}
    everybody = MESSAGES // each
    with engine.begin() as connection:
        connection.execute(insert(installations), {"platform": "console", "workspace": ""})
        names = [{"installation_id": 1, "external_id": str(number)} for number in range(everybody)]
        connection.execute(insert(chats), names)
        owed = [
            {"chat_id": number % everybody + 1, "key": f"k{number}", "kind": "notice", "notice": notice}
            for number in range(MESSAGES)
        ]
        connection.execute(insert(deliveries), owed)
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


async def drain(url):
    """Send all with one process's senders, as `bot.app` runs them."""
    database = Database(url)
    store = Deliveries(database)
    deliverer = Deliverer(store, Nowhere(), load_rates(), owner="bench", limits={"console": None})
    drained = asyncio.Event()

    async def work():
        more = await deliverer.work()
        if more is False:
            drained.set()
        return more

    await supervise([Loop(f"deliver-{number}", work) for number in range(SENDERS)], drained.wait())
    async with database.read() as connection:
        sent = select(func.count()).where(deliveries.c.status == "sent")
        assert (await connection.execute(sent)).scalar_one() == MESSAGES
    await database.dispose()


def procrastinating(url):
    """Give an application of Procrastinate's and its task that does nothing."""
    import procrastinate

    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url, max_size=SENDERS))

    @app.task(name="send")
    async def send():
        """Send nothing."""

    return app, send


async def defer(url, each):
    """Store as many jobs; those of a chat have its lock."""
    app, send = procrastinating(url)
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        for number in range(MESSAGES):
            await send.configure(lock=f"chat {number % (MESSAGES // each)}").defer_async()
        await app.connector.execute_query_async("ANALYZE")


async def drain_theirs(url):
    """Work until nothing is left."""
    app, _ = procrastinating(url)
    async with app.open_async():
        await app.run_worker_async(concurrency=IN_FLIGHT, wait=False, listen_notify=False)
        done = "SELECT count(*) AS done FROM procrastinate_jobs WHERE status = 'succeeded'"
        assert (await app.connector.execute_query_one_async(done))["done"] == MESSAGES


def theirs(url, each, how):
    """Store theirs and drain them."""
    asyncio.run(defer(url, each))
    return measured(how, url)


def measured(what, url):
    """Drain in a process of its own; give the seconds that passed and those of its CPU."""
    command = [sys.executable, "-W", "ignore", __file__, what, url]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE).stdout
    passed, used = said.splitlines()[-1].split()
    return float(passed), float(used)


@pytest.mark.parametrize("each", SHAPES)
def bench_drain(new_database, each):
    """Drain as many of theirs as of ours."""
    if importlib.util.find_spec("procrastinate") is None:
        pytest.skip("Procrastinate is not installed; `make bench` tries to")
    with new_database("rolecall_drain") as found:
        url = found.render_as_string(hide_password=False)
        owe(url, each)
        ours = measured("ours", url)
    print(f"\n{MESSAGES} messages to {MESSAGES // each} chats, {IN_FLIGHT} under way")
    _say("Rolecall", ours)
    for name, how in (("Procrastinate", "theirs"), ("… on our loop", "theirs-on-ours")):
        with new_database("rolecall_drain") as found:
            took = theirs(found.render_as_string(hide_password=False), each, how)
        _say(name, took, f", ours is {took[0] / ours[0]:.1f} times as fast")


def _say(name, took, more=""):
    passed, used = took
    print(f"  {name:<14}{passed:6.1f} s, {used:5.1f} s of its CPU, {MESSAGES / passed:6.0f} a second{more}")


HOW = {
    "ours": (run, drain),
    "theirs": (asyncio.run, drain_theirs),
    "theirs-on-ours": (run, drain_theirs),
}

if __name__ == "__main__":
    _, chosen, address = sys.argv
    runs, work = HOW[chosen]
    begun = time.perf_counter()
    runs(work(address))
    print(time.perf_counter() - begun, time.process_time())
