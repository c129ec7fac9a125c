"""Kill -9 at random moments while alerts go out: nothing lost, order kept, doubled at most what was in flight."""

import asyncio
import random
import re
from collections import Counter, defaultdict

import pytest
from builders import owe_one_by_one
from fake_telegram import TOKEN, FakeTelegram
from sqlalchemy import create_engine, text, update

from alerts.filters import parse_filter
from alerts.subscribing import Address, NewSubscription
from bot.app import SENDERS
from storage.database import Database
from storage.migrating import upgrade
from storage.subscriptions import Subscriptions
from storage.tables import chats, hosts

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
        self._server = FakeTelegram()

    async def start(self):
        await self._server.start()
        self.config = f'[telegram]\ntoken = "env:TOKEN"\nbase_url = "{self._server.base_url}"\n'

    async def stop(self):
        await self._server.stop()

    def arrived(self):
        found = defaultdict(list)
        for message in self._server.messages:
            found[str(message.chat)] += [LINK.search(link)[1] for link in message.links[:1]]
        return found


async def wait_until(condition):
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.02)


async def prepare(folder, receiver, url, alerts):
    """Store ``alerts`` that are owed, over chats, and nothing sent yet."""
    folder.configure(f'[database]\nurl = "{url}"\n{receiver.config}')
    upgrade(url)
    database = Database(url)
    store = Subscriptions(database)
    for name in alerts:
        chat = await store.open_chat(Address(platform=receiver.platform, external_id=name))
        wanted = NewSubscription(chat_id=chat, owner="ann", name="all", filter=parse_filter("python"))
        await store.add_subscription(wanted)
    for number in range(len(next(iter(alerts.values())))):
        folder.publish(f"p{number:04}")
    assert folder.run("poll", "--once").returncode == 0
    await owe_one_by_one(database)
    await database.dispose()


def forget_the_dead(engine):
    """Let the leases of killed processes be over, and paces with them, as waiting would: only the clock is faked."""
    with engine.begin() as connection:
        connection.execute(update(chats).values(lease_until_ms=0, paced_until_ms=0))
        connection.execute(update(hosts).values(lease_until_ms=0))


async def kill_while_sending(folder, receiver, engine, *, total, kills, workers, seed):
    """Kill all workers once each share of the alerts is out, at a random moment; then let them finish."""
    chance = random.Random(seed)

    def distinct():
        return sum(len(set(found)) for found in receiver.arrived().values())

    with (folder.path / "out").open("a") as stream:

        def start():
            return [folder.start("run", "--role", "worker", stdout=stream) for _ in range(workers)]

        for number in range(1, kills + 1):
            running = start()
            await wait_until(lambda share=number * total // (kills + 1): distinct() >= share)
            await asyncio.sleep(chance.uniform(0, 0.03))
            for process in running:
                process.kill()
                process.wait()
            forget_the_dead(engine)
        running = start()
        await wait_until(lambda: distinct() >= total)
        for process in running:
            process.terminate()
        for process in running:
            assert await asyncio.to_thread(process.wait, PATIENCE) == 0


async def lose_nothing(folder, receiver, url, *, in_chats, each, kills, workers=1):
    """Run it and judge."""
    names = [str(1001 + number) for number in range(in_chats)] if in_chats > 1 else ["console"]
    await receiver.start()
    engine = create_engine(url.replace("+aiosqlite", ""))
    try:
        await prepare(folder, receiver, url, {name: range(each) for name in names})
        await kill_while_sending(
            folder, receiver, engine, total=in_chats * each, kills=kills, workers=workers, seed=each
        )
        with engine.connect() as connection:
            rows = connection.execute(OWED).all()
    finally:
        engine.dispose()
        await receiver.stop()
    doubled = 0
    for name, found in receiver.arrived().items():
        owed = [LINK.search(link)[1] for external_id, link in rows if external_id == name]
        assert list(dict.fromkeys(found)) == owed, f"lost or out of order in {name}"
        doubled += sum(count - 1 for count in Counter(found).values())
    assert len(rows) == in_chats * each
    print(f"{len(rows)} alerts, {kills} kills of {workers} process(es): 0 lost, {doubled} doubled")
    assert doubled <= kills * workers * min(SENDERS, in_chats), "more doubled than sends in flight"


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


async def test_on_the_console(folder, sqlite_url):
    """One chat on the console, on SQLite."""
    receiver = Console(folder.path / "out")
    await lose_nothing(folder, receiver, sqlite_url, in_chats=1, each=40, kills=3)


async def test_on_telegram_with_two_workers(folder, postgres_url):
    """Several chats on a local Telegram, two processes on PostgreSQL."""
    await lose_nothing(folder, Telegram(None), postgres_url, in_chats=12, each=3, kills=2, workers=2)


@pytest.mark.soak
async def test_long_on_the_console(folder, sqlite_url):
    """Five hundred alerts on the console, twenty kills."""
    receiver = Console(folder.path / "out")
    await lose_nothing(folder, receiver, sqlite_url, in_chats=1, each=500, kills=20)


@pytest.mark.soak
@pytest.mark.parametrize(
    ("database", "workers"), [("sqlite_url", 1), ("postgres_url", 1), ("postgres_url", 2)]
)
async def test_long_on_telegram(folder, request, database, workers):
    """Five hundred alerts to a local Telegram, twenty kills."""
    url = request.getfixturevalue(database)
    await lose_nothing(folder, Telegram(None), url, in_chats=50, each=10, kills=20, workers=workers)
