"""Kill -9 at random moments while alerts go out: nothing lost, order kept, doubled at most what was in flight."""

import asyncio
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from builders import owe_one_by_one
from cluster import Cluster, killable
from fake_telegram import TOKEN, FakeTelegram
from sqlalchemy import create_engine, func, select, text, update

from alerts.delivering.engine import IN_FLIGHT
from alerts.errors import StorageError
from alerts.filters import parse_filter
from alerts.subscribing import Address, NewSubscription
from bot import app
from bot.config_loading import load_config
from storage.database import Database
from storage.migrating import upgrade
from storage.subscriptions import Subscriptions
from storage.tables import chats, deliveries, hosts, rate_budgets

LINK = re.compile(r"https://jobs\.example/(p\d+)")
PATIENCE = 120
OWED = text(
    "SELECT c.external_id, l.url FROM alerts a JOIN chats c ON c.id = a.chat_id"
    " JOIN listings l ON l.posting_id = a.posting_id ORDER BY a.id"
)


class Console:
    """The output file as what receives alerts."""

    config = ""
    platform = "console"

    def __init__(self, file):
        self._file = file

    def arrived(self):
        found = LINK.findall(self._file.read_text(encoding="utf-8")) if self._file.exists() else []
        return {"console": found}

    async def start(self):
        """Need nothing."""

    async def stop(self):
        """Leave nothing."""


class Telegram:
    """A local Telegram as what receives alerts."""

    platform = "telegram"

    def __init__(self, _file):
        self.server = FakeTelegram()

    async def start(self):
        await self.server.start()
        self.config = f'[telegram]\ntoken = "env:TOKEN"\nbase_url = "{self.server.base_url}"\n'

    async def stop(self):
        await self.server.stop()

    def arrived(self):
        found = defaultdict(list)
        for message in self.server.messages:
            found[str(message.chat)] += [LINK.search(link)[1] for link in message.links[:1]]
        return found


class Workers:
    """Real processes that only work, forked from one that has imported everything."""

    def __init__(self, folder, lease):
        self._given = {
            "config": str(folder.path / "config.toml"),
            "out": str(folder.path / "out"),
            "lease": lease,
        }
        script = Path(__file__).with_name("forked.py")
        self._forker = subprocess.Popen(
            [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    async def start(self, number):
        return [int(await self._ask(start=self._given)) for _ in range(number)]

    async def kill(self, pids):
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            await self._ask(wait=pid)

    async def end(self, pids):
        """Tell them to stop; each must do so of its own accord and without an error."""
        for pid in pids:
            os.kill(pid, signal.SIGTERM)
        assert [await self._ask(wait=pid) for pid in pids] == ["0"] * len(pids)

    def close(self):
        self._forker.stdin.close()
        self._forker.wait()
        self._forker.stdout.close()

    async def _ask(self, **command):
        self._forker.stdin.write(json.dumps(command) + "\n")
        self._forker.stdin.flush()
        return (await asyncio.to_thread(self._forker.stdout.readline)).strip()


class Run:
    """One run of the failure matrix: what is owed, who works on it, and what arrived."""

    def __init__(self, folder, receiver, url, lease=10):
        self.folder, self.receiver, self.url = folder, receiver, url
        self.workers = Workers(folder, lease)
        self.engine = create_engine(url.replace("+aiosqlite", ""), pool_pre_ping=True)
        self.total = 0

    async def owe(self, in_chats, each):
        """Store alerts that are owed, over chats, and nothing sent yet."""
        self.total = in_chats * each
        self.folder.configure(f'[database]\nurl = "{self.url}"\n{self.receiver.config}')
        upgrade(self.url)
        database = Database(self.url)
        store = Subscriptions(database)
        for name in [str(1001 + number) for number in range(in_chats)] if in_chats > 1 else ["console"]:
            chat = await store.open_chat(Address(platform=self.receiver.platform, external_id=name))
            wanted = NewSubscription(chat_id=chat, owner="ann", name="all", filter=parse_filter("python"))
            await store.add_subscription(wanted)
        for number in range(each):
            self.folder.publish(f"p{number:04}")
        file = self.folder.path / "config.toml"
        file.write_text(file.read_text().replace('"1s"', '"1h"'))  # one poll is enough
        async with app.opened(load_config(file)) as parts:
            await app.poll_all(parts, app.log_poll, asyncio.get_running_loop().time() + PATIENCE)
        await owe_one_by_one(database)
        await database.dispose()

    def arrived(self):
        return sum(len(set(found)) for found in self.receiver.arrived().values())

    async def until(self, share):
        """Wait until so much has arrived."""
        async with asyncio.timeout(PATIENCE):
            while self.arrived() < share * self.total:
                await asyncio.sleep(0.05)
                self.forget_back_offs()

    def forget_the_dead(self, pid):
        """Let the leases of a killed process be over, and waits with them, as time would: only the clock is faked."""
        its_own = f"%:{pid}:%"  # as `bot.app` names the owner of a lease
        with self.engine.begin() as connection:
            its_chats = update(chats).where(chats.c.lease_owner.like(its_own))
            connection.execute(its_chats.values(lease_until_ms=0))
            connection.execute(
                update(hosts).where(hosts.c.lease_owner.like(its_own)).values(lease_until_ms=0)
            )
            connection.execute(update(rate_budgets).values(tat_ms=0))
        self.forget_back_offs()

    async def finish(self, running):
        """Let workers send what is left, with no more faults than there were, and end as they are told to."""
        async with asyncio.timeout(PATIENCE):
            while self.arrived() < self.total or self._pending():
                await asyncio.sleep(0.1)
                self.forget_back_offs()
        await self.workers.end(running)

    def forget_back_offs(self):
        """Let uncertain sends be tried again soon; leases that live are left alone."""
        late = chats.c.backoff_until_ms > (time.time() + 0.5) * 1000
        with self.engine.connect() as connection:
            ids = connection.execute(select(chats.c.id).where(late)).scalars().all()
        for chat_id in ids:  # one by one: to lock several could deadlock with the workers
            with self.engine.begin() as connection:
                connection.execute(update(chats).where(chats.c.id == chat_id).values(backoff_until_ms=0))

    def _pending(self):
        with self.engine.connect() as connection:
            pending = select(func.count()).where(deliveries.c.status == "pending")
            return connection.execute(pending).scalar_one()

    def judge(self, most_doubled, what):
        """Nothing is lost or out of order, and no more doubled than may be, each of them counted."""
        with self.engine.connect() as connection:
            rows = connection.execute(OWED).all()
            counted = connection.execute(select(func.sum(deliveries.c.uncertain))).scalar_one()
        doubled = 0
        for name, found in self.receiver.arrived().items():
            owed = [LINK.search(link)[1] for external_id, link in rows if external_id == name]
            assert list(dict.fromkeys(found)) == owed, f"lost or out of order in {name}"
            doubled += sum(count - 1 for count in Counter(found).values())
        assert len(rows) == self.total == self.arrived()
        print(f"{self.total} alerts, {what}: 0 lost, 0 out of order, {doubled} doubled, {counted} uncertain")
        assert doubled <= min(most_doubled, counted), "more doubled than in flight, or not counted"

    async def close(self):
        self.workers.close()
        self.engine.dispose()
        await self.receiver.stop()


@pytest.fixture
async def running(folder, request):
    """Give what makes a run on a database, which ends with the test."""
    made = []

    async def make(receiver, database, *, in_chats, each, **options):
        await receiver.start()
        found = request.getfixturevalue(database)
        run = Run(folder, receiver, getattr(found, "url", found), **options)
        run.cluster = found if isinstance(found, Cluster) else None
        made.append(run)
        await run.owe(in_chats, each)
        return run

    yield make
    for run in made:
        await run.close()


async def kill_while_sending(run, *, kills, workers, in_chats, faults=0, what=""):
    """Kill a worker once each share of the alerts is out, at a random moment, and put another in its place."""
    chance = random.Random(run.total)
    pids = await run.workers.start(workers)
    for number in range(1, kills + 1):
        await run.until(number / (kills + 1))
        await asyncio.sleep(chance.uniform(0, 0.03))
        dead = pids.pop(chance.randrange(workers))
        await run.workers.kill([dead])
        run.forget_the_dead(dead)
        pids += await run.workers.start(1)
    await run.finish(pids)
    most = kills * min(IN_FLIGHT, in_chats) + faults
    run.judge(most, what or f"{kills} kills of {workers} worker(s)")


cluster = pytest.fixture(killable)


async def kill_the_cluster(run, *, kills, workers=2):
    """Kill PostgreSQL at random moments; the workers live on, and go on once it is there again."""
    chance = random.Random(run.total)
    pids = await run.workers.start(workers)
    for number in range(1, kills + 1):
        await run.until(number / (kills + 1))
        await asyncio.sleep(chance.uniform(0, 0.03))
        run.cluster.kill()
        with pytest.raises(StorageError, match=r"does not answer|failed"):
            await app.health(load_config(run.folder.path / "config.toml"))
        run.cluster.start()
    await run.finish(pids)
    run.judge(kills * workers * IN_FLIGHT, f"{kills} kills of PostgreSQL under {workers} workers")


@pytest.fixture
def sqlite_url(folder):
    return f"sqlite+aiosqlite:///{folder.path / 'rolecall.db'}"


@pytest.fixture
def postgres_url(new_database):
    with new_database("rolecall_kills") as url:
        yield url.render_as_string(hide_password=False)


@pytest.fixture(autouse=True)
def token(monkeypatch):
    monkeypatch.setenv("TOKEN", TOKEN)


async def test_on_the_console(folder, running):
    """One chat on the console, on SQLite."""
    run = await running(Console(folder.path / "out"), "sqlite_url", in_chats=1, each=30)
    await kill_while_sending(run, kills=2, workers=1, in_chats=1)


async def test_on_telegram_with_two_workers(running):
    """Several chats on a local Telegram, two processes on PostgreSQL."""
    run = await running(Telegram(None), "postgres_url", in_chats=12, each=3)
    await kill_while_sending(run, kills=2, workers=2, in_chats=12)


@pytest.mark.soak
async def test_long_on_the_console(folder, running):
    """Five hundred alerts on the console, forty kills."""
    run = await running(Console(folder.path / "out"), "sqlite_url", in_chats=1, each=500)
    await kill_while_sending(run, kills=40, workers=1, in_chats=1)


@pytest.mark.soak
@pytest.mark.parametrize("workers", [1, 2, 4])
@pytest.mark.parametrize("database", ["sqlite_url", "postgres_url"])
async def test_long_on_telegram(running, database, workers):
    """Three thousand alerts to a local Telegram, forty kills."""
    run = await running(Telegram(None), database, in_chats=60, each=50)
    await kill_while_sending(run, kills=40, workers=workers, in_chats=60)


@pytest.mark.soak
@pytest.mark.parametrize("database", ["sqlite_url", "postgres_url"])
async def test_frozen_workers(running, database):
    """Workers that are frozen past their leases and wake up again double no more than they had under way."""
    run = await running(Telegram(None), database, in_chats=60, each=30, lease=4)
    pids = await run.workers.start(2)
    for number in range(1, 11):
        await run.until(number / 12)
        os.kill(pids[number % 2], signal.SIGSTOP)
        await asyncio.sleep(5)
        os.kill(pids[number % 2], signal.SIGCONT)
    await run.finish(pids)
    run.judge(10 * IN_FLIGHT, "10 freezes of 2 workers")


@pytest.mark.soak
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("database", ["sqlite_url", "postgres_url"])
async def test_answers_that_never_come(running, database, workers):
    """Slow drips, resets after the accept and failures after the accept, with kills in between."""
    telegram = Telegram(None)
    run = await running(telegram, database, in_chats=60, each=50)
    chance = random.Random(7)
    kinds = ("drip", "drop_after", "fail_after", "drop", None, None, None, None)
    telegram.server.faults = [("sendMessage", chance.choice(kinds)) for _ in range(600)]
    faults = sum(kind not in (None, "drop") for _, kind in telegram.server.faults)
    what = f"40 kills of {workers} worker(s) and {faults} answers that never came"
    await kill_while_sending(run, kills=40, workers=workers, in_chats=60, faults=faults, what=what)


@pytest.mark.soak
async def test_a_cluster_that_is_killed_often(running):
    """Three thousand alerts, and the whole PostgreSQL killed twenty times."""
    run = await running(Telegram(None), "cluster", in_chats=60, each=50)
    await kill_the_cluster(run, kills=20)
